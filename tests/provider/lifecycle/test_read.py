from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reprieve.fields import Hidden, reveal
from reprieve.lifecycle.operation import Recorded
from reprieve.lifecycle.session import Severity
from tests.provider.stage import REGION, Process, Stage

if TYPE_CHECKING:
    from reprieve.fields import Tree

ONE = Hidden("one")


def seen(process: Process, recorded: Recorded, name: str = "db") -> Recorded:
    found = process.read(recorded, name)
    assert found
    return found


def made(stage: Stage, name: str = "db", /, **declared: Tree) -> Recorded:
    """What an earlier run made and read, as the state has it."""
    earlier = stage.process().create(name, **declared)
    found = seen(stage.process(), earlier, name)
    stage.calls()
    return found


def disabled_outside(stage: Stage, recorded: Recorded) -> None:
    stage.process().operation().driver.step("DisableSecret", recorded.live(), None)
    stage.calls()


def deleted_outside(stage: Stage, recorded: Recorded, window: int = 9) -> None:
    disabled_outside(stage, recorded)
    stage.process().operation().driver.step("DeleteSecret", recorded.live(), window)
    stage.calls()


# what it costs


def test_a_hundred_secrets_are_refreshed_by_one_list_and_one_read_of_tags(stage: Stage) -> None:
    process = stage.process()
    recorded = {f"s{number}": process.create(f"s{number}") for number in range(100)}
    stage.calls()
    process = stage.process()
    for name, one in recorded.items():
        assert process.diff(seen(process, one, name), name, secretString=ONE).changes == {}
    assert stage.calls() == ["ssm:ListSecrets", "tag:GetResources"]


def test_a_thousand_secrets_are_refreshed_with_tens_of_calls(stage: Stage) -> None:
    names = [f"s{number}" for number in range(1000)]
    process = stage.process()
    with ThreadPoolExecutor(16) as pool:
        recorded = dict(zip(names, pool.map(process.create, names), strict=True))
    stage.calls()
    process = stage.process()
    for name, one in recorded.items():
        seen(process, one, name)
    calls = stage.calls()
    assert set(calls) == {"ssm:ListSecrets", "tag:GetResources"}
    assert len(calls) < 100


def test_a_cloud_that_refuses_large_pages_is_asked_for_small_ones(stage: Stage) -> None:
    stage.emulator.set_switches(ssm_list_page_maximum="20")
    process = stage.process()
    recorded = {f"s{number}": process.create(f"s{number}") for number in range(25)}
    stage.calls()
    process = stage.process()
    for name, one in recorded.items():
        seen(process, one, name)
    assert stage.calls() == [
        "ssm:ListSecrets InvalidParameterValue",
        "ssm:ListSecrets",
        "ssm:ListSecrets",
        "tag:GetResources",
    ]


def test_an_object_that_the_list_lacks_is_read_by_itself(stage: Stage) -> None:
    stage.plant_secret()
    recorded = Recorded("db", {"name": "db"}, {"accountId": stage.account.id})
    assert seen(stage.process(), recorded).state["creationDate"] == "2023-11-14T22:13:20Z"
    assert stage.calls() == ["ssm:ListSecrets", "ssm:DescribeSecret", "tag:GetResources"]


@pytest.mark.parametrize("denied", ["ssm:ListSecrets", "tag:GetResources"])
def test_a_read_needs_neither_the_right_to_list_nor_to_see_tags_and_says_once_that_it_is_missing(
    stage: Stage, denied: str
) -> None:
    db = made(stage, tags={"team": "a"})
    stage.emulator.deny(denied)
    process = stage.process()
    seen(process, db)
    after = seen(process, db)
    assert after.inputs == db.inputs
    assert after.state["tags"] == {"team": "a"}
    assert after.state["ownershipMark"] == db.state["ownershipMark"]
    (warning,) = process.voice.warnings
    assert warning.startswith(
        f"a right is missing, and the run did without it: {denied} answered UnauthorizedOperation"
    )
    assert "; grant this action to the caller in CAM (the caller is qcs::cam:" in warning


# what is there


def test_a_read_without_drift_changes_nothing_but_the_creation_date(stage: Stage) -> None:
    process = stage.process()
    first = process.create(tags={"team": "a"}, description="x", enabled=False)
    after = seen(stage.process(), first)
    assert after.inputs == first.inputs
    assert {key for key in after.state if after.state[key] != first.state.get(key)} == {"creationDate"}
    secret = stage.secret()
    assert secret
    moment = datetime.fromtimestamp(int(str(secret["create_time"])), UTC)
    assert after.state["creationDate"] == f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize("key_id", ["empty", "filled"])
