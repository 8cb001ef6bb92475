from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reprieve.errors import CloudError, Interrupted, Refused, ReprieveError
from reprieve.lifecycle import delete as module
from reprieve.lifecycle.operation import Recorded
from tests.provider.stage import REGION, Process, Stage, urn_of

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

PATIENCE = 0.3
"""Seconds that a test gives the cloud to settle."""


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLING_SECONDS", PATIENCE)


def made(stage: Stage, name: str = "db", /, **declared: object) -> Recorded:
    """What an earlier run made, as the state has it."""
    process = stage.process()
    seen = process.read(process.create(name, **declared), name)
    assert seen
    stage.calls()
    return seen


def refusal(process: Process, recorded: Recorded) -> str:
    with pytest.raises(ReprieveError) as caught:
        process.delete(recorded)
    return str(caught.value)


def failing(emulator: Control, action: str, **fault: object) -> None:
    emulator.add_fault(service="ssm", action=action, **fault)


# what is called


def test_a_deletion_disables_first_and_sends_the_window(stage: Stage) -> None:
    db = made(stage, recoveryWindowInDays=14)
    process = stage.process()
    process.read(db)
    stage.calls()
    process.delete(db)
    assert stage.calls() == ["sts:GetCallerIdentity", "ssm:DisableSecret", "ssm:DeleteSecret"]
    secret = stage.secret()
    assert secret
    assert secret["status"] == "PendingDelete"
    final = datetime.fromtimestamp(int(str(secret["delete_time"])), UTC)
    (info,) = process.voice.infos
    assert info == f"db was deleted: final on {final:%Y-%m-%d %H:%M} UTC (14 days left); undo: pulumi up"


def test_a_deletion_without_a_read_looks_first(stage: Stage) -> None:
    db = made(stage)
    stage.process().delete(db)
    calls = stage.calls()
    assert calls[0] == "sts:GetCallerIdentity"
    assert stage.writes(calls) == ["ssm:DisableSecret", "ssm:DeleteSecret"]


def test_a_disabled_secret_is_deleted_in_one_call(stage: Stage) -> None:
    db = made(stage, enabled=False)
    stage.process().delete(db)
    assert stage.writes(stage.calls()) == ["ssm:DeleteSecret"]


def test_a_forced_deletion_is_final(stage: Stage) -> None:
    db = made(stage, forceDelete=True)
    process = stage.process()
    process.delete(db)
    assert stage.secret() is None
    assert process.voice.infos == ["db was deleted and cannot be restored"]


def test_the_window_of_the_configuration_is_sent_for_what_recorded_none(stage: Stage) -> None:
    db = made(stage)
    bare = Recorded(db.id, {"name": "db"}, {k: v for k, v in db.state.items() if k != "recoveryWindowInDays"})
    process = stage.process(deletion={"secret": {"recoveryWindowInDays": 3}})
    process.delete(bare)
    (info,) = process.voice.infos
    assert "(3 days left)" in info


def test_a_recorded_window_under_the_minimum_is_raised_and_said(stage: Stage) -> None:
    db = made(stage, recoveryWindowInDays=3)
    process = stage.process(deletion={"secret": {"minRecoveryWindowInDays": 9}})
    process.delete(db)
    (warning,) = process.voice.warnings
    assert "(9 days left)" in warning
    assert warning.endswith("; deletion.secret.minRecoveryWindowInDays raises the recovery window from 3 to 9 days")


