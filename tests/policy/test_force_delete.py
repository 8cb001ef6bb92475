"""force-delete-forbidden."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.pack_side import OWN_SECRET, TENCENT, Pack, declared

POLICY = "force-delete-forbidden"
FORCED = declared(OWN_SECRET, forceDelete=True, recoveryWindowInDays=None)


def test_a_secret_that_is_gone_at_once_is_found_outside_of_throw_away_stacks() -> None:
    assert Pack("dev").analyze(OWN_SECRET, FORCED)[POLICY] == [
        (
            "forceDelete is true, so a deletion cannot be undone; "
            "only stacks pr-*, preview-* may, and this is shop/dev: take forceDelete out"
        )
    ]


@pytest.mark.parametrize(("stack", "tags"), [("pr-12", {}), ("preview-x", {})])
def test_a_throw_away_stack_may(stack: str, tags: dict[str, str]) -> None:
    assert POLICY not in Pack(stack, tags).analyze(OWN_SECRET, FORCED)


def test_throw_away_stacks_are_what_the_configuration_says() -> None:
    allowed = {"allowed": {"stacks": ["*"], "tags": {"ttl": "*"}}}

    assert POLICY not in Pack("x", {"ttl": "3h"}).configure(force_delete_forbidden=allowed).analyze(OWN_SECRET, FORCED)
    assert Pack("pr-1").configure(force_delete_forbidden=allowed).analyze(OWN_SECRET, FORCED)[POLICY] == [
        (
            "forceDelete is true, so a deletion cannot be undone; "
            "only stacks * and tag ttl=* may, and this is shop/pr-1: take forceDelete out"
        )
    ]


def test_where_nothing_is_allowed_no_stack_is() -> None:
    pack = Pack("pr-1").configure(force_delete_forbidden={"allowed": {}})

    assert "only no stack may" in pack.analyze(OWN_SECRET, FORCED)[POLICY][0]


@pytest.mark.parametrize(
    ("token", "properties", "found", "to_do"),
    [
        (
            "tencentcloud:Ssm/secret:Secret",
            {},
            "at once and for good: recoveryWindowInDays is 0, which is what its provider takes when it is left out",
            "set recoveryWindowInDays to 30",
        ),
        (
            "alicloud:kms/secret:Secret",
            {"forceDeleteWithoutRecovery": True, "recoveryWindowInDays": 14},
            "at once and for good: forceDeleteWithoutRecovery is true, and its window of 14 days is ignored",
            "take forceDeleteWithoutRecovery out",
        ),
        (
            "aws:secretsmanager/secret:Secret",
            {"recoveryWindowInDays": 0},
            "at once and for good: recoveryWindowInDays is 0",
            "set recoveryWindowInDays to 30",
        ),
    ],
)
def test_a_hidden_zero_of_other_providers_is_found(
    token: str, properties: dict[str, Any], found: str, to_do: str
) -> None:
    (fault,) = Pack("dev").analyze(token, properties, {})[POLICY]

    assert fault == f"a deletion is {found}; only stacks pr-*, preview-* may, and this is shop/dev: {to_do}"


def test_what_has_no_window_on_its_cloud_is_none_of_its_business() -> None:
    assert POLICY not in Pack().analyze("reprieve:index:ApiKey", {"name": "k", "deletionProtection": False})


def test_mending_gives_the_window_that_counts_when_none_is_declared() -> None:
    limits = TENCENT | {"deletion": '{"secret": {"recoveryWindowInDays": 14}}'}

    mended = Pack("dev").remediate(OWN_SECRET, FORCED, limits)

    assert (mended["forceDelete"], mended["recoveryWindowInDays"]) == (False, 14)
    assert mended["deletionPlan"]["reversible"] is True


@pytest.mark.parametrize(
    ("token", "properties", "mended"),
    [
        ("tencentcloud:Ssm/secret:Secret", {}, {"recoveryWindowInDays": 30}),
        (
            "alicloud:kms/secret:Secret",
            {"forceDeleteWithoutRecovery": True},
            {"forceDeleteWithoutRecovery": False, "recoveryWindowInDays": 30},
        ),
    ],
)
def test_mending_other_types_takes_the_zero_away(
    token: str, properties: dict[str, Any], mended: dict[str, Any]
) -> None:
    assert Pack("dev").remediate(token, properties, {}) == mended
