"""What an action accepts, written as one line of text, and the check of a request against it.

`"SecretName! Limit:uint Tags:Tag[]"` is a required string, an optional number from 0, and an optional list of objects;
the objects are given as lines of the same form. Null counts as absent, as the vendor's gateway has it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from reprieve_emulator.tencentcloud import errors

Objects = Mapping[str, str]
_ENTRY = re.compile(r"(?P<name>\w+)(?P<required>!?)(?::(?P<type>\w+)(?P<many>\[\])?)?")
_INTEGER = re.compile(r"-?\d+")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


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


@dataclass(frozen=True)
class Reader:
    """Checks the parameters of requests to one service."""

    objects: Objects
    integers_as_text: bool
    """A number may come as text: always in a query or form, in JSON only by a switch."""

    def check(self, given: Mapping[str, Any], line: str, path: str = "") -> dict[str, Any]:
        """Give the parameters with their types; CloudError names the first that is unknown, missing or wrong."""
        known = parse(line)
        present = {name: value for name, value in given.items() if value is not None}
        for name in present:
            if name not in known:
                raise errors.unknown_parameter(path + name)
        for parameter in known.values():
            if parameter.required and parameter.name not in present:
                raise errors.missing_parameter(path + parameter.name)
        return {name: self._value(known[name], value, path + name) for name, value in present.items()}

    def _value(self, parameter: Parameter, value: object, path: str) -> Any:  # noqa: ANN401 - parameters are JSON
        if not parameter.many:
            return self._single(parameter.type, value, path)
        if not isinstance(value, list):
            raise errors.wrong_type(path, "list")
        return [self._single(parameter.type, item, f"{path}.{place}") for place, item in enumerate(value)]

    def _single(self, kind: str, value: object, path: str) -> Any:  # noqa: ANN401 - parameters are JSON
        if kind == "string":
            return _expect(value, str, path, "string")
        if kind in {"int", "uint"}:
            return self._integer(kind, value, path)
        if kind == "bool":
            if self.integers_as_text and isinstance(value, str) and value.lower() in _FLAGS:
                return _FLAGS[value.lower()]
            return _expect(value, bool, path, "boolean")
        return self.check(_expect(value, dict, path, "object"), self.objects[kind], f"{path}.")

    def _integer(self, kind: str, value: object, path: str) -> int:
        if self.integers_as_text and isinstance(value, str) and _INTEGER.fullmatch(value):
            value = int(value)
        # a JSON true is a number to Python, not to the vendor
        if not isinstance(value, int) or isinstance(value, bool) or (kind == "uint" and value < 0):
            raise errors.wrong_type(path, "unsigned integer" if kind == "uint" else "integer")
        return value


def _expect(value: object, kind: type, path: str, expected: str) -> Any:  # noqa: ANN401 - parameters are JSON
    if not isinstance(value, kind):
        raise errors.wrong_type(path, expected)
    return value


def unflatten(pairs: Mapping[str, str]) -> dict[str, Any]:
    """Build lists and objects from flat names: `Tags.0.TagKey=a` is the first tag's key."""
    tree: dict[str, Any] = {}
    for name, value in pairs.items():
        *branches, leaf = name.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
            if not isinstance(node, dict):
                raise errors.invalid_parameter(f"The parameter `{name}` is given twice.")
        node[leaf] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(node: object) -> Any:  # noqa: ANN401 - parameters are JSON
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        return [_listed(node[key]) for key in sorted(node, key=int)]
    return {key: _listed(value) for key, value in node.items()}
