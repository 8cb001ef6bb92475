"""Tags of keys and secrets: two generations of actions over the same tags."""
