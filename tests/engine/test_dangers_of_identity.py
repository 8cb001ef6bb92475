"""Another account, dead credentials, another region, another object of the same name: nothing is lost, nothing is hit.

"Gone" is believed only from the account and region that the object was recorded in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.accounts import Account
from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack


@pytest.fixture
def deployed(tencentcloud: Stack) -> Stack:
    """A stack with one secret of a fixed name."""
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    return tencentcloud


@pytest.fixture
def stranger(cloud: CloudSide) -> Account:
    """Another account, with credentials that work and nothing in it."""
    return Account.of(cloud.control.add_account("stranger"))


def names(stack: Stack) -> list[str]:
    """Return the secrets of the state, by their names in the program."""
    entries = stack.export().get("resources", [])
    return [entry["urn"].rpartition("::")[2] for entry in entries if entry["type"].endswith("Secret")]


def test_credentials_of_another_account_drop_nothing_and_create_nothing(
    deployed: Stack, cloud: CloudSide, stranger: Account
) -> None:
    deployed.environment.update(stranger.environment)
    wrong = f"the object lives in account {cloud.account.id}, and the credentials belong to account {stranger.id}"
    cloud.forget()

    runs = [deployed.preview(), deployed.up(), deployed.refresh(), deployed.destroy("--preview-only")]
    failed = deployed.destroy(expect_failure=True)

    for run in runs:
        (said,) = run.messages("warning")
        assert said.startswith(f"db-password was not checked, its recorded state is kept: {wrong}; use credentials of ")
    assert f"db-password was not deleted: {wrong}" in "\n".join(failed.messages("error"))
    assert cloud.writes == []
    assert names(deployed) == ["password"]


def test_credentials_of_another_account_update_nothing(deployed: Stack, cloud: CloudSide, stranger: Account) -> None:
    """A secret of the same name may be there too."""
    deployed.environment.update(stranger.environment)
    deployed.write_yaml({"password": secret(description="changed")})
    cloud.forget()

    failed = deployed.up(expect_failure=True)

    assert "db-password was not updated: the object lives in account" in "\n".join(failed.messages("error"))
    assert cloud.writes == []


def test_accounts_that_are_not_allowed_are_not_worked_in(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.configure(allowedAccountIds=["100000000001"])
    tencentcloud.write_yaml({"password": secret()})

    failed = tencentcloud.up(expect_failure=True)

    assert (
        f"db-password was not created: the credentials belong to account {cloud.account.id}, which allowedAccountIds "
        "does not name"
    ) in "\n".join(failed.messages("error"))
    assert cloud.writes == []


def test_what_was_deleted_outside_is_made_again_and_said(deployed: Stack, cloud: CloudSide) -> None:
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) - 1)

    made = deployed.up()

    assert f"db-password is gone: it does not exist in account {cloud.account.id}, region ap-guangzhou" in "\n".join(
        made.messages("warning")
    )
    assert cloud.status("db-password") == "Enabled"


def test_a_destroy_says_what_is_gone_instead_of_passing_over_it(deployed: Stack, cloud: CloudSide) -> None:
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) - 1)

    destroyed = deployed.destroy()

    assert "db-password is gone" in "\n".join(destroyed.messages("warning"))
    assert names(deployed) == []


def test_expired_credentials_in_the_state_block_neither_preview_nor_up_nor_destroy(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    """The engine refreshes with the provider's configuration of the state, before it knows the new one."""
    for variable in cloud.account.environment:
        del tencentcloud.environment[variable]
    first = cloud.control.add_access_key(cloud.account.id)
    tencentcloud.configure(accessKey=first["access_key_id"], secretKey=first["access_key_secret"])
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.remove_access_key(first["access_key_id"])
    tencentcloud.configure(accessKey=cloud.account.access_key, secretKey=cloud.account.secret_key)
    tencentcloud.write_yaml({"password": secret(description="changed")})

    previewed = tencentcloud.preview()
    tencentcloud.up()
    destroyed = tencentcloud.destroy()

    assert "db-password was not checked, its recorded state is kept" in "\n".join(previewed.messages("warning"))
    assert "undo: pulumi up" in "\n".join(destroyed.messages("info"))
    assert cloud.secrets()["db-password"]["description"] == "changed"
    assert cloud.status("db-password") == "PendingDelete"