def test_the_clouds_default_key_never_turns_into_an_input(stage: Stage, key_id: str) -> None:
    stage.emulator.set_switches(ssm_default_key_id=key_id)
    db = made(stage)
    process = stage.process()
    after = seen(process, db)
    assert "kmsKeyId" not in after.inputs
    assert process.diff(after, secretString=ONE).changes == {}


def test_drift_is_written_into_the_inputs_that_are_managed(stage: Stage) -> None:
    db = made(stage, tags={"team": "a"}, description="x")
    other = stage.process()
    other.update(db, secretString=ONE, tags={"team": "b"}, description="y", enabled=False)
    process = stage.process()
    after = seen(process, db)
    assert {key: after.inputs[key] for key in ("tags", "description", "enabled", "status")} == {
        "tags": {"team": "b"},
        "description": "y",
        "enabled": False,
        "status": "disabled",
    }
    changes = process.diff(after, secretString=ONE, tags={"team": "a"}, description="x").changes
    assert changes.keys() == {"tags.team", "description", "enabled", "status"}


def test_what_is_not_managed_is_no_drift(stage: Stage) -> None:
    db = made(stage)
    stage.process().update(db, secretString=ONE, tags={"team": "b"}, description="y")
    after = seen(stage.process(), db)
    assert after.inputs == db.inputs


def test_a_value_is_never_read_back(stage: Stage) -> None:
    db = made(stage)
    after = seen(stage.process(), db)
    assert reveal(after.state["secretString"]) == "one"
    assert not [call for call in stage.calls() if call.startswith("ssm:GetSecretValue")]


def test_an_unfinished_object_stays_unfinished(stage: Stage) -> None:
    db = made(stage)
    half = Recorded(db.id, db.inputs, db.state | {"unfinishedSteps": ["enabled"]})
    assert seen(stage.process(), half).unfinished == {"enabled"}


# what is pending


def test_a_pending_object_stays_with_its_date_and_is_warned_of_at_once(stage: Stage) -> None:
    db = made(stage)
    deleted_outside(stage, db)
    process = stage.process()
    after = seen(process, db)
    secret = stage.secret()
    assert secret
    final = datetime.fromtimestamp(int(str(secret["delete_time"])), UTC)
    assert after.state["status"] == "pendingDeletion"
    assert after.state["deletionDate"] == f"{final:%Y-%m-%dT%H:%M:%SZ}"
    assert after.inputs["enabled"] is True
    (warning,) = process.voice.warnings
    assert warning == (
        f"db is pending deletion, final on {final:%Y-%m-%d %H:%M} UTC (9 days left); undo: declare onPendingDeletion: "
        "restore, then pulumi up"
    )


def test_a_pending_object_that_declares_its_restore_needs_only_an_up(stage: Stage) -> None:
    db = made(stage, onPendingDeletion="restore")
    deleted_outside(stage, db)
    process = stage.process()
    seen(process, db)
    (warning,) = process.voice.warnings
    assert warning.endswith("; undo: pulumi up")


def test_a_pending_object_whose_deletion_would_be_refused_is_noted_as_such(stage: Stage) -> None:
    db = made(stage, deletionProtection=True)
    deleted_outside(stage, db)
    process = stage.process()
    seen(process, db)
    process.cancel()
    _, warning = process.voice.warnings
    assert warning == (
        "db: deleting would be refused: deletionProtection is recorded in the state; set it to false in one up, delete "
        "in the next"
    )


# what is gone


def test_gone_is_said_with_the_account_and_the_region(stage: Stage) -> None:
    db = made(stage)
    deleted_outside(stage, db, window=0)
    process = stage.process()
    assert process.read(db) is None
    assert process.voice.warnings == [
        f"db is gone: it does not exist in account {stage.account.id}, region {REGION}; it is dropped from the state"
    ]
    assert stage.calls() == ["ssm:ListSecrets", "ssm:DescribeSecret ResourceNotFound", "sts:GetCallerIdentity"]


def test_another_object_of_the_name_is_not_ours(stage: Stage) -> None:
    db = made(stage)
    deleted_outside(stage, db, window=0)
    stage.plant_secret()
    process = stage.process()
    assert process.read(db) is None
    (warning,) = process.voice.warnings
    assert warning == (
        "db is gone: the object was deleted outside; another one of this name was made on 2023-11-14T22:13:20Z and is "
        "not touched; it is dropped from the state"
    )