def test_the_override_deletes_at_once_in_its_stack_only(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = made(stage, "one"), made(stage, "two")
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/prod,other/dev")
    stage.process().delete(one, "one")
    assert stage.status("one") == "PendingDelete"
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/prod, shop/dev")
    process = stage.process()
    process.delete(two, "two")
    assert stage.secret("two") is None
    assert process.voice.warnings == [
        "two was deleted and cannot be restored; REPRIEVE_FORCE_DELETE shortens the recovery window from 30 days to 0"
    ]


# what is there no more


def test_what_is_gone_already_is_done_and_said(stage: Stage) -> None:
    db = made(stage, forceDelete=True)
    stage.process().delete(db)
    process = stage.process()
    process.delete(db)
    assert process.voice.infos == [
        f"db was gone already: it does not exist in account {stage.account.id}, region {REGION}"
    ]


def test_what_is_pending_already_is_left_with_its_date(stage: Stage) -> None:
    db = made(stage)
    stage.process().delete(db)
    before = stage.secret()
    stage.calls()
    process = stage.process()
    process.delete(db)
    (info,) = process.voice.infos
    assert info.startswith("db is pending deletion already, final on ")
    assert info.endswith("; nothing was called")
    assert stage.writes(stage.calls()) == []
    assert stage.secret() == before


def test_another_object_of_the_name_is_not_touched(stage: Stage) -> None:
    db = made(stage, forceDelete=True)
    stage.process().delete(db)
    stage.emulator.move_clock(seconds=60)
    stage.process().create()
    process = stage.process()
    process.delete(db)
    (info,) = process.voice.infos
    assert info.startswith("db was gone already: the object was deleted outside; another one of this name was made on ")
    assert stage.status() == "Enabled"


def test_an_object_of_this_run_is_not_deleted(stage: Stage) -> None:
    process = stage.process()
    db = process.create()
    process.delete(db)
    assert process.voice.warnings == ["db was made or taken over by this run, so only its old entry is dropped"]
    assert stage.status() == "Enabled"


# refusals


def test_a_protected_object_is_refused_before_any_step(stage: Stage) -> None:
    db = made(stage, deletionProtection=True)
    assert refusal(stage.process(), db) == (
        "db was not deleted, and nothing was called: deletionProtection is recorded in the state; set it to false in "
        "one up, delete in the next"
    )
    assert stage.writes(stage.calls()) == []


def test_a_force_that_is_now_forbidden_is_refused(stage: Stage) -> None:
    db = made(stage, forceDelete=True)
    assert refusal(stage.process(deletion={"secret": {"allowForceDelete": False}}), db) == (
        "db was not deleted, and nothing was called: forceDelete is recorded, and the provider's "
        "deletion.secret.allowForceDelete forbids it"
    )


def test_an_object_of_another_stack_is_refused(stage: Stage) -> None:
    stage.process(owner="acme").create()
    db = Recorded("db", {"name": "db"}, {"accountId": stage.account.id, "name": "db"})
    assert refusal(stage.process(), db) == (
        "db was not deleted: it carries the mark of stack acme/shop/dev; delete it there, or drop it here with pulumi "
        f"state delete '{urn_of('db')}'"
    )


def test_an_unmarked_object_is_not_foreign(stage: Stage) -> None:
    whole = {"account": stage.account.id, "region": REGION, "name": "db", "creator_uin": stage.account.id}
    stage.emulator.plant("tencentcloud_ssm_secrets", **whole, create_time=1_700_000_000)
    stage.process().delete(Recorded("db", {"name": "db"}, {"accountId": stage.account.id}))
    assert stage.status() == "PendingDelete"


def test_an_object_of_another_kind_is_refused(stage: Stage) -> None:
    whole = {"account": stage.account.id, "region": REGION, "name": "db", "creator_uin": stage.account.id}
    stage.emulator.plant("tencentcloud_ssm_secrets", **whole, create_time=1, secret_type=4, product_name="Redis")
    assert refusal(stage.process(), Recorded("db", {"name": "db"}, {"accountId": stage.account.id})) == (
        "db was not deleted, and nothing was called: it is a Redis credential of Redis, which Reprieve does not manage"
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (
            "region",
            "ap-shanghai",
            "the object lives in region ap-shanghai, and the provider is configured for ap-guangzhou",
        ),
        (
            "cloud",
            "alicloud",
            "the object lives in cloud alicloud, and the provider is configured for tencentcloud",
        ),
    ],
)
def test_another_region_or_cloud_is_refused_before_any_call(stage: Stage, key: str, value: str, said: str) -> None:
    db = made(stage)
    elsewhere = Recorded(db.id, db.inputs, db.state | {key: value})
    assert refusal(stage.process(), elsewhere) == (
        f"db was not deleted: {said}; set it back, and use a second provider for the other objects"
    )
    assert stage.calls() == []


def test_another_account_is_refused(stage: Stage) -> None:
    db = made(stage)
    other = Recorded(db.id, db.inputs, db.state | {"accountId": "1"})
    assert refusal(stage.process(), other) == (
        "db was not deleted: the object lives in account 1, and the credentials belong to account "
        f"{stage.account.id}; use credentials of 1"
    )
    assert stage.calls() == ["sts:GetCallerIdentity"]


def test_what_cannot_be_looked_at_is_not_deleted(stage: Stage) -> None:
    db = made(stage)
    for action in ("ssm:ListSecrets", "ssm:DescribeSecret"):
        stage.emulator.deny(action)
    said = refusal(stage.process(), db)
    assert said.startswith("db was not deleted, since it could not be looked at first: ssm:DescribeSecret answered ")
    assert stage.status() == "Enabled"


# steps that fail


def test_a_refused_last_step_is_undone_and_names_the_right_and_the_ways_out(stage: Stage) -> None:
    db = made(stage)
    stage.emulator.deny("ssm:DeleteSecret")
    with pytest.raises(Refused) as caught:
        stage.process().delete(db)
    cause = caught.value.__cause__
    assert isinstance(cause, CloudError)
    assert str(caught.value) == (
        f"db was not deleted: ssm:DeleteSecret answered UnauthorizedOperation ({cause.said}), request "
        f"{cause.request_id}; done before: DisableSecret, undone by EnableSecret; it is now enabled; grant this action "
        f"to the caller in CAM (the caller is qcs::cam:{stage.account.id}:uin/{stage.account.id}), or go on without "
        "this object: pulumi destroy --exclude "
        f"'{urn_of('db')}'"
    )
    assert stage.status() == "Enabled"


