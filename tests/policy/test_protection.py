"""protection-required."""

from __future__ import annotations

from tests.policy.pack_side import ALIBABA, OWN_KEY, OWN_SECRET, Pack, declared

POLICY = "protection-required"


def test_a_key_in_production_has_to_be_protected() -> None:
    assert Pack("prod").analyze(OWN_KEY, declared(OWN_KEY))[POLICY] == [
        "deletionProtection is false, and every KmsKey in stacks prod* has to be protected: set it to true"
    ]
    assert POLICY not in Pack("prod").analyze(OWN_KEY, declared(OWN_KEY, deletionProtection=True))


def test_elsewhere_and_for_other_resources_nothing_is_demanded() -> None:
    assert POLICY not in Pack("dev").analyze(OWN_KEY, declared(OWN_KEY))
    assert POLICY not in Pack("prod").analyze(OWN_SECRET, declared(OWN_SECRET))


def test_resources_and_stacks_are_what_the_configuration_says() -> None:
    settings = {"resources": ["Secret"], "where": {"stacks": ["*"]}}
    pack = Pack("dev").configure(protection_required=settings)

    assert POLICY in pack.analyze(OWN_SECRET, declared(OWN_SECRET))
    assert POLICY not in pack.analyze(OWN_KEY, declared(OWN_KEY))


def test_alibabas_own_protection_counts() -> None:
    token = "alicloud:kms/key:Key"
    inputs = {"pendingWindowInDays": 30}

    assert Pack("prod").analyze(token, inputs, {})[POLICY] == [
        "deletionProtection is left out, and every KmsKey in stacks prod* has to be protected: set it to Enabled"
    ]
    assert POLICY not in Pack("prod").analyze(token, {**inputs, "deletionProtection": "Enabled"}, {})
    assert Pack("prod").remediate(token, inputs, {})["deletionProtection"] == "Enabled"


def test_a_type_without_protection_needs_the_resource_option() -> None:
    token = "tencentcloud:Kms/key:Key"

    assert Pack("prod").analyze(token, {}, {})[POLICY] == [
        (
            "the resource option protect is not set, and its type knows no other, "
            "and every KmsKey in stacks prod* has to be protected: set it"
        )
    ]
    assert POLICY not in Pack("prod").analyze(token, {}, {}, protect=True)


def test_what_no_policy_can_mend_is_told_once_also_where_it_shall_be_mended() -> None:
    pack = Pack("prod")
    pack.remediate("tencentcloud:Kms/key:Key", {}, {})

    assert POLICY in pack.analyze("tencentcloud:Kms/key:Key", {}, {})
    assert POLICY not in pack.analyze_stack([pack.member("tencentcloud:Kms/key:Key", "main", {}, {})])
    assert POLICY in pack.analyze_stack([pack.member(OWN_KEY, "main", declared(OWN_KEY))])


def test_mending_protects_and_keeps_the_plan() -> None:
    mended = Pack("prod").remediate(OWN_KEY, declared(OWN_KEY, rotationPeriodInDays=90), ALIBABA)

    assert mended["deletionProtection"] is True
    assert mended["deletionPlan"]["recoveryWindowInDays"] == 30
