"""Keys and secrets of Alibaba Cloud through the real engine, alone and beside Tencent Cloud's in one program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.harness import Stack

READS = ("Describe", "List", "Get")
HOME = "cn-hangzhou"


def key(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    return {"type": "reprieve:KmsKey", "properties": {"alias": "shop/db", **properties}}


def writes(emulator: Control) -> list[str]:
    """Give the writing calls since this was last asked."""
    found = [request["action"] for request in emulator.requests()]
    emulator.clear_requests()
    return [action for action in found if not action.startswith(READS)]


def test_a_key_and_its_secret_live_end_and_come_back_together(alicloud: Stack, emulator: Control) -> None:
    window: dict[str, Any] = {"recoveryWindowInDays": 7}
    password = secret(kmsKeyId="${key.id}", **window)
    alicloud.write_yaml({"key": key(rotationPeriodInDays=30, tags={"team": "shop"}, **window), "password": password})

    alicloud.up()
    made = writes(emulator)
    again = alicloud.up()
    unchanged = writes(emulator)
    shown = alicloud.destroy("--preview-only")
    alicloud.destroy()
    ended = writes(emulator)
    back = alicloud.up()

    assert made == ["CreateKey", "CreateAlias", "CreateSecret"]
    assert [step.operation for step in again.steps if step.operation != "refresh"] == ["same", "same"]
    assert unchanged == []
    noted = "\n".join([*shown.messages("info"), *shown.messages("warning")])
    assert "db-password: deleting makes it unreadable now, final after 7 days" in noted
    assert "shop/db: deleting makes all that it encrypted unreadable now" in noted
    assert ended == ["DeleteSecret", "ScheduleKeyDeletion"]
    assert writes(emulator) == ["CancelKeyDeletion", "RestoreSecret", "PutSecretValue"]
    assert len(back.messages("warning")) == 2
    (held,) = emulator.objects("alicloud_secrets")
    (version,) = emulator.objects("alicloud_secret_versions", values=True)
    assert held["encryption_key_id"] == alicloud.resource("key")["id"]
    assert (version["version_id"], version["data"]) == ("v1", VALUE)


def test_an_alias_for_the_same_key_replaces_nothing(alicloud: Stack) -> None:
    alicloud.write_yaml({"key": key(), "password": secret(kmsKeyId="${key.id}")})
    alicloud.up()
    alicloud.write_yaml({"key": key(), "password": secret(kmsKeyId="alias/shop/db")})

    again = alicloud.up()

    assert {step.operation for step in again.steps if step.operation != "refresh"} == {"same"}


def test_another_spec_makes_a_successor_that_takes_the_alias(alicloud: Stack, emulator: Control) -> None:
    alicloud.write_yaml({"key": key()})
    alicloud.up()
    before = alicloud.resource("key")["id"]
    writes(emulator)
    alicloud.write_yaml({"key": key(keySpec="SM4")})

    replaced = alicloud.up()

    assert writes(emulator) == ["CreateKey", "UpdateAlias", "ScheduleKeyDeletion"]
    assert "replaces it by a key with new material" in "\n".join(replaced.messages("warning"))
    (alias,) = emulator.objects("alicloud_aliases")
    assert alias["key_id"] == alicloud.resource("key")["id"] != before


def test_a_protected_key_is_kept_by_the_stack_and_by_the_cloud(alicloud: Stack, emulator: Control) -> None:
    alicloud.write_yaml({"key": key(deletionProtection=True)})
    alicloud.up()
    writes(emulator)

    refused = alicloud.destroy(expect_failure=True)

    assert "deletionProtection is recorded in the state" in refused.text
    assert writes(emulator) == []
    (held,) = emulator.objects("alicloud_keys")
    assert held["deletion_protection"]


def test_a_version_that_keeps_its_id_cannot_change_its_value(alicloud: Stack) -> None:
    alicloud.write_yaml({"password": secret(versionId="release-1")})
    alicloud.up()
    alicloud.write_yaml({"password": secret(versionId="release-1", secretString={"fn::secret": "another"})})

    refused = alicloud.preview(expect_failure=True)

    assert "a version never gets another value on Alibaba Cloud" in refused.text
    assert "another" not in refused.text.replace("another value", "").replace("another versionId", "")


def test_a_key_is_imported_by_its_alias(alicloud: Stack, emulator: Control, other: Account) -> None:
    place = {"account": other.id, "region": HOME}
    key_id = "11111111-2222-4333-8444-555555555555"
    emulator.plant("alicloud_keys", **place, key_id=key_id, creator=other.id, create_time=1)
    version = {"version_id": "22222222-2222-4333-8444-555555555555", "create_time": 1, "material": "00" * 32}
    emulator.plant("alicloud_key_versions", key_id=key_id, **version)
    emulator.plant("alicloud_aliases", **place, name="alias/theirs", key_id=key_id)

    printed = alicloud.import_("reprieve:index:KmsKey", "theirs", "alias/theirs")

    assert alicloud.resource("theirs")["id"] == key_id
    assert "alias: theirs" in printed.stdout


def test_two_clouds_work_side_by_side_in_one_program(
    alicloud: Stack, emulator: Control, account: Account, other: Account
) -> None:
    alicloud.environment.update(account.environment)
    clouds = {"tencentcloud": "ap-guangzhou", "alicloud": HOME}
    providers: dict[str, Any] = {
        name: {
            "type": "pulumi:providers:reprieve",
            "properties": {"cloud": name, "region": region, "endpoint": emulator.url},
        }
        for name, region in clouds.items()
    }
    secrets = {f"on-{name}": secret(options={"provider": f"${{{name}}}"}) for name in clouds}
    alicloud.write_yaml(providers | secrets)

    alicloud.up()
    states = {name: alicloud.resource(f"on-{name}")["outputs"] for name in clouds}
    shown = alicloud.destroy("--preview-only")
    alicloud.destroy()

    assert {name: state["region"] for name, state in states.items()} == clouds
    assert [state["accountId"] for state in states.values()] == [account.id, other.id]
    assert "\n".join(shown.messages("info")).count("db-password: deleting makes it unreadable now") == 2
    (here,), (there,) = emulator.objects("tencentcloud_ssm_secrets"), emulator.objects("alicloud_secrets")
    assert here["status"] == "PendingDelete"
    assert there["delete_time"] > 0
