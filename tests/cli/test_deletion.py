"""What a deletion was, hidden defaults included, and what is declared instead."""

from __future__ import annotations

from typing import Any

import pytest

from reprieve.peers.deletion import WINDOW, Deletion
from tests.cli.states import adoption_of, fixture, one_object

AT_ONCE = "at once and for good"
HIDDEN_DEFAULT = Deletion(
    {"forceDelete": True},
    f"{AT_ONCE}: recovery_window_in_days is 0, which is what the old provider takes when it is left out",
    {WINDOW: 30},
    "30 days instead; deleting at once again would be forceDelete: true",
)


def window(days: int, said: str) -> Deletion:
    """Return a deletion with a window that stays as it was."""
    return Deletion({WINDOW: days}, said, {WINDOW: days})


@pytest.mark.parametrize(
    ("kind", "attributes", "expected"),
    [
        ("tencentcloud_ssm_secret", {"recovery_window_in_days": 0}, HIDDEN_DEFAULT),
        ("tencentcloud_ssm_secret", {}, HIDDEN_DEFAULT),
        ("tencentcloud_ssm_secret", {"recovery_window_in_days": 1}, window(1, "a window of 1 day")),
        (
            "tencentcloud_ssm_secret",
            {"recovery_window_in_days": -1},
            Deletion(
                None,
                "refused by the cloud: a window of -1 days, and Tencent Cloud takes 1 to 30 days",
                {WINDOW: 1},
                "1 day, the nearest that it takes",
            ),
        ),
        ("tencentcloud_kms_key", {"pending_delete_window_in_days": 30}, window(30, "a window of 30 days")),
        ("tencentcloud_kms_key", {}, window(7, "a window of 7 days, the old provider's default")),
        (
            "tencentcloud_api_gateway_api_key",
            {},
            Deletion({}, f"{AT_ONCE}, as it stays: API Gateway has no window", {}),
        ),
        ("alicloud_kms_secret", {"recovery_window_in_days": 7}, window(7, "a window of 7 days")),
        ("alicloud_kms_secret", {}, window(30, "a window of 30 days, the old provider's default")),
        (
            "alicloud_kms_secret",
            {"recovery_window_in_days": 5},
            Deletion(
                None,
                "refused by the cloud: a window of 5 days, and Alibaba Cloud takes 7 to 30 days",
                {WINDOW: 7},
                "7 days, the nearest that it takes",
            ),
        ),
        (
            "alicloud_kms_secret",
            {"force_delete_without_recovery": True, "recovery_window_in_days": 30},
            Deletion(
                {"forceDelete": True},
                f"{AT_ONCE}: force_delete_without_recovery is true; the window sent with it counts for nothing",
                {"forceDelete": True},
            ),
        ),
        (
            "alicloud_kms_secret",
            {"force_delete_without_recovery": True, "recovery_window_in_days": 14},
            Deletion(
                {"forceDelete": True},
                f"{AT_ONCE}: force_delete_without_recovery is true, and its window of 14 days is ignored",
                {WINDOW: 14},
                "the window that was written, 14 days; deleting at once again would be forceDelete: true",
            ),
        ),
        (
            "alicloud_kms_key",
            {},
            Deletion(
                None,
                "an error at the destroy: neither pending_window_in_days nor deletion_window_in_days is set",
                {WINDOW: 30},
                "30 days, Reprieve's default",
            ),
        ),
        ("alicloud_kms_key", {"pending_window_in_days": "366"}, window(366, "a window of 366 days")),
        ("alicloud_kms_key", {"deletion_window_in_days": 7.0}, window(7, "a window of 7 days")),
        (
            "alicloud_kms_key",
            {"pending_window_in_days": 7, "deletion_protection": "Disabled"},
            window(7, "a window of 7 days"),
        ),
        (
            "alicloud_kms_key",
            {"pending_window_in_days": 7, "deletion_protection": "Enabled"},
            Deletion(
                {WINDOW: 7, "deletionProtection": True},
                "a window of 7 days; refused by the cloud while deletion_protection is Enabled",
                {WINDOW: 7, "deletionProtection": True},
            ),
        ),
    ],
)
def test_a_deletion_is_told_as_it_was(kind: str, attributes: dict[str, Any], expected: Deletion) -> None:
    assert one_object(kind, **attributes).deletion == expected


def test_a_window_that_is_no_number_counts_as_left_out() -> None:
    assert one_object("tencentcloud_kms_key", pending_delete_window_in_days="soon").deletion.declare == {WINDOW: 7}


def test_an_option_that_the_export_encrypts_is_not_guessed() -> None:
    export = fixture("pulumi-export.json")
    (secret,) = (one for one in export["deployment"]["resources"] if one["urn"].endswith("Secret::ledger-token"))
    secret["outputs"]["forceDeleteWithoutRecovery"] = secret["outputs"]["secretData"]

    (adopted,) = (one for one in adoption_of(export).adopted if one.name == "ledger-token")

    assert adopted.deletion.was is None
    assert adopted.deletion.said == "not known: force_delete_without_recovery is encrypted in the export"
    assert adopted.deletion.advice == "30 days; take the value from the old program instead"
