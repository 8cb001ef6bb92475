"""kms-instance-apart."""

from __future__ import annotations

from tests.policy.pack_side import ALIBABA, OWN_KEY, OWN_SECRET, UNKNOWN_TEXT, Pack, declared

POLICY = "kms-instance-apart"
INSTANCE = "alicloud:kms/instance:Instance"


def test_an_instance_in_the_stack_of_what_it_holds_is_found() -> None:
    pack = Pack()
    instance = pack.urn(INSTANCE, "vault")
    members = [
        pack.member(INSTANCE, "vault", {}, {}),
        pack.member(OWN_KEY, "main", declared(OWN_KEY, kmsInstanceId=UNKNOWN_TEXT), ALIBABA, kmsInstanceId=instance),
        pack.member(
            OWN_SECRET, "db", declared(OWN_SECRET, kmsInstanceId=UNKNOWN_TEXT), ALIBABA, kmsInstanceId=instance
        ),
        pack.member("alicloud:kms/secret:Secret", "old", {"dkmsInstanceId": UNKNOWN_TEXT}, {}, dkmsInstanceId=instance),
    ]

    (fault,) = pack.analyze_stack(members)[POLICY]
    assert fault == (
        "vault: the instance holds db, main, old of this stack, whose recovery windows all end "
        "when the instance is released: move the instance to a stack of its own"
    )


def test_an_instance_that_is_named_by_its_id_is_found_too_and_many_are_not_listed() -> None:
    pack = Pack()
    members = [pack.member(INSTANCE, "vault", {"instanceId": "kst-1"}, {})]
    members += [
        pack.member(OWN_SECRET, f"s{n}", declared(OWN_SECRET, kmsInstanceId="kst-1"), ALIBABA) for n in range(5)
    ]

    assert "holds s0, s1, s2 and 2 more of this stack" in pack.analyze_stack(members)[POLICY][0]


def test_a_throw_away_stack_may_have_both() -> None:
    for stack, allowed in (("pr-7", True), ("dev", False)):
        pack = Pack(stack)
        held = pack.member(OWN_KEY, "main", declared(OWN_KEY), ALIBABA, kmsInstanceId=pack.urn(INSTANCE, "vault"))

        assert (POLICY in pack.analyze_stack([pack.member(INSTANCE, "vault", {}, {}), held])) != allowed


def test_an_instance_that_holds_nothing_of_its_stack_passes() -> None:
    pack = Pack()
    members = [
        pack.member(INSTANCE, "vault", {"instanceId": "kst-1"}, {}),
        pack.member(OWN_SECRET, "db", declared(OWN_SECRET, kmsInstanceId="kst-2"), ALIBABA),
        pack.member(OWN_KEY, "main", declared(OWN_KEY), ALIBABA),
    ]

    assert POLICY not in pack.analyze_stack(members)
