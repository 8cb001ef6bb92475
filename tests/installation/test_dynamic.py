"""The dynamic flavour with the provider's wheel alone: every input of every resource, on both clouds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve.resources.catalogue import RESOURCES
from tests.engine.harness import ENVIRONMENT
from tests.installation.environments import make_environment

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.harness import Stack

READS = ("Describe", "List", "Get")
TURNS = ("Cancel", "CreateApi", "CreateKey", "CreateSecret", "Delete", "Restore", "Schedule")
INSTANCES = {"tencentcloud": "cluster-shop", "alicloud": "kst-shop"}
KEY: dict[str, Any] = {
    "alias": "shop-key",
    "delete_while_in_use": False,
    "deletion_protection": False,
    "description": "of the shop",
    "enabled": True,
    "key_spec": "SYMMETRIC_DEFAULT",
    "key_usage": "ENCRYPT_DECRYPT",
    "on_pending_deletion": "auto",
    "recovery_window_in_days": 10,
    "rotation_period_in_days": 90,
    "tags": {"team": "shop"},
}
SECRET: dict[str, Any] = {
    "deletion_protection": False,
    "description": "of the shop",
    "enabled": True,
    "force_delete": False,
    "name": "shop-text",
    "on_pending_deletion": "restore",
    "recovery_window_in_days": 7,
    "secret_string": "planted-text",
    "tags": {"team": "shop"},
    "version_id": "release-1",
}
BYTES: dict[str, Any] = {"name": "shop-bytes", "secret_binary": "cGxhbnRlZA==", "recovery_window_in_days": 7}
API_KEY: dict[str, Any] = {
    "access_key_id": "shop0id00",
    "access_key_secret": "planted0secret0of0the0shop",
    "delete_while_in_use": True,
    "deletion_protection": False,
    "enabled": True,
    "name": "shop-api",
    "tags": {"team": "shop"},
    "when_product_offline": "forget",
}


@pytest.fixture(scope="session")
def environment(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install reprieve` makes of an empty environment."""
    (wheel,) = released.glob("reprieve-*.whl")
    return make_environment(tmp_path_factory.mktemp("user") / ".venv", [wheel])


def program(cloud: str) -> str:
    """Declare everything that the cloud has, with every input that it takes."""
    instance = {"kms_instance_id": INSTANCES[cloud]}
    lines = [f"key = KmsKey('key', **{KEY | instance})"]
    for name, inputs in (("text", SECRET), ("bytes", BYTES)):
        # on Tencent Cloud a secret has no instance of its own
        placed = inputs | (instance if cloud == "alicloud" else {})
        lines.append(f"Secret({name!r}, kms_key_id=key.id, **{placed})")
    if cloud == "tencentcloud":
        lines.append(f"ApiKey('api', **{API_KEY})")
    return "from reprieve.dynamic import ApiKey, KmsKey, Secret\n" + "\n".join(lines)


def writes(emulator: Control) -> list[str]:
    """Give the calls that begin or end something since this was last asked, and all others as one."""
    found = [request["action"] for request in emulator.requests()]
    emulator.clear_requests()
    written = [action for action in found if not action.startswith(READS)]
    return sorted({action if action.startswith(TURNS) else "..." for action in written})


def live(stack: Stack, environment: Path, emulator: Control, cloud: str) -> list[list[str]]:
    """Make everything, change nothing, delete it and bring it back; return the calls that wrote."""
    stack.plugin = None
    stack.environment["PATH"] = stack.environment["PATH"].replace(str(ENVIRONMENT), str(environment))
    stack.write_python(program(cloud), environment)
    made = stack.up()
    calls = [writes(emulator)]
    for operation in (stack.up, stack.destroy, stack.up):
        operation()
        calls.append(writes(emulator))
    assert made.messages("warning") == []
    assert {step.operation for step in made.steps} == {"create"}
    return calls


def test_everything_lives_ends_and_comes_back_on_tencent_cloud(
    tencentcloud: Stack, environment: Path, emulator: Control, account: Account
) -> None:
    emulator.plant(
        "tencentcloud_kms_clusters", account=account.id, region="ap-guangzhou", cluster_id=INSTANCES["tencentcloud"]
    )

    made, unchanged, ended, back = live(tencentcloud, environment, emulator, "tencentcloud")

    assert made == ["...", "CreateApiKey", "CreateKey", "CreateSecret"]
    assert unchanged == []
    assert ended == ["...", "DeleteApiKey", "DeleteSecret", "ScheduleKeyDeletion"]
    assert back == ["...", "CancelKeyDeletion", "CreateApiKey", "RestoreSecret"]
    assert len(emulator.objects("tencentcloud_ssm_secrets")) == 2


def test_everything_lives_ends_and_comes_back_on_alibaba_cloud(
    alicloud: Stack, environment: Path, emulator: Control, other: Account
) -> None:
    place = {"account": other.id, "region": "cn-hangzhou", "create_time": 1}
    emulator.plant("alicloud_instances", instance_id=INSTANCES["alicloud"], **place)

    made, unchanged, ended, back = live(alicloud, environment, emulator, "alicloud")

    assert made == ["...", "CreateKey", "CreateSecret"]
    assert unchanged == []
    assert ended == ["DeleteSecret", "ScheduleKeyDeletion"]
    assert back == ["...", "CancelKeyDeletion", "RestoreSecret"]
    assert len(emulator.objects("alicloud_secrets")) == 2


@pytest.mark.parametrize("cloud", INSTANCES)
def test_the_programs_declare_every_input(cloud: str) -> None:
    declared = program(cloud)

    offered = [resource for resource in RESOURCES.values() if resource.name != "ApiKey" or cloud == "tencentcloud"]
    missing = [field for resource in offered for field in resource.inputs.model_fields if field not in declared]
    assert missing == []
