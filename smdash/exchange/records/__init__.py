"""What readers produce: neutral values that know nothing of the store."""
