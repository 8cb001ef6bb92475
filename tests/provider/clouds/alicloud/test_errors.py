from __future__ import annotations

import pytest

from reprieve.clouds.alicloud.errors import EVERYWHERE, OF_ACTION, meaning
from reprieve.errors import Conflict, Exists, Gone, InvalidRequest
from reprieve_emulator.alicloud.errors import STATUSES

OF_ROLES = {
    "EntityNotExist.Role",
    "InvalidParameter.DurationSeconds",
    "InvalidParameter.RoleArn",
    "InvalidParameter.RoleSessionName",
    "NoPermission",
}
"""What AssumeRole answers: the vendor's library asks it, and says it where credentials are looked for."""


@pytest.mark.parametrize("code", sorted(set(STATUSES) - OF_ROLES))
def test_every_code_of_the_emulated_cloud_has_a_meaning_for_any_action(code: str) -> None:
    assert meaning("kms:AnyAction", code) is not None


@pytest.mark.parametrize("hint", sorted({hint for _, hint in (*EVERYWHERE.values(), *OF_ACTION.values())}))
def test_every_hint_says_what_to_do_or_what_is_there(hint: str) -> None:
    assert hint
    assert not hint.endswith(".")
    assert hint[0].islower() or hint.startswith("KMS")


def test_gone_is_said_only_for_actions_that_name_the_object_itself() -> None:
    gone = {key for key, (kind, _) in OF_ACTION.items() if kind is Gone}

    assert not [code for code, (kind, _) in EVERYWHERE.items() if kind is Gone]
    assert ("kms:CreateSecret", "Forbidden.ResourceNotFound") not in gone
    assert ("kms:TagResource", "Forbidden.ResourceNotFound") not in gone


@pytest.mark.parametrize(
    ("action", "code", "kind"),
    [
        ("kms:CreateSecret", "Rejected.ResourceInDeleteWindow", Exists),
        ("kms:DeleteSecret", "Rejected.ResourceInDeleteWindow", Conflict),
        ("kms:CreateSecret", "Forbidden.KeyNotFound", InvalidRequest),
        ("kms:DescribeKey", "Forbidden.KeyNotFound", Gone),
    ],
)
def test_one_code_means_what_its_action_says(action: str, code: str, kind: type[Exception]) -> None:
    found = meaning(action, code)

    assert found is not None
    assert found[0] is kind
