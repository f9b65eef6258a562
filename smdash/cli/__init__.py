"""The command line: arguments, and one module per group of commands."""
