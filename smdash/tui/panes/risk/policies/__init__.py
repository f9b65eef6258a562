"""Policies, their versions, and who confirmed them."""
