"""The check of a request's parameters against what its action accepts. All values come as text.

Booleans are written in any case; lists and objects as flat names that count from one (`Tag.1.Key`).
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from reprieve_emulator.alicloud import errors
from reprieve_emulator.parameters import Parameter, parse

Objects = Mapping[str, str]
_INTEGER = re.compile(r"[0-9]{1,18}")
_FLAGS = {"true": True, "false": False}


def check_parameters(given: Mapping[str, Any], line: str, objects: Objects, *, strict: bool = False) -> dict[str, Any]:
    """Give the parameters with their types; CloudError names the first that is missing or wrong, or unknown."""
    known = parse(line)
    for name in given:
        if name not in known and strict and name != "RegionId":
            raise errors.invalid_parameter(name)
    for parameter in known.values():
        if parameter.required and parameter.name not in given:
            raise errors.missing_parameter(parameter.name)
    return {name: _value(known[name], value, objects) for name, value in given.items() if name in known}


def read_json(call_parameters: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - the text is JSON
    """Give what a parameter holds as JSON text, None when it is absent or empty."""
    try:
        return json.loads(call_parameters.get(name) or "null")
    except (ValueError, RecursionError):
        raise errors.invalid_parameter(name, "It is not JSON.") from None


def _value(parameter: Parameter, value: object, objects: Objects) -> Any:  # noqa: ANN401 - by the parameter's type
    if not parameter.many:
        return _single(parameter, value, objects)
    if not isinstance(value, list):
        raise errors.invalid_parameter(parameter.name)
    return [_single(parameter, item, objects) for item in value]


def _single(parameter: Parameter, value: object, objects: Objects) -> Any:  # noqa: ANN401 - by the parameter's type
    if parameter.type in objects and isinstance(value, dict):
        return check_parameters(value, objects[parameter.type], objects)
    if not isinstance(value, str) or parameter.type in objects:
        raise errors.invalid_parameter(parameter.name)
    if parameter.type == "bool":
        if value.lower() not in _FLAGS:
            raise errors.invalid_parameter(parameter.name, "It is true or false.")
        return _FLAGS[value.lower()]
    if parameter.type == "uint":
        if not _INTEGER.fullmatch(value):
            raise errors.invalid_parameter(parameter.name, "It is a whole number.")
        return int(value)
    return value
