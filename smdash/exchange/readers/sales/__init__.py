"""Orders, payments, and the touches before them."""
