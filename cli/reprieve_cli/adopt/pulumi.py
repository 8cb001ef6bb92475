"""Read a `pulumi stack export`. Secrets in it are ciphertext objects, and stay so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from reprieve.peers.kinds import KINDS, snake, type_of
from reprieve_cli.adopt.state import Entry, OwnProvider, State
from reprieve_cli.exports import is_secret

_STACK = "pulumi:pulumi:Stack"
_PROVIDERS = "pulumi:providers:"
_REPRIEVE = "reprieve:index:"


def read_export(export: Mapping[str, Any]) -> State:
    """Read the deployment of an export; resources stand in it with what depends on others last."""
    resources: list[dict[str, Any]] = list((export.get("deployment") or {}).get("resources") or [])
    regions = {f"{one['urn']}::{one.get('id', '')}": _text(_plain(one, "inputs").get("region")) for one in resources}
    known = [one for one in resources if type_of(one["type"]) in KINDS]
    return State(
        tool="pulumi",
        entries=tuple(_entry(one, resources, regions) for one in known),
        others=Counter(one["type"] for one in resources if _counts(one)),
        shows_secrets=any(_shown(one) for one in resources),
        own_providers=tuple(_own_providers(resources)),
        ours=frozenset(
            (one["type"].removeprefix(_REPRIEVE), str(one.get("id", "")))
            for one in resources
            if one["type"].startswith(_REPRIEVE)
        ),
    )


def _counts(one: Mapping[str, Any]) -> bool:
    """Tell whether a resource is one of those that are only counted."""
    token = str(one["type"])
    return type_of(token) not in KINDS and token != _STACK and not token.startswith((_PROVIDERS, _REPRIEVE))


def _entry(one: Mapping[str, Any], resources: list[dict[str, Any]], regions: Mapping[str, str]) -> Entry:
    kind = KINDS[type_of(one["type"])]
    properties = {snake(key): value for key, value in (_plain(one, "inputs") | _plain(one, "outputs")).items()}
    known = {key: value for key, value in properties.items() if key in kind.attributes}
    provider = str(one.get("provider", ""))
    parent = str(one.get("parent", ""))
    return Entry(
        type=type_of(one["type"]),
        address=one["urn"],
        name=one["urn"].rpartition("::")[2],
        id=str(one.get("id", "")),
        values={key: value for key, value in known.items() if not is_secret(value)},
        provider=provider,
        region=regions.get(provider, ""),
        parent="" if f"::{_STACK}::" in parent else parent,
        hidden=frozenset(key for key, value in known.items() if is_secret(value)),
        unfit=_unfit(one),
        protected=one.get("protect") is True,
        users=tuple(_users(one, resources)),
    )


def _unfit(one: Mapping[str, Any]) -> str:
    if one.get("delete"):
        return "it was replaced and waits for its deletion by the old program; finish that first"
    if one.get("external"):
        return "the stack only reads it"
    return "" if one.get("id") else "its state has no id"


def _users(one: Mapping[str, Any], resources: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the urns of what depends on a resource: `pulumi state delete` refuses while there are any."""
    for other in resources:
        by_property = (urn for urns in (other.get("propertyDependencies") or {}).values() for urn in urns or ())
        named = {other.get("parent"), other.get("deletedWith"), *(other.get("dependencies") or ()), *by_property}
        if one["urn"] in named:
            yield str(other["urn"])


def _own_providers(resources: list[dict[str, Any]]) -> Iterator[OwnProvider]:
    for one in resources:
        name = one["urn"].rpartition("::")[2]
        if one["type"] == f"{_PROVIDERS}reprieve" and not name.startswith("default"):
            inputs = _plain(one, "inputs")
            yield OwnProvider(one["urn"], _text(inputs.get("cloud")), _text(inputs.get("region")))


def _plain(one: Mapping[str, Any], side: str) -> dict[str, Any]:
    return {key: value for key, value in (one.get(side) or {}).items() if value is not None}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _shown(tree: object) -> bool:
    """Tell whether a secret stands in the tree in clear, as `--show-secrets` writes it."""
    if isinstance(tree, dict):
        return (is_secret(tree) and "plaintext" in tree) or any(_shown(value) for value in tree.values())
    return isinstance(tree, list) and any(_shown(value) for value in tree)
