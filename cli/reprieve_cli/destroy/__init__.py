"""Destroy stacks after their preview was seen and agreed to: the real engine does it, and every end leaves a report."""
