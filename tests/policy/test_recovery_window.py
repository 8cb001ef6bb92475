"""recovery-window-minimum."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.pack_side import ALIBABA, OWN_KEY, OWN_SECRET, TENCENT, UNKNOWN_NUMBER, Pack, declared

POLICY = "recovery-window-minimum"
WEEK = "recoveryWindowInDays is 7"
DYNAMIC = "pulumi-python:dynamic/reprieve:Secret"
DYNAMIC_PROVIDER = {f"reprieve:{key}": value for key, value in TENCENT.items()} | {"aws:region": "eu-west-1"}


@pytest.mark.parametrize(
    ("stack", "tags", "window", "expected"),
    [
        ("prod", {}, 30, []),
        ("prod-eu", {}, 29, ["environments[0].secretDays (stacks prod*) demands at least 30 days"]),
        ("dev", {}, 1, []),
        ("blue", {"class": "prod"}, 7, ["environments[1].secretDays (tag class=prod) demands at least 14 days"]),
        ("blue", {"class": "test"}, 7, []),
    ],
)
def test_the_first_environment_that_fits_counts(
    stack: str, tags: dict[str, str], window: int, expected: list[str]
) -> None:
    environments = [
        {"stacks": ["prod*"], "secretDays": 30},
        {"tags": {"class": "prod"}, "secretDays": 14},
        {"stacks": ["*"], "keyDays": 7},
    ]
    pack = Pack(stack, tags).configure(recovery_window_minimum={"environments": environments})

    found = pack.analyze(OWN_SECRET, declared(OWN_SECRET, recoveryWindowInDays=window)).get(POLICY, [])

    said = f"recoveryWindowInDays is {window}; "
    assert [fault.removeprefix(said).partition(":")[0] for fault in found] == expected


def test_a_pattern_with_a_slash_is_compared_with_the_project_too() -> None:
    pack = Pack("dev").configure(recovery_window_minimum={"environments": [{"stacks": ["shop/*"], "secretDays": 20}]})

    assert pack.analyze(OWN_SECRET, declared(OWN_SECRET, recoveryWindowInDays=19))[POLICY] == [
        (
            "recoveryWindowInDays is 19; environments[0].secretDays (stacks shop/*) demands at least 20 days: "
            "set recoveryWindowInDays to 20"
        )
    ]


def test_the_limits_of_the_provider_are_part_of_the_plan_that_is_judged() -> None:
    limits = TENCENT | {"deletion": '{"secret": {"minRecoveryWindowInDays": 30}}'}

    assert POLICY not in Pack("prod").analyze(OWN_SECRET, declared(OWN_SECRET, recoveryWindowInDays=7), limits)


def test_limits_count_in_either_form_in_which_a_provider_has_them() -> None:
    limits = TENCENT | {"deletion": {"secret": {"minRecoveryWindowInDays": 30}}}

    assert POLICY not in Pack("prod").analyze(OWN_SECRET, declared(OWN_SECRET, recoveryWindowInDays=7), limits)


def test_both_flavours_are_judged_alike() -> None:
    inputs = declared(OWN_SECRET, recoveryWindowInDays=7)

    assert (
        Pack("prod").analyze(DYNAMIC, inputs, DYNAMIC_PROVIDER)[POLICY]
        == (Pack("prod").analyze(OWN_SECRET, inputs)[POLICY])
    )


@pytest.mark.parametrize(
    ("token", "properties", "expected"),
    [
        (
            "tencentcloud:Ssm/secret:Secret",
            {"recoveryWindowInDays": 7},
            WEEK,
        ),
        (
            "tencentcloud:Kms/key:Key",
            {},
            "pendingDeleteWindowInDays is left out (a window of 7 days, its provider's default)",
        ),
        (
            "alicloud:kms/key:Key",
            {},
            "a deletion is an error at the destroy: neither pendingWindowInDays nor deletionWindowInDays is set",
        ),
        ("alicloud:kms/secret:Secret", {"recoveryWindowInDays": 7}, WEEK),
        (
            "tencentcloud:Ssm/secret:Secret",
            {"recoveryWindowInDays": -1},
            "a deletion is refused by the cloud: a window of -1 days, and Tencent Cloud takes 1 to 30 days",
        ),
        (
            "aws:secretsmanager/secret:Secret",
            {"recoveryWindowInDays": 7},
            WEEK,
        ),
        ("aws:kms/key:Key", {"deletionWindowInDays": 7}, "deletionWindowInDays is 7"),
    ],
)
def test_other_providers_types_are_judged_by_what_they_would_do(
    token: str, properties: dict[str, Any], expected: str
) -> None:
    (fault,) = Pack("prod").analyze(token, properties, {})[POLICY]

    assert fault.startswith(f"{expected}; environments[0].")
    assert fault.endswith(" to 30")


@pytest.mark.parametrize(
    ("token", "properties"),
    [
        ("aws:kms/key:Key", {}),
        ("alicloud:kms/secret:Secret", {}),
        ("tencentcloud:ApiGateway/apiKey:ApiKey", {}),
        ("aws:s3/bucket:Bucket", {}),
        ("tencentcloud:Ssm/secret:Secret", {}),  # at once: force-delete-forbidden has it
    ],
)
def test_what_has_the_window_or_none_at_all_passes(token: str, properties: dict[str, Any]) -> None:
    assert POLICY not in Pack("prod").analyze(token, properties, {})


def test_a_demand_that_no_cloud_meets_is_said_to_be_one() -> None:
    pack = Pack().configure(recovery_window_minimum={"environments": [{"stacks": ["*"], "secretDays": 60}]})

    assert pack.analyze(OWN_SECRET, declared(OWN_SECRET))[POLICY] == [
        "environments[0].secretDays (stacks *) demands 60 days, and Tencent Cloud takes 1 to 30 days: lower it to 30"
    ]
    assert pack.remediate(OWN_SECRET, declared(OWN_SECRET)) == {}


def test_a_window_that_is_not_known_yet_is_said_and_not_guessed() -> None:
    inputs = declared(OWN_SECRET, recoveryWindowInDays=UNKNOWN_NUMBER)

    assert Pack("prod").analyze(OWN_SECRET, inputs)[POLICY] == [
        (
            "can't run policy 'recovery-window-minimum' from policy pack 'reprieve@v0.1.0' during preview: "
            "number value at .recoveryWindowInDays can't be known during preview"
        )
    ]


def test_mending_raises_the_window_and_the_plan_with_it() -> None:
    mended = Pack("prod").remediate(OWN_SECRET, declared(OWN_SECRET, recoveryWindowInDays=7))

    assert mended["recoveryWindowInDays"] == 30
    assert mended["deletionPlan"] == {
        "steps": ["DisableSecret", "DeleteSecret (recovery window of 30 days)"],
        "recoveryWindowInDays": 30,
        "reversible": True,
        "undo": "pulumi up within the window: RestoreSecret, the value written, EnableSecret",
    }
    assert mended.keys() == {"recoveryWindowInDays", "deletionPlan"}


@pytest.mark.parametrize(
    ("token", "properties", "mended"),
    [
        ("alicloud:kms/key:Key", {}, {"pendingWindowInDays": 30, "automaticRotation": "Enabled"}),
        ("aws:kms/key:Key", {"deletionWindowInDays": 7, "enableKeyRotation": True}, {"deletionWindowInDays": 30}),
    ],
)
def test_mending_other_types_sets_their_own_field(
    token: str, properties: dict[str, Any], mended: dict[str, Any]
) -> None:
    changes = Pack("prod").remediate(token, properties, {})

    assert {key: changes[key] for key in mended} == mended


def test_a_key_on_alibaba_cloud_may_have_to_wait_longer_than_a_month() -> None:
    pack = Pack().configure(recovery_window_minimum={"environments": [{"stacks": ["*"], "keyDays": 90}]})

    mended = pack.remediate(OWN_KEY, declared(OWN_KEY, recoveryWindowInDays=30), ALIBABA)

    assert mended["recoveryWindowInDays"] == 90
