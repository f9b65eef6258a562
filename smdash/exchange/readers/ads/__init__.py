"""What reports of ads have in common, wherever they come from."""
