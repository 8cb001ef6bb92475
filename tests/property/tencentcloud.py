"""The resources of Tencent Cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud.api_key import RULES as API_KEY_RULES
from reprieve.clouds.tencentcloud.kms_key import RULES as KMS_KEY_RULES
from reprieve.clouds.tencentcloud.secret import RULES as SECRET_RULES
from reprieve.fields import Hidden
from reprieve.resources.api_key import API_KEY
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET
from tests.property.pair import AN_HOUR, AS_IT_WAS, DAY, LONG_AGO, NEEDED_DAYS, Pair, Row, Tags

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOUD, REGION = "tencentcloud", "ap-guangzhou"
TAGS = Tags("tencentcloud_tag_attachments", "resource", "tag_key", "tag_value")
SOMEBODY_ELSE = {"creator_uin": "100000000009"}
"""Tags belong to the path of an object, and its creator is a part of the path."""
REFUSALS = ("FailedOperation", "UnauthorizedOperation", "InternalError", "ResourceUnavailable", "NeverSeenCode")
STATES = {
    "Archived": "archived",
    "Creating": "creating",
    "Disabled": "disabled",
    "Enabled": "enabled",
    "PendingDelete": "pendingDeletion",
}


def _state(row: Row) -> str:
    return STATES[row["status"]]


def _secret_of(key: Row, now: int, name: str, **fields: object) -> Iterator[tuple[str, Row]]:
    """Plant a secret that a key encrypts."""
    place = {"account": key["account"], "region": key["region"], "creator_uin": key["creator_uin"]}
    user = {"name": f"{key['alias']}-{name}", "kms_key_id": key["key_id"], "kms_key_type": "CUSTOMER"}
    yield "tencentcloud_ssm_secrets", {**place, **user, "create_time": now, **fields}


def _plan_of(key: Row, now: int) -> Iterator[tuple[str, Row]]:
    """Plant a usage plan that an API key is bound to."""
    place = {"account": key["account"], "region": key["region"], "plan_id": f"usagePlan-{key['access_key_id'][-8:]}"}
    yield "tencentcloud_apigateway_plans", {**place, "name": "free", "created": now, "modified": now}
    yield "tencentcloud_apigateway_plan_keys", {**place, "access_key_id": key["access_key_id"]}


PAIRS = (
    Pair(
        cloud=CLOUD,
        region=REGION,
        resource=SECRET,
        rules=SECRET_RULES,
        table="tencentcloud_ssm_secrets",
        id_column="name",
        id_parameters=("SecretName",),
        status=_state,
        outside={
            AS_IT_WAS: lambda _: {},
            "enabled": lambda _: {"status": "Enabled"},
            "disabled": lambda _: {"status": "Disabled"},
            "pending": lambda now: {"status": "PendingDelete", "delete_time": now + 5 * DAY + AN_HOUR},
            "gone": lambda _: {"status": "PendingDelete", "delete_time": LONG_AGO},
            "another kind": lambda _: {"secret_type": 4, "product_name": "Redis"},
            "made again": lambda now: {"create_time": now + AN_HOUR},
            "made again, pending": lambda now: {
                "create_time": now + AN_HOUR,
                "status": "PendingDelete",
                "delete_time": now + 5 * DAY + AN_HOUR,
            },
            "not finished": lambda _: {"status": "Creating"},
        },
        tags=TAGS,
        refusals=REFUSALS,
        declares={"secretString": Hidden("one")},
        window_sent=lambda parameters: parameters.get("RecoveryWindowInDays"),
        end_column="delete_time",
        unmarked=SOMEBODY_ELSE,
    ),
    Pair(
        cloud=CLOUD,
        region=REGION,
        resource=KMS_KEY,
        rules=KMS_KEY_RULES,
        table="tencentcloud_kms_keys",
        id_column="key_id",
        id_parameters=("KeyId",),
        status=_state,
        outside={
            AS_IT_WAS: lambda _: {},
            "enabled": lambda _: {"status": "Enabled"},
            "disabled": lambda _: {"status": "Disabled"},
            "archived": lambda _: {"status": "Archived"},
            "pending": lambda now: {"status": "PendingDelete", "deletion_date": now + 5 * DAY + AN_HOUR},
            "gone": lambda _: {"status": "PendingDelete", "deletion_date": LONG_AGO},
            "another kind": lambda _: {"owner": "cos"},
        },
        tags=TAGS,
        refusals=REFUSALS,
        window_sent=lambda parameters: parameters.get("PendingWindowInDays"),
        end_column="deletion_date",
        unmarked=SOMEBODY_ELSE,
        users={
            "live secret": lambda key, now: _secret_of(key, now, "live"),
            "pending secret": lambda key, now: _secret_of(
                key, now, "pending", status="PendingDelete", delete_time=now + NEEDED_DAYS * DAY
            ),
        },
        # where SSM binds its keys no option lets the deletion of a key with live secrets pass, and KMS says so
        switches={"ssm_binds_key": "never"},
    ),
    Pair(
        cloud=CLOUD,
        region=REGION,
        resource=API_KEY,
        rules=API_KEY_RULES,
        table="tencentcloud_apigateway_keys",
        id_column="access_key_id",
        id_parameters=("AccessKeyId", "AccessKeyIds"),
        status=lambda row: "enabled" if row["status"] else "disabled",
        outside={
            AS_IT_WAS: lambda _: {},
            "enabled": lambda _: {"status": 1},
            "disabled": lambda _: {"status": 0},
            "made again": lambda now: {"created": now + AN_HOUR},
        },
        tags=TAGS,
        refusals=("UnsupportedOperation", "UnauthorizedOperation", "InternalError", "NeverSeenCode"),
        users={"usage plan": _plan_of},
    ),
)
