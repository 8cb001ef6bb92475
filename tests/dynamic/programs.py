"""Python programs with dynamic secrets; the arguments are source text, as a user writes them."""

from __future__ import annotations

VALUE = "s3cret-of-the-tests"
NAMED = f'name="db-password", secret_string="{VALUE}"'


def secret(arguments: str = NAMED, *, after: str = "") -> str:
    """Return a program with one secret, `password`."""
    return f"""
import pulumi
from reprieve.dynamic import Secret

password = Secret("password", {arguments})
{after}
"""
