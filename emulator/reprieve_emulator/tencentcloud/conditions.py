"""What stands between an account and a whole service: not bought, its role missing, the product taken offline."""

from dataclasses import dataclass

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

_REFUSALS = {
    "not_purchased": ("ResourceUnavailable.NotPurchased", "The service has not been purchased."),
    "role_missing": ("OperationDenied.RoleNotExist", "The service role does not exist."),
    "offline": ("ActionOffline", "This API is offline."),
}
_NEEDS_ROLE = {"DescribeSecret", "GetSecretValue"}
"""The actions of SSM whose lists hold OperationDenied.RoleNotExist (comments of the vendor's Go SDK)."""


@dataclass
class Condition(Record, table="tencentcloud_conditions", key=("account", "service")):
    """One account's trouble with one service; planted through the control API."""

    account: str
    service: str
    state: str
    """`not_purchased`, `role_missing` or `offline`."""


def check(call: Call, world: World) -> None:
    """Refuse what the condition of the caller's account does not allow."""
    condition = world.store.get(Condition, account=call.account, service=call.service)
    if condition is None or (condition.state == "role_missing" and call.action not in _NEEDS_ROLE):
        return
    raise CloudError(*_REFUSALS[condition.state])
