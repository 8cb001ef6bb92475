"""In which order the engine deletes what a state holds, and what it keeps when something is not deleted.

The rules are those of pulumi's `step_generator.go` (`ScheduleDeletes`), `dependency_graph.go` (`DependenciesOf`) and
`deployment_executor.go`. Resources are named by their place in the state, where what needs others stands behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

State: TypeAlias = Mapping[str, Any]
"""A resource as an export has it."""


@dataclass(frozen=True)
class Order:
    """What each resource of a state needs directly; a component stands for what is in it."""

    needs: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, resources: Sequence[State]) -> Order:
        """Read the order out of a state."""
        places: dict[str, list[int]] = defaultdict(list)
        inside: dict[str, list[int]] = defaultdict(list)
        needs = []
        for place, one in enumerate(resources):
            needs.append(frozenset(_needed(one, resources, places, inside)))
            places[one["urn"]].append(place)
            for ancestor in _ancestors(one, resources, places):
                inside[ancestor].append(place)
        return cls(tuple(needs))

    def waves(self, without: frozenset[int] = frozenset()) -> list[int]:
        """Return in which round each resource is deleted; round 0 is the first, and within a round the order is open.

        How deep a resource stands above what is deleted with it decides, not what needs it. `without` are left out.
        """
        depths: list[int] = []
        for place, needed in enumerate(self.needs):
            deepest = max((depths[at] for at in needed - without), default=-1)
            depths.append(-1 if place in without else deepest + 1)
        rounds = max(depths, default=0)
        return [rounds - depth for depth in depths]

    def kept_with(self, places: Iterable[int]) -> set[int]:
        """Return all that stays because these do: what they need, and what that needs."""
        kept: set[int] = set()
        ahead = list(places)
        while ahead:
            more = self.needs[ahead.pop()] - kept
            kept |= more
            ahead += more
        return kept


def _needed(
    one: State, resources: Sequence[State], places: Mapping[str, list[int]], inside: Mapping[str, list[int]]
) -> Iterator[int]:
    named = _named(one)
    for urn in {*named, str(one.get("parent") or "")}:
        for place in places.get(urn, ()):
            yield place
            if urn in named and not resources[place].get("custom"):
                yield from inside.get(urn, ())


def _named(one: State) -> set[str]:
    by_property = (urn for urns in (one.get("propertyDependencies") or {}).values() for urn in urns or ())
    provider = str(one.get("provider") or "").rpartition("::")[0]
    listed = (urn for key in ("dependencies", "replaceWith") for urn in one.get(key) or ())
    return {str(urn) for urn in (one.get("deletedWith"), provider, *listed, *by_property) if urn}


def _ancestors(one: State, resources: Sequence[State], places: Mapping[str, list[int]]) -> Iterator[str]:
    while parent := one.get("parent"):
        yield str(parent)
        if not places.get(parent):
            return
        one = resources[places[parent][-1]]
