"""What callers may do: the policies of users, as the vendors' own documents say it, and rights that were taken away.

Both vendors decide alike: a user has the rights of the policies that are attached, and a denial wins (Tencent Cloud's
document 598/10605; Alibaba Cloud's page on policy evaluation). Here the action decides alone: a document that names
anything but `*` as its resource, or conditions, is refused rather than taken for more than it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

VERSIONS = {"tencentcloud": "2.0", "alicloud": "1"}
_PARTS = {"effect", "action", "resource"}


@dataclass
class Policy(Record, table="user_policies", key=("account_id", "user_id", "name")):
    """One policy of one user; a user without any has all rights, as the root user has."""

    account_id: str
    user_id: str
    name: str
    allowed: list[str]
    """Actions as policies name them, with `*` as a wildcard."""
    denied: list[str]


def read_document(document: Mapping[str, Any], cloud: str) -> dict[str, list[str]]:
    """Give the actions that a document allows and denies; ValueError for what would not be obeyed here."""
    given = _lower(document)
    if given.keys() != {"version", "statement"} or given["version"] != VERSIONS[cloud]:
        raise ValueError(f"a policy has a version, which is {VERSIONS[cloud]}, and statements")
    effects: dict[str, list[str]] = {"allow": [], "deny": []}
    for statement in map(_lower, _listed(given["statement"])):
        if statement.keys() != _PARTS or _listed(statement["resource"]) != ["*"]:
            raise ValueError("a statement has effect, action and resource; its resource is *, since the action decides")
        effects[statement["effect"].lower()] += [name.removeprefix("name/") for name in _listed(statement["action"])]
    return {"allowed": effects["allow"], "denied": effects["deny"]}


def permits(call: Call, world: World) -> bool:
    """Say whether the caller may do what it asks for."""
    if any(denial.matches(call) for denial in world.denials):
        return False
    policies = world.store.find(Policy, account_id=call.account, user_id=call.caller.user_id)
    right = world.clouds[call.cloud].right(call)
    if any(_names(policy.denied, right) for policy in policies):
        return False
    return not policies or any(_names(policy.allowed, right) for policy in policies)


def _names(patterns: list[str], right: str) -> bool:
    return any(fnmatchcase(right, pattern) for pattern in patterns)


def _lower(part: Mapping[str, Any]) -> dict[str, Any]:
    """Read the keys of both vendors, of which one writes them in capitals."""
    return {key.lower(): value for key, value in part.items()}


def _listed(value: Any) -> list[Any]:  # noqa: ANN401 - a document is JSON
    return list(value) if isinstance(value, list) else [value]
