"""What is known of other providers' secrets and keys: their types, and what they do at a deletion when nobody asked."""
