"""Which objects are restored, which are not and why; the key that encrypts a secret comes before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from reprieve.driver import Status
from reprieve.errors import ReprieveError
from reprieve.lifecycle.restore import Pending, key_of, pending_key, refusal
from reprieve.resources.catalogue import RESOURCES
from reprieve.resources.kms_key import KMS_KEY
from reprieve_cli.pending.look import Seen, name_of
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from reprieve.resources.inputs import Resource
    from reprieve_cli.places import Place
    from reprieve_cli.screen import Screen

T = TypeVar("T")

AT_ONCE: Final = 8
"""How many objects are looked at or restored at the same time; the core keeps the cloud's pace."""


@dataclass(frozen=True)
class Refusal:
    """An object, or a name, that is left as it is."""

    name: str
    why: str


@dataclass
class Choice:
    """What is to be restored; `needs` has, by place and id, the id of the key that has to come back first."""

    objects: list[tuple[Place, Pending]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    done: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    needs: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def waves(self) -> Iterator[list[tuple[Place, Pending]]]:
        """Yield what may be restored at once: the keys, then the rest."""
        for first in (True, False):
            yield [one for one in self.objects if (one[1].resource is KMS_KEY) == first]


def choose(seen: Seen, names: Sequence[str], foreign: Sequence[str], places: Sequence[Place], screen: Screen) -> Choice:
    """Choose the named objects; without names all that carry the mark of a stack that was asked for."""
    choice = Choice()
    for place, pending in _named(seen, names, places, choice) if names else seen.objects:
        marks = _marks(place, pending.resource, foreign)
        if not names and not (pending.live.mark and pending.live.mark.stack in marks):
            continue
        if why := refusal(pending, marks):
            hint = f"; to restore it all the same: --foreign {pending.live.mark.stack}" if pending.live.mark else ""
            choice.refused.append(Refusal(said(pending), why + hint))
            continue
        choice.objects.append((place, pending))
    for (place, pending), key in zip(list(choice.objects), _keys(choice.objects, screen), strict=True):
        if isinstance(key, ReprieveError):
            why = shown(str(key))
            choice.warnings.append(f"whether the key of {said(pending)} is pending, too, is not known: {why}")
        elif key:
            _with_key(place, pending, key, choice, _marks(place, KMS_KEY, foreign))
    return choice


def _marks(place: Place, resource: Resource, foreign: Sequence[str]) -> set[str]:
    """Return the marks whose objects may be restored."""
    return {place.mark(resource, stack) for stack in place.stacks} | set(foreign)


def said(pending: Pending) -> str:
    """Name an object in a message."""
    return f"{pending.resource.name} {name_of(pending)}"


def _keys(objects: Sequence[tuple[Place, Pending]], screen: Screen) -> list[Pending | ReprieveError | None]:
    """Return for each object the key that is pending, too, or why that is not known; each key is looked at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool, screen.progress("keys looked for", len(objects)) as one_more:
        ids: list[str | ReprieveError] = []
        for key_id in pool.map(lambda one: _tried(key_of, one[1]), objects):
            ids.append(key_id)
            one_more()
        known = zip(objects, ids, strict=True)
        asked = list({(one.session, key_id) for (_, one), key_id in known if isinstance(key_id, str) and key_id})
        found = dict(zip(asked, pool.map(lambda one: _tried(pending_key, *one), asked), strict=True))
    return [
        found.get((one.session, key_id)) if isinstance(key_id, str) else key_id
        for (_, one), key_id in zip(objects, ids, strict=True)
    ]


def _tried(look: Callable[..., T], *of: object) -> T | ReprieveError:
    try:
        return look(*of)
    except ReprieveError as error:
        return error


def _with_key(place: Place, pending: Pending, key: Pending, choice: Choice, marks: set[str]) -> None:
    """Add the pending key of a secret; a secret whose key is not to be restored is not restored either."""
    choice.needs[place.name, pending.live.id] = key.live.id
    if any(one.live.id == key.live.id for _, one in choice.objects):
        return
    why = refusal(key, marks)
    if not key.live.mark:
        why = why or "it carries no mark, so name it, too"
    if not why:
        choice.objects.append((place, key))
        return
    choice.objects.remove((place, pending))
    choice.refused.append(Refusal(said(pending), f"{said(key)} encrypts it and is pending deletion, too: {why}"))


def _named(
    seen: Seen, names: Sequence[str], places: Sequence[Place], choice: Choice
) -> Iterator[tuple[Place, Pending]]:
    """Yield the pending objects of these names or ids; of the others say what is known."""
    for name in dict.fromkeys(names):
        found = [one for one in seen.objects if one[1].live.id == name]
        found = found or [one for one in seen.objects if name_of(one[1]) == name]
        if len(found) == 1:
            yield found[0]
        elif found:
            ids = ", ".join(f"{one.resource.name} {one.live.id} in {place.name}" for place, one in found)
            choice.refused.append(Refusal(name, f"several objects have this name: {ids}; use the id, or one place"))
        elif live := list(_live(name, places)):
            choice.done += live
        else:
            where = ", ".join(place.name for place in places)
            choice.refused.append(Refusal(name, f"nothing of this name or id is pending deletion in {where}"))


def _live(name: str, places: Sequence[Place]) -> Iterator[Refusal]:
    """Yield what has the name and is not pending: whoever restores twice has nothing to do."""
    for place in places:
        for resource in RESOURCES.values():
            if place.session.cloud.offers(resource):
                driver = place.session.cloud.driver(resource, place.session.job(""), "")
                try:
                    listed = driver.list_objects()
                except ReprieveError:
                    continue  # the look has said so
                for live in listed:
                    one = Pending(place.session, resource, live)
                    if live.status is not Status.PENDING_DELETION and name in {live.id, name_of(one)}:
                        yield Refusal(said(one), f"it is {live.status}, so there is nothing to restore")
