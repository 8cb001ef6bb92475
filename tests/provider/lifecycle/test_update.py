from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from reprieve.clouds.tencentcloud.secret import SecretDriver
from reprieve.errors import Denied, Refused, ReprieveError
from reprieve.fields import UNKNOWN, Hidden, reveal
from reprieve.lifecycle.operation import Recorded
from tests.provider.stage import REGION, Process, Stage

if TYPE_CHECKING:
    from reprieve.fields import Tree

ONE, TWO = Hidden("one"), Hidden("two")


def made(stage: Stage, name: str = "db", /, **declared: Tree) -> tuple[Process, Recorded]:
    """What an earlier run made, as the state has it, and the next process, which has read it."""
    earlier = stage.process().create(name, **declared)
    process = stage.process()
    seen = process.read(earlier, name)
    assert seen
    stage.calls()
    return process, seen


def refusal(process: Process, recorded: Recorded, /, **declared: Tree) -> str:
    with pytest.raises(ReprieveError) as caught:
        process.update(recorded, "db", ignored=(), preview=False, **declared)
    return str(caught.value)


def test_an_option_of_a_deletion_makes_no_call(stage: Stage) -> None:
    process, db = made(stage)
    options: dict[str, Any] = {"recoveryWindowInDays": 7, "deletionProtection": True, "onPendingDeletion": "fail"}
    after = process.update(db, secretString=ONE, **options)
    assert stage.calls() == []
    assert {key: after.state[key] for key in options} == options
    assert after.state["deletionPlan"] == {
        "steps": ["DisableSecret", "DeleteSecret (recovery window of 7 days)"],
        "recoveryWindowInDays": 7,
        "reversible": True,
        "undo": "pulumi up within the window: RestoreSecret, the value written, EnableSecret",
    }


def test_an_option_that_changes_together_with_a_field_is_recorded_too(stage: Stage) -> None:
    process, db = made(stage, description="old")
    after = process.update(db, secretString=ONE, description="new", recoveryWindowInDays=7)
    assert after.state["recoveryWindowInDays"] == 7
    assert after.state["description"] == "new"
    assert after.state["deletionPlan"]["recoveryWindowInDays"] == 7  # type: ignore[index]  # a tree
    assert [call for call in stage.calls() if call.startswith("ssm:")] == ["ssm:UpdateDescription"]


@pytest.mark.parametrize(
    ("change", "writes"),
    [
        ({"secretString": TWO}, ["ssm:PutSecretValue"]),
        ({"description": "new"}, ["ssm:UpdateDescription"]),
        ({"description": None}, ["ssm:UpdateDescription"]),
        ({"tags": {"team": "b"}}, ["tag:TagResources"]),
        ({"tags": {}}, ["tag:UnTagResources"]),
        ({"enabled": False}, ["ssm:DisableSecret"]),
        ({"tags": None}, []),
        (
            {"secretString": TWO, "description": "new", "tags": {"cost": "1"}, "enabled": False},
            [
                "ssm:PutSecretValue",
                "ssm:UpdateDescription",
                "tag:TagResources",
                "tag:UnTagResources",
                "ssm:DisableSecret",
            ],
        ),
    ],
)
def test_only_the_calls_that_a_change_needs_are_made(stage: Stage, change: dict[str, Any], writes: list[str]) -> None:
    before: dict[str, Any] = {"secretString": ONE, "description": "old", "tags": {"team": "a"}}
    process, db = made(stage, **before)
    process.update(db, **before | change)
    assert stage.writes(stage.calls()) == writes


def test_the_value_is_written_before_the_secret_is_enabled(stage: Stage) -> None:
    process, db = made(stage, enabled=False)
    process.update(db, secretString=TWO, enabled=True)
    assert stage.writes(stage.calls()) == ["ssm:PutSecretValue", "ssm:EnableSecret"]
    assert stage.values() == {"v1": "one", "v2": "two"}
    assert stage.status() == "Enabled"


def test_a_change_is_in_the_outputs(stage: Stage) -> None:
    process, db = made(stage, tags={"team": "a"})
    after = process.update(db, secretString=TWO, tags={"team": "b"}, enabled=False)
    assert reveal(after.state["secretString"]) == "two"
    assert after.state["tags"] == {"team": "b"}
    assert after.state["status"] == "disabled"
    assert after.state["currentVersionId"] == "v2"
    assert after.state["creationDate"] == db.state["creationDate"]


