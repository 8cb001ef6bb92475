"""The functions, called by programs as users write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.engine.programs import secret

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.engine.harness import Stack

PLANTED = "planted-4711-value"


def call(function: str, **arguments: object) -> dict[str, Any]:
    """Return a variable of a YAML program that calls a function."""
    return {"fn::invoke": {"function": f"reprieve:{function}", "arguments": arguments}}


def test_a_deletion_plan_has_live_facts_and_a_date(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml(
        {"db": secret(name="db-password")},
        variables={"plan": call("getDeletionPlan", resource="Secret", id="${db.id}", recoveryWindowInDays=3)},
        outputs={"plan": "${plan}"},
    )
    tencentcloud.up()
    plan = tencentcloud.outputs()["plan"]
    assert plan["steps"] == ["DisableSecret", "DeleteSecret (recovery window of 3 days)"]
    assert (plan["status"], plan["reversible"], plan["refusals"]) == ("enabled", True, [])
    assert plan["finalOn"] > "2026"


def test_a_value_is_read_only_when_it_is_asked_for_and_is_a_secret(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml(
        {"db": secret(name="db-password", secretString={"fn::secret": PLANTED})},
        variables={
            "seen": call("getSecret", name="${db.id}"),
            "read": call("getSecret", name="${db.id}", withValue=True),
        },
        outputs={"seen": "${seen}", "read": "${read}"},
    )
    shown = tencentcloud.up().text + tencentcloud.run("stack", "output").text
    assert PLANTED not in shown
    assert PLANTED not in json.dumps(tencentcloud.export())
    outputs = tencentcloud.outputs()
    assert "secretString" not in outputs["seen"]
    assert outputs["read"]["secretString"] == PLANTED


def test_what_is_pending_is_listed_with_the_days_left(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"db": secret(name="db-password", recoveryWindowInDays=14)})
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.write_yaml(
        {},
        variables={
            "all": call("listPendingDeletions"),
            "own": call("listPendingDeletions", stack="shop/dev"),
            "others": call("listPendingDeletions", stack="shop/production"),
        },
        outputs={"all": "${all.objects}", "own": "${own.objects}", "others": "${others.objects}"},
    )
    tencentcloud.up()
    outputs = tencentcloud.outputs()
    (found,) = outputs["all"]
    assert (found["id"], found["daysLeft"], found["stack"]) == ("db-password", 14, "shop/dev")
    assert outputs["own"] == outputs["all"]
    assert outputs["others"] == []


def test_what_does_not_exist_is_an_error_that_names_it(tencentcloud: Stack, emulator: Control) -> None:
    tencentcloud.write_yaml({}, variables={"seen": call("getSecret", name="nothing")}, outputs={"seen": "${seen}"})
    failed = tencentcloud.up(expect_failure=True)
    assert "Secret nothing does not exist in this account and region" in failed.text
    assert {request["action"] for request in emulator.requests()} == {"DescribeSecret"}
