"""What the state holds stays true and quiet: half-made objects, stale marks, dates, outputs that look like removals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack


@pytest.fixture
def deployed(tencentcloud: Stack) -> Stack:
    """A stack with one secret of a fixed name."""
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    return tencentcloud


def operations(result: Result) -> list[str]:
    """Return what was done with resources, without the engine's own refresh."""
    return [step.operation for step in result.steps if step.operation != "refresh"]


def test_a_create_that_could_not_finish_is_kept_and_finished_by_the_next_up(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    cloud.control.deny("ssm:DisableSecret")
    tencentcloud.write_yaml({"password": secret(enabled=False)})

    failed = tencentcloud.up(expect_failure=True)
    kept = tencentcloud.resource("password")
    cloud.control.remove_denials()
    tencentcloud.refresh()
    planned = tencentcloud.preview()
    finished = tencentcloud.up()
    again = tencentcloud.preview()

    said = "\n".join(failed.messages("error"))
    assert "db-password was created, but enabled could not be written: ssm:DisableSecret answered" in said
    assert "the next up finishes it" in said
    assert kept["id"] == "db-password"
    assert kept["outputs"]["unfinishedSteps"] == ["enabled"]
    assert (operations(planned), operations(finished), operations(again)) == (["update"], ["update"], ["same"])
    assert cloud.status("db-password") == "Disabled"
    assert "unfinishedSteps" not in tencentcloud.resource("password")["outputs"]


def test_a_half_made_secret_can_be_destroyed(tencentcloud: Stack, cloud: CloudSide) -> None:
    cloud.control.deny("ssm:DisableSecret")
    tencentcloud.write_yaml({"password": secret(enabled=False)})
    tencentcloud.up(expect_failure=True)
    cloud.control.remove_denials()

    tencentcloud.destroy()

    assert cloud.status("db-password") == "PendingDelete"


def test_an_update_that_could_not_finish_is_finished_by_the_next_up(deployed: Stack, cloud: CloudSide) -> None:
    cloud.control.deny("ssm:UpdateDescription")
    deployed.write_yaml({"password": secret(description="changed", secretString={"fn::secret": "another"})})

    failed = deployed.up(expect_failure=True)
    cloud.control.remove_denials()
    deployed.up()
    again = deployed.preview()

    assert "ssm:UpdateDescription answered UnauthorizedOperation" in "\n".join(failed.messages("error"))
    assert cloud.secrets()["db-password"]["description"] == "changed"
    assert "another" in cloud.values("db-password").values()
    assert operations(again) == ["same"]


def test_a_lost_answer_of_a_creation_is_taken_over_with_its_value(tencentcloud: Stack, cloud: CloudSide) -> None:
    cloud.control.add_fault(action="CreateSecret", cut="after_commit")
    tencentcloud.write_yaml({"password": secret()})

    made = tencentcloud.up()
    again = tencentcloud.preview()

    assert "it was taken over" in "\n".join(made.messages("warning"))
    assert list(cloud.values("db-password").values()) == [VALUE]
    assert operations(again) == ["same"]


def test_a_pending_secret_shows_no_output_as_removed(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(onPendingDeletion="restore")})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)

    planned = tencentcloud.preview("--diff")
    restored = tencentcloud.up()

    assert '~ status: "pendingDeletion" => "enabled"' in planned.stdout
    assert "- status" not in planned.stdout
    assert "- deletionPlan" not in planned.stdout
    assert operations(restored) == ["update"]
    assert cloud.status("db-password") == "Enabled"


def test_the_plan_holds_no_date_so_that_a_later_run_shows_no_change(deployed: Stack, cloud: CloudSide) -> None:
    cloud.control.move_clock(days=3)

    assert operations(deployed.preview("--expect-no-changes")) == ["same"]
    assert "20" not in str(deployed.resource("password")["outputs"]["deletionPlan"]["steps"])


def test_a_preview_of_an_update_knows_every_output(tencentcloud: Stack) -> None:
    """What is unknown in a preview replaces what depends on it."""
    outputs = {"plan": "${password.deletionPlan}", "version": "${password.currentVersionId}", "id": "${password.id}"}
    tencentcloud.write_yaml({"password": secret()}, outputs=outputs)
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(description="changed")}, outputs=outputs)

    previewed = tencentcloud.preview("--diff")

    assert "output<" not in previewed.stdout
    assert "[unknown]" not in previewed.stdout


