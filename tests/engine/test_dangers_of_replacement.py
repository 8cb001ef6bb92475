"""Replacements under a fixed name: nothing is deleted that cannot be made again, and no new object is deleted as old.

Tencent Cloud holds a secret's name while it is pending deletion, so most of these are refused at preview.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.programs import VALUE, secret, untyped

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

KEY = "11111111-2222-3333-4444-555555555555"
REPLACED = "it is the object being replaced; choose another name, or leave the name to Pulumi"
HELD = (
    "db-password: changing kmsKeyId replaces it, and Tencent Cloud holds its name while the old one is pending "
    "deletion (recovery window of 30 days); give it a new name, leave the name to Pulumi, or record forceDelete: true "
    "in an up before this one"
)


@pytest.fixture
def key(cloud: CloudSide) -> str:
    """An encrypting key of the account."""
    now = int(cloud.control.now())
    facts = {"alias": "db", "creator_uin": cloud.account.id, "create_time": now, "material": "00" * 32}
    cloud.control.plant("tencentcloud_kms_keys", account=cloud.account.id, region="ap-guangzhou", key_id=KEY, **facts)
    return KEY


@pytest.fixture
def urn(tencentcloud: Stack) -> str:
    """The urn of a deployed secret with a fixed name."""
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    return str(tencentcloud.resource("password")["urn"])


def test_replace_by_flag_does_not_adopt_the_object_that_it_then_deletes(
    tencentcloud: Stack, cloud: CloudSide, urn: str
) -> None:
    cloud.forget()

    previewed = tencentcloud.preview("--replace", urn, expect_failure=True)
    failed = tencentcloud.up("--replace", urn, expect_failure=True)

    assert f"db-password cannot be created: {REPLACED}" in "\n".join(previewed.messages("error"))
    assert f"db-password was not created: {REPLACED}" in "\n".join(failed.messages("error"))
    assert "deleting makes it" not in previewed.text + failed.text
    assert cloud.writes == []
    assert cloud.status("db-password") == "Enabled"


def test_a_tainted_secret_is_not_adopted_and_deleted(tencentcloud: Stack, cloud: CloudSide, urn: str) -> None:
    tencentcloud.run("state", "taint", urn, "--yes")
    cloud.forget()

    failed = tencentcloud.up(expect_failure=True)
    tencentcloud.run("state", "untaint", urn, "--yes")
    mended = tencentcloud.up()

    assert REPLACED in "\n".join(failed.messages("error"))
    assert cloud.writes == []
    assert "same" in [step.operation for step in mended.steps]


@pytest.mark.parametrize("how", ["--replace", "taint"])
def test_what_is_deleted_at_once_can_be_replaced_by_flag_and_taint(
    tencentcloud: Stack, cloud: CloudSide, how: str
) -> None:
    tencentcloud.write_yaml({"password": secret(forceDelete=True, options={"deleteBeforeReplace": True})})
    tencentcloud.up()
    urn = str(tencentcloud.resource("password")["urn"])
    flags = ("--replace", urn) if how == "--replace" else ()
    if how == "taint":
        tencentcloud.run("state", "taint", urn, "--yes")
    cloud.forget()

    tencentcloud.preview(*flags)
    tencentcloud.up(*flags)

    assert cloud.secret_writes == ["DisableSecret", "DeleteSecret", "CreateSecret"]
    assert cloud.status("db-password") == "Enabled"


def test_replacement_under_a_name_that_would_be_held_is_refused_before_anything_is_deleted(
    tencentcloud: Stack, cloud: CloudSide, urn: str, key: str
) -> None:
    assert urn
    tencentcloud.write_yaml({"password": secret(kmsKeyId=key)})
    cloud.forget()

    for failed in (tencentcloud.preview(expect_failure=True), tencentcloud.up(expect_failure=True)):
        assert failed.messages("error")[0] == HELD
        assert "deleting makes it" not in failed.text
    assert cloud.writes == []


def test_force_delete_that_no_earlier_up_recorded_does_not_open_a_replacement(
    tencentcloud: Stack, cloud: CloudSide, urn: str, key: str
) -> None:
    assert urn
    tencentcloud.write_yaml({"password": secret(kmsKeyId=key, forceDelete=True)})
    cloud.forget()

    failed = tencentcloud.up(expect_failure=True)

    assert failed.messages("error")[0] == HELD
    assert cloud.writes == []


def test_replacement_of_what_is_deleted_at_once_makes_a_new_object_of_the_same_name(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(forceDelete=True, kmsKeyId=key)})
    cloud.forget()

    previewed = tencentcloud.preview()
    tencentcloud.up()
    again = tencentcloud.preview()

    assert "db-password: deleting is final at once and cannot be undone" in previewed.messages("warning")
    assert cloud.secret_writes == ["DisableSecret", "DeleteSecret", "CreateSecret"]
    assert cloud.secrets()["db-password"]["kms_key_id"] == key
    assert cloud.values("db-password") == {"v1": VALUE}
    assert "same" in [step.operation for step in again.steps]


def test_an_interrupted_replacement_that_is_reverted_makes_the_object_again(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(forceDelete=True, kmsKeyId=key)})
    cloud.control.add_fault(action="CreateSecret", code="LimitExceeded")
    tencentcloud.up(expect_failure=True)
    gone = cloud.status("db-password")
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})

    tencentcloud.up()
    again = tencentcloud.up()

    assert gone == "gone"
    assert cloud.status("db-password") == "Enabled"
    assert [step.operation for step in again.steps if step.operation != "refresh"] == ["same"]


def test_an_interrupted_replacement_does_not_take_what_somebody_made_under_its_name(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(forceDelete=True, kmsKeyId=key)})
    cloud.control.add_fault(action="CreateSecret", code="LimitExceeded")
    tencentcloud.up(expect_failure=True)
    cloud.plant("db-password", status="Disabled")
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    cloud.forget()

    failed = tencentcloud.up(expect_failure=True)

    held = "db-password was not created: the name is held by an object without an ownership mark; choose another name"
    assert held in "\n".join(failed.messages("error"))
    assert cloud.secret_writes == ["CreateSecret"]
    assert cloud.values("db-password") == {"v1": "theirs"}
    assert cloud.status("db-password") == "Disabled"


def test_replacing_what_is_protected_is_refused_by_what_is_recorded(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    """An entry that is only marked for deletion would be refused by its old inputs for ever."""
    tencentcloud.write_yaml({"password": secret(name=None, deletionProtection=True)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(name=None, deletionProtection=False, kmsKeyId=key)})
    cloud.forget()

    failed = tencentcloud.up(expect_failure=True)

    assert "changing kmsKeyId replaces it, and deletionProtection is recorded; set deletionProtection to false in" in (
        "\n".join(failed.messages("error"))
    )
    assert cloud.writes == []
    assert [entry for entry in tencentcloud.export()["resources"] if entry.get("delete")] == []


def test_an_auto_named_secret_is_replaced_create_first_and_only_the_old_one_is_deleted(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    tencentcloud.write_yaml({"password": secret(name=None)})
    tencentcloud.up()
    (old,) = cloud.secrets()
    tencentcloud.write_yaml({"password": secret(name=None, kmsKeyId=key)})
    cloud.forget()

    tencentcloud.preview()
    tencentcloud.up()
    again = tencentcloud.preview()

    (new,) = cloud.secrets().keys() - {old}
    assert cloud.secret_writes == ["CreateSecret", "DisableSecret", "DeleteSecret"]
    assert (cloud.status(new), cloud.status(old)) == ("Enabled", "PendingDelete")
    assert tencentcloud.resource("password")["id"] == new
    assert "same" in [step.operation for step in again.steps]


def test_after_a_replacement_destroy_and_up_restore_the_newer_one(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    tencentcloud.write_yaml({"password": secret(name=None)})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(name=None, kmsKeyId=key)})
    tencentcloud.up()
    newer = tencentcloud.resource("password")["id"]
    cloud.control.move_clock(seconds=5)
    tencentcloud.destroy()

    tencentcloud.up()

    assert tencentcloud.resource("password")["id"] == newer
    assert cloud.status(newer) == "Enabled"
    assert [secret["status"] for secret in cloud.secrets().values()].count("Enabled") == 1


DEPENDENT = """
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider

