"""key-rotation-required."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.pack_side import ALIBABA, OWN_KEY, OWN_SECRET, TENCENT, Pack, declared

POLICY = "key-rotation-required"


@pytest.mark.parametrize(
    ("provider", "properties", "expected"),
    [
        (TENCENT, {}, "the key is never rotated (rotationPeriodInDays)"),
        (TENCENT, {"rotationPeriodInDays": 365}, None),
        (ALIBABA, {"rotationPeriodInDays": 366}, "the key is rotated every 366 days (rotationPeriodInDays)"),
        (ALIBABA, {"keySpec": "SM4"}, "the key is never rotated (rotationPeriodInDays)"),
        (TENCENT, {"keySpec": "RSA_2048"}, None),
        (ALIBABA, {"keySpec": "ECC_NIST_P256", "keyUsage": "SIGN_VERIFY"}, None),
    ],
)
def test_a_key_is_rotated_where_its_cloud_can(
    provider: dict[str, str], properties: dict[str, Any], expected: str | None
) -> None:
    found = Pack().analyze(OWN_KEY, declared(OWN_KEY, **properties), provider).get(POLICY)

    said = f"{expected}; days demands every 365 days: set rotationPeriodInDays to 365"
    assert found == ([said] if expected else None)


def test_the_period_that_is_set_is_one_that_the_cloud_has() -> None:
    pack = Pack().configure(key_rotation_required={"days": 730})

    assert pack.remediate(OWN_KEY, declared(OWN_KEY), TENCENT)["rotationPeriodInDays"] == 365
    assert pack.remediate(OWN_KEY, declared(OWN_KEY), ALIBABA)["rotationPeriodInDays"] == 730


@pytest.mark.parametrize(
    ("token", "properties", "mended"),
    [
        ("tencentcloud:Kms/key:Key", {}, {"keyRotationEnabled": True}),
        ("alicloud:kms/key:Key", {}, {"automaticRotation": "Enabled", "rotationInterval": "31536000s"}),
        ("aws:kms/key:Key", {}, {"enableKeyRotation": True, "rotationPeriodInDays": 365}),
    ],
)
def test_other_types_are_switched_on_by_their_own_fields(
    token: str, properties: dict[str, Any], mended: dict[str, Any]
) -> None:
    (fault,) = Pack().analyze(token, properties, {})[POLICY]
    changes = Pack().remediate(token, properties, {})

    assert fault.startswith("the key is never rotated (")
    assert {key: changes[key] for key in mended} == mended


@pytest.mark.parametrize(
    ("token", "properties"),
    [
        ("tencentcloud:Kms/key:Key", {"keyUsage": "ASYMMETRIC_SIGN_VERIFY_ECC"}),
        ("alicloud:kms/key:Key", {"keySpec": "EC_P256"}),
        ("alicloud:kms/key:Key", {"automaticRotation": "Enabled", "rotationInterval": "90d"}),
        ("aws:kms/key:Key", {"customerMasterKeySpec": "RSA_2048"}),
        ("aws:kms/key:Key", {"enableKeyRotation": True}),
    ],
)
def test_what_is_rotated_or_cannot_be_passes(token: str, properties: dict[str, Any]) -> None:
    assert POLICY not in Pack().analyze(token, properties, {})


def test_a_secret_is_none_of_its_business() -> None:
    assert POLICY not in Pack().analyze(OWN_SECRET, declared(OWN_SECRET))
