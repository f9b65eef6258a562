"""One folder per pane; panes never import each other."""
