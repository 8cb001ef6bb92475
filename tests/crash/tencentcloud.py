"""The kinds of objects on Tencent Cloud, and what runs do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprieve.fields import Hidden
from tests.crash.scene import Kind
from tests.crash.stories import (
    Story,
    deleted_outside,
    destroyed,
    failing,
    forgotten,
    made,
    made_then,
    nothing,
)
from tests.property.tencentcloud import PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crash.scene import Scene
    from tests.property.pair import Row

LONG_AGO = 1_700_000_000
FORBIDDEN = "UnauthorizedOperation"


def _secret_facts(scene: Scene, row: Row) -> Row:
    versions = scene.rows("tencentcloud_ssm_versions", name=row["name"])
    newest = max(versions, key=lambda one: (one["create_time"], one["version_id"]))
    kept = ("description", "kms_key_id", "hsm_cluster_id")
    return {"value": newest["secret_string"], "name": row["name"], **{field: row[field] for field in kept}}


def _key_facts(scene: Scene, row: Row) -> Row:
    del scene
    days = row["rotate_days"] if row["rotation"] else None
    return {"alias": row["alias"], "description": row["description"], "usage": row["usage"], "rotation": days}


def _api_key_facts(scene: Scene, row: Row) -> Row:
    bound = scene.rows("tencentcloud_apigateway_plan_keys", access_key_id=row["access_key_id"])
    manual = row["access_key_secret"] if row["kind"] == "manual" else ""
    return {"name": row["name"], "secret": manual, "plans": sorted(one["plan_id"] for one in bound)}


SECRETS, KEYS, API_KEYS = (
    Kind(pair, facts, {"ssm_repeated_toggle": "refused", "kms_repeated_toggle": "refused"})
    for pair, facts in zip(PAIRS, (_secret_facts, _key_facts, _api_key_facts), strict=True)
)

SECRET: dict[str, Any] = {
    "name": "it",
    "secretString": Hidden("one"),
    "description": "first",
    "tags": {"team": "a", "cost": "1"},
    "recoveryWindowInDays": 7,
}
SECRET_2 = SECRET | {"secretString": Hidden("two"), "description": "second", "tags": {"team": "b", "zone": "2"}}
FORCED = {key: value for key, value in SECRET.items() if key != "recoveryWindowInDays"} | {"forceDelete": True}
UNNAMED = {key: value for key, value in SECRET.items() if key != "name"}
DISABLED = {"enabled": False}
RESTORES = {"onPendingDeletion": "restore"}
ELSEWHERE = {"kmsInstanceId": "cluster-1"}

KEY: dict[str, Any] = {
    "alias": "it",
    "description": "first",
    "tags": {"team": "a", "cost": "1"},
    "rotationPeriodInDays": 90,
    "recoveryWindowInDays": 7,
}
KEY_2 = KEY | {"alias": "it2", "description": "second", "tags": {"team": "b", "zone": "2"}, "rotationPeriodInDays": 30}
SIGNS = {"keySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY", "rotationPeriodInDays": None}

API_KEY: dict[str, Any] = {"name": "it", "tags": {"team": "a"}}
MANUAL = API_KEY | {"accessKeyId": "manual_key", "accessKeySecret": Hidden("first_secret")}
MANUAL_2 = API_KEY | {"accessKeyId": "another_key", "accessKeySecret": Hidden("second_secret")}
IN_USE = {"deleteWhileInUse": True}


def _somebody_elses_secret(scene: Scene) -> None:
    whole = {**scene.place, "name": "it", "creator_uin": scene.account.id, "create_time": LONG_AGO}
    scene.control.plant("tencentcloud_ssm_secrets", **whole, description="theirs")
    value = {"version_id": "theirs", "create_time": LONG_AGO, "secret_string": "theirs"}
    scene.control.plant("tencentcloud_ssm_versions", **scene.place, name="it", **value)


KEY_ID = "0000000a-0000-4000-8000-000000000000"


def _somebody_elses_key(scene: Scene) -> None:
    whole = {**scene.place, "key_id": KEY_ID, "alias": "it", "creator_uin": scene.account.id}
    scene.control.plant("tencentcloud_kms_keys", **whole, create_time=LONG_AGO, material="00" * 32)


def _used_by_a_secret(scene: Scene) -> None:
    (key_id,) = scene.known()
    whole = {**scene.place, "name": "user", "creator_uin": scene.account.id, "create_time": LONG_AGO}
    scene.control.plant("tencentcloud_ssm_secrets", **whole, kms_key_id=key_id, kms_key_type="CUSTOMER")


def _bound(scene: Scene) -> None:
    (key_id,) = scene.known()
    for plan in ("usagePlan-a", "usagePlan-b"):
        told = {"name": plan, "created": LONG_AGO, "modified": LONG_AGO}
        scene.control.plant("tencentcloud_apigateway_plans", **scene.place, plan_id=plan, **told)
        scene.control.plant("tencentcloud_apigateway_plan_keys", **scene.place, plan_id=plan, access_key_id=key_id)


def _clusters(scene: Scene) -> None:
    scene.control.plant("tencentcloud_kms_clusters", **scene.place, cluster_id="cluster-1", name="cluster-1")


def _secrets() -> Iterator[Story]:
    yield Story(SECRETS, "create", nothing, SECRET)
    yield Story(SECRETS, "create disabled", nothing, SECRET | DISABLED)
    yield Story(SECRETS, "create under a name of ours", nothing, UNNAMED)
    yield Story(SECRETS, "create again what the state has lost", made_then(SECRET, forgotten), SECRET_2)
    yield Story(SECRETS, "finish", failing(SECRET | DISABLED, "DisableSecret", code=FORBIDDEN), SECRET_2 | DISABLED)
    yield Story(SECRETS, "import", _somebody_elses_secret, SECRET, imports="it")
    yield Story(SECRETS, "update", made(SECRET), SECRET_2)
    yield Story(SECRETS, "update and disable", made(SECRET), SECRET_2 | DISABLED)
    yield Story(SECRETS, "update and enable", made(SECRET | DISABLED), SECRET_2)
    yield Story(SECRETS, "replace under another name", made(SECRET), SECRET_2 | {"name": "it2"})
    yield Story(SECRETS, "replace under a name of ours", made_then(_clusters, UNNAMED), UNNAMED | ELSEWHERE)
    yield Story(SECRETS, "replace under the same name", made_then(_clusters, FORCED), FORCED | ELSEWHERE)
    yield Story(
        SECRETS,
        "go back on a replacement",
        made_then(_clusters, FORCED, failing(FORCED | ELSEWHERE, "CreateSecret", code=FORBIDDEN)),
        FORCED,
    )
    yield Story(SECRETS, "delete", made(SECRET), None)
    yield Story(SECRETS, "delete what is disabled", made(SECRET | DISABLED), None)
    yield Story(SECRETS, "delete at once", made(FORCED), None)
    yield Story(SECRETS, "restore", made_then(SECRET, destroyed), SECRET_2)
    yield Story(SECRETS, "restore disabled", made_then(SECRET, destroyed), SECRET_2 | DISABLED)
    yield Story(SECRETS, "restore under a name of ours", made_then(UNNAMED, destroyed), UNNAMED)
    yield Story(SECRETS, "restore in an update", made_then(SECRET, deleted_outside), SECRET_2 | RESTORES)


def _keys() -> Iterator[Story]:
    yield Story(KEYS, "create", nothing, KEY)
    yield Story(KEYS, "create disabled", nothing, KEY | DISABLED)
    yield Story(KEYS, "create again what the state has lost", made_then(KEY, forgotten), KEY_2 | {"alias": "it"})
    yield Story(KEYS, "finish", failing(KEY, "EnableKeyRotation", code=FORBIDDEN), KEY | DISABLED)
    yield Story(KEYS, "import", _somebody_elses_key, KEY, imports=KEY_ID)
    yield Story(KEYS, "update", made(KEY), KEY_2)
    yield Story(KEYS, "update and disable", made(KEY), KEY_2 | DISABLED)
    yield Story(KEYS, "update and enable", made(KEY | DISABLED), KEY_2)
    yield Story(KEYS, "replace under the same alias", made(KEY), KEY | SIGNS)
    yield Story(KEYS, "replace under another alias", made(KEY), KEY_2 | SIGNS)
    yield Story(KEYS, "replace by a disabled one", made(KEY), KEY | SIGNS | DISABLED)
    yield Story(KEYS, "delete", made(KEY), None)
    yield Story(KEYS, "delete what is disabled", made(KEY | DISABLED), None)
    yield Story(KEYS, "delete in use", made_then(KEY | IN_USE, _used_by_a_secret), None)
    yield Story(KEYS, "restore", made_then(KEY, destroyed), KEY_2)
    yield Story(KEYS, "restore disabled", made_then(KEY, destroyed), KEY_2 | DISABLED)
    yield Story(KEYS, "restore in an update", made_then(KEY, deleted_outside), KEY_2 | RESTORES)


def _api_keys() -> Iterator[Story]:
    yield Story(API_KEYS, "create", nothing, API_KEY)
    yield Story(API_KEYS, "create disabled", nothing, API_KEY | DISABLED)
    yield Story(API_KEYS, "create with an id", nothing, MANUAL | DISABLED)
    yield Story(API_KEYS, "create again what the state has lost", made_then(API_KEY, forgotten), API_KEY | DISABLED)
    yield Story(API_KEYS, "finish", failing(API_KEY | DISABLED, "DisableApiKey", code=FORBIDDEN), API_KEY | DISABLED)
    yield Story(API_KEYS, "update", made(MANUAL), MANUAL | DISABLED | {"accessKeySecret": Hidden("second_secret")})
    yield Story(API_KEYS, "enable", made(API_KEY | DISABLED), API_KEY)
    yield Story(API_KEYS, "replace under another name", made(API_KEY), API_KEY | {"name": "it2"})
    yield Story(API_KEYS, "replace by another id", made(MANUAL), MANUAL_2)
    yield Story(API_KEYS, "replace in use", made_then(MANUAL | IN_USE, _bound), MANUAL_2)
    yield Story(API_KEYS, "delete", made(API_KEY), None)
    yield Story(API_KEYS, "delete what is disabled", made(API_KEY | DISABLED), None)
    yield Story(API_KEYS, "delete in use", made_then(MANUAL | IN_USE, _bound), None)


STORIES = (*_secrets(), *_keys(), *_api_keys())
