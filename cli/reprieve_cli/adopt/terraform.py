"""Read a Terraform state: the raw file of version 4 (`terraform state pull`), or `terraform show -json`.

Either holds every value in clear; only the listed attributes are taken over.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reprieve.peers.kinds import KINDS
from reprieve_cli.adopt.state import Entry, State


@dataclass(frozen=True)
class _Instance:
    """One managed object, in either form of the state."""

    type: str
    address: str
    provider: str
    attributes: Mapping[str, Any]
    unfit: str


def read_raw(state: Mapping[str, Any]) -> State:
    """Read the file of version 4."""
    return _state(list(_raw_instances(state)))


def read_shown(shown: Mapping[str, Any]) -> State:
    """Read what `terraform show -json` prints; it does not tell which alias of a provider owns an object."""
    root = (shown.get("values") or {}).get("root_module") or {}
    return _state(list(_shown_instances(root)))


def _state(instances: list[_Instance]) -> State:
    return State(
        tool="terraform",
        entries=tuple(_entry(one) for one in instances if one.type in KINDS),
        others=Counter(one.type for one in instances if one.type not in KINDS),
        shows_secrets=False,
    )


def _raw_instances(state: Mapping[str, Any]) -> Iterator[_Instance]:
    for resource in state.get("resources") or []:
        if resource.get("mode") != "managed":
            continue
        for one in resource.get("instances") or []:
            key = f"[{json.dumps(one['index_key'])}]" if "index_key" in one else ""
            module = f"{resource['module']}." if resource.get("module") else ""
            yield _Instance(
                type=resource["type"],
                address=f"{module}{resource['type']}.{resource['name']}{key}",
                provider=str(resource.get("provider", "")),
                attributes=one.get("attributes") or {},
                unfit=_unfit(deposed=bool(one.get("deposed")), tainted=one.get("status") == "tainted"),
            )


def _shown_instances(module: Mapping[str, Any]) -> Iterator[_Instance]:
    for one in module.get("resources") or []:
        if one.get("mode") == "managed":
            yield _Instance(
                type=one["type"],
                address=one["address"],
                provider=str(one.get("provider_name", "")),
                attributes=one.get("values") or {},
                unfit=_unfit(deposed="deposed_key" in one, tainted=bool(one.get("tainted"))),
            )
    for child in module.get("child_modules") or []:
        yield from _shown_instances(child)


def _unfit(*, deposed: bool, tainted: bool) -> str:
    if deposed:
        return "it was replaced and waits for its deletion by the old program; finish that first"
    return "it is tainted: the old program would replace it; untaint it first" if tainted else ""


def _entry(one: _Instance) -> Entry:
    known = KINDS[one.type].attributes
    values = {key: value for key, value in one.attributes.items() if key in known and value is not None}
    object_id = str(one.attributes.get("id") or "")
    return Entry(
        type=one.type,
        address=one.address,
        name=_name(one),
        id=object_id,
        values=values,
        provider=one.provider,
        region=_region(str(values.get("arn", ""))),
        unfit=one.unfit or ("" if object_id else "its state has no id"),
    )


def _name(one: _Instance) -> str:
    """Return a name for the program: modules, name and index, joined by dashes."""
    path = one.address.replace(f"{one.type}.", "", 1).replace("module.", "")
    return re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-")


def _region(arn: str) -> str:
    """Return the region that an ARN of Alibaba Cloud names (acs:kms:<region>:<account>:...)."""
    parts = arn.split(":")
    return parts[2] if len(parts) > 3 and parts[0] == "acs" else ""  # noqa: PLR2004 - the account is the fourth
