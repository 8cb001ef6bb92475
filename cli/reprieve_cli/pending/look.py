"""Look for what is pending deletion; what could not be looked at is told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reprieve.errors import ReprieveError
from reprieve.functions import pending_objects, pending_said
from reprieve.lifecycle.restore import Pending
from reprieve.resources.catalogue import RESOURCES
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from reprieve.resources.inputs import Resource
    from reprieve_cli.places import Place
    from reprieve_cli.screen import Screen


@dataclass
class Seen:
    """What was found, the first to end first, and what could not be looked at, with the reasons."""

    objects: list[tuple[Place, Pending]] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def look(places: Sequence[Place], screen: Screen, *, whole: bool = False) -> Seen:
    """Look in every place for what is pending, of the stacks there or, for a `whole` account, of everybody."""
    seen = Seen()
    known: set[tuple[str, ...]] = set()
    asked = [(place, resource) for place in places for resource in RESOURCES.values()]
    with screen.progress("lists read", len(asked)) as one_more:
        for place, resource in asked:
            try:
                for pending in _pending(place, resource, whole=whole):
                    if (key := _key(place, pending)) not in known:
                        known.add(key)
                        seen.objects.append((place, pending))
            except ReprieveError as error:
                seen.gaps.append(f"{resource.name}s in {place.name} could not be listed: {shown(str(error))}")
            one_more()
    seen.objects.sort(key=lambda one: (one[1].live.deletes is None, one[1].live.deletes, one[1].live.id))
    return seen


def _pending(place: Place, resource: Resource, *, whole: bool) -> Iterator[Pending]:
    cloud = place.session.cloud
    if not cloud.offers(resource) or cloud.rules(resource).window is None:
        return  # without a window nothing is ever pending
    marks = [None] if whole or not place.stacks else [place.mark(resource, stack) for stack in sorted(place.stacks)]
    for mark in marks:
        for live in pending_objects(place.session, resource, mark):
            yield Pending(place.session, resource, live)


def _key(place: Place, pending: Pending) -> tuple[str, ...]:
    account = place.session.identity(place.session.job("")).account
    return place.name, account, pending.resource.name, pending.live.id


def name_of(pending: Pending) -> str:
    """Return what people call an object."""
    rules = pending.session.cloud.rules(pending.resource)
    return shown(str(pending.live.observed.get(rules.name_field) or pending.live.id))


def data_of(place: Place, pending: Pending) -> dict[str, Any]:
    """Return what is told of a pending object, as data."""
    rules, live = pending.session.cloud.rules(pending.resource), pending.live
    ours = f"reprieve restore {live.id}"
    return {
        **pending_said(pending.resource.name, live),
        "name": name_of(pending),
        "cloud": str(place.session.config.cloud),
        "region": place.session.config.region,
        "account": place.session.identity(place.session.job("")).account,
        "markKnown": live.mark_known,
        "undo": f"none by Reprieve: it is {live.kind}" if live.kind else f"{ours}, or {rules.undo}",
    }
