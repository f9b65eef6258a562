"""Benefits that are worked out: the choice of a method, and a form that asks for its numbers."""
