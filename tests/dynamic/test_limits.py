"""What docs/dynamic.md says that the dynamic flavour cannot do, and what it does instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from tests.dynamic.programs import NAMED, secret

if TYPE_CHECKING:
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

URN = "urn:pulumi:dev::shop::pulumi-python:dynamic/reprieve:Secret::password"
WOULD = "db-password: deleting makes it unreadable now, final after 30 days"


def test_a_preview_of_a_creation_does_not_look_at_the_cloud_and_the_up_refuses(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    cloud.plant("db-password")
    tencentcloud.write_python(secret())

    tencentcloud.preview()
    calls = cloud.calls
    refused = tencentcloud.up(expect_failure=True)

    assert calls == []
    assert "db-password was not created: the name is held by" in refused.text
    assert cloud.values("db-password") == {"v1": "theirs"}


def test_a_preview_of_a_destroy_tells_the_plan_only_with_a_refresh(tencentcloud: Stack) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()

    silent = tencentcloud.destroy("--preview-only")
    told = tencentcloud.destroy("--preview-only", "--refresh")

    assert silent.messages("info") == []
    (line,) = [line for line in told.diagnostics if line.severity == "info"]
    assert line.urn == URN
    assert line.message.startswith(WOULD)


def test_a_pending_secret_is_noticed_only_by_a_refresh(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 86_400)

    unseen = tencentcloud.up()
    seen = tencentcloud.up("--refresh")

    assert [step.operation for step in unseen.steps] == ["same"]
    assert "db-password is pending deletion, final on " in "".join(seen.messages("warning"))


def test_an_import_is_not_possible_and_a_get_is(tencentcloud: Stack) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()

    refused = tencentcloud.import_("pulumi-python:dynamic/reprieve:Secret", "other", "db-password", expect_failure=True)
    got = 'got = Secret("got", pulumi.ResourceOptions(id="db-password"))\npulumi.export("status", got.status)'
    tencentcloud.write_python(secret(after=got))
    tencentcloud.up()

    assert "'__provider'" in refused.text
    assert tencentcloud.outputs() == {"status": "enabled"}


def test_a_replacement_that_is_asked_for_under_a_fixed_name_keeps_the_secret(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_python(secret())
    tencentcloud.up()

    replaced = tencentcloud.up("--replace", URN)
    again = tencentcloud.up()

    warnings = "".join(replaced.messages("warning"))
    assert "was made or taken over by this run, so only its old entry is dropped" in warnings
    assert cloud.status("db-password") == "Enabled"
    assert [step.operation for step in again.steps] == ["same"]


def test_the_stacks_naming_options_are_not_passed_on(tencentcloud: Stack, cloud: CloudSide) -> None:
    settings = tencentcloud.folder / f"Pulumi.{tencentcloud.name}.yaml"
    kept = yaml.safe_load(settings.read_text())
    kept["config"]["pulumi:autonaming"] = {"mode": "verbatim"}
    settings.write_text(yaml.safe_dump(kept))
    tencentcloud.write_python(secret('secret_string="a"'))

    tencentcloud.up()

    (name,) = cloud.secrets()
    assert name.startswith("password-")


def test_a_restore_writes_a_value_whose_changes_are_ignored(tencentcloud: Stack, cloud: CloudSide) -> None:
    options = 'pulumi.ResourceOptions(ignore_changes=["secretString"])'
    arguments = f'{options}, {NAMED}, on_pending_deletion="restore"'
    tencentcloud.write_python(secret(arguments))
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 86_400)
    cloud.forget()

    tencentcloud.up("--refresh")

    assert cloud.writes == ["RestoreSecret", "UpdateSecret", "EnableSecret"]


def test_credentials_in_the_configuration_are_stored_as_they_are_set(tencentcloud: Stack, account: Account) -> None:
    tencentcloud.run("config", "set", "--secret", "reprieve:secretKey", account.secret_key)
    tencentcloud.configure(accessKey=account.access_key)
    tencentcloud.write_python(secret())

    tencentcloud.up()

    stored = "".join(path.read_text() for path in tencentcloud.state.rglob("*.json"))
    assert account.access_key in stored
    assert account.secret_key not in stored
