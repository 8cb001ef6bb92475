"""Update: only the calls that the change needs; options of a deletion need none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import Refused, ReprieveError
from reprieve.fields import Properties, Trait, Tree, reveal, unknown_in, without_nulls
from reprieve.lifecycle.create import raise_certain
from reprieve.lifecycle.deletion_plan import final_said
from reprieve.lifecycle.diff import to_write
from reprieve.lifecycle.finish import finished, make_as_declared
from reprieve.lifecycle.look import Absent, Unseen, look, stay_here, stay_in_account
from reprieve.lifecycle.operation import names_missing_rights
from reprieve.lifecycle.state import name_of, outputs, preview_outputs, typed, writable
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.lifecycle.operation import Operation, Recorded


@names_missing_rights
def update(
    operation: Operation, recorded: Recorded, news: Properties, *, ignored: Sequence[str], preview: bool
) -> Properties:
    """Write what changed, and return the new state; what is `ignored` is never written."""
    operation.met(recorded)
    operation.withdraw()
    declared = without_nulls(news)
    fields = to_write(operation, recorded, declared) - frozenset(ignored)
    restores = recorded.is_pending and reveal(declared.get("onPendingDeletion")) == "restore"
    if preview:
        _look_ahead(operation, recorded, declared, fields)
        writes_value = restores or fields & operation.resource.having(Trait.VALUE)
        return preview_outputs(operation, declared, without_version(recorded.state) if writes_value else recorded.state)
    if not fields and not restores:
        return _recorded_again(operation, recorded, declared)
    live = _current(operation, recorded)
    if restores and live.status is Status.PENDING_DELETION:
        fields |= writable(operation, declared, live) - frozenset(ignored)
        live = _restore(operation, name_of(recorded), live)
    made = make_as_declared(operation, live, declared, fields)
    operation.memory.saw(made.live)
    return finished(operation, declared, made, recorded, "was updated")


def _recorded_again(operation: Operation, recorded: Recorded, declared: Properties) -> Properties:
    """Record new options of a deletion; the cloud does not know them, so it is not called."""
    state = outputs(operation, declared, recorded.live(), recorded.state, recorded.account)
    return state | {key: recorded.state[key] for key in ("deletionDate",) if key in recorded.state}


def _current(operation: Operation, recorded: Recorded) -> Live:
    """Return the object in its newest known state, with what only the state knows of it."""
    try:
        stay_here(operation, recorded)
        stay_in_account(operation, recorded)
    except ReprieveError as error:
        raise error.about(f"{name_of(recorded)} was not updated") from error
    live = operation.memory.newest(recorded.id)
    # the state has what was asked for, so of an unfinished object it does not know what is there
    if live is None and not recorded.is_pending and not recorded.unfinished:
        return recorded.live()
    if live is None:
        sight = look(operation, recorded, fresh=True)
        if isinstance(sight, Absent):
            raise Refused(f"{name_of(recorded)} was not updated: {sight.why}; run pulumi refresh")
        if isinstance(sight, Unseen):
            raise sight.error.about(f"{name_of(recorded)} was not updated")
        live = sight
    return replace(live, observed={**recorded.live().observed, **live.observed})


def _restore(operation: Operation, name: str, live: Live) -> Live:
    with trail(operation, Entry("restore", live.id, ["restore"])) as entry:
        try:
            restored = operation.driver.restore(live)
        except ReprieveError as error:
            raise error.about(f"{name} was not restored") from error
        entry.done.append("restore")
    operation.warn(f"{name} was pending deletion, {final_said(live)}; it was restored, as onPendingDeletion declares")
    # no version is on record after a restore: the newest of ours is overwritten
    return replace(restored, observed=without_version(restored.observed))


def without_version(facts: Mapping[str, Tree]) -> Properties:
    """Leave out which version holds the value: a value that is written next may get another one."""
    return {key: value for key, value in facts.items() if key != "currentVersionId"}


def _look_ahead(operation: Operation, recorded: Recorded, declared: Properties, fields: frozenset[str]) -> None:
    """Fail the preview for what is certain to fail, and warn of what is not."""
    if not fields or not operation.config.looks or any(unknown_in(value) for value in declared.values()):
        return
    name = name_of(recorded)
    live = operation.memory.newest(recorded.id) or recorded.live()
    try:
        objections = operation.driver.objections(typed(operation.resource, declared), live, fields)
    except ReprieveError as error:
        operation.warn(f"{name}: what {operation.rules.cloud} would say to the change could not be checked: {error}")
        return
    raise_certain(operation, f"{name} cannot be changed", objections)
