from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve import functions
from reprieve.errors import Denied, InputError, Refused
from reprieve.fields import Hidden
from tests.provider.stage import DAY

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from tests.provider.stage import Stage

SECRET = "reprieve:index:Secret"


def call(stage: Stage, function: str, **arguments: Any) -> Properties:  # noqa: ANN401 - free form
    return functions.invoke(stage.process(), f"reprieve:index:{function}", arguments)


def test_a_plan_says_what_a_deletion_would_do_now(stage: Stage) -> None:
    stage.process().create(enabled=False)
    plan = call(stage, "getDeletionPlan", resource="Secret", id="db", recoveryWindowInDays=3)
    assert plan["status"] == "disabled"
    assert plan["steps"] == ["DeleteSecret (recovery window of 3 days)"]
    assert (plan["recoveryWindowInDays"], plan["reversible"]) == (3, True)
    assert isinstance(plan["finalOn"], str)


def test_a_plan_says_what_would_stop_the_deletion(stage: Stage) -> None:
    stage.process().create()
    plan = call(stage, "getDeletionPlan", resource="Secret", id="db", deletionProtection=True)
    assert plan["refusals"] == [
        "deletionProtection is recorded in the state; set it to false in one up, delete in the next"
    ]


def test_a_plan_of_a_pending_object_has_its_date(stage: Stage) -> None:
    stage.process().delete(stage.process().create(recoveryWindowInDays=5))
    plan = call(stage, "getDeletionPlan", resource="Secret", id="db")
    pending = call(stage, "getSecret", name="db")
    assert (plan["status"], plan["steps"]) == ("pendingDeletion", [])
    assert plan["finalOn"] == pending["deletionDate"]


def test_no_function_writes(stage: Stage) -> None:
    stage.process().create()
    stage.calls()
    call(stage, "getDeletionPlan", resource="Secret", id="db")
    call(stage, "getSecret", name="db", withValue=True)
    call(stage, "listPendingDeletions")
    called = stage.calls()
    assert called
    assert all(action.split(":")[-1].startswith(("Describe", "Get", "List")) for action in called)


def test_a_value_comes_hidden_and_only_when_asked_for(stage: Stage) -> None:
    stage.process().create(secretString="planted")
    assert "secretString" not in call(stage, "getSecret", name="db")
    assert call(stage, "getSecret", name="db", withValue=True)["secretString"] == Hidden("planted")


def test_pending_objects_come_in_the_order_of_their_end(stage: Stage) -> None:
    for name, window in (("late", 20), ("soon", 2), ("live", 9)):
        made = stage.process().create(name, name=name, recoveryWindowInDays=window, tags={"team": name})
        if name != "live":
            stage.process().delete(made)
    stage.emulator.move_clock(seconds=DAY / 2)
    found = call(stage, "listPendingDeletions")["objects"]
    assert isinstance(found, list)
    assert [one["id"] for one in found] == ["soon", "late"]
    tagged = call(stage, "listPendingDeletions", tags={"team": "late"})["objects"]
    assert isinstance(tagged, list)
    assert [one["id"] for one in tagged] == ["late"]


def test_a_right_that_is_missing_is_an_error_and_not_an_empty_answer(stage: Stage) -> None:
    stage.process().delete(stage.process().create())
    stage.emulator.deny("ssm:ListSecrets")
    with pytest.raises(Denied) as caught:
        call(stage, "listPendingDeletions", resource="Secret")
    assert caught.value.action == "ssm:ListSecrets"


def test_what_does_not_exist_is_named(stage: Stage) -> None:
    with pytest.raises(Refused) as caught:
        call(stage, "getSecret", name="nothing")
    assert str(caught.value) == "Secret nothing does not exist in this account and region"


def test_a_list_names_what_could_be_imported(stage: Stage) -> None:
    stage.process().create()
    stage.process().delete(stage.process().create("gone", name="gone"))
    assert sorted(functions.list_objects(stage.process(), SECRET, {})) == [("db", "db"), ("gone", "gone")]
    assert list(functions.list_objects(stage.process(), SECRET, {"stack": "shop/other"})) == []


def test_a_list_with_a_wrong_query_says_so(stage: Stage) -> None:
    with pytest.raises(InputError) as caught:
        list(functions.list_objects(stage.process(), SECRET, {"stak": "shop/dev"}))
    assert str(caught.value) == 'stak: is not a property of the list of Secret; did you mean "stack"?'
