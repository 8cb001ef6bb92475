"""Markdown tables, and the words for the types of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; a pipe within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def kind(spec: Mapping[str, Any], types: Mapping[str, Any]) -> str:
    """Say the type of a property as the schema has it."""
    if named := spec.get("$ref"):
        of = types[named.removeprefix("#/types/")]
        return ", ".join(f"`{one['value']}`" for one in of["enum"]) if "enum" in of else "object, see below"
    if spec["type"] == "array":
        return "list of " + _many(spec["items"], types)
    if spec["type"] == "object":
        return "map of " + _many(spec["additionalProperties"], types)
    return WORDS[spec["type"]]


def _many(spec: Mapping[str, Any], types: Mapping[str, Any]) -> str:
    return "objects, see below" if "$ref" in spec else kind(spec, types) + "s"


def objects(specs: Mapping[str, Mapping[str, Any]], types: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the object types that properties refer to, by the property's name."""
    found = {}
    for name, spec in specs.items():
        referred = spec.get("items", spec).get("$ref", "").removeprefix("#/types/")
        if "properties" in types.get(referred, {}):
            found[name] = types[referred]
    return found
