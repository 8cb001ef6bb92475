"""What an action accepts, written as one line of text, and lists and objects written as flat names.

`"SecretName! Limit:uint Tags:Tag[]"` is a required string, an optional number from 0, and an optional list of objects.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

_ENTRY = re.compile(r"(?P<name>\w+)(?P<required>!?)(?::(?P<type>\w+)(?P<many>\[\])?)?")


@dataclass(frozen=True)
class Parameter:
    """One parameter of an action."""

    name: str
    required: bool
    type: str
    """`string`, `int`, `uint`, `bool` or the name of an object."""
    many: bool


@cache
def parse(line: str) -> Mapping[str, Parameter]:
    """Read a line of parameters."""
    entries = [_ENTRY.fullmatch(entry) for entry in line.split()]
    return {
        entry["name"]: Parameter(entry["name"], bool(entry["required"]), entry["type"] or "string", bool(entry["many"]))
        for entry in entries
        if entry
    }


def unflatten(pairs: Mapping[str, str]) -> dict[str, Any]:
    """Build lists and objects from flat names: `Tags.0.TagKey=a` is the first tag's key; ValueError for a clash."""
    tree: dict[str, Any] = {}
    for name, value in pairs.items():
        *branches, leaf = name.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
            if not isinstance(node, dict):
                raise ValueError(name)  # noqa: TRY004 - two names clash
        node[leaf] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(node: object) -> Any:  # noqa: ANN401 - parameters are JSON
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        return [_listed(node[key]) for key in sorted(node, key=int)]
    return {key: _listed(value) for key, value in node.items()}
