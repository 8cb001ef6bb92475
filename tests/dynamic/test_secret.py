"""A dynamic secret's whole life through the real engine: the same calls, messages and outcomes as with the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.lifecycle.marks import mark_of
from tests.dynamic.programs import NAMED, VALUE, secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack

URN = "urn:pulumi:dev::shop::pulumi-python:dynamic/reprieve:Secret::password"


def said(result: Result, severity: str, urn: str = URN) -> list[str]:
    return [line.message for line in result.diagnostics if line.severity == severity and line.urn == urn]


def test_destroy_and_up_again_restore_the_same_secret(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f"{NAMED}, recovery_window_in_days=14"))

    tencentcloud.up()
    created = cloud.secrets()["db-password"]["create_time"]
    destroyed = tencentcloud.destroy()
    pending = cloud.status("db-password")
    cloud.forget()
    restored = tencentcloud.up()

    assert pending == "PendingDelete"
    assert "(14 days left); undo: pulumi up" in "".join(said(destroyed, "info"))
    assert cloud.secrets()["db-password"]["create_time"] == created
    assert cloud.status("db-password") == "Enabled"
    assert cloud.values("db-password") == {"v1": VALUE}
    assert cloud.writes == ["RestoreSecret", "UpdateSecret", "EnableSecret"]
    (warning,) = said(restored, "warning")
    assert warning.startswith("db-password was restored (it was pending deletion, final on ")


def test_a_preview_of_a_creation_shows_the_plan(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(
        secret(f"{NAMED}, recovery_window_in_days=7", after='pulumi.export("plan", password.deletion_plan)')
    )

    previewed = tencentcloud.preview()

    assert "DeleteSecret (recovery window of 7 days)" in previewed.text
    assert cloud.calls == []


def test_an_up_without_a_change_calls_nothing(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f'{NAMED}, tags={{"team": "shop"}}, description="of the shop"'))
    tencentcloud.up()
    cloud.forget()

    again = tencentcloud.up()

    assert [step.operation for step in again.steps] == ["same"]
    assert cloud.calls == []


@pytest.mark.parametrize(
    ("arguments", "writes"),
    [
        ('name="db-password", secret_string="another"', ["PutSecretValue"]),
        (f'{NAMED}, description="of the shop"', ["UpdateDescription"]),
        (f'{NAMED}, tags={{"team": "web"}}', ["TagResources"]),
        (f"{NAMED}, enabled=False", ["DisableSecret"]),
    ],
    ids=["value", "description", "tags", "disabled"],
)
def test_an_update_calls_only_what_the_change_needs(
    tencentcloud: Stack, cloud: CloudSide, arguments: str, writes: list[str]
) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    cloud.forget()

    tencentcloud.write_python(secret(arguments))
    changed = tencentcloud.up()
    again = tencentcloud.up()

    assert [step.operation for step in changed.steps] == ["update"]
    assert [step.operation for step in again.steps] == ["same"]
    assert cloud.writes == writes


def test_a_new_window_is_recorded_without_a_call_and_used_by_the_deletion(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    cloud.forget()

    tencentcloud.write_python(secret(f"{NAMED}, recovery_window_in_days=7"))
    tencentcloud.up()
    calls = cloud.calls
    tencentcloud.destroy()

    assert calls == []
    assert cloud.windows == [7]


def test_a_forced_deletion_is_final_and_says_so(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f"{NAMED}, force_delete=True"))
    tencentcloud.up()

    destroyed = tencentcloud.destroy()

    assert cloud.windows == [0]
    assert "was deleted and cannot be restored" in destroyed.text


def test_what_is_protected_is_not_deleted_also_when_its_code_is_gone(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f"{NAMED}, deletion_protection=True"))
    tencentcloud.up()
    cloud.forget()

    tencentcloud.write_python("")
    refused = tencentcloud.up(expect_failure=True)

    assert cloud.writes == []
    assert "db-password was not deleted, and nothing was called: deletionProtection is recorded" in refused.text
    assert "Traceback" not in refused.text


def test_a_secret_that_is_gone_is_dropped_from_the_state_with_a_warning(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 60)
    cloud.control.move_clock(seconds=120)

    refreshed = tencentcloud.refresh()

    assert "db-password is gone: it does not exist in account" in "".join(said(refreshed, "warning"))
    assert [entry["urn"] for entry in tencentcloud.export()["resources"] if entry["urn"] == URN] == []


def test_a_change_made_outside_is_found_by_a_refresh_and_put_right(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    cloud.change("db-password", status="Disabled")

    tencentcloud.refresh()
    shown = tencentcloud.resource("password")
    tencentcloud.up()

    assert shown["outputs"]["status"] == "disabled"
    assert shown["inputs"]["enabled"] is False
    assert cloud.status("db-password") == "Enabled"


def test_a_pending_secret_is_restored_where_that_is_declared(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f'{NAMED}, on_pending_deletion="restore"'))
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 86_400)

    refreshed = tencentcloud.refresh()
    updated = tencentcloud.up()

    assert "db-password is pending deletion, final on " in "".join(said(refreshed, "warning"))
    assert "it was restored, as onPendingDeletion declares" in "".join(said(updated, "warning"))
    assert cloud.status("db-password") == "Enabled"


def test_a_name_that_was_made_is_kept_and_found_again_after_a_destroy(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret(f'secret_string="{VALUE}"'))

    tencentcloud.up()
    (name,) = cloud.secrets()
    tencentcloud.write_python(secret('secret_string="another"'))
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.up()
    again = tencentcloud.up()

    assert name.startswith("password-")
    assert set(cloud.secrets()) == {name}
    assert [step.operation for step in again.steps] == ["same"]
    assert cloud.status(name) == "Enabled"


def test_the_mark_is_that_of_the_urn_inside_components_too(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python("""
import pulumi
from reprieve.dynamic import Secret

