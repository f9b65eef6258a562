"""From records to rows as the store will hold them, one module for each kind."""
