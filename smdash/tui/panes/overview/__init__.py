"""The Overview pane: am I on course, and what needs a person."""
