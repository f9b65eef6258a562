"""smdash: manage a social media team like any business, from a terminal."""

__version__ = "0.1.0"
