"""What was deleted, restored and refused: from the trail and the engine's events. Nothing here calls a cloud."""
