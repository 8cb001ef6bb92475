"""Whose every object of an account is: a stack's that was asked, nobody's, or not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.driver import Status
from reprieve.errors import ReprieveError
from reprieve.lifecycle.restore import Pending
from reprieve.resources.catalogue import RESOURCES
from reprieve_cli.report.texts import shown

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
    judge = _Judge(stacks, stacks.recorded())
    asked = [(place, resource) for place in places for resource in RESOURCES.values()]
    with screen.progress("lists read", len(asked)) as one_more:
        for place, resource in asked:
            try:
                judge.look(place, resource)
            except ReprieveError as error:
                judge.judged.gaps.append(f"{resource.name}s in {place.name} could not be listed: {shown(str(error))}")
            one_more()
    judge.judged.gaps += judge.not_looked_at()
    return judge.judged


@dataclass
class _Judge:
    """What is known of the stacks, and what was seen so far."""

    stacks: Stacks
    recorded: set[Key]
    judged: Judged = field(default_factory=Judged)
    _seen: set[Key] = field(default_factory=set)
    _looked: set[tuple[str, str, str]] = field(default_factory=set)

    def look(self, place: Place, resource: Resource) -> None:
        """Judge every object of a resource in a place, each once."""
        config, cloud = place.session.config, place.session.cloud
        if not cloud.offers(resource):
            return
        job = place.session.job("")
        where = str(config.cloud), place.session.identity(job).account, config.region
        marks = self.stacks.marks(cloud.rules(resource).tag)
        for live in cloud.driver(resource, job, "").list_objects():
            key = (*where, resource.name, live.id)
            if key not in self._seen and not live.kind:
                self._seen.add(key)
                self._sort((place, Pending(place.session, resource, live)), key, marks)
        self._looked.add(where)

    def _sort(self, one: tuple[Place, Pending], key: Key, marks: Mapping[str, str]) -> None:
        """Put one object where it belongs: first what a state holds, then what its mark says."""
        judged, live = self.judged, one[1].live
        mark = live.mark
        if key in self.recorded or (key[0], "", *key[2:]) in self.recorded:
            judged.owned += 1
        elif not live.mark_known:
            judged.unknown.append((*one, "its tags cannot be read"))
        elif mark is None:
            judged.unmarked += 1
        elif stack := marks.get(mark.stack):
            if live.status is Status.PENDING_DELETION:
                judged.owned += 1
            else:
                judged.unrecorded.append((*one, f"the state of {stack} does not have it; its next up takes it over"))
        elif self.stacks.unread:
            judged.unknown.append((*one, f"its mark is that of {mark.stack}, and not every stack could be read"))
        else:
            judged.orphans.append(one)

    def not_looked_at(self) -> list[str]:
        """Name the accounts that states hold something in, and that no credentials led to."""
        places = {key[:3] for key in self.recorded if key[1]} - self._looked
        return [
            f"{cloud} {region}, account {account}: the states have objects there, and these credentials do not "
            "lead there"
            for cloud, account, region in sorted(places)
        ]
