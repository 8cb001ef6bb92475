"""A small model of the Pulumi engine: one resource, its state, and run after run, each in a process of the provider.

It keeps what the engine would keep, also when the process ends in the middle: an object is in the state only once the
call that made it was answered, and out of it only once its deletion was. The order of the calls and the two flags of an
entry are those of `resource/deploy` in Pulumi's `pkg` (`deployment_executor.go`, `step_generator.go`, `step.go`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reprieve.errors import HalfMade
from reprieve.lifecycle.check import Naming, check
from reprieve.lifecycle.create import create
from reprieve.lifecycle.delete import delete
from reprieve.lifecycle.diff import diff
from reprieve.lifecycle.operation import Operation, Recorded
from reprieve.lifecycle.read import read
from reprieve.lifecycle.update import update
from reprieve.plugin.values import decode, encode

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Resource


@dataclass(frozen=True, eq=False)
class Entry:
    """One object in the state.

    `condemned` is the engine's `delete`: its successor is made, and it is to be deleted. `replaced` is the engine's
    `pendingReplacement`: it is deleted, and its successor is to be made.
    """

    recorded: Recorded
    condemned: bool = False
    replaced: bool = False


@dataclass
class Engine:
    """A stack with one resource."""

    resource: Resource
    entries: list[Entry] = field(default_factory=list)
    _runs: int = 0

    @property
    def urn(self) -> str:
        """The resource's urn."""
        return f"urn:pulumi:dev::shop::{self.resource.token}::it"

    def up(self, session: Session, declared: Properties, *, imports: str = "") -> None:
        """Make the resource as declared, of the object that is to be imported; what fails ends the run."""
        self._runs += 1
        self._refresh(session)
        old = self._current()
        if old is None and imports:
            found = read(self._operation(session), Recorded(imports, {}, {}))
            assert found is not None
            old = self._put(None, Entry(found))
        self._register(session, declared, old)
        for entry in tuple(self.entries):
            if entry.condemned:
                self._delete(session, entry)

    def destroy(self, session: Session) -> None:
        """Delete everything; what was deleted for a replacement is only forgotten."""
        self._refresh(session)
        for entry in reversed(tuple(self.entries)):
            if entry.replaced:
                self.entries.remove(entry)
            else:
                self._delete(session, entry)

    def seen(self, session: Session, declared: Properties) -> tuple[tuple[Recorded, Properties], Operation]:
        """Refresh, and return the one object as it is recorded then, what is declared, and an operation on it."""
        self._refresh(session)
        (entry,) = self.entries
        inputs = self._check(session, declared, entry.recorded.inputs)
        return (entry.recorded, inputs), self._operation(session)

    def _register(self, session: Session, declared: Properties, old: Entry | None) -> None:
        """Create, update, replace, or leave as it is."""
        inputs = self._check(session, declared, old.recorded.inputs if old else {})
        if old is None:
            self._create(session, inputs)
            return
        difference = diff(self._operation(session), old.recorded, inputs)
        if old.replaced or difference.replaces:
            # a replacement is checked as if there were no predecessor
            fresh = self._check(session, declared, {})
            self._replace(session, old, fresh, deletes_first=difference.delete_before_replace)
        elif difference.changes:
            self._update(session, old, inputs)
        else:
            self._put(old, Entry(replace(old.recorded, inputs=inputs)))

    def _refresh(self, session: Session) -> None:
        """Read every object, as the provider asks; the engine passes over what was deleted for a replacement."""
        for entry in tuple(self.entries):
            if entry.replaced:
                continue
            found = read(self._operation(session), entry.recorded)
            if found is None:
                self.entries.remove(entry)
                continue
            self._put(entry, replace(entry, recorded=found))
            # every refresh asks for a diff too, with the roles swapped
            diff(self._operation(session), found, entry.recorded.inputs)

    def _replace(self, session: Session, old: Entry, inputs: Properties, *, deletes_first: bool) -> None:
        if not deletes_first:
            self._create(session, inputs, condemns=old)
            return
        if not old.replaced:
            delete(self._operation(session), old.recorded)
            old = self._put(old, replace(old, replaced=True))
        self._create(session, inputs, old)

    def _create(
        self, session: Session, inputs: Properties, old: Entry | None = None, *, condemns: Entry | None = None
    ) -> None:
        """Create, and keep what was made, also a half of it; what it condemns stands beside it until the run's end."""
        half = None
        try:
            made = create(self._operation(session), inputs, preview=False)
            new = Recorded.of(made.id, inputs, made.state)
        except HalfMade as error:
            half, new = error, Recorded.of(error.id, inputs, error.state)
        self._put(old, Entry(new))
        if condemns is not None:
            self._put(condemns, replace(condemns, condemned=True, replaced=False))
        if half:
            raise half

    def _update(self, session: Session, old: Entry, inputs: Properties) -> None:
        """Update, and keep what it came to; a plain failure leaves the entry as it was."""
        try:
            state = update(self._operation(session), old.recorded, inputs, ignored=(), preview=False)
        except HalfMade as half:
            self._put(old, Entry(Recorded.of(half.id, inputs, half.state)))
            raise
        self._put(old, Entry(Recorded.of(old.recorded.id, inputs, state)))

    def _delete(self, session: Session, entry: Entry) -> None:
        delete(self._operation(session), entry.recorded)
        self.entries.remove(entry)

    def _check(self, session: Session, declared: Properties, olds: Properties) -> Properties:
        # the engine draws another seed on every run
        checked = check(self._operation(session), olds, declared, Naming("random", seed=bytes([self._runs] * 8)))
        assert checked.problems == ()
        return checked.inputs

    def _current(self) -> Entry | None:
        return next((entry for entry in self.entries if not entry.condemned), None)

    def _put(self, old: Entry | None, new: Entry) -> Entry:
        """Put an entry into the place of an old one, as it comes back out of the state's file."""
        known = new.recorded
        stored = Recorded.of(known.id, decode(encode(known.inputs)), decode(encode(known.state)))
        new = replace(new, recorded=stored)
        if old is None:
            self.entries.append(new)
        else:
            self.entries[self.entries.index(old)] = new
        return new

    def _operation(self, session: Session) -> Operation:
        return Operation.of(session, self.resource, self.urn)
