"""Hours: time trackers, and plain tables."""
