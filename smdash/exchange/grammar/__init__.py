"""What the dates and numbers of a column mean, decided on the whole column."""
