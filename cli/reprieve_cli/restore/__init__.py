"""Undelete what is in its recovery window."""
