"""One stack on its way: made by an earlier run, changed outside, previewed, and destroyed."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING
from unittest import mock

import grpc

from tests.property.cloud_side import CloudSide
from tests.property.forecasts import forecasts_of
from tests.property.promises import Promise, promise_of
from tests.property.situations import RENAMED, STACK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reprieve.fields import Properties
    from reprieve_cli.preview.forecast import Forecast
    from reprieve_emulator.control import Control
    from tests.property.cloud_side import Call
    from tests.property.pair import Pair, Row
    from tests.property.plugin_side import Plugin
    from tests.property.situations import Case, Situation


@dataclass(frozen=True)
class Thing:
    """One object as the state records it; `name` is what messages call it."""

    case: Case
    name: str
    id: str
    inputs: Properties
    state: Properties

    @property
    def resource(self) -> str:
        """The name of the resource that stands for it by now."""
        return f"{self.name}-renamed" if self.case.mark == RENAMED else self.name


@dataclass(frozen=True)
class Previewed:
    """What the preview of a destroy let the user see of an object."""

    promise: Promise
    plan: Properties
    """`deletionPlan` in the outputs; empty where it was dropped."""
    function: Properties | str
    """The answer of getDeletionPlan, or why it has none."""
    forecast: Forecast
    """What `reprieve preview` says."""

    def settled(self, *, overridden: bool) -> Promise:
        """Return the promise, and in the place of what the note did not look at what the function says of it."""
        if not self.promise.unchecked or isinstance(self.function, str) or self.promise.verdict == "refused":
            return self.promise
        if overridden:
            # under the override a window may have to be longer, for the sake of what the note did not look at
            return replace(self.promise, days=None, date="")
        refusals = self.function["refusals"]
        if refusals and isinstance(refusals, list):
            return Promise("refused", "; ".join(str(text) for text in refusals))
        return self.promise


@dataclass(frozen=True)
class Deleted:
    """What a deletion did: how it ended, what it said, and the object before and after."""

    error: str
    said: list[str]
    writes: list[Call]
    before: Row | None
    after: Row | None


@dataclass
class Stack:
    """The objects of one situation."""

    plugin: Plugin
    cloud: CloudSide
    situation: Situation
    things: list[Thing] = field(default_factory=list)

    @classmethod
    def made(cls, plugin: Plugin, control: Control, pair: Pair, situation: Situation) -> Stack:
        """Make the objects as declared, refresh the stack, and let happen what happens outside."""
        stack = cls(plugin, CloudSide.empty(control, pair), situation)
        plugin.begin(stack.cloud.config())
        made = [stack._make(f"thing-{place}", case) for place, case in enumerate(situation.cases)]
        stack.things = [stack._refreshed(thing) for thing in made]
        stack.let_happen()
        return stack

    @property
    def overridden(self) -> bool:
        """Whether REPRIEVE_FORCE_DELETE names this stack."""
        return STACK in self.situation.override.split(", ")

    @property
    def pair(self) -> Pair:
        """The resource and its cloud."""
        return self.cloud.pair

    def let_happen(self) -> None:
        """Let happen outside what the cases say."""
        rows = self.cloud.rows()
        for thing in self.things:
            self.cloud.befall(rows[thing.id], thing.case)

    def functions(self) -> list[tuple[Thing, Properties | str]]:
        """Ask getDeletionPlan for every object."""
        with self._process():
            return [(thing, self._function(thing)) for thing in self.things]

    def preview(self) -> list[Previewed]:
        """Preview a destroy: every object is read, and then Cancel says what was noted."""
        with self._process():
            found = [self._read(thing) for thing in self.things]
            self.plugin.end()
            promises = [
                promise_of(thing.name, self.plugin.said(self.pair.token, thing.resource)) for thing in self.things
            ]
        functions = [answer for _, answer in self.functions()]
        plans = [state.get("deletionPlan", {}) if state else {} for _, _, state in found]
        told = zip(promises, plans, functions, self.forecasts(), strict=True)
        return [Previewed(*each) for each in told]  # type: ignore[arg-type]  # outputs are trees

    def forecasts(self) -> list[Forecast]:
        """Ask `reprieve preview` about every object."""
        with self._process():
            config = self.cloud.config(self.situation.limits)
            return forecasts_of(self.pair, config, self.things, reads=self.situation.reads)

    def destroy(self, faults: Sequence[Row] = ()) -> list[Deleted]:
        """Delete every object, after it was read where the situation says so; each while its own fault hits the calls.

        Faults hit no read before: the state is as an earlier run recorded it then.
        """
        before = self.cloud.rows()
        with self._process():
            recorded = [self._recorded(thing, reads=self.situation.reads and not faults) for thing in self.things]
            self.cloud.control.clear_requests()
            ends = [self._delete(*each) for each in zip_longest(self.things, recorded, faults)]
        writes, after = self.cloud.writes(), self.cloud.rows()
        return [
            Deleted(error, said, writes.get(thing.id, []), before.get(thing.id), after.get(thing.id))
            for thing, (error, said) in zip(self.things, ends, strict=True)
        ]

    def read(self) -> list[Properties]:
        """Read every object; the state is empty where it is gone."""
        with self._process():
            return [self._read(thing)[2] for thing in self.things]

    @contextmanager
    def _process(self) -> Iterator[None]:
        """Run another process of the plugin, with the limits and the override of the destroy."""
        with mock.patch.dict(os.environ, {"REPRIEVE_FORCE_DELETE": self.situation.override}):
            self.plugin.begin(self.cloud.config(self.situation.limits))
            yield

    def _recorded(self, thing: Thing, *, reads: bool) -> tuple[Properties, Properties]:
        """Return inputs and state as the engine has them before it deletes."""
        _, inputs, state = self._read(thing) if reads else ("", {}, {})
        return (inputs, state) if state else (thing.inputs, thing.state)

    def _delete(
        self, thing: Thing, recorded: tuple[Properties, Properties], fault: Row | None
    ) -> tuple[str, list[str]]:
        """Delete one object; return how that failed, and what was said."""
        heard = len(self._said(thing))
        if fault:
            self.cloud.control.add_fault(account=self.cloud.account.id, **fault)
        inputs, state = recorded
        error = ""
        try:
            self.plugin.delete(self.pair.token, thing.resource, (thing.id, state), inputs)
        except grpc.RpcError as failure:
            error = str(failure.details())
        if fault:
            self.cloud.control.remove_faults()
        return error, self._said(thing)[heard:]

    def _said(self, thing: Thing) -> list[str]:
        return self.plugin.said(self.pair.token, thing.resource)

    def _make(self, name: str, case: Case) -> Thing:
        token, field_of_name = self.pair.token, self.pair.rules.name_field
        inputs = self.plugin.check(token, name, {field_of_name: name, **self.pair.declares, **case.options})
        made = self.plugin.create(token, name, inputs)
        return Thing(case, name, made[0], inputs, made[1])

    def _refreshed(self, thing: Thing) -> Thing:
        _, inputs, state = self._read(thing, thing.name)
        return replace(thing, inputs=inputs, state=state)

    def _read(self, thing: Thing, resource: str = "") -> tuple[str, Properties, Properties]:
        made = (thing.id, thing.state)
        return self.plugin.refresh(self.pair.token, resource or thing.resource, made, thing.inputs)

    def _function(self, thing: Thing) -> Properties | str:
        try:
            return self.plugin.plan(self.pair, thing.id, thing.inputs)
        except grpc.RpcError as failure:
            return str(failure.details())