def test_a_value_that_is_ignored_is_never_written(stage: Stage) -> None:
    process, db = made(stage)
    process.update(db, secretString=TWO, description="new", ignored=["secretString"])
    assert stage.values() == {"v1": "one"}


def test_a_value_that_the_program_leaves_out_is_never_written(stage: Stage) -> None:
    process, db = made(stage)
    process.update(db, description="new")
    assert stage.values() == {"v1": "one"}


def test_a_stale_mark_is_rewritten_with_any_other_change(stage: Stage) -> None:
    process, db = made(stage, "old", name="db")
    process.update(db, "new", name="db", secretString=ONE, description="new")
    assert stage.writes(stage.calls()) == ["ssm:UpdateDescription", "tag:TagResources"]
    assert stage.process().read(db, "new")
    process = stage.process()
    process.create("new", name="db")
    assert stage.status() == "Enabled"


def test_tags_of_the_clouds_own_services_stay(stage: Stage) -> None:
    process, db = made(stage, tags={"team": "a"})
    place = {"account": stage.account.id, "service": "ssm", "region": REGION, "prefix": "secret"}
    stage.emulator.plant(
        "tencentcloud_tag_attachments",
        **place,
        resource=f"creatorUin/{stage.account.id}/db",
        tag_key="qcs:service",
        tag_value="x",
    )
    process = stage.process()
    seen = process.read(db)
    assert seen
    assert seen.inputs["tags"] == {"team": "a"}
    process.update(seen, secretString=ONE, tags={})
    assert stage.tags()["qcs:service"] == "x"
    assert "team" not in stage.tags()


def test_tags_that_the_cloud_does_not_accept_are_not_taken_for_written(stage: Stage) -> None:
    process, db = made(stage)
    place = {"account": stage.account.id, "service": "ssm", "region": REGION, "prefix": "secret"}
    for number in range(48):
        stage.emulator.plant(
            "tencentcloud_tag_attachments",
            **place,
            resource=f"creatorUin/{stage.account.id}/db",
            tag_key=f"k{number}",
            tag_value="x",
        )
    half = process.update(db, secretString=ONE, tags={"team": "a"})
    assert half.unfinished >= {"tags"}
    assert "team" not in stage.tags()


def test_a_failed_update_is_recorded_and_finished_by_the_next(stage: Stage) -> None:
    process, db = made(stage)
    denial = stage.emulator.deny("ssm:UpdateDescription")
    half = process.update(db, secretString=TWO, description="new")
    assert half.unfinished == {"secretString", "description"}
    stage.emulator.remove_denials(denial)
    process = stage.process()
    seen = process.read(half)
    assert seen
    after = process.update(seen, secretString=TWO, description="new")
    assert after.unfinished == frozenset()
    assert stage.values()[str(after.state["currentVersionId"])] == "two"
    secret = stage.secret()
    assert secret
    assert secret["description"] == "new"


def test_the_account_is_known_before_anything_is_written(stage: Stage) -> None:
    process, db = made(stage)
    other = Recorded(db.id, db.inputs, db.state | {"accountId": "1"})
    assert refusal(process, other, secretString=TWO) == (
        "db was not updated: the object lives in account 1, and the credentials belong to account "
        f"{stage.account.id}; use credentials of 1"
    )
    assert stage.writes(stage.calls()) == []


# what is pending


def pending(stage: Stage, **declared: Tree) -> tuple[Process, Recorded]:
    """An object in the state that somebody scheduled for deletion outside."""
    process, db = made(stage, **declared)
    driver = process.operation().driver
    driver.step("DeleteSecret", driver.step("DisableSecret", db.live(), None), 9)
    process = stage.process()
    seen = process.read(db)
    assert seen
    stage.calls()
    return process, seen


def test_a_pending_object_is_restored_where_that_is_declared(stage: Stage) -> None:
    process, db = pending(stage)
    process.voice.lines.clear()
    after = process.update(db, secretString=TWO, onPendingDeletion="restore")
    assert stage.writes(stage.calls()) == ["ssm:RestoreSecret", "ssm:UpdateSecret", "ssm:EnableSecret"]
    assert stage.values() == {"v1": "two"}
    assert stage.status() == "Enabled"
    assert after.state["status"] == "enabled"
    assert "deletionDate" not in after.state
    (warning,) = process.voice.warnings
    assert warning.startswith("db was pending deletion, final on ")
    assert warning.endswith("; it was restored, as onPendingDeletion declares")


