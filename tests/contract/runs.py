"""Runs of the provider at one object of any resource: the core without an engine, each run a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.errors import HalfMade
from reprieve.fields import reveal
from reprieve.lifecycle.check import Naming, check
from reprieve.lifecycle.create import create
from reprieve.lifecycle.delete import delete
from reprieve.lifecycle.diff import Difference, diff
from reprieve.lifecycle.operation import Operation, Recorded
from reprieve.lifecycle.read import read
from reprieve.lifecycle.session import Severity
from reprieve.lifecycle.update import update
from tests.provider.stage import Process

if TYPE_CHECKING:
    from reprieve.config import Config
    from reprieve.errors import Problem
    from reprieve.fields import Properties, Tree
    from reprieve.resources.inputs import Resource


@dataclass(frozen=True)
class Run:
    """One process at work on one object; operations of one run know what the others did."""

    process: Process
    resource: Resource
    name: str = "it"

    @classmethod
    def begin(cls, config: Config, resource: Resource, name: str = "it") -> Run:
        """Start a process."""
        return cls(Process(config), resource, name)

    def of(self, resource: Resource, name: str) -> Run:
        """Return the same process at work on another object."""
        return Run(self.process, resource, name)

    @property
    def urn(self) -> str:
        """The object's urn."""
        return f"urn:pulumi:dev::shop::{self.resource.token}::{self.name}"

    @property
    def operation(self) -> Operation:
        """A new operation of the engine on the object."""
        return Operation.of(self.process, self.resource, self.urn)

    @property
    def warnings(self) -> list[str]:
        """What was warned of."""
        return self.process.voice.warnings

    @property
    def infos(self) -> list[str]:
        """What was told."""
        return self.process.voice.infos

    def notes(self) -> list[str]:
        """End the run as a destroy's preview ends, and return what is said then."""
        before = len(self.process.voice.lines)
        self.process.cancel()
        return [text for _, text, _ in self.process.voice.lines[before:]]

    def problems(self, /, **declared: Tree) -> tuple[Problem, ...]:
        """Check a declaration, and return what is wrong with it."""
        return check(self.operation, {}, declared, NAMING).problems

    def check(self, declared: Properties, olds: Properties | None = None) -> Properties:
        """Check a declaration that has nothing wrong."""
        checked = check(self.operation, olds or {}, declared, NAMING)
        assert checked.problems == ()
        return checked.inputs

    def preview_create(self, /, **declared: Tree) -> Properties:
        """Say what a creation would make."""
        return create(self.operation, self.check(declared), preview=True).state

    def create(self, /, **declared: Tree) -> Recorded:
        """Check and create; the state is what the engine would keep, also of a half-made object."""
        inputs = self.check(declared)
        try:
            made = create(self.operation, inputs, preview=False)
        except HalfMade as half:
            self.process.say(Severity.ERROR, str(half), self.urn)
            return Recorded.of(half.id, inputs, half.state)
        return Recorded.of(made.id, inputs, made.state)

    def read(self, recorded: Recorded) -> Recorded | None:
        """Refresh."""
        return read(self.operation, recorded)

    def refreshed(self, recorded: Recorded) -> Recorded:
        """Refresh what has to be there."""
        found = self.read(recorded)
        assert found is not None
        return found

    def imports(self, object_id: str) -> Recorded | None:
        """Import by an id, or by whatever else the cloud takes."""
        return read(self.operation, Recorded(object_id, {}, {}))

    def diff(self, recorded: Recorded, /, **declared: Tree) -> Difference:
        """Compare the recorded object with a declaration."""
        return diff(self.operation, recorded, self.check(declared, recorded.inputs))

    def update(self, recorded: Recorded, /, **declared: Tree) -> Recorded:
        """Check and update with what is declared now; the state is what the engine would keep."""
        inputs = self.check(declared, recorded.inputs)
        try:
            state = update(self.operation, recorded, inputs, ignored=(), preview=False)
        except HalfMade as half:
            self.process.say(Severity.ERROR, str(half), self.urn)
            return Recorded.of(half.id, inputs, half.state)
        return Recorded.of(recorded.id, inputs, state)

    def delete(self, recorded: Recorded) -> None:
        """Delete as the recorded inputs say."""
        delete(self.operation, recorded)


NAMING = Naming("random", seed=b"seedseed")


def state_of(recorded: Recorded, key: str) -> Tree:
    """Return one output, in clear."""
    return reveal(recorded.state.get(key))
