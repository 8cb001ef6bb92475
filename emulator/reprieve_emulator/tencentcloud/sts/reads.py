"""The actions of STS that change nothing."""

from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def get_caller_identity(call: Call, world: World) -> Reply:
    """Say who signed the request: a user, a role's session or a federated user (tccli's examples)."""
    del world
    caller = call.caller
    account, user = caller.account_id, caller.user_id
    if caller.kind == "role":
        arn, user_id, kind = f"qcs::sts:{account}:assumed-role/{user}", f"{user}:{caller.session_name}", "CAMRole"
    elif caller.kind == "federated":
        arn, user_id, kind = f"qcs::sts:{account}:federated-user/{user}", f"{user}:{caller.session_name}", "CAMUser"
    else:
        arn, user_id, kind = f"qcs::cam:{account}:uin/{user}", user, "CAMUser"
    principal = account if caller.kind == "role" else user
    return {"Arn": arn, "AccountId": account, "UserId": user_id, "PrincipalId": principal, "Type": kind}
