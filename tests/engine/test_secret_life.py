"""A secret's whole life through the real engine: what each command calls, what it leaves behind, what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PLAN = {
    "steps": ["DisableSecret", "DeleteSecret (recovery window of 14 days)"],
    "recoveryWindowInDays": 14,
    "reversible": True,
    "undo": "pulumi up within the window: RestoreSecret, the value written, EnableSecret",
}


def test_destroy_and_up_again_restore_the_same_secret(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14, tags={"team": "shop"})})

    tencentcloud.up()
    created = cloud.secrets()["db-password"]["create_time"]
    destroyed = tencentcloud.destroy()
    pending = cloud.status("db-password")
    cloud.forget()
    restored = tencentcloud.up()

    assert pending == "PendingDelete"
    assert "undo: pulumi up" in "\n".join(destroyed.messages("info"))
    assert cloud.status("db-password") == "Enabled"
    assert cloud.secrets()["db-password"]["create_time"] == created
    assert cloud.values("db-password") == {"v1": VALUE}
    assert cloud.writes == ["RestoreSecret", "UpdateSecret", "EnableSecret"]
    (said,) = restored.messages("warning")
    assert said.startswith("db-password was restored (it was pending deletion, final on ")
    assert said.endswith("(14 days left)), and is made as declared")


def test_creation_is_one_writing_call_with_the_mark_and_the_tags_in_it(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})

    tencentcloud.up()

    assert cloud.writes[-1] == "CreateSecret"
    assert set(cloud.writes) == {"CreateSecret", "CreateTags"}
    assert cloud.tags("db-password")["reprieve:stack"] == "shop/dev"


def test_an_up_without_a_change_writes_nothing(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(tags={"team": "shop"}, description="of the shop")})
    tencentcloud.up()
    cloud.forget()

    again = tencentcloud.up()

    assert [step.operation for step in again.steps if step.operation != "refresh"] == ["same"]
    assert cloud.writes == []
    assert again.messages("warning") == []


@pytest.mark.parametrize(
    ("change", "writes"),
    [
        ({"secretString": {"fn::secret": "another"}}, ["PutSecretValue"]),
        ({"description": "of the shop"}, ["UpdateDescription"]),
        ({"tags": {"team": "web"}}, ["TagResources"]),
        ({"tags": {}}, ["UnTagResources"]),
        ({"enabled": False}, ["DisableSecret"]),
    ],
    ids=["value", "description", "another tag", "no tags", "disabled"],
)
def test_an_update_calls_only_what_the_change_needs(
    tencentcloud: Stack, cloud: CloudSide, change: dict[str, Any], writes: list[str]
) -> None:
    before = {"tags": {"team": "shop"}}
    tencentcloud.write_yaml({"password": secret(**before)})
    tencentcloud.up()
    cloud.forget()
    tencentcloud.write_yaml({"password": secret(**before | change)})

    updated = tencentcloud.up()
    first = cloud.writes
    cloud.forget()
    again = tencentcloud.preview()

    assert [step.operation for step in updated.steps if step.operation != "refresh"] == ["update"]
    assert first == writes
    assert [step.operation for step in again.steps if step.operation != "refresh"] == ["same"]


def test_a_new_value_is_a_new_version_and_the_old_one_stays(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()}, outputs={"version": "${password.currentVersionId}"})
    tencentcloud.up()
    first = tencentcloud.outputs()
    tencentcloud.write_yaml(
        {"password": secret(secretString="another")}, outputs={"version": "${password.currentVersionId}"}
    )

    tencentcloud.up()

    assert cloud.values("db-password") == {"v1": VALUE, "v2": "another"}
    assert (first, tencentcloud.outputs()) == ({"version": "v1"}, {"version": "v2"})


def test_a_declared_version_is_overwritten_in_place(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(versionId="current")})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(versionId="current", secretString="another")})

    tencentcloud.up()

    assert cloud.values("db-password") == {"current": "another"}


@pytest.mark.parametrize(
    "option",
    [{"recoveryWindowInDays": 7}, {"deletionProtection": True}, {"forceDelete": True}, {"onPendingDeletion": "fail"}],
    ids=str,
)
def test_a_change_of_a_deletion_option_calls_nothing_but_reads(
    tencentcloud: Stack, cloud: CloudSide, option: dict[str, Any]
) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.forget()
    tencentcloud.write_yaml({"password": secret(**option)})

    updated = tencentcloud.up()

    assert [step.operation for step in updated.steps if step.operation != "refresh"] == ["update"]
    assert cloud.writes == []
    assert option.items() <= tencentcloud.resource("password")["inputs"].items()


def test_the_deletion_plan_is_an_output_and_its_change_is_in_the_diff(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)}, outputs={"plan": "${password.deletionPlan}"})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=7)})

    changed = tencentcloud.preview("--diff")

    assert tencentcloud.outputs()["plan"] == PLAN
    assert "~ deletionPlan" in changed.stdout
    assert "DeleteSecret (recovery window of 14 days)" in changed.stdout
    assert "DeleteSecret (recovery window of 7 days)" in changed.stdout


@pytest.mark.parametrize(
    ("options", "sent"),
    [({}, 30), ({"recoveryWindowInDays": 1}, 1), ({"forceDelete": True}, 0)],
    ids=["default", "declared", "force delete"],
)
def test_the_window_is_always_sent(tencentcloud: Stack, cloud: CloudSide, options: dict[str, Any], sent: int) -> None:
    tencentcloud.write_yaml({"password": secret(**options)})
    tencentcloud.up()
    cloud.forget()

    tencentcloud.destroy()

    assert cloud.writes == ["DisableSecret", "DeleteSecret"]
    assert cloud.windows == [sent]
    assert cloud.status("db-password") == ("PendingDelete" if sent else "gone")


def test_a_forced_deletion_says_that_it_cannot_be_undone(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    tencentcloud.up()

    destroyed = tencentcloud.destroy()

    assert "db-password was deleted and cannot be restored" in destroyed.messages("info")


def test_destroying_what_is_pending_succeeds_calls_nothing_and_says_until_when(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)
    cloud.forget()

    destroyed = tencentcloud.destroy()

    assert cloud.writes == []
    said = "\n".join(destroyed.messages("info"))
    assert "db-password is pending deletion already, final on " in said
    assert "(5 days left); nothing was called" in said
    assert tencentcloud.export().get("resources", []) == []


def test_destroying_what_is_gone_succeeds_and_says_that_it_was_gone(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.configure(liveChecks=False)
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.move_clock(days=1)
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) - 1)
    cloud.forget()

    destroyed = tencentcloud.destroy()

    assert cloud.writes == []
    assert f"db-password was gone already: it does not exist in account {cloud.account.id}" in "\n".join(
        destroyed.messages("info")
    )


def test_deletion_protection_warns_in_the_preview_and_refuses_the_destroy(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(deletionProtection=True)})
    tencentcloud.up()
    cloud.forget()

    previewed = tencentcloud.destroy("--preview-only")
    destroyed = tencentcloud.destroy(expect_failure=True)

    way_out = "deletionProtection is recorded in the state; set it to false in one up, delete in the next"
    assert previewed.messages("warning") == [f"db-password: deleting would be refused: {way_out}"]
    assert f"db-password was not deleted, and nothing was called: {way_out}" in "\n".join(destroyed.messages("error"))
    assert cloud.writes == []
    assert cloud.status("db-password") == "Enabled"


def test_protection_holds_when_the_code_is_gone(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(deletionProtection=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({})

    tencentcloud.up(expect_failure=True)

    assert cloud.status("db-password") == "Enabled"
    assert tencentcloud.resource("password")["inputs"]["deletionProtection"] is True


def test_a_protection_that_is_taken_back_lets_the_next_run_delete(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(deletionProtection=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(deletionProtection=False)})
    tencentcloud.up()

    tencentcloud.destroy()

    assert cloud.status("db-password") == "PendingDelete"


def test_a_lost_answer_of_the_deletion_is_no_failure(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()
    cloud.control.add_fault(action="DeleteSecret", cut="after_commit")

    destroyed = tencentcloud.destroy()

    assert "db-password was deleted: final on " in "\n".join(destroyed.messages("info"))
    assert cloud.status("db-password") == "PendingDelete"