def test_nothing_is_gone_for_the_credentials_of_another_account(stage: Stage) -> None:
    db = made(stage)
    other = stage.process(
        accessKey=(key := stage.emulator.add_account("other")["access_keys"][0])["access_key_id"],
        secretKey=key["access_key_secret"],
    )
    assert other.read(db) == db
    (warning,) = other.voice.warnings
    assert warning.startswith(
        f"db was not checked, its recorded state is kept: the object lives in account {stage.account.id}, and the "
        "credentials belong to account "
    )


@pytest.mark.parametrize("key", ["region", "cloud"])
def test_nothing_is_gone_from_another_region_or_cloud(stage: Stage, key: str) -> None:
    db = made(stage)
    elsewhere = Recorded(db.id, db.inputs, db.state | {key: "elsewhere"})
    process = stage.process()
    assert process.read(elsewhere) == elsewhere
    (warning,) = process.voice.warnings
    assert warning.startswith("db was not checked, its recorded state is kept: the object lives in ")
    assert stage.calls() == []


@pytest.mark.parametrize(
    "fault",
    [
        {"code": "UnauthorizedOperation"},
        {"code": "AuthFailure.TokenFailure"},
        {"code": "ResourceUnavailable.NotPurchased"},
        {"code": "ResourceUnavailable.InDebt"},
        {"code": "ResourceNotFound.SecretNotExist"},
        {"code": "InternalError"},
        {"code": "UnsupportedRegion"},
        {"code": "NeverHeardOf"},
        {"cut": "before_commit"},
        {"body": "malformed"},
        {"body": "half"},
        {"status": 503},
    ],
)
def test_no_other_answer_ever_drops_an_object(stage: Stage, fault: dict[str, object]) -> None:
    db = made(stage)
    stage.emulator.add_fault(service="ssm", count=None, **fault)
    process = stage.process()
    assert process.read(db) == db
    warning, *rights = process.voice.warnings
    assert warning.startswith("db was not checked, its recorded state is kept: ssm:DescribeSecret ")
    assert [line.partition(" answered")[0] for line in rights] == (
        ["a right is missing, and the run did without it: ssm:ListSecrets"]
        if fault.get("code") == "UnauthorizedOperation"
        else []
    )


def test_not_found_is_not_believed_while_nobody_says_who_calls(stage: Stage) -> None:
    db = made(stage)
    deleted_outside(stage, db, window=0)
    stage.emulator.add_fault(service="sts", count=None, code="InternalError")
    process = stage.process()
    assert process.read(db) == db


def test_an_object_of_another_kind_keeps_its_state(stage: Stage) -> None:
    stage.plant_secret(secret_type=1, product_name="Mysql")
    recorded = Recorded("db", {"name": "db"}, {"accountId": stage.account.id})
    process = stage.process()
    assert process.read(recorded) == recorded
    assert process.voice.warnings == [
        "db is a database credential of Mysql, which Reprieve does not manage; its recorded state is kept"
    ]


# what a deletion would do


def noted(stage: Stage, db: Recorded, **settings: Tree) -> list[tuple[Severity, str]]:
    """What a cancel says after a read, as in a destroy preview."""
    process = stage.process(**settings)
    seen(process, db)
    assert process.voice.lines == []
    process.cancel()
    return [(severity, text) for severity, text, _ in process.voice.lines]


def test_a_destroy_preview_is_told_what_the_deletion_would_do(stage: Stage) -> None:
    db = made(stage, recoveryWindowInDays=14)
    ((severity, text),) = noted(stage, db)
    assert severity is Severity.INFO
    assert text.startswith("db: deleting makes it unreadable now, final after 14 days (about 20")
    assert text.endswith("); undo: pulumi up")


def test_a_destroy_preview_is_warned_of_what_is_final(stage: Stage) -> None:
    assert noted(stage, made(stage, forceDelete=True)) == [
        (Severity.WARNING, "db: deleting is final at once and cannot be undone")
    ]


def test_a_destroy_preview_is_warned_of_what_would_be_refused(stage: Stage) -> None:
    assert noted(stage, made(stage, deletionProtection=True)) == [
        (
            Severity.WARNING,
            (
                "db: deleting would be refused: deletionProtection is recorded in the state; set it to false in one "
                "up, delete in the next"
            ),
        )
    ]


def test_a_destroy_preview_is_warned_of_what_the_override_changes(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = made(stage)
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/dev")
    ((severity, text),) = noted(stage, db)
    assert severity is Severity.WARNING
    assert text.startswith("db: deleting is final at once and cannot be undone; REPRIEVE_FORCE_DELETE ")
