"""The 5×5 matrix: how many risks stand in each field, and moving them in it."""
