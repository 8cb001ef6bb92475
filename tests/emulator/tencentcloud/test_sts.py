"""Who calls, and credentials that end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.accounts import Account, make_access_key
from tests.emulator.calling import Caller

if TYPE_CHECKING:
    from reprieve_emulator.world import World


def test_the_root_user_and_another_user_are_told_apart(world: World, call: Caller) -> None:
    identity = call("sts", "GetCallerIdentity")
    assert (identity["AccountId"], identity["UserId"]) == (call.account_id, call.account_id)
    account = world.store.get(Account, account_id=call.account_id)
    assert account
    key = make_access_key(world.store, account, "AKID", user_id="100000000007")
    user = Caller(world, key.access_key_id, key.access_key_secret)
    identity = user("sts", "GetCallerIdentity")
    assert (identity["AccountId"], identity["UserId"], identity["Type"]) == (call.account_id, "100000000007", "CAMUser")
    user("ssm", "CreateSecret", SecretName="a", SecretString="v")
    assert call("ssm", "DescribeSecret", SecretName="a")["CreateUinString"] == "100000000007"


def test_a_role_is_assumed_across_accounts(world: World, call: Caller) -> None:
    other = Caller.of(world, "two")
    arn = f"qcs::cam::uin/{other.account_id}:roleName/deploy"
    made = call("sts", "AssumeRole", RoleArn=arn, RoleSessionName="ci")["Credentials"]
    session = Caller(world, made["TmpSecretId"], made["TmpSecretKey"], token=made["Token"])
    identity = session("sts", "GetCallerIdentity")
    assert (identity["AccountId"], identity["Type"]) == (other.account_id, "CAMRole")
    assert identity["UserId"] == "deploy:ci"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"RoleArn": "deploy"}, "ResourceNotFound.RoleNotFound"),
        ({"RoleArn": "qcs::cam::uin/7:roleName/deploy"}, "ResourceNotFound.RoleNotFound"),
        ({"DurationSeconds": 43_201}, "InvalidParameter.OverTimeError"),
    ],
)
def test_a_role_that_cannot_be_assumed_is_refused(call: Caller, fields: dict[str, object], code: str) -> None:
    arn = f"qcs::cam::uin/{call.account_id}:roleName/deploy"
    assert call.code("sts", "AssumeRole", **{"RoleArn": arn, "RoleSessionName": "ci", **fields}) == code
