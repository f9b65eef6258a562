"""Data shipped with the program, as TOML."""
