"""The tables of the page on policies, from the policies themselves."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic.alias_generators import to_camel

from reprieve.peers.meanings import INSTANCE, MEANINGS, VALUES
from reprieve.peers.rotation import rotation_of
from reprieve_policy.pack import POLICIES
from reprieve_policy.policy import Policy, StackPolicy
from reprieve_policy.settings import schema_of
from tools.docs.tables import WORDS, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


def overview() -> str:
    """Return the table of all policies."""
    rows = (
        [
            f"[`{policy.name}`](#{policy.name})",
            policy.demand,
            "stack" if isinstance(policy, StackPolicy) else "resource",
            policy.level.value,
            "yes" if policy.mend else "no",
        ]
        for policy in POLICIES
    )
    return table(["policy", "demands that", "judges each", "level", "can mend"], rows)


def _part(policy: Policy) -> str:
    """Return what one policy can be told."""
    properties = schema_of(policy.settings).properties
    if not properties:
        return "It has no settings."
    return table(["setting", "type", "left out", "meaning"], list(_rows("", properties)))


def _rows(prefix: str, properties: Mapping[str, Any]) -> Iterator[list[str]]:
    for name, spec in properties.items():
        # what may be null may be left out
        given = next((one for one in spec.get("anyOf", ()) if one.get("type") != "null"), spec)
        default = f"`{json.dumps(_short(spec['default']))}`" if spec.get("default") is not None else "-"
        yield [f"`{prefix}{name}`", _kind(given), default, spec.get("description", "")]
        inner = given.get("items", given)
        if "properties" in inner:
            yield from _rows(f"{prefix}{name}{'[]' if 'items' in given else ''}.", inner["properties"])


def _kind(spec: Mapping[str, Any]) -> str:
    if "enum" in spec:
        return ", ".join(f"`{value}`" for value in spec["enum"])
    if spec["type"] == "array":
        inner = spec["items"]
        return f"list of {_kind(inner) if 'enum' in inner else _kind(inner) + 's'}"
    if spec["type"] == "object":
        return "object" if "properties" in spec else "map of texts"
    return WORDS[spec["type"]]


def _short(default: object) -> object:
    """Leave out of a default what is absent or demands nothing."""
    if isinstance(default, list):
        return [_short(one) for one in default]
    return {key: value for key, value in default.items() if value} if isinstance(default, dict) else default


def types() -> str:
    """Return the types of other providers that are judged, with their own words for what is judged."""
    rows = ([f"`{kind}`", ", ".join(f"`{to_camel(one)}`" for one in _fields(kind)) or "-"] for kind in _judged())
    return table(["type, as Terraform calls it", "properties that are judged"], rows)


def _judged() -> Iterator[str]:
    yield from sorted({*MEANINGS, *VALUES, INSTANCE})


def _fields(kind: str) -> Iterator[str]:
    rotation = rotation_of(kind, {})
    rotated_by = {rotation.attribute} if rotation else set()
    yield from sorted({*MEANINGS.get(kind, {}).values(), *VALUES.get(kind, ()), *rotated_by})


PARTS: Mapping[str, Callable[[], str]] = {
    "policies": overview,
    "policy types": types,
    **{f"policy {policy.name.replace('-', ' ')}": partial(_part, policy) for policy in POLICIES},
}
