"""secret-outlives-key: over the dependencies of a stack."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.pack_side import ALIBABA, OWN_KEY, OWN_SECRET, TENCENT, UNKNOWN_NUMBER, UNKNOWN_TEXT, Pack, declared

POLICY = "secret-outlives-key"


def judged(
    secret: dict[str, Any], key: dict[str, Any], provider: dict[str, str] = TENCENT, *, depends: bool = True
) -> list[str]:
    """Judge a stack of a key, `main`, and a secret, `db`, that it encrypts."""
    pack = Pack()
    of_the_key = {"kmsKeyId": pack.urn(OWN_KEY, "main")} if depends else {}
    return pack.analyze_stack(
        [
            pack.member(OWN_KEY, "main", declared(OWN_KEY, **key), provider),
            pack.member(OWN_SECRET, "db", declared(OWN_SECRET, **secret), provider, **of_the_key),
        ]
    ).get(POLICY, [])


@pytest.mark.parametrize(
    ("secret", "key", "found"),
    [
        ({"recoveryWindowInDays": 30}, {"recoveryWindowInDays": 7}, True),
        ({"recoveryWindowInDays": 30}, {"recoveryWindowInDays": 29}, True),
        ({"recoveryWindowInDays": 30}, {"recoveryWindowInDays": 30}, False),
        ({"recoveryWindowInDays": 1}, {"recoveryWindowInDays": 7}, False),
        ({"forceDelete": True, "recoveryWindowInDays": None}, {"recoveryWindowInDays": 7}, False),
        ({"recoveryWindowInDays": 30}, {"recoveryWindowInDays": 7, "deleteWhileInUse": True}, True),
    ],
)
def test_a_key_lives_as_long_as_its_secrets_can_be_restored(
    secret: dict[str, Any], key: dict[str, Any], *, found: bool
) -> None:
    faults = judged({**secret, "kmsKeyId": UNKNOWN_TEXT}, key)

    said = (
        f"main: recoveryWindowInDays is {key['recoveryWindowInDays']}, and db, which it encrypts, can be restored for "
        "30 days: set recoveryWindowInDays to 30"
    )
    assert faults == ([said] if found else [])


def test_the_windows_are_those_that_count_with_the_limits_of_the_provider() -> None:
    limits = ALIBABA | {"deletion": '{"kmsKey": {"minRecoveryWindowInDays": 90}}'}

    assert judged({"recoveryWindowInDays": 30}, {"recoveryWindowInDays": 7}, limits) == []


def test_a_key_that_is_named_by_text_may_be_deleted_first() -> None:
    for named in ("main", "alias/main"):
        assert judged({"kmsKeyId": named}, {}, depends=False) == [
            (
                "db: kmsKeyId names main by text, so the engine may delete the key before the secret: "
                "give it the key's output, such as its id"
            )
        ]


def test_a_key_can_be_demanded_to_live_longer_still() -> None:
    pack = Pack().configure(secret_outlives_key={"extraDays": 7})
    of_the_key = {"kmsKeyId": pack.urn(OWN_KEY, "main")}

    for provider, to_do in (
        (ALIBABA, "set recoveryWindowInDays to 37"),
        (TENCENT, "Tencent Cloud takes at most 30 days, so shorten the secret's window"),
    ):
        key = pack.member(OWN_KEY, "main", declared(OWN_KEY), provider)
        (fault,) = pack.analyze_stack(
            [key, pack.member(OWN_SECRET, "db", declared(OWN_SECRET), provider, **of_the_key)]
        )[POLICY]
        assert fault.endswith(f"can be restored for 30 days; extraDays demands 7 days more: {to_do}")


def test_a_key_of_another_stack_cannot_be_judged() -> None:
    assert judged({"kmsKeyId": "another"}, {"recoveryWindowInDays": 7}, depends=False) == []


@pytest.mark.parametrize(
    ("key", "secret", "by", "found"),
    [
        (
            ("tencentcloud:Kms/key:Key", {}),
            ("tencentcloud:Ssm/secret:Secret", {"recoveryWindowInDays": 30}),
            "kmsKeyId",
            (
                "main: pendingDeleteWindowInDays is left out, and db, which it encrypts, can be restored for 30 days: "
                "set pendingDeleteWindowInDays to 30"
            ),
        ),
        (
            ("alicloud:kms/key:Key", {"pendingWindowInDays": 7}),
            ("alicloud:kms/secret:Secret", {}),
            "encryptionKeyId",
            (
                "main: pendingWindowInDays is 7, and db, which it encrypts, can be restored for 30 days: "
                "set pendingWindowInDays to 30"
            ),
        ),
        (
            ("aws:kms/key:Key", {"deletionWindowInDays": 10}),
            ("aws:secretsmanager/secret:Secret", {"recoveryWindowInDays": 14}),
            "kmsKeyId",
            (
                "main: deletionWindowInDays is 10, and db, which it encrypts, can be restored for 14 days: "
                "set deletionWindowInDays to 14"
            ),
        ),
    ],
)
def test_other_types_are_judged_alike(
    key: tuple[str, dict[str, Any]], secret: tuple[str, dict[str, Any]], by: str, found: str
) -> None:
    pack = Pack()
    members = [
        pack.member(key[0], "main", key[1], {}),
        pack.member(secret[0], "db", secret[1], {}, **{by: pack.urn(key[0], "main")}),
    ]

    assert pack.analyze_stack(members)[POLICY] == [found]


def test_what_a_preview_does_not_know_yet_keeps_nothing_else_from_being_judged() -> None:
    pack = Pack()
    main = pack.urn(OWN_KEY, "main")
    members = [
        pack.member(OWN_KEY, "main", declared(OWN_KEY, recoveryWindowInDays=7)),
        pack.member(OWN_SECRET, "a", declared(OWN_SECRET, recoveryWindowInDays=UNKNOWN_NUMBER), kmsKeyId=main),
        pack.member(OWN_SECRET, "b", declared(OWN_SECRET), kmsKeyId=main),
        pack.member("aws:kms/key:Key", "other", {"arn": UNKNOWN_TEXT}, {}),
        pack.member("aws:secretsmanager/secret:Secret", "c", {"kmsKeyId": "alias/other"}, {}),
        pack.member(OWN_SECRET, "d", declared(OWN_SECRET), {"cloud": UNKNOWN_TEXT}),
    ]

    found, unjudged = pack.analyze_stack(members)[POLICY]
    assert found.startswith("main: recoveryWindowInDays is 7, and b, which it encrypts, can be restored for 30 days")
    assert unjudged.endswith("during preview: string value at .cloud can't be known during preview")
