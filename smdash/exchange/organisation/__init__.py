"""An organisation written in TOML: read strictly, previewed, applied."""
