"""The action of STS that makes temporary credentials. Every role exists and trusts its own account.

Sources: the vendor's pages on AssumeRole (document 28763) and on its common errors (document 42775). How long a session
may be is a role's own setting, up to 12 hours; here it is the default of one hour.
"""

import re
from datetime import UTC, datetime

from reprieve_emulator.accounts import Account, make_token
from reprieve_emulator.alicloud import errors
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_ROLE = re.compile(r"acs:ram::(?P<account>\d+):role/(?P<role>[\w.-]{1,64})")
_SESSION = re.compile(r"[\w.@-]{2,64}")
_SHORTEST, _LONGEST = 900, 3600
"""Seconds."""


def assume_role(call: Call, world: World) -> Reply:
    """Make credentials of a role, for anyone but the account itself."""
    given, caller = call.parameters, call.caller
    if caller.user_id == caller.account_id:
        raise errors.refusal("NoPermission", "Roles may not be assumed by root accounts.")
    role, session = _ROLE.fullmatch(given["RoleArn"]), given["RoleSessionName"]
    if role is None:
        raise errors.refusal("InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed.")
    if not _SESSION.fullmatch(session):
        raise errors.refusal("InvalidParameter.RoleSessionName", "The parameter RoleSessionName is wrongly formed.")
    seconds = given.get("DurationSeconds", _LONGEST)
    if not _SHORTEST <= seconds <= _LONGEST:
        message = "The Min/Max value of DurationSeconds is 15min/1hr."
        raise errors.refusal("InvalidParameter.DurationSeconds", message)
    account = world.store.get(Account, account_id=role["account"], cloud="alicloud")
    if account is None:
        raise errors.refusal("EntityNotExist.Role", f"The role not exists: {given['RoleArn']}.")
    expires = world.clock.seconds() + seconds
    key = make_token(
        world.store, account, "STS.", expires=expires, kind="role", session_name=session, user_id=role["role"]
    )
    return {
        "AssumedRoleUser": {"Arn": f"{given['RoleArn']}/{session}", "AssumedRoleId": f"{role['role']}:{session}"},
        "Credentials": {
            "AccessKeyId": key.access_key_id,
            "AccessKeySecret": key.access_key_secret,
            "SecurityToken": key.token,
            "Expiration": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    }
