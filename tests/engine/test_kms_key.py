"""A key's whole life through the real engine: its alias, its end, and the secrets that it encrypts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PLAN = {
    "steps": ["DisableKey", "ScheduleKeyDeletion (recovery window of 7 days)"],
    "recoveryWindowInDays": 7,
    "reversible": True,
    "undo": "pulumi up within the window: CancelKeyDeletion, EnableKey",
}
SCHEDULING = ("DisableSecret", "DeleteSecret", "DisableKey", "ScheduleKeyDeletion")


def key(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return `shop-key` for a YAML program, with the shortest window."""
    return {"type": "reprieve:KmsKey", "properties": {"alias": "shop-key", "recoveryWindowInDays": 7, **properties}}


def keys(cloud: CloudSide) -> dict[str, dict[str, Any]]:
    """The keys of the cloud, by their aliases."""
    return {row["alias"]: row for row in cloud.control.objects("tencentcloud_kms_keys")}


def operations(result: Any) -> list[str]:  # noqa: ANN401 - a result of any command
    """What was done, without the reads."""
    return [step.operation for step in result.steps if step.operation != "refresh"]


def test_a_key_lives_dies_and_comes_back(tencentcloud: Stack, cloud: CloudSide) -> None:
    declared = key(description="of the shop", rotationPeriodInDays=90, tags={"team": "shop"})
    tencentcloud.write_yaml({"key": declared}, outputs={"id": "${key.id}", "plan": "${key.deletionPlan}"})
    tencentcloud.up()
    made, outputs = keys(cloud)["shop-key"], tencentcloud.outputs()
    again = tencentcloud.up()

    destroyed = tencentcloud.destroy()
    pending = keys(cloud)["shop-key"]["status"]
    cloud.forget()
    restored = tencentcloud.up()

    assert outputs == {"id": made["key_id"], "plan": PLAN}
    assert (made["description"], made["rotate_days"]) == ("of the shop", 90)
    assert operations(again) == ["same"]
    assert pending == "PendingDelete"
    assert any("shop-key was deleted: final on " in line for line in destroyed.messages("info"))
    assert keys(cloud)["shop-key"]["key_id"] == made["key_id"]
    assert cloud.writes == ["CancelKeyDeletion", "EnableKey", "EnableKeyRotation"]
    assert any("shop-key was restored (it was pending deletion" in line for line in restored.messages("warning"))


def test_a_replaced_key_hands_its_alias_on(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": key()})
    tencentcloud.up()
    old = keys(cloud)["shop-key"]["key_id"]
    tencentcloud.write_yaml({"key": key(keySpec="SM2")})

    previewed = tencentcloud.preview()
    cloud.forget()
    tencentcloud.up()

    said = (
        "shop-key: changing keySpec replaces it by a key with new material, which cannot read what the old one "
        "encrypted; the old one is deleted, recovery window of 7 days"
    )
    assert said in previewed.messages("warning")
    assert [action for action in cloud.writes if action != "CreateTags"] == [
        "UpdateAlias",
        "CreateKey",
        "DisableKey",
        "ScheduleKeyDeletion",
    ]
    assert {alias: row["status"] for alias, row in keys(cloud).items()} == {
        "shop-key": "Enabled",
        f"shop-key-{old[:8]}": "PendingDelete",
    }
    assert operations(tencentcloud.preview()) == ["same"]


def test_a_forced_replacement_makes_another_key_too(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": key()})
    tencentcloud.up()
    old = keys(cloud)["shop-key"]["key_id"]

    tencentcloud.up("--replace", tencentcloud.resource("key")["urn"])

    assert keys(cloud)["shop-key"]["key_id"] != old
    assert keys(cloud)["shop-key"]["status"] == "Enabled"
    assert keys(cloud)[f"shop-key-{old[:8]}"]["status"] == "PendingDelete"
    assert tencentcloud.resource("key")["id"] == keys(cloud)["shop-key"]["key_id"]


def test_a_key_goes_after_the_secret_that_it_encrypts(tencentcloud: Stack, cloud: CloudSide) -> None:
    password = secret(kmsKeyId="${key.id}", recoveryWindowInDays=7)
    tencentcloud.write_yaml({"key": key(), "password": password})
    tencentcloud.up()
    cloud.forget()

    tencentcloud.destroy()

    assert [action for action in cloud.writes if action in SCHEDULING] == list(SCHEDULING)
    assert cloud.status("db-password") == "PendingDelete"
    assert keys(cloud)["shop-key"]["status"] == "PendingDelete"


def test_a_key_that_would_end_before_its_pending_secret_is_refused_with_the_window_that_suffices(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    password = secret(kmsKeyId="${key.id}", recoveryWindowInDays=20)
    tencentcloud.write_yaml({"key": key(), "password": password})
    tencentcloud.up()

    refused = tencentcloud.destroy(expect_failure=True)
    tencentcloud.write_yaml({"key": key(recoveryWindowInDays=20)})
    tencentcloud.up()
    tencentcloud.destroy()

    assert (
        "shop-key was not deleted, and nothing was called: it encrypts 1 secret (db-password), pending" in refused.text
    )
    assert "a recovery window of 20 days suffices" in refused.text
    assert keys(cloud)["shop-key"]["status"] == "PendingDelete"


def test_a_key_that_others_use_stays_unless_its_deletion_is_declared(tencentcloud: Stack, cloud: CloudSide) -> None:
    cloud.control.set_switches(ssm_binds_key="never")
    tencentcloud.write_yaml({"key": key()})
    tencentcloud.up()
    cloud.plant("theirs", kms_key_id=keys(cloud)["shop-key"]["key_id"], kms_key_type="CUSTOMER")
    cloud.forget()

    refused = tencentcloud.destroy(expect_failure=True)
    untouched = cloud.writes
    tencentcloud.write_yaml({"key": key(deleteWhileInUse=True)})
    tencentcloud.up()
    deleted = tencentcloud.destroy()

    assert (
        "it encrypts 1 live secret (theirs); to delete it all the same, record deleteWhileInUse: true" in refused.text
    )
    assert untouched == []
    assert "shop-key is deleted although it encrypts 1 live secret (theirs)" in deleted.messages("warning")
    assert keys(cloud)["shop-key"]["status"] == "PendingDelete"


def test_a_destroys_preview_says_what_becomes_of_the_key(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"key": key()})
    tencentcloud.up()

    previewed = tencentcloud.destroy("--preview-only")

    (said,) = previewed.messages("warning")
    assert said.startswith(
        "shop-key: deleting makes all that it encrypted unreadable now, live secrets too, final after 7"
    )
    assert said.endswith("; undo: pulumi up; what else it encrypts is not checked")


def test_a_key_is_imported_by_its_alias(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"key": key(description="of the shop")})
    tencentcloud.up()
    made = tencentcloud.resource("key")
    tencentcloud.run("state", "delete", made["urn"], "--yes")

    tencentcloud.import_("reprieve:index:KmsKey", "key", "shop-key")

    imported = tencentcloud.resource("key")
    assert imported["id"] == made["id"] == keys(cloud)["shop-key"]["key_id"]
    assert imported["inputs"]["description"] == "of the shop"
