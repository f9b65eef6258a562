"""Reports: one model each, rendered as text, Markdown, CSV or JSON."""
