"""How other providers' keys are rotated."""

from __future__ import annotations

from typing import Any

import pytest

from reprieve.peers.rotation import rotation_of


@pytest.mark.parametrize(
    ("kind", "values", "days"),
    [
        ("tencentcloud_kms_key", {}, None),
        ("tencentcloud_kms_key", {"key_rotation_enabled": True}, 365),
        ("alicloud_kms_key", {}, None),
        ("alicloud_kms_key", {"automatic_rotation": "Disabled", "rotation_interval": "365d"}, None),
        ("alicloud_kms_key", {"automatic_rotation": "Enabled", "rotation_interval": "90d"}, 90),
        ("alicloud_kms_key", {"automatic_rotation": "Enabled", "rotation_interval": "604800s"}, 7),
        ("alicloud_kms_key", {"automatic_rotation": "Enabled"}, 365),
        ("aws_kms_key", {}, None),
        ("aws_kms_key", {"enable_key_rotation": True}, 365),
        ("aws_kms_key", {"enable_key_rotation": True, "rotation_period_in_days": 90.0}, 90),
    ],
)
def test_the_period_is_read_as_the_provider_has_it(kind: str, values: dict[str, Any], days: int | None) -> None:
    rotation = rotation_of(kind, values)

    assert rotation
    assert rotation.days == days
    assert getattr(rotation_of(kind, {**values, **rotation.setting(90)}), "days", None) in {90, 365}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("tencentcloud_kms_key", {"key_usage": "ASYMMETRIC_SIGN_VERIFY_ECC"}),
        ("alicloud_kms_key", {"key_spec": "RSA_2048"}),
        ("alicloud_kms_key", {"origin": "EXTERNAL"}),
        ("aws_kms_key", {"customer_master_key_spec": "ECC_NIST_P256"}),
        ("tencentcloud_ssm_secret", {}),
    ],
)
def test_what_cannot_be_rotated_has_no_rotation(kind: str, values: dict[str, Any]) -> None:
    assert rotation_of(kind, values) is None
