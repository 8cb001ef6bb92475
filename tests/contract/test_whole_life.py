"""Every resource of every cloud through a whole life: what the resource promises holds wherever it lives.

By default before the emulator; `pytest tests/contract --real-account tencentcloud` runs it before a real account, with
names of its own and the shortest windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.driver import Status
from reprieve.errors import Refused
from reprieve.fields import reveal
from tests.contract.runs import state_of

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.contract.conftest import Life


def test_what_was_created_is_there_as_declared_and_nothing_is_left_to_change(life: Life) -> None:
    preview = life.run.preview_create(**life.declared)
    life.up()
    made = life.state

    life.refresh()

    assert life.status == preview["status"] == "enabled"
    assert life.state.id == made.id
    assert {field: state_of(life.state, field) for field in life.declared} == reveal(life.declared)
    assert state_of(life.state, "ownershipMark")
    assert state_of(life.state, "creationDate")
    assert life.run.diff(life.state, **life.declared).changes == {}


def test_every_update_is_made_in_place_and_leaves_nothing_to_change(life: Life) -> None:
    life.up()
    before = life.state.id

    for change in life.row.updates:
        life.change(**change)
        difference = life.run.diff(life.state, **life.declared)
        life.up()
        life.refresh()

        assert difference.changes
        assert not difference.replaces
        assert {field: state_of(life.state, field) for field in change} == reveal(change)
        assert life.run.diff(life.state, **life.declared).changes == {}
    assert life.state.id == before


def test_what_cannot_be_changed_in_place_replaces(life: Life) -> None:
    life.up()
    life.refresh()
    life.change(**life.row.before_replacing)
    life.up()

    assert life.run.diff(life.state, **{**life.declared, **life.row.replacing}).replaces


def test_a_disabled_object_is_disabled_until_that_is_changed(life: Life) -> None:
    if not life.row.disables:
        assert [problem.path for problem in life.run.problems(**life.declared, enabled=False)] == ["enabled"]
        return
    life.change(enabled=False)
    life.up()
    life.refresh()
    disabled = life.status
    difference = life.run.diff(life.state, **life.declared)
    life.change(enabled=True)
    life.up()
    life.refresh()

    assert disabled == "disabled"
    assert difference.changes == {}
    assert life.status == "enabled"


def test_what_is_protected_is_not_deleted(life: Life) -> None:
    life.change(deletionProtection=True)
    life.up()

    with pytest.raises(Refused, match="deletionProtection is recorded in the state"):
        life.destroy()
    life.refresh()
    after = life.status
    life.change(deletionProtection=False)
    life.up()

    assert after == "enabled"


def test_a_deletion_is_pending_with_its_date_or_done_and_a_second_one_changes_nothing(life: Life) -> None:
    life.up()
    life.destroy()
    if life.row.window is None:
        told = life.refresh()
        assert life.recorded is None
        assert "is gone: it does not exist in account" in told.warnings[0]
        return

    told = life.refresh()
    date = state_of(life.state, "deletionDate")
    again = life.destroy()
    life.refresh()

    assert life.status == "pendingDeletion"
    assert "is pending deletion, final on " in told.warnings[0]
    assert "nothing was called" in again.infos[0]
    assert state_of(life.state, "deletionDate") == date


def test_destroy_and_up_bring_the_same_object_back_as_declared(life: Life) -> None:
    life.up()
    before = life.state.id
    life.destroy()
    life.recorded = None

    restored = life.up()
    life.refresh()

    assert life.status == "enabled"
    assert life.run.diff(life.state, **life.declared).changes == {}
    assert (life.state.id == before) == (life.row.window is not None)
    if life.row.window is not None:
        assert any("was restored (it was pending deletion, final on " in text for text in restored.warnings)


def test_a_declared_restore_brings_back_what_was_scheduled_outside(life: Life) -> None:
    life.up()
    life.destroy()  # as if it were somebody else's: the state keeps the object
    if life.row.window is None:
        life.refresh()
        assert life.recorded is None
        return
    life.change(onPendingDeletion="restore")

    life.up()
    life.refresh()

    assert life.status == "enabled"
    assert life.run.diff(life.state, **life.declared).changes == {}


def test_after_its_window_the_object_is_gone_and_the_name_is_free(life: Life, clock: Control) -> None:
    life.up()
    before = life.state
    life.destroy()
    clock.move_clock(days=(life.row.window or 0) - 0.01)
    almost = life.run.read(before)
    clock.move_clock(days=0.02)

    life.refresh()
    gone = life.recorded
    life.up()

    assert (almost is not None) == (life.row.window is not None)
    assert gone is None
    assert life.status == "enabled"


def test_every_step_and_the_way_back_leave_the_object_in_the_state_that_the_rules_name(life: Life) -> None:
    life.up()
    driver = life.run.operation.driver
    live = driver.read(life.state.id, fresh=True)
    assert live is not None

    for step in (step for step in driver.rules.steps if live.status in step.needed_in and not step.when_used):
        before, last = live, step is driver.rules.steps[-1]
        driver.step(step.name, live, life.row.window)
        after = driver.read(life.state.id, fresh=True)
        expected = (Status.PENDING_DELETION if life.row.window else None) if last else step.leaves or before.status
        assert (after.status if after else None) == expected, step.name
        live = after or before
    if driver.rules.restore:
        driver.restore(live)
        restored = driver.read(life.state.id, fresh=True)
        assert restored is not None
        assert restored.status == driver.rules.restore.leaves


@pytest.mark.parametrize("state", ["enabled", "disabled", "pendingDeletion"])
def test_an_import_reads_the_object_in_whatever_state_it_is(life: Life, state: str) -> None:
    if state == "disabled" and life.row.disables:
        life.change(enabled=False)
    life.up()
    if state == "pendingDeletion":
        life.destroy()
    ends_at_once = state == "pendingDeletion" and life.row.window is None

    found = life.run.imports(life.state.id)

    assert (found is None) == ends_at_once
    if found is not None:
        assert state_of(found, "status") == (state if life.row.disables else state.replace("disabled", "enabled"))
        assert found.id == life.state.id
        assert not found.inputs.keys() & {"recoveryWindowInDays", "forceDelete", "deleteWhileInUse"}
        assert not life.row.resource.secret_fields & found.inputs.keys()
        assert found.inputs["tags"] == reveal(life.declared["tags"])


def test_nothing_is_imported_under_an_id_that_nothing_has(life: Life) -> None:
    life.up()
    life.destroy()

    absent = life.run.imports("0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f")

    assert absent is None