def test_a_step_that_is_refused_first_leaves_everything_as_it_was(stage: Stage) -> None:
    db = made(stage)
    stage.emulator.deny("ssm:DisableSecret")
    said = refusal(stage.process(), db)
    assert "done before" not in said
    assert "; it is now enabled; " in said
    assert stage.status() == "Enabled"


def test_an_undo_that_fails_is_named(stage: Stage) -> None:
    db = made(stage)
    stage.emulator.deny("ssm:DeleteSecret")
    stage.emulator.deny("ssm:EnableSecret")
    said = refusal(stage.process(), db)
    assert "; done before: DisableSecret, not undone; the undo EnableSecret failed: ssm:EnableSecret answered " in said
    assert "; it is now disabled; " in said


def test_a_step_that_fails_for_the_cloud_is_repeated_and_then_given_up(stage: Stage) -> None:
    db = made(stage)
    failing(stage.emulator, "DeleteSecret", code="FailedOperation", count=None)
    said = refusal(stage.process(), db)
    assert "done before: DisableSecret, undone by EnableSecret; it is now enabled; its state forbids that" in said
    assert stage.status() == "Enabled"


def test_a_step_that_fails_once_for_the_cloud_is_repeated(stage: Stage) -> None:
    db = made(stage)
    failing(stage.emulator, "DeleteSecret", code="FailedOperation")
    stage.process().delete(db)
    assert stage.status() == "PendingDelete"


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_a_change_that_arrives_late_is_waited_for(stage: Stage, looks: int) -> None:
    db = made(stage)
    stage.emulator.set_switches(ssm_lag_looks=looks)
    stage.process().delete(db)
    assert stage.status() == "PendingDelete"


def test_a_secret_that_somebody_enables_again_is_left_to_them(stage: Stage) -> None:
    db = made(stage)
    other = stage.process()
    process = stage.process()
    process.when("ssm:DisableSecret", lambda: other.operation().driver.step("EnableSecret", db.live(), None))
    said = refusal(process, db)
    assert said.startswith("db was not deleted: ssm:DeleteSecret answered FailedOperation (")
    assert "; it is now enabled; " in said
    assert stage.status() == "Enabled"


def test_a_secret_that_somebody_deletes_in_between_is_done(stage: Stage) -> None:
    db = made(stage, forceDelete=True)
    other, process = stage.process(), stage.process()
    process.when("ssm:DisableSecret", lambda: other.operation().driver.step("DeleteSecret", db.live(), 0))
    process.delete(db)
    assert stage.secret() is None


@pytest.mark.parametrize("toggle", ["accepted", "refused"])
@pytest.mark.parametrize("action", ["DisableSecret", "DeleteSecret"])
@pytest.mark.parametrize("count", [1, 4])
def test_a_lost_answer_is_looked_at_before_anything_else(stage: Stage, action: str, toggle: str, count: int) -> None:
    db = made(stage)
    stage.emulator.set_switches(ssm_repeated_toggle=toggle)
    failing(stage.emulator, action, cut="after_commit", count=count)
    process = stage.process()
    process.delete(db)
    assert stage.status() == "PendingDelete"


def test_a_step_whose_answer_was_lost_is_undone_too(stage: Stage) -> None:
    db = made(stage)
    stage.emulator.set_switches(ssm_repeated_toggle="refused")
    failing(stage.emulator, "DisableSecret", cut="after_commit")
    stage.emulator.deny("ssm:DeleteSecret")
    assert "undone by EnableSecret" in refusal(stage.process(), db)
    assert stage.status() == "Enabled"


@pytest.mark.parametrize("force", [False, True])
def test_a_lost_answer_of_the_last_step_is_never_sent_into_another_window(stage: Stage, *, force: bool) -> None:
    db = made(stage, forceDelete=force)
    stage.emulator.set_switches(ssm_delete_pending="accepted")
    failing(stage.emulator, "DeleteSecret", cut="after_commit")
    stage.process().delete(db)
    assert stage.status() == ("" if force else "PendingDelete")


# cancel


def test_a_deletion_that_is_cancelled_between_steps_goes_on_in_the_next_run(stage: Stage) -> None:
    db = made(stage)
    process = stage.process()
    process.when("ssm:DisableSecret", process.cancel)
    with pytest.raises(Interrupted) as caught:
        process.delete(db)
    assert str(caught.value) == (
        "db was not deleted: stopped before DeleteSecret, DisableSecret was done, the next run goes on from there: "
        "stopped, as the engine asked"
    )
    assert stage.status() == "Disabled"
    stage.calls()
    stage.process().delete(db)
    assert stage.writes(stage.calls()) == ["ssm:DeleteSecret"]
    assert stage.status() == "PendingDelete"


def test_a_deletion_that_is_cancelled_while_it_settles_says_where_it_stands(stage: Stage) -> None:
    db = made(stage)
    failing(stage.emulator, "DeleteSecret", code="FailedOperation", count=None)
    process = stage.process()
    process.when("ssm:DeleteSecret", process.cancel)
    assert refusal(process, db).startswith("db was not deleted: stopped before DeleteSecret, DisableSecret was done, ")
