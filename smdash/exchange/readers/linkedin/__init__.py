"""LinkedIn: Pages, and what a person's own posts did."""
