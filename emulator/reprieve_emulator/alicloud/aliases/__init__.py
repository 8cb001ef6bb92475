"""Aliases: names of keys that are objects of their own."""
