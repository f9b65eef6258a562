"""Any table whose columns a person explained, once."""
