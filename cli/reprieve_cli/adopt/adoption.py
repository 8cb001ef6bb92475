"""Decide what of a state is adopted, what is left alone and why, and what the old program has to let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reprieve.peers.deletion import Deletion, deletion_of, rules_of
from reprieve.peers.kinds import KINDS
from reprieve_cli.adopt.notes import notes_of

if TYPE_CHECKING:
    from reprieve_cli.adopt.state import Entry, State


@dataclass(frozen=True)
class Adopted:
    """An object that goes over, under a name of its own; `parts` go with it."""

    entry: Entry
    name: str
    deletion: Deletion
    parts: tuple[Entry, ...]
    notes: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The object and its parts, as the old state has them."""
        return self.entry, *self.parts

    @property
    def cloud(self) -> str:
        """The cloud, as the provider's configuration names it."""
        return KINDS[self.entry.type].cloud

    @property
    def resource(self) -> str:
        """The resource's name in our schema."""
        return KINDS[self.entry.type].resource


@dataclass(frozen=True)
class Left:
    """An object of a known type that stays with the old program."""

    entry: Entry
    why: str


@dataclass(frozen=True)
class Adoption:
    """What becomes of everything in a state.

    `held` are the objects that something staying behind depends on, by address, with what that is: a state lets go of
    nothing that is depended on, so they change hands in the program.
    """

    state: State
    adopted: tuple[Adopted, ...]
    left: tuple[Left, ...]
    held: Mapping[str, tuple[str, ...]]

    @property
    def by_import(self) -> list[Adopted]:
        """What the old state lets go and the import file brings in."""
        return [one for one in self.adopted if one.entry.address not in self.held]

    @property
    def by_program(self) -> list[Adopted]:
        """What the program itself hands over, in one update."""
        return [one for one in self.adopted if one.entry.address in self.held]

    def released(self) -> list[Entry]:
        """Return what the old state lets go, what depends on others before those."""
        gone = {entry.address for one in self.by_import for entry in one.entries}
        return [entry for entry in reversed(self.state.entries) if entry.address in gone]


def adopt(state: State) -> Adoption:
    """Sort every entry of a state."""
    fit, left = [], []
    for entry in state.entries:
        if KINDS[entry.type].part_of:
            continue
        why = _why_left(entry, state)
        if why:
            left.append(Left(entry, why))
        else:
            fit.append(entry)
    names = _unique_names(fit)
    adopted = tuple(_adopted(entry, name, state) for entry, name in zip(fit, names, strict=True))
    return Adoption(state, _with_regions(adopted), (*left, *_orphans(state, adopted)), _held(adopted))


def _with_regions(adopted: tuple[Adopted, ...]) -> tuple[Adopted, ...]:
    """Fill in the region of what names none, where all its old provider's other objects are in one."""
    regions: dict[str, set[str]] = {}
    for one in adopted:
        regions.setdefault(one.entry.provider, set()).update(filter(None, [one.entry.region]))
    only = {provider: next(iter(found)) for provider, found in regions.items() if len(found) == 1}
    return tuple(
        replace(one, entry=replace(one.entry, region=one.entry.region or only.get(one.entry.provider, "")))
        for one in adopted
    )


def _held(adopted: tuple[Adopted, ...]) -> dict[str, tuple[str, ...]]:
    """Return what cannot leave the state alone; what is held holds what it depends on itself."""
    held: dict[str, tuple[str, ...]] = {}
    while True:
        gone = {entry.address for one in adopted if one.entry.address not in held for entry in one.entries}
        more = {
            one.entry.address: staying
            for one in adopted
            if one.entry.address not in held
            and (staying := tuple(user for entry in one.entries for user in entry.users if user not in gone))
        }
        if not more:
            return held
        held |= more


def _adopted(entry: Entry, name: str, state: State) -> Adopted:
    parts = tuple(part for part in state.entries if _is_part(part, entry, state))
    return Adopted(
        entry, name, deletion_of(entry.type, entry.values, entry.hidden), parts, tuple(notes_of(entry, parts))
    )


def _is_part(part: Entry, whole: Entry, state: State) -> bool:
    """Tell whether a part belongs to a whole; where two places have one of that name, the old provider decides."""
    kind = KINDS[part.type]
    if part.unfit or not kind.part_of or kind.whole != whole.type or part.text(kind.part_of) != whole.id:
        return False
    twins = sum((other.type, other.id) == (whole.type, whole.id) for other in state.entries)
    return twins == 1 or part.provider == whole.provider


def _orphans(state: State, adopted: tuple[Adopted, ...]) -> Iterator[Left]:
    """Yield the parts of what is not adopted."""
    taken = {part.address for one in adopted for part in one.parts}
    for entry in state.entries:
        if KINDS[entry.type].part_of and entry.address not in taken:
            yield Left(entry, entry.unfit or "what it belongs to is not adopted")


def _unique_names(entries: list[Entry]) -> list[str]:
    """Return the names, made different where the same resource under the same parent has one twice."""
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for entry in entries:
        place = KINDS[entry.type].resource, entry.parent, entry.name
        seen[place] += 1
        names.append(entry.name if seen[place] == 1 else f"{entry.name}-{KINDS[entry.type].cloud}-{seen[place]}")
    return names


def _why_left(entry: Entry, state: State) -> str:
    """Say why an entry is not adopted; empty where it is."""
    kind = KINDS[entry.type]
    if kind.why_left:
        return f"it is {kind.why_left}: not managed by Reprieve"
    if entry.unfit:
        return entry.unfit
    if (kind.resource, entry.id) in state.ours:
        return "Reprieve owns it in this stack already, so it has two owners: let the old one go now"
    if kind.resource == "Secret" and entry.text("secret_type") not in {"", "0", "Generic"}:
        return f"it is a secret of type {entry.text('secret_type')}, which another product manages"
    return _why_left_key(entry) if kind.resource == "KmsKey" else ""


def _why_left_key(entry: Entry) -> str:
    if entry.values.get("is_archived") is True or entry.text("key_state") == "Archived":
        return "it is archived, which Reprieve cannot declare; take it out of the archive first"
    if entry.text("origin") == "EXTERNAL":
        return "its material was imported: not managed by Reprieve"
    offered = rules_of(entry.type).pairs.values()
    words = entry.text("key_spec"), entry.text("key_usage")
    if all(
        any(word in {"", has} for has in column) for word, column in zip(words, zip(*offered, strict=True), strict=True)
    ):
        return ""
    return f"its kind, {' '.join(filter(None, words))}, is none that Reprieve offers"
