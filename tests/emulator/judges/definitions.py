"""The parameter and reply definitions that the vendor's command line tool ships, as a judge of what we serve.

Their examples are not used: several contradict the definitions (a window as text, two values where one is allowed).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parents[3] / ".judges"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "int64": int,
    "uint64": int,
    "bool": bool,
    "float": (int, float),
    "datetime_iso": str,
}


@cache
def definitions(service: str) -> dict[str, Any]:
    """Read one service's definitions; `make judges` installs them."""
    found = sorted(_INSTALLED.glob(f"lib/python*/site-packages/tccli/services/{service}/v*/api.json"))
    assert found, "the vendor's command line tool is not installed: run `make judges`"
    read: dict[str, Any] = json.loads(found[-1].read_text(encoding="utf-8"))
    return read


def parameters(service: str, action: str) -> dict[str, tuple[str, bool, bool]]:
    """Give an action's parameters: name to (type, is list, is required)."""
    return members(service, definitions(service)["actions"][action]["input"])


def members(service: str, name: str) -> dict[str, tuple[str, bool, bool]]:
    """Give the members of an object in the same form."""
    listed = definitions(service)["objects"][name]["members"]
    return {
        member["name"]: (member["member"], member["type"] == "list", member["required"])
        for member in listed
        if not member["disabled"]
    }


def check_reply(service: str, action: str, reply: dict[str, Any]) -> list[str]:
    """Say what in a reply is not as defined."""
    return _check(service, definitions(service)["actions"][action]["output"], reply, action)


def _check(service: str, name: str, found: Any, path: str) -> list[str]:  # noqa: ANN401 - replies are JSON
    if not isinstance(found, dict):
        return [f"{path} is no object"]
    listed = {member["name"]: member for member in definitions(service)["objects"][name]["members"]}
    problems = [f"{path}.{unknown} is not defined" for unknown in found.keys() - listed.keys()]
    for member_name, member in listed.items():
        where = f"{path}.{member_name}"
        if member_name not in found:
            if member.get("output_required", True) and member_name != "RequestId":
                problems.append(f"{where} is missing")
        elif found[member_name] is None:
            problems += [] if member.get("value_allowed_null", False) else [f"{where} is null"]
        else:
            problems += _check_value(service, member, found[member_name], where)
    return problems


def _check_value(service: str, member: dict[str, Any], value: Any, where: str) -> list[str]:  # noqa: ANN401 - JSON
    values = value if member["type"] == "list" else [value]
    if not isinstance(values, list):
        return [f"{where} is no list"]
    kind = member["member"]
    if kind not in _TYPES:
        return [problem for item in values for problem in _check(service, kind, item, where)]
    wrong = [item for item in values if not _is_of(kind, item)]
    return [f"{where} is not {kind}: {wrong}"] if wrong else []


def _is_of(kind: str, value: object) -> bool:
    # to Python a bool is an int, to the definitions it is not
    return isinstance(value, _TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))
