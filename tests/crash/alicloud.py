"""The kinds of objects on Alibaba Cloud, and what runs do to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprieve.fields import Hidden
from tests.crash.scene import Kind
from tests.crash.stories import Story, deleted_outside, destroyed, failing, forgotten, made, made_then, nothing
from tests.property.alicloud import PAIRS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crash.scene import Scene
    from tests.property.pair import Row

LONG_AGO = 1_700_000_000
DAY = 86_400
FORBIDDEN = "Forbidden.NoPermission"


def _secret_facts(scene: Scene, row: Row) -> Row:
    versions = scene.rows("alicloud_secret_versions", name=row["name"])
    (current,) = (one for one in versions if "ACSCurrent" in one["stages"])
    kept = ("name", "description", "encryption_key_id", "instance_id")
    return {"value": current["data"], **{field: row[field] for field in kept}}


def _key_facts(scene: Scene, row: Row) -> Row:
    aliases = scene.rows("alicloud_aliases", key_id=row["key_id"])
    kept = ("description", "spec", "usage", "deletion_protection")
    return {
        "aliases": sorted(alias["name"] for alias in aliases),
        "rotation": row["rotation_seconds"] / DAY,
        **{field: row[field] for field in kept},
    }


SECRETS, KEYS = (Kind(pair, facts) for pair, facts in zip(PAIRS, (_secret_facts, _key_facts), strict=True))

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

KEY: dict[str, Any] = {
    "alias": "it",
    "description": "first",
    "tags": {"team": "a", "cost": "1"},
    "rotationPeriodInDays": 365,
    "recoveryWindowInDays": 7,
}
KEY_2 = KEY | {"alias": "it2", "description": "second", "tags": {"team": "b", "zone": "2"}, "rotationPeriodInDays": 700}
SIGNS = {"keySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY", "rotationPeriodInDays": None}
PROTECTED = {"deletionProtection": True}
KEY_ID = "0000000a-0000-4000-8000-000000000000"


def _somebody_elses_secret(scene: Scene) -> None:
    whole = {**scene.place, "name": "it", "creator": scene.account.id, "create_time": LONG_AGO}
    scene.control.plant("alicloud_secrets", **whole, update_time=LONG_AGO, description="theirs")
    value = {"version_id": "theirs", "create_time": LONG_AGO, "data": "theirs", "stages": ["ACSCurrent"]}
    scene.control.plant("alicloud_secret_versions", **scene.place, name="it", **value)


def _somebody_elses_key(scene: Scene) -> None:
    whole = {**scene.place, "key_id": KEY_ID, "creator": scene.account.id, "create_time": LONG_AGO}
    scene.control.plant("alicloud_keys", **whole)
    version = {"key_id": KEY_ID, "version_id": KEY_ID, "create_time": LONG_AGO, "material": "00" * 32}
    scene.control.plant("alicloud_key_versions", **version)


def _an_instance(scene: Scene) -> None:
    scene.control.plant("alicloud_instances", **scene.place, instance_id="kst-1", name="kst-1", create_time=LONG_AGO)


def _secrets() -> Iterator[Story]:
    elsewhere = {"kmsInstanceId": "kst-1"}
    yield Story(SECRETS, "create", nothing, SECRET)
    yield Story(SECRETS, "create under a name of ours", nothing, UNNAMED)
    yield Story(SECRETS, "create again what the state has lost", made_then(SECRET, forgotten), SECRET_2)
    yield Story(SECRETS, "import", _somebody_elses_secret, SECRET, imports="it")
    yield Story(SECRETS, "update", made(SECRET), SECRET_2)
    yield Story(SECRETS, "replace under another name", made(SECRET), SECRET_2 | {"name": "it2"})
    yield Story(SECRETS, "replace under a name of ours", made_then(_an_instance, UNNAMED), UNNAMED | elsewhere)
    yield Story(SECRETS, "replace under the same name", made_then(_an_instance, FORCED), FORCED | elsewhere)
    yield Story(
        SECRETS,
        "go back on a replacement",
        made_then(_an_instance, FORCED, failing(FORCED | elsewhere, "CreateSecret", code=FORBIDDEN)),
        FORCED,
    )
    yield Story(SECRETS, "delete", made(SECRET), None)
    yield Story(SECRETS, "delete at once", made(FORCED), None)
    yield Story(SECRETS, "restore", made_then(SECRET, destroyed), SECRET_2)
    yield Story(SECRETS, "restore under a name of ours", made_then(UNNAMED, destroyed), UNNAMED)
    yield Story(SECRETS, "restore in an update", made_then(SECRET, deleted_outside), SECRET_2 | RESTORES)


def _keys() -> Iterator[Story]:
    yield Story(KEYS, "create", nothing, KEY)
    yield Story(KEYS, "create protected and disabled", nothing, KEY_2 | PROTECTED | DISABLED)
    yield Story(KEYS, "create again what the state has lost", made_then(KEY, forgotten), KEY_2)
    yield Story(KEYS, "finish", failing(KEY_2, "CreateAlias", code=FORBIDDEN), KEY_2 | PROTECTED)
    yield Story(KEYS, "import", _somebody_elses_key, KEY, imports=KEY_ID)
    yield Story(KEYS, "update", made(KEY), KEY_2)
    yield Story(KEYS, "update, protect and disable", made(KEY), KEY_2 | PROTECTED | DISABLED)
    yield Story(KEYS, "update, unprotect and enable", made(KEY | PROTECTED | DISABLED), KEY_2)
    yield Story(KEYS, "replace under the same alias", made(KEY), KEY | SIGNS)
    yield Story(KEYS, "replace under another alias", made(KEY), KEY_2 | SIGNS)
    yield Story(KEYS, "replace by a protected one", made(KEY), KEY | SIGNS | PROTECTED)
    yield Story(
        KEYS, "finish a successor", made_then(KEY, failing(KEY | SIGNS, "UpdateAlias", code=FORBIDDEN)), KEY | SIGNS
    )
    yield Story(KEYS, "delete", made(KEY), None)
    yield Story(KEYS, "delete what is disabled", made(KEY | DISABLED), None)
    yield Story(KEYS, "restore", made_then(KEY, destroyed), KEY_2)
    yield Story(KEYS, "restore disabled", made_then(KEY, destroyed), KEY_2 | DISABLED)
    yield Story(KEYS, "restore in an update", made_then(KEY, deleted_outside), KEY_2 | RESTORES)


STORIES = (*_secrets(), *_keys())
