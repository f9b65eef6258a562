"""Everything a store holds as one export, and back into an empty store."""
