"""The file for `pulumi import --file` that brings orphans under a stack; with a provider for each of several places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reprieve_cli.adopt.import_file import PROVIDER, free_name
from reprieve_cli.pending.look import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.lifecycle.restore import Pending
    from reprieve_cli.places import Place


def import_file(orphans: Sequence[tuple[Place, Pending]]) -> dict[str, Any]:
    """Return the file's content."""
    names: set[str] = set()
    places = {place.name: place for place, _ in orphans}
    providers = {name: free_name(name.replace(" ", "-"), names) for name in sorted(places) if len(places) > 1}
    declared = [
        {"type": PROVIDER, "name": free, "inputs": _inputs(places[name])} for name, free in sorted(providers.items())
    ]
    resources = [
        {"type": one.resource.token, "name": free_name(_fit(name_of(one)), names), "id": one.live.id}
        | ({"provider": providers[place.name]} if providers else {})
        for place, one in orphans
    ]
    return {"nameTable": {}, "resources": [*declared, *resources]}


def _inputs(place: Place) -> dict[str, Any]:
    """Return what names the place; credentials are left to the environment."""
    config = place.session.config
    given = {"cloud": str(config.cloud), "region": config.region, "site": config.site, "endpoint": config.endpoint}
    return {key: str(value) for key, value in given.items() if value}


def _fit(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-") or "orphan"
