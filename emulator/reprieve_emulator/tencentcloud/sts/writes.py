"""The actions of STS that make temporary credentials. Every role exists and trusts its own account."""

import re
from datetime import UTC, datetime

from reprieve_emulator.accounts import Account, make_token
from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.world import World

_ROLE = re.compile(r"qcs::cam::uin/(?P<account>\d+):(roleName|role)/(?P<role>[\w.,=@-]+)")
_LONGEST = 43_200
"""Seconds (tccli's definition of AssumeRole)."""
_ROLE_SECONDS, _FEDERATION_SECONDS = 7200, 1800


def assume_role(call: Call, world: World) -> Reply:
    """Make credentials of a role."""
    match = _ROLE.fullmatch(call.parameters["RoleArn"])
    account = match and world.store.get(Account, account_id=match["account"], cloud="tencentcloud")
    if not match or not account:
        raise CloudError("ResourceNotFound.RoleNotFound", "The role does not exist.")
    return _credentials(call, world, account, "role", match["role"], call.parameters["RoleSessionName"], _ROLE_SECONDS)


def get_federation_token(call: Call, world: World) -> Reply:
    """Make credentials of a federated user."""
    account = world.store.get(Account, account_id=call.account)
    if account is None:
        raise CloudError("InvalidParameter.AccountNotAvaliable", "The account does not exist.")
    user = call.caller.user_id
    return _credentials(call, world, account, "federated", user, call.parameters["Name"], _FEDERATION_SECONDS)


def _credentials(  # noqa: PLR0913 - a credential has so many parts
    call: Call, world: World, account: Account, kind: str, user: str, session: str, default: int
) -> Reply:
    seconds = call.parameters.get("DurationSeconds", default)
    if not 1 <= seconds <= _LONGEST:
        raise CloudError("InvalidParameter.OverTimeError", f"DurationSeconds: at most {_LONGEST}.")
    expires = world.clock.seconds() + seconds
    key = make_token(world.store, account, "AKID", expires=expires, kind=kind, session_name=session, user_id=user)
    return {
        "Credentials": {
            "Token": key.token,
            "TmpSecretId": key.access_key_id,
            "TmpSecretKey": key.access_key_secret,
        },
        "ExpiredTime": expires,
        "Expiration": datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
