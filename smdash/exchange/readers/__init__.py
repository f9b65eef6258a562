"""One small module per export format: how it is recognised and what its columns mean."""
