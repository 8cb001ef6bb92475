"""Adopt what other providers made: from their state to Pulumi's bulk import file. Nothing here calls a cloud."""
