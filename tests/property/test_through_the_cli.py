"""The same through the real CLI: previews of a destroy, then the destroy, of stacks with an object of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.fields import Hidden
from tests.engine.harness import Stack as Program
from tests.property.cloud_side import CloudSide
from tests.property.pairs import PAIRS
from tests.property.promises import Promise, promise_of
from tests.property.situations import FOREIGN, OURS, Case, Situation
from tests.property.stacks import Deleted, Previewed, Stack, Thing
from tests.property.test_preview_is_what_happens import is_kept, never_happens
from tools.build_engine import provide_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.engine.harness import Result
    from tests.property.pair import Pair
    from tests.property.plugin_side import Plugin

OF_EACH = {"tencentcloud": 9, "alicloud": 12}
"""Cases of each pair; together with the number of pairs they make 51."""
PROJECT, NAME = "reprieve", "bench"


@dataclass
class Run:
    """One program whose objects are made, changed outside, previewed and destroyed."""

    program: Program
    stacks: list[Stack]
    recorded: dict[str, dict[str, Any]]
    """What the state holds of each resource before the destroy."""

    @classmethod
    def made(cls, program: Program, stacks: list[Stack]) -> Run:
        """Make all objects in one up, refresh, and let happen what happens outside."""
        resources = {name: _declared(stack.pair, name, case) for stack in stacks for name, case in _named(stack)}
        program.write_yaml(resources)
        program.up()
        program.refresh()
        recorded = {entry["urn"].rpartition("::")[2]: entry for entry in program.export()["resources"]}
        for stack in stacks:
            stack.things = [_thing(recorded[name], name, case) for name, case in _named(stack)]
            stack.let_happen()
        return cls(program, stacks, recorded)

    def preview(self) -> tuple[dict[str, Previewed], list[str]]:
        """Preview the destroy; return what was told of each object, and what was told of many at once."""
        result = self.program.destroy("--preview-only")
        previewed = {}
        for stack in self.stacks:
            forecasts = stack.forecasts()
            for (thing, function), forecast in zip(stack.functions(), forecasts, strict=True):
                plan, lines = self.recorded[thing.name]["outputs"]["deletionPlan"], _lines(result, thing)
                # one that is not told of by itself is told of by the summary, and its plan is in the outputs
                told = promise_of(thing.name, lines) if lines else Promise(QUIET, days=plan["recoveryWindowInDays"])
                previewed[thing.name] = Previewed(told, plan, function, forecast)
        return previewed, [text for text in result.messages("info") if text.startswith("deleting these")]

    def destroy(self) -> dict[str, Deleted]:
        """Destroy what can be destroyed; return what became of each object."""
        control = self.stacks[0].cloud.control
        before = {found: row for stack in self.stacks for found, row in stack.cloud.rows().items()}
        control.clear_requests()
        result = self.program.destroy("--continue-on-error", expect_failure=True)
        deleted = {}
        for stack in self.stacks:
            writes, after = stack.cloud.writes(), stack.cloud.rows()
            for thing in stack.things:
                rows = before.get(thing.id), after.get(thing.id)
                said = _error(result, thing), _lines(result, thing)
                deleted[thing.name] = Deleted(*said, writes.get(thing.id, []), *rows)
        return deleted


@pytest.fixture
def program(tmp_path: Path) -> Program:
    (tmp_path / "home").mkdir()
    return Program(provide_engine(), tmp_path / "home", tmp_path / "program", project=PROJECT, name=NAME)


@pytest.mark.parametrize("cloud", OF_EACH)
def test_a_destroy_does_what_its_preview_said(
    cloud: str, program: Program, plugin: Plugin, emulator: Control, record_property: Callable[[str, object], None]
) -> None:
    stacks = list(_stacks(cloud, plugin, emulator))
    config = {key: value for key, value in stacks[0].cloud.config().items() if key != "deletion"}
    program.configure(**config)
    program.environment["REPRIEVE_FORCE_DELETE"] = stacks[0].situation.override
    run = Run.made(program, stacks)

    previewed, summaries = run.preview()
    deleted = run.destroy()

    for stack in stacks:
        for thing in stack.things:
            if previewed[thing.name].promise.verdict != "gone":  # the engine deletes nothing that is gone
                is_kept(stack, thing, previewed[thing.name], deleted[thing.name])
            never_happens(stack, thing, deleted[thing.name])
    quiet = sum(each.promise == Promise(QUIET, days=each.promise.days) for each in previewed.values())
    assert summaries == ([SUMMARY.format(quiet)] if quiet else [])
    record_property("cases", len(deleted))


QUIET = "reversible"
SUMMARY = (
    "deleting these {} objects of Reprieve could be undone by pulumi up: each stays recoverable for its recovery window"
)


def _stacks(cloud: str, plugin: Plugin, control: Control) -> Iterator[Stack]:
    """Plan the objects of each pair of a cloud in one account; one of the clouds is destroyed under the override."""
    pairs = [pair for pair in PAIRS if pair.cloud == cloud]
    account = CloudSide.empty(control, pairs[0]).account
    override = f"{PROJECT}/{NAME}" if cloud == "alicloud" else ""
    for pair in pairs:
        control.set_switches(**pair.switches)
        cases = tuple(_case(pair, number) for number in range(OF_EACH[cloud]))
        yield Stack(plugin, CloudSide(control, account, pair), Situation(cases, {}, override, reads=True))


def _case(pair: Pair, number: int) -> Case:
    """Combine options, what happens outside, marks and users, each in a turn of its own length."""
    options: list[dict[str, Any]] = [{}, {"deletionProtection": True}, {}]
    if pair.rules.window:
        options += [{"recoveryWindowInDays": pair.rules.window.least}, {"recoveryWindowInDays": pair.rules.window.most}]
    if pair.rules.force:
        options += [{"forceDelete": True}, {"forceDelete": True}]
    if "deleteWhileInUse" in pair.resource.traits:
        options += [{"deleteWhileInUse": True}, {"deleteWhileInUse": True}]
    outside = [*pair.outside, "as it was", "as it was"]
    users = [(), *((user,) for user in pair.users)]
    return Case(
        options[number % len(options)],
        outside[number * 2 % len(outside)],
        FOREIGN if number % 8 == 7 else OURS,
        users[number % len(users)],
    )


def _named(stack: Stack) -> list[tuple[str, Case]]:
    kind = stack.pair.resource.name.lower()
    return [(f"{kind}-{number}", case) for number, case in enumerate(stack.situation.cases)]


def _declared(pair: Pair, name: str, case: Case) -> dict[str, Any]:
    given = {
        key: {"fn::secret": value.reveal()} if isinstance(value, Hidden) else value
        for key, value in pair.declares.items()
    }
    return {
        "type": f"reprieve:{pair.resource.name}",
        "properties": {pair.rules.name_field: name, **given, **case.options},
    }


def _thing(entry: dict[str, Any], name: str, case: Case) -> Thing:
    return Thing(case, name, entry["id"], entry["inputs"], entry["outputs"])


def _lines(result: Result, thing: Thing) -> list[str]:
    """Return what was told of an object, without what the engine says itself."""
    found = [line for line in result.diagnostics if line.urn.endswith(f"::{thing.name}") and not line.ephemeral]
    return [
        line.message for line in found if line.severity in {"info", "warning"} and line.message.startswith(thing.name)
    ]


def _error(result: Result, thing: Thing) -> str:
    """Return the provider's own words of an error."""
    found = [text for text in result.messages("error") if f"{thing.name} was not deleted" in text]
    return found[0][found[0].index(f"{thing.name} was not deleted") :].strip() if found else ""
