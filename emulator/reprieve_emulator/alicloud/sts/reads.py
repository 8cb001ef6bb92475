"""The action of STS that changes nothing."""

from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def get_caller_identity(call: Call, world: World) -> Reply:
    """Say who signed the request: an account, one of its users, or a role's session (vendor's page of this action)."""
    del world
    caller = call.caller
    account, user = caller.account_id, caller.user_id
    if caller.kind != "user":
        session = caller.session_name
        arn = f"acs:ram::{account}:assumed-role/{user}/{session}"
        principal, kind = f"{user}:{session}", "AssumedRoleUser"
        return {"IdentityType": kind, "AccountId": account, "PrincipalId": principal, "RoleId": user, "Arn": arn}
    is_root = user == account
    arn = f"acs:ram::{account}:root" if is_root else f"acs:ram::{account}:user/{user}"
    kind = "Account" if is_root else "RAMUser"
    return {"IdentityType": kind, "AccountId": account, "PrincipalId": user, "UserId": user, "Arn": arn}
