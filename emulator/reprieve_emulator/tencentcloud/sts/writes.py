"""The actions of STS that make temporary credentials. Every role exists and trusts its own account."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from reprieve_emulator.accounts import Account, make_token
from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.world import World

_ROLE = re.compile(r"qcs::cam::uin/(?P<account>\d+):(roleName|role)/(?P<role>[\w.,=@-]+)")
_LONGEST = 43_200
"""Seconds (tccli's definition of AssumeRole)."""
_ROLE_SECONDS, _FEDERATION_SECONDS = 7200, 1800


@dataclass(frozen=True)
class _Session:
    """Whom the credentials are for."""

    account: Account
    kind: str
    user: str
    name: str
    seconds: int


def assume_role(call: Call, world: World) -> Reply:
    """Make credentials of a role."""
    given = call.parameters
    match = _ROLE.fullmatch(given["RoleArn"])
    account = match and world.store.get(Account, account_id=match["account"], cloud="tencentcloud")
    if not match or not account:
        raise CloudError("ResourceNotFound.RoleNotFound", "The role does not exist.")
    seconds = given.get("DurationSeconds", _ROLE_SECONDS)
    return _credentials(_Session(account, "role", match["role"], given["RoleSessionName"], seconds), world)


def get_federation_token(call: Call, world: World) -> Reply:
    """Make credentials of a federated user."""
    account = world.store.get(Account, account_id=call.account)
    if account is None:
        raise CloudError("InvalidParameter.AccountNotAvaliable", "The account does not exist.")
    seconds = call.parameters.get("DurationSeconds", _FEDERATION_SECONDS)
    session = _Session(account, "federated", call.caller.user_id, call.parameters["Name"], seconds)
    return _credentials(session, world)


def _credentials(session: _Session, world: World) -> Reply:
    if not 1 <= session.seconds <= _LONGEST:
        raise CloudError("InvalidParameter.OverTimeError", f"DurationSeconds: at most {_LONGEST}.")
    expires = world.clock.seconds() + session.seconds
    key = make_token(
        world.store,
        session.account,
        "AKID",
        expires=expires,
        kind=session.kind,
        session_name=session.name,
        user_id=session.user,
    )
    credentials = {"Token": key.token, "TmpSecretId": key.access_key_id, "TmpSecretKey": key.access_key_secret}
    moment = datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"Credentials": credentials, "ExpiredTime": expires, "Expiration": moment}
