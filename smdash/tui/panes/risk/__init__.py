"""The Risk pane."""
