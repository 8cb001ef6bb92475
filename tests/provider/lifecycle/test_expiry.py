"""Temporary credentials that end in the middle of a run, in whichever operation: nothing is lost, and it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import ReprieveError
from reprieve.fields import Hidden

if TYPE_CHECKING:
    from reprieve.fields import Tree
    from reprieve.lifecycle.operation import Recorded
    from tests.provider.stage import Process, Stage

EXPIRED = "answered AuthFailure.TokenFailure"
WAY_OUT = "the temporary credentials have expired or are wrong; get new ones"
SECONDS = 600


def session(stage: Stage) -> dict[str, Tree]:
    """Give temporary credentials that last ten minutes."""
    token = stage.emulator.add_token(stage.account.id, seconds=SECONDS)
    return {
        "accessKey": token["access_key_id"],
        "secretKey": token["access_key_secret"],
        "securityToken": token["token"],
    }


def expiring(stage: Stage, action: str) -> Process:
    """Start a process whose credentials end with the first answer to an action."""
    process = stage.process(**session(stage))
    process.when(action, lambda: stage.emulator.move_clock(seconds=SECONDS + 1))
    return process


def made(stage: Stage) -> Recorded:
    process = stage.process()
    seen = process.read(process.create())
    assert seen
    return seen


def test_between_the_steps_of_a_deletion_the_undo_that_fails_is_named_and_the_next_run_ends_it(stage: Stage) -> None:
    recorded = made(stage)

    with pytest.raises(ReprieveError) as caught:
        expiring(stage, "ssm:DisableSecret").delete(recorded)

    told = str(caught.value)
    assert EXPIRED in told
    assert WAY_OUT in told
    assert "done before: DisableSecret, not undone; its state now is not known" in told
    assert stage.status() == "Disabled"
    stage.process(**session(stage)).delete(recorded)
    assert stage.status() == "PendingDelete"


def test_between_the_parts_of_a_creation_the_next_run_finishes_it(stage: Stage) -> None:
    process = expiring(stage, "ssm:CreateSecret")
    half = process.create(enabled=False)
    assert half.id == "db"
    assert half.state["unfinishedSteps"]

    later = stage.process(**session(stage))
    finished = later.update(half, enabled=False, secretString=Hidden("one"))

    assert not finished.state.get("unfinishedSteps")
    assert stage.status() == "Disabled"
    assert stage.values() == {"v1": "one"}


def test_a_read_keeps_the_recorded_state_and_says_why(stage: Stage) -> None:
    recorded = made(stage)
    process = stage.process(**session(stage))
    stage.emulator.move_clock(seconds=SECONDS + 1)

    kept = process.read(recorded)

    assert kept
    assert kept.state == recorded.state
    (warning,) = process.voice.warnings
    assert "db was not checked, its recorded state is kept" in warning
    assert EXPIRED in warning


def test_a_change_is_not_recorded_as_made(stage: Stage) -> None:
    recorded = made(stage)
    process = stage.process(**session(stage))
    stage.emulator.move_clock(seconds=SECONDS + 1)

    with pytest.raises(ReprieveError) as caught:
        process.update(recorded, secretString=Hidden("two"))

    assert EXPIRED in str(caught.value)
    assert "two" not in str(caught.value)
    assert stage.values() == {"v1": "one"}
    later = stage.process(**session(stage))
    later.update(recorded, secretString=Hidden("two"))
    assert "two" in stage.values().values()