def test_credentials_never_stand_in_clear_in_the_state(tencentcloud: Stack, cloud: CloudSide) -> None:
    """Here the stack's configuration has them in clear."""
    for variable in cloud.account.environment:
        del tencentcloud.environment[variable]
    key = cloud.account
    tencentcloud.configure(accessKey=key.access_key, secretKey=key.secret_key, securityToken="", profile="shop-profile")
    tencentcloud.write_yaml({"password": secret()})

    tencentcloud.up()
    stored = json.dumps(tencentcloud.export())

    assert "db-password" in stored
    for planted in (key.access_key, key.secret_key, "shop-profile"):
        assert planted not in stored


def test_credentials_of_the_environment_are_not_taken_into_the_state_at_all(deployed: Stack, cloud: CloudSide) -> None:
    shown = json.dumps(deployed.export("--show-secrets"))

    assert "endpoint" in shown
    assert cloud.account.access_key not in shown
    assert cloud.account.secret_key not in shown


def test_a_changed_region_is_refused_and_replaces_nothing(deployed: Stack, cloud: CloudSide) -> None:
    deployed.configure(region="ap-beijing")
    lives = "the object lives in region ap-guangzhou, and the provider is configured for ap-beijing; set it back, and"
    cloud.forget()

    refused = [deployed.preview(expect_failure=True), deployed.up(expect_failure=True)]
    destroyed = deployed.destroy(expect_failure=True)
    deployed.configure(region="ap-guangzhou")
    mended = deployed.up()

    for result in refused:
        assert f"db-password: {lives}" in "\n".join(result.messages("error"))
    # the failed up has put the new region into the state already
    assert f"db-password was not deleted: {lives}" in "\n".join(destroyed.messages("error"))
    assert cloud.writes == []
    assert [step.operation for step in mended.steps if step.operation != "refresh"] == ["same"]
    assert names(deployed) == ["password"]


def test_another_object_of_the_same_name_is_neither_deleted_nor_changed(deployed: Stack, cloud: CloudSide) -> None:
    deployed.up()
    cloud.change("db-password", create_time=int(cloud.control.now()) + 3600, description="somebody else's")
    deployed.configure(liveChecks=False)
    cloud.forget()

    destroyed = deployed.destroy()

    assert "DeleteSecret" not in cloud.writes
    assert cloud.secrets()["db-password"]["description"] == "somebody else's"
    said = "\n".join([*destroyed.messages("warning"), *destroyed.messages("info")])
    assert "the object was deleted outside; another one of this name was made on" in said


def test_an_object_with_the_mark_of_another_stack_is_not_deleted(deployed: Stack, cloud: CloudSide) -> None:
    place = {"account": cloud.account.id, "service": "ssm", "region": "ap-guangzhou", "prefix": "secret"}
    resource = f"creatorUin/{cloud.account.id}/db-password"
    for key, value in {"reprieve:stack": "bank/prod", "reprieve:resource": "0" * 12}.items():
        fields = {"tag_key": key, "tag_value": value}
        cloud.control.plant("tencentcloud_tag_attachments", resource=resource, **place, **fields)
    cloud.forget()

    deployed.destroy("--preview-only")
    failed = deployed.destroy(expect_failure=True)

    said = "\n".join(failed.messages("error"))
    assert (
        "db-password was not deleted: it carries the mark of stack bank/prod; delete it there, or drop it here" in said
    )
    assert cloud.writes == []


def test_a_secret_of_another_stack_under_the_name_is_not_taken(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.configure(owner="bank")
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.configure(owner="shop-owner")
    cloud.forget()

    previewed = tencentcloud.preview(expect_failure=True)
    failed = tencentcloud.up(expect_failure=True)

    for result in (previewed, failed):
        said = "\n".join(result.messages("error"))
        assert "the name is held by an object of stack bank/shop/dev, pending deletion and final on " in said
        assert "choose another name, or declare onPendingDeletion: restore to take it" in said
    assert "RestoreSecret" not in cloud.writes
