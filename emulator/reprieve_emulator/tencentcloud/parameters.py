"""The check of a request's parameters against what its action accepts; objects are given as lines of the same form.

Null counts as absent, as the vendor's gateway has it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reprieve_emulator import parameters
from reprieve_emulator.parameters import Parameter, parse
from reprieve_emulator.tencentcloud import errors

Objects = Mapping[str, str]
_INTEGER = re.compile(r"-?\d+")
_RANGES = {"int": range(-(2**63), 2**63), "uint": range(2**63)}
_FLAGS = {"true": True, "false": False, "1": True, "0": False}


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
            return _text(value, path)
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
        if not isinstance(value, int) or isinstance(value, bool) or value not in _RANGES[kind]:
            raise errors.wrong_type(path, "unsigned integer" if kind == "uint" else "integer")
        return value


def _text(value: object, path: str) -> str:
    text: str = _expect(value, str, path, "string")
    try:
        text.encode()
    except UnicodeEncodeError:
        # half of a surrogate pair is valid JSON, but no text
        raise errors.wrong_type(path, "string") from None
    return text


def _expect(value: object, kind: type, path: str, expected: str) -> Any:  # noqa: ANN401 - parameters are JSON
    if not isinstance(value, kind):
        raise errors.wrong_type(path, expected)
    return value


def unflatten(pairs: Mapping[str, str]) -> dict[str, Any]:
    """Build lists and objects from flat names; InvalidParameter for a name that is given twice."""
    try:
        return parameters.unflatten(pairs)
    except ValueError as clash:
        raise errors.invalid_parameter(f"The parameter `{clash}` is given twice.") from None
