"""The resources of Alibaba Cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.clouds.alicloud.kms_key import RULES as KMS_KEY_RULES
from reprieve.clouds.alicloud.secret import RULES as SECRET_RULES
from reprieve.fields import Hidden
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET
from tests.property.pair import AN_HOUR, AS_IT_WAS, DAY, LONG_AGO, NEEDED_DAYS, Pair, Row, Tags

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOUD, REGION = "alicloud", "cn-hangzhou"
TAGS = Tags("alicloud_tags", "target_id", "key", "value")
REFUSALS = ("Rejected.ResourceInUse", "Forbidden.NoPermission", "InternalFailure", "NeverSeenCode")
STATES = {"Enabled": "enabled", "Disabled": "disabled", "PendingDeletion": "pendingDeletion"}


def _secret_window(parameters: Row) -> int | None:
    """Read the window, which is a text, or the force flag in its place."""
    if parameters.get("ForceDeleteWithoutRecovery") == "true":
        return None if "RecoveryWindowInDays" in parameters else 0
    window = parameters.get("RecoveryWindowInDays")
    return int(window) if window else None


def _key_window(parameters: Row) -> int | None:
    window = parameters.get("PendingWindowInDays")
    return int(window) if window else None


def _secret_of(key: Row, now: int, name: str, **fields: object) -> Iterator[tuple[str, Row]]:
    """Plant a secret that a key encrypts."""
    place = {"account": key["account"], "region": key["region"], "creator": key["creator"]}
    user = {"name": f"of-{key['key_id']}-{name}", "encryption_key_id": key["key_id"], "update_time": now}
    yield "alicloud_secrets", {**place, **user, "create_time": now, **fields}


PAIRS = (
    Pair(
        cloud=CLOUD,
        region=REGION,
        resource=SECRET,
        rules=SECRET_RULES,
        table="alicloud_secrets",
        id_column="name",
        id_parameters=("SecretName",),
        status=lambda row: "pendingDeletion" if row["delete_time"] else "enabled",
        outside={
            AS_IT_WAS: lambda _: {},
            "pending": lambda now: {"delete_time": now + 5 * DAY + AN_HOUR},
            "gone": lambda _: {"delete_time": LONG_AGO},
            "another kind": lambda _: {"kind": "Rds"},
            "made again": lambda now: {"create_time": now + AN_HOUR},
            "made again, pending": lambda now: {
                "create_time": now + AN_HOUR,
                "delete_time": now + 5 * DAY + AN_HOUR,
            },
        },
        tags=TAGS,
        refusals=REFUSALS,
        declares={"secretString": Hidden("one")},
        window_sent=_secret_window,
        end_column="delete_time",
    ),
    Pair(
        cloud=CLOUD,
        region=REGION,
        resource=KMS_KEY,
        rules=KMS_KEY_RULES,
        table="alicloud_keys",
        id_column="key_id",
        id_parameters=("KeyId",),
        status=lambda row: STATES[row["state"]],
        outside={
            AS_IT_WAS: lambda _: {},
            "enabled": lambda _: {"state": "Enabled"},
            "disabled": lambda _: {"state": "Disabled"},
            "pending": lambda now: {"state": "PendingDeletion", "delete_time": now + 5 * DAY + AN_HOUR},
            "gone": lambda _: {"state": "PendingDeletion", "delete_time": LONG_AGO},
            "another kind": lambda _: {"origin": "EXTERNAL"},
            "protected in the cloud": lambda _: {"deletion_protection": True},
            "not protected in the cloud": lambda _: {"deletion_protection": False},
        },
        tags=TAGS,
        refusals=REFUSALS,
        window_sent=_key_window,
        end_column="delete_time",
        users={
            "live secret": lambda key, now: _secret_of(key, now, "live"),
            "pending secret": lambda key, now: _secret_of(key, now, "pending", delete_time=now + NEEDED_DAYS * DAY),
        },
    ),
)
