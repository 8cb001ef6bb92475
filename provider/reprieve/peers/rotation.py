"""Whether another provider's key can be rotated, and after how many days it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Values = Mapping[str, object]

USUAL_PERIOD = 365
"""Days; what the clouds take where rotation is switched on without a period."""


@dataclass(frozen=True)
class Rotation:
    """How a type says that a key is rotated: the attribute, the period (None: never), what to set for a period."""

    attribute: str
    days: int | None
    setting: Callable[[int], Values]


TOLD_BY = frozenset(
    {
        "automatic_rotation",
        "customer_master_key_spec",
        "enable_key_rotation",
        "key_rotation_enabled",
        "key_spec",
        "key_usage",
        "origin",
        "rotation_interval",
        "rotation_period_in_days",
    }
)
"""The attributes that tell it."""


def rotation_of(kind: str, values: Values) -> Rotation | None:
    """Tell how a key of a type is rotated; None where it cannot be."""
    reader = _BY_TYPE.get(kind)
    return reader(values) if reader else None


def _tencent(values: Values) -> Rotation | None:
    if str(values.get("key_usage") or "ENCRYPT_DECRYPT") != "ENCRYPT_DECRYPT":
        return None
    days = USUAL_PERIOD if values.get("key_rotation_enabled") is True else None
    return Rotation("key_rotation_enabled", days, lambda _: {"key_rotation_enabled": True})


def _alibaba(values: Values) -> Rotation | None:
    spec = str(values.get("key_spec") or "Aliyun_AES_256")
    if spec not in {"Aliyun_AES_256", "Aliyun_SM4"} or values.get("origin") == "EXTERNAL":
        return None
    days = _days_of(values.get("rotation_interval")) if values.get("automatic_rotation") == "Enabled" else None
    return Rotation(
        "automatic_rotation",
        days,
        lambda period: {"automatic_rotation": "Enabled", "rotation_interval": f"{period * 86_400}s"},
    )


def _aws(values: Values) -> Rotation | None:
    if str(values.get("customer_master_key_spec") or "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        return None
    days = None
    if values.get("enable_key_rotation") is True:
        period = values.get("rotation_period_in_days")
        days = int(period) if isinstance(period, int | float) else USUAL_PERIOD
    return Rotation(
        "enable_key_rotation",
        days,
        lambda period: {"enable_key_rotation": True, "rotation_period_in_days": period},
    )


def _days_of(text: object) -> int:
    """Read Alibaba's period: a number with the unit d, h, m or s (CreateKey, parameter RotationInterval)."""
    match = re.fullmatch(r"(\d+)([dhms])", str(text or ""))
    if not match:
        return USUAL_PERIOD
    return int(match[1]) * {"d": 86_400, "h": 3_600, "m": 60, "s": 1}[match[2]] // 86_400


_BY_TYPE: dict[str, Callable[[Values], Rotation | None]] = {
    "tencentcloud_kms_key": _tencent,
    "alicloud_kms_key": _alibaba,
    "aws_kms_key": _aws,
}