class Maker(ResourceProvider):
    def create(self, props):
        return CreateResult(props["key"], {"key": props["key"]})

    def diff(self, _id, olds, news):
        changed = olds["key"] != news["key"]
        return DiffResult(changes=changed, replaces=["key"] if changed else [], delete_before_replace=True)

class Key(Resource):
    def __init__(self, name, key):
        super().__init__(Maker(), name, {"key": key})

key = Key("key", "%s")
"""


def test_replacing_a_key_stops_before_the_secrets_under_it_are_deleted(
    tencentcloud: Stack, cloud: CloudSide, key: str
) -> None:
    """The engine deletes dependents first, and asks only with unknown inputs whether they would be replaced."""
    declared = f'{{"name": "db-password", "secretString": "{VALUE}", "kmsKeyId": key.id}}'
    tencentcloud.write_python(untyped({"password": declared}, before=DEPENDENT % key))
    tencentcloud.up()
    tencentcloud.write_python(untyped({"password": declared}, before=DEPENDENT % KEY.replace("1", "9")))
    cloud.forget()

    failed = tencentcloud.up(expect_failure=True)

    assert HELD in "\n".join(failed.messages("error"))
    assert cloud.writes == []
    assert cloud.status("db-password") == "Enabled"


def test_replace_on_changes_of_everything_does_not_delete_what_is_to_be_restored(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    declared = secret(onPendingDeletion="restore", options={"replaceOnChanges": ["*"]})
    tencentcloud.write_yaml({"password": declared})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)
    cloud.forget()

    tencentcloud.up(expect_failure=True)

    assert "DeleteSecret" not in cloud.writes
    assert "password" in [entry["urn"].rpartition("::")[2] for entry in tencentcloud.export()["resources"]]
