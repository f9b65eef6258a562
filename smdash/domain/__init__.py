"""The rules and numbers. Standard library only; no clock, no files: today is an argument."""
