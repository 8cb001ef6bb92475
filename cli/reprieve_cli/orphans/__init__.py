"""Objects whose mark belongs to no stack. Nothing here writes to a cloud."""
