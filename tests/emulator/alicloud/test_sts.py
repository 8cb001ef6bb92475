from __future__ import annotations

from typing import Any

import pytest

from reprieve_emulator.accounts import Account, make_access_key
from tests.emulator.alicloud.calling import Caller

HOUR = 3600


@pytest.fixture
def user(kms: Caller) -> Caller:
    """A user of the account: the account itself may take on no role."""
    account = kms.world.store.get(Account, account_id=kms.account_id)
    assert account
    key = make_access_key(kms.world.store, account, "LTAI", user_id="deployer")
    return Caller(kms.world, key.access_key_id, key.access_key_secret)


def assumed(caller: Caller, **changed: object) -> dict[str, Any]:
    arn = f"acs:ram::{caller.account_id}:role/releases"
    given = {"RoleArn": arn, "RoleSessionName": "ci", **changed}
    reply: dict[str, Any] = caller.send("AssumeRole", given, service="sts").json()
    return reply


def test_a_role_is_taken_on_for_an_hour(user: Caller) -> None:
    reply = assumed(user)
    given = reply["Credentials"]
    session = Caller(user.world, given["AccessKeyId"], given["AccessKeySecret"], token=given["SecurityToken"])
    identity = session.send("GetCallerIdentity", {}, service="sts").json()

    assert identity["Arn"] == f"acs:ram::{user.account_id}:assumed-role/releases/ci"
    assert reply["AssumedRoleUser"]["AssumedRoleId"] == "releases:ci"
    user.world.clock.move(HOUR + 1)
    ended = session.send("GetCallerIdentity", {}, service="sts").json()
    assert ended["Code"] == "InvalidSecurityToken.Expired"


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"RoleArn": "releases"}, "InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed."),
        (
            {"RoleArn": "acs:ram::1:role/releases"},
            "EntityNotExist.Role",
            "The role not exists: acs:ram::1:role/releases.",
        ),
        (
            {"RoleSessionName": "a"},
            "InvalidParameter.RoleSessionName",
            "The parameter RoleSessionName is wrongly formed.",
        ),
        (
            {"DurationSeconds": 60},
            "InvalidParameter.DurationSeconds",
            "The Min/Max value of DurationSeconds is 15min/1hr.",
        ),
    ],
)
def test_a_wrong_request_for_a_role_is_refused(
    user: Caller, changed: dict[str, object], code: str, message: str
) -> None:
    refused = assumed(user, **changed)

    assert (refused["Code"], refused["Message"]) == (code, message)


def test_the_account_itself_takes_on_no_role(kms: Caller) -> None:
    refused = assumed(kms)

    assert (refused["Code"], refused["Message"]) == ("NoPermission", "Roles may not be assumed by root accounts.")