def test_a_restore_that_is_refused_is_named(stage: Stage) -> None:
    process, db = pending(stage)
    stage.emulator.deny("ssm:RestoreSecret")
    said = refusal(process, db, secretString=TWO, onPendingDeletion="restore")
    assert said.startswith("db was not restored: ssm:RestoreSecret answered UnauthorizedOperation (")
    assert stage.status() == "PendingDelete"


def test_an_ignored_value_is_not_written_by_a_restore_either(stage: Stage) -> None:
    process, db = pending(stage)
    process.update(db, secretString=TWO, onPendingDeletion="restore", ignored=["secretString"])
    assert stage.values() == {"v1": "one"}
    assert stage.status() == "Enabled"


def test_a_pending_object_that_has_ended_since_is_not_updated(stage: Stage) -> None:
    _, db = pending(stage)
    stage.emulator.move_clock(days=10)
    assert refusal(stage.process(), db, secretString=ONE, onPendingDeletion="restore") == (
        f"db was not updated: it does not exist in account {stage.account.id}, region {REGION}; run pulumi refresh"
    )


def test_an_option_of_a_pending_object_keeps_its_date(stage: Stage) -> None:
    process, db = pending(stage)
    after = process.update(db, secretString=ONE, recoveryWindowInDays=7)
    assert after.state["deletionDate"] == db.state["deletionDate"]
    assert after.state["status"] == "pendingDeletion"
    assert stage.calls() == []


# previews


def test_a_preview_writes_nothing(stage: Stage) -> None:
    process, db = made(stage)
    after = process.update(db, secretString=TWO, description=UNKNOWN, preview=True)
    assert stage.writes(stage.calls()) == []
    assert after.state["description"] is UNKNOWN
    assert after.state["accountId"] == stage.account.id


def test_a_preview_does_not_know_the_version_of_a_value_that_is_written(stage: Stage) -> None:
    process, db = made(stage, enabled=False)

    kept = process.update(db, secretString=ONE, description="new", preview=True)
    written = process.update(db, secretString=TWO, preview=True)

    assert kept.state["currentVersionId"] == "v1"
    assert "currentVersionId" not in written.state


def test_a_preview_says_which_version_goes(stage: Stage) -> None:
    process, db = made(stage)
    for number in range(9):
        db = process.update(db, secretString=Hidden(f"n{number}"))
    process.update(db, secretString=TWO, preview=True)
    assert process.voice.warnings == [
        "db: holds 10 versions, so the oldest that this provider numbered, v1, is deleted for the new one"
    ]


def test_a_preview_fails_where_no_version_can_go(stage: Stage) -> None:
    process, db = made(stage, versionId="first")
    for number in range(9):
        db = process.update(db, versionId=f"x{number}", secretString=Hidden(f"n{number}"))
    with pytest.raises(Refused) as caught:
        process.update(db, secretString=TWO, preview=True)
    assert str(caught.value) == (
        "db cannot be changed: db holds 10 versions, and none that this provider numbered can go; delete one that "
        "nobody reads, or declare versionId to overwrite one in place"
    )


def test_a_preview_that_may_not_count_versions_warns(stage: Stage) -> None:
    process, db = made(stage)
    stage.emulator.deny("ssm:ListSecretVersionIds")
    process.update(db, secretString=TWO, preview=True)
    (warning,) = process.voice.warnings
    assert warning.startswith(
        "db: its versions could not be counted, so it may be full: ssm:ListSecretVersionIds answered Unauthorized"
    )


def test_a_preview_that_may_not_look_warns(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> NoReturn:
        raise Denied("ssm:ListSecretVersionIds", "UnauthorizedOperation", "no", "r-1")

    process, db = made(stage)
    monkeypatch.setattr(SecretDriver, "objections", refused)
    process.update(db, secretString=TWO, preview=True)
    assert process.voice.warnings == [
        (
            "db: what Tencent Cloud would say to the change could not be checked: ssm:ListSecretVersionIds answered "
            "UnauthorizedOperation (no), request r-1"
        )
    ]