def test_a_rename_without_an_alias_loses_nothing_and_says_to_add_one(deployed: Stack, cloud: CloudSide) -> None:
    deployed.write_yaml({"renamed": secret()})
    cloud.forget()

    previewed = deployed.preview(expect_failure=True)
    failed = deployed.up(expect_failure=True)

    for result in (previewed, failed):
        said = "\n".join(result.messages("error"))
        assert "it is held by urn:pulumi:dev::shop::reprieve:index:Secret::password of this stack" in said
        assert "if you renamed the resource, add an alias for its old name" in said
    assert "DeleteSecret" not in cloud.writes
    assert cloud.status("db-password") == "Enabled"


@pytest.mark.parametrize("how", ["alias", "stack rename"])
def test_a_renamed_secret_is_destroyed_and_known_again_by_its_new_mark(
    deployed: Stack, cloud: CloudSide, how: str
) -> None:
    before = cloud.tags("db-password")
    declared: dict[str, Any] = {"password": secret()}
    if how == "alias":
        declared = {"renamed": secret(options={"aliases": [{"name": "password"}]})}
        deployed.write_yaml(declared)
    else:
        deployed.run("stack", "rename", "staging")
    deployed.up()

    destroyed = deployed.destroy()
    marked = cloud.tags("db-password")
    restored = deployed.up()

    assert destroyed.messages("warning") == []
    assert marked != before
    assert marked["reprieve:stack"] == ("shop/dev" if how == "alias" else "shop/staging")
    assert "db-password was restored" in "\n".join(restored.messages("warning"))
    assert cloud.status("db-password") == "Enabled"


def test_an_update_renews_a_stale_mark(deployed: Stack, cloud: CloudSide) -> None:
    deployed.run("stack", "rename", "staging")
    deployed.write_yaml({"password": secret(description="changed")})

    deployed.up()

    assert cloud.tags("db-password")["reprieve:stack"] == "shop/staging"


def test_a_mark_without_rights_for_tags_does_not_stop_the_destroy_and_is_warned_of(
    deployed: Stack, cloud: CloudSide
) -> None:
    deployed.run("stack", "rename", "staging")
    cloud.control.deny("tag:TagResources")

    destroyed = deployed.destroy()

    assert cloud.status("db-password") == "PendingDelete"
    assert "the ownership mark could not be renewed" in "\n".join(destroyed.messages("warning"))


def test_a_warning_is_shown_once(deployed: Stack, cloud: CloudSide) -> None:
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)

    for result in (deployed.preview(), deployed.refresh(), deployed.up("--refresh")):
        assert len(result.messages("warning")) == 1


def test_a_changed_default_window_of_the_provider_is_one_local_update(deployed: Stack, cloud: CloudSide) -> None:
    deployed.configure(deletion={"secret": {"recoveryWindowInDays": 7}})
    cloud.forget()

    updated = deployed.up()
    again = deployed.up()
    deployed.destroy()

    assert (operations(updated), operations(again)) == (["update"], ["same"])
    assert cloud.windows == [7]
    assert cloud.secret_writes == ["DisableSecret", "DeleteSecret"]


def test_a_value_under_ignore_changes_is_written_by_no_update_and_no_restore(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    options = {"ignoreChanges": ["secretString"]}
    tencentcloud.write_yaml({"password": secret(onPendingDeletion="restore", options=options)})
    tencentcloud.up()
    changed = secret(secretString="another", description="new", onPendingDeletion="restore", options=options)
    tencentcloud.write_yaml({"password": changed})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)
    cloud.forget()

    tencentcloud.up()

    assert cloud.values("db-password") == {"v1": VALUE}
    assert cloud.secret_writes == ["RestoreSecret", "UpdateDescription", "EnableSecret"]


def test_the_reads_of_a_run_share_one_list_however_many_secrets_there_are(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({f"s{number}": secret(name=None, tags={"team": "a"}) for number in range(24)})
    tencentcloud.up()
    cloud.forget()

    tencentcloud.up()

    assert cloud.calls == ["ListSecrets", "GetResources"]
