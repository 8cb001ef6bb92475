"""Whose every object of an account is: a stack's that was asked, nobody's, or not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import ReprieveError
from reprieve.lifecycle.restore import Pending
from reprieve.resources.catalogue import RESOURCES

if TYPE_CHECKING:
    from reprieve.resources.inputs import Resource
    from reprieve_cli.orphans.backends import Key, Stacks
    from reprieve_cli.places import Place
    from reprieve_cli.screen import Screen


@dataclass
class Judged:
    """What was found. `unrecorded` carries the mark of a stack whose state does not have it; with each, a reason."""

    orphans: list[tuple[Place, Pending]] = field(default_factory=list)
    unknown: list[tuple[Place, Pending, str]] = field(default_factory=list)
    unrecorded: list[tuple[Place, Pending, str]] = field(default_factory=list)
    owned: int = 0
    unmarked: int = 0
    gaps: list[str] = field(default_factory=list)


def judge(places: Sequence[Place], stacks: Stacks, screen: Screen) -> Judged:
    """Look at everything in the places."""
    judged, seen = Judged(), set[tuple[str, ...]]()
    recorded = stacks.recorded()
    looked: set[tuple[str, str, str]] = set()
    asked = [(place, resource) for place in places for resource in RESOURCES.values()]
    with screen.progress("lists read", len(asked)) as one_more:
        for place, resource in asked:
            try:
                where = _where(place)
                for live in _listed(place, resource):
                    key = *where, resource.name, live.id
                    if key not in seen:
                        seen.add(key)
                        _sort(judged, (place, Pending(place.session, resource, live)), key, stacks, recorded)
                looked.add(where)
            except ReprieveError as error:
                judged.gaps.append(f"{resource.name}s in {place.name} could not be listed: {error}")
            one_more()
    judged.gaps += _not_looked_at(recorded, looked)
    return judged


def _where(place: Place) -> tuple[str, str, str]:
    config = place.session.config
    return str(config.cloud), place.session.identity(place.session.job("")).account, config.region


def _listed(place: Place, resource: Resource) -> Sequence[Live]:
    cloud = place.session.cloud
    if not cloud.offers(resource):
        return ()
    return [live for live in cloud.driver(resource, place.session.job(""), "").list_objects() if not live.kind]


def _sort(
    judged: Judged,
    one: tuple[Place, Pending],
    key: Key,
    stacks: Stacks,
    recorded: set[Key],
) -> None:
    """Put one object where it belongs: first what a state holds, then what its mark says."""
    place, pending = one
    live = pending.live
    mark = live.mark
    if key in recorded or (key[0], "", *key[2:]) in recorded:
        judged.owned += 1
    elif not live.mark_known:
        judged.unknown.append((*one, "its tags cannot be read"))
    elif mark is None:
        judged.unmarked += 1
    elif stack := stacks.marks(place.session.cloud.rules(pending.resource).tag).get(mark.stack):
        if live.status is Status.PENDING_DELETION:
            judged.owned += 1
        else:
            judged.unrecorded.append((*one, f"the state of {stack} does not have it; its next up takes it over"))
    elif stacks.unread:
        judged.unknown.append((*one, f"its mark is that of {mark.stack}, and not every stack could be read"))
    else:
        judged.orphans.append(one)


def _not_looked_at(recorded: set[Key], looked: set[tuple[str, str, str]]) -> list[str]:
    """Name the accounts that states hold something in, and that no credentials led to."""
    places = {key[:3] for key in recorded if key[1]} - looked
    return [
        f"{cloud} {region}, account {account}: the states have objects there, and these credentials do not lead there"
        for cloud, account, region in sorted(places)
    ]