class Database(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Database", name)
        self.first = Secret("first", pulumi.ResourceOptions(parent=self), name="first", secret_string="a")
        self.second = Secret("second", pulumi.ResourceOptions(parent=self.first), name="second", secret_string="b")

Database("main")
""")

    tencentcloud.up()

    for name in ("first", "second"):
        urn = tencentcloud.resource(name)["urn"]
        assert "shop:index:Database$pulumi-python:dynamic/reprieve:Secret" in urn
        assert cloud.tags(name)["reprieve:resource"] == mark_of(urn, None).resource


def test_a_renamed_resource_is_recorded_anew_and_its_mark_renewed_before_a_deletion(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    renamed = secret().replace('Secret("password",', 'Secret("login", pulumi.ResourceOptions(aliases=[ALIAS]),')
    tencentcloud.write_python(renamed.replace("ALIAS", 'pulumi.Alias(name="password")'))
    cloud.forget()

    updated = tencentcloud.up()
    calls = cloud.calls
    tencentcloud.destroy()

    urn = URN.replace("password", "login")
    assert [step.operation for step in updated.steps] == ["update"]
    assert calls == []
    assert cloud.tags("db-password")["reprieve:resource"] == mark_of(urn, None).resource


def test_a_half_made_secret_is_recorded_and_fails_the_run_and_the_next_up_finishes_it(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_python(secret(f"{NAMED}, enabled=False"))
    fault = cloud.control.add_fault(action="DisableSecret", code="UnauthorizedOperation", count=None)

    failed = tencentcloud.up(expect_failure=True)
    recorded = tencentcloud.resource("password")
    cloud.control.remove_faults(fault)
    tencentcloud.up()

    assert "db-password was created, but enabled could not be written" in "".join(said(failed, "warning"))
    assert "password is not finished: enabled not written; the next up finishes it" in failed.text
    assert recorded["outputs"]["unfinishedSteps"] == ["enabled"]
    assert cloud.status("db-password") == "Disabled"
    assert "unfinishedSteps" not in tencentcloud.resource("password")["outputs"]


def test_what_is_not_known_at_preview_passes_and_is_written_when_it_is(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python("""
from reprieve.dynamic import Secret

first = Secret("first", name="first", secret_string="a")
Secret("second", name=first.id.apply(lambda name: f"{name}-copy"), secret_string=first.id, enabled=True)
""")

    planned = tencentcloud.preview()
    calls = cloud.calls
    tencentcloud.up()

    assert [step.operation for step in planned.steps] == ["create", "create"]
    assert calls == []
    assert cloud.values("first-copy") == {"v1": "first"}


def test_a_replacement_under_a_held_name_is_refused_at_preview(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    tencentcloud.write_python(secret(f'{NAMED}, kms_instance_id="another"'))
    cloud.forget()

    refused = tencentcloud.preview(expect_failure=True)

    assert "changing kmsInstanceId replaces it, and Tencent Cloud holds its name while" in refused.text
    assert cloud.writes == []
