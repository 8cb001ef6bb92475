"""The programs of these tests: a secret in YAML, and resources of Python whose properties nobody has typed."""

from __future__ import annotations

from typing import Any

VALUE = "s3cret-of-the-tests"


def secret(*, options: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return `db-password` for a YAML program; the properties add to what it has, and None takes away."""
    given = {"name": "db-password", "secretString": {"fn::secret": VALUE}, **properties}
    declared = {key: value for key, value in given.items() if value is not None}
    return {"type": "reprieve:Secret", "properties": declared, **({"options": options} if options else {})}


def untyped(resources: dict[str, str], *, before: str = "") -> str:
    """Return a Python program of secrets that no SDK has typed: for each name the text of its properties."""
    made = "\n".join(f"Secret({name!r}, {properties})" for name, properties in resources.items())
    return f"{_UNTYPED}\n{before}\n{made}\n"


_UNTYPED = """
import pulumi

class Secret(pulumi.CustomResource):
    def __init__(self, name, properties, opts=None):
        super().__init__("reprieve:index:Secret", name, properties, opts)
"""
