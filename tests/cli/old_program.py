"""The state that the tencentcloud package would have left in a stack, and the objects behind it in the cloud."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

SECRET_SIGNATURE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
KEY_ID = "11112222-3333-4444-5555-666677778888"
VALUE = "theirs"
HOME = "ap-guangzhou"


def urn(token: str, name: str) -> str:
    """Return a urn of the tests' stack."""
    return f"urn:pulumi:dev::shop::{token}::{name}"


PROVIDER = urn("pulumi:providers:tencentcloud", "default_1_82_42")
STACK = urn("pulumi:pulumi:Stack", "shop-dev")
SITE = urn("shop:index:Site", "site")
KEY = urn("tencentcloud:Kms/key:Key", "data")
SECRET = urn("shop:index:Site$tencentcloud:Ssm/secret:Secret", "db")
VERSION = urn("tencentcloud:Ssm/secretVersion:SecretVersion", "db-v1")


def resources() -> list[dict[str, Any]]:
    """Return the state: a disabled key, a secret of a component with the hidden window of 0, and its version."""
    value = {**SECRET_SIGNATURE, "plaintext": json.dumps(VALUE)}
    key = {"alias": "shop-data", "isEnabled": False, "keyState": "Disabled", "pendingDeleteWindowInDays": 7}
    secret = {"secretName": "shop-db-password", "isEnabled": True, "recoveryWindowInDays": 0, "secretType": 0}
    version = {"secretName": "shop-db-password", "versionId": "v1", "secretString": value}
    return [
        {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack"},
        {"urn": SITE, "custom": False, "type": "shop:index:Site", "parent": STACK},
        {"urn": PROVIDER, "custom": True, "type": "pulumi:providers:tencentcloud", "id": "a1"}
        | {"inputs": {"region": HOME}, "outputs": {"region": HOME}},
        _resource(KEY, KEY_ID, key, protect=True),
        _resource(SECRET, "shop-db-password", secret, parent=SITE, dependencies=[KEY]),
        _resource(VERSION, "shop-db-password#v1", version, dependencies=[SECRET]),
    ]


def _resource(name: str, object_id: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    token = name.split("::")[2].rpartition("$")[2]
    return {
        "urn": name,
        "custom": True,
        "id": object_id,
        "type": token,
        "inputs": properties,
        "outputs": properties,
        "parent": STACK,
        "provider": f"{PROVIDER}::a1",
        **more,
    }


def plant(cloud: CloudSide) -> None:
    """Put the objects into the cloud, as the old provider makes them: without a mark."""
    place = {"account": cloud.account.id, "region": HOME, "creator_uin": cloud.account.id}
    made = {"create_time": int(cloud.control.now())}
    key = {"key_id": KEY_ID, "alias": "shop-data", "status": "Disabled", "material": "00" * 32}
    cloud.control.plant("tencentcloud_kms_keys", **place, **made, **key)
    cloud.plant("shop-db-password")


def bring_in(stack: Stack) -> None:
    """Make the stack's state that of the old program."""
    deployment = json.loads(stack.run("stack", "export").stdout)
    deployment["deployment"]["resources"] = resources()
    path = stack.folder / "old.json"
    path.write_text(json.dumps(deployment))
    stack.run("stack", "import", "--file", str(path))
