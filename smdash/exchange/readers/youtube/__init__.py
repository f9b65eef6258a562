"""YouTube Studio."""
