"""Keys, and what can be done with them."""
