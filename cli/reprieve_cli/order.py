"""In which order the engine deletes what a state holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

State: TypeAlias = Mapping[str, Any]
"""A resource as an export has it."""


def waves_of(resources: Sequence[State]) -> list[int]:
    """Return in which round of its deletion the engine deletes each resource; round 0 is the first.

    The rounds are those of `ScheduleDeletes` (pulumi's `step_generator.go`): how deep a resource stands above what it
    needs decides, not what needs it. Within a round the order is open.
    """
    depths: list[int] = []
    places: dict[str, list[int]] = defaultdict(list)
    below: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(resources):
        needed = set(_needed(one, resources, places, below))
        depths.append(1 + max((depths[at] for at in needed), default=-1))
        places[one["urn"]].append(place)
        for ancestor in _ancestors(one, resources, places):
            below[ancestor].append(place)
    deepest = max(depths, default=0)
    return [deepest - depth for depth in depths]


def _needed(
    one: State, resources: Sequence[State], places: Mapping[str, list[int]], below: Mapping[str, list[int]]
) -> Iterator[int]:
    """Yield the places of what a resource needs; who needs a component needs what is in it."""
    parent = one.get("parent")
    for urn in {parent, *_named(one)}:
        for place in places.get(str(urn), ()):
            yield place
            if urn in _named(one) and not resources[place].get("custom"):
                yield from below.get(str(urn), ())


def _named(one: State) -> set[str]:
    by_property = (urn for urns in (one.get("propertyDependencies") or {}).values() for urn in urns or ())
    provider = str(one.get("provider") or "").rpartition("::")[0]
    named = {one.get("deletedWith"), provider, *(one.get("dependencies") or ()), *by_property}
    return {str(urn) for urn in named if urn}


def _ancestors(one: State, resources: Sequence[State], places: Mapping[str, list[int]]) -> Iterator[str]:
    while parent := one.get("parent"):
        yield str(parent)
        if not places.get(parent):
            return
        one = resources[places[parent][-1]]
