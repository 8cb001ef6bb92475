"""What AWS's provider does at a deletion, by the same judgement as for the clouds that Reprieve manages."""

from __future__ import annotations

from typing import Any

import pytest

from reprieve.peers import aws
from reprieve.peers.deletion import Deletion, deletion_of, rules_of
from reprieve.peers.kinds import KINDS, type_of


@pytest.mark.parametrize(
    ("kind", "values", "was", "said"),
    [
        ("aws_secretsmanager_secret", {}, 30, "a window of 30 days, the old provider's default"),
        ("aws_secretsmanager_secret", {"recovery_window_in_days": 7}, 7, "a window of 7 days"),
        ("aws_kms_key", {}, 30, "a window of 30 days, which KMS takes when none is given"),
        ("aws_kms_key", {"deletion_window_in_days": 7}, 7, "a window of 7 days"),
    ],
)
def test_a_window_of_aws_is_what_was_chosen_or_its_default(
    kind: str, values: dict[str, Any], was: int, said: str
) -> None:
    window: dict[str, object] = {"recoveryWindowInDays": was}

    assert deletion_of(kind, values) == Deletion(window, said, window)


def test_a_window_of_zero_is_a_deletion_at_once() -> None:
    deletion = deletion_of("aws_secretsmanager_secret", {"recovery_window_in_days": 0})

    assert (deletion.was, deletion.said) == (
        {"forceDelete": True},
        "at once and for good: recovery_window_in_days is 0",
    )
    assert deletion.declare == {"recoveryWindowInDays": 30}


def test_what_aws_refuses_is_said_with_its_range() -> None:
    deletion = deletion_of("aws_kms_key", {"deletion_window_in_days": 3})

    assert (deletion.was, deletion.said) == (
        None,
        "refused by the cloud: a window of 3 days, and AWS takes 7 to 30 days",
    )


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("aws:secretsmanager/secret:Secret", "aws_secretsmanager_secret"),
        ("aws:kms/key:Key", "aws_kms_key"),
        ("tencentcloud:Ssm/secret:Secret", "tencentcloud_ssm_secret"),
        ("alicloud:kms/key:Key", "alicloud_kms_key"),
    ],
)
def test_a_token_of_a_bridged_package_is_known(token: str, kind: str) -> None:
    assert type_of(token) == kind
    assert rules_of(kind).window


def test_an_adoption_never_meets_a_type_of_aws() -> None:
    assert not KINDS.keys() & aws.KINDS.keys()
