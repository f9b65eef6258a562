"""Messages: the posts of a line, what is behind one, when they do well, what they are about, and rules for new ones."""
