"""What stands between an account and the whole service: not activated, in arrears, an access key that was disabled."""

from dataclasses import dataclass

from reprieve_emulator.alicloud import errors
from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

_REFUSALS = {
    "not_enabled": ("Forbidden.KmsServiceNotEnabled", "Kms service is not Enabled for current user."),
    "in_debt": ("Forbidden.InDebt", "Current user is indebted."),
    "in_debt_overdue": ("Forbidden.InDebtOverdue", "Current user is indebted Overdue."),
    "access_key_disabled": ("Forbidden.AccessKey", "This AccessKey is not enabled."),
}
_STATUSES = {"not_enabled": "NotEnabled", "in_debt": "InDebt", "in_debt_overdue": "Suspended"}
_ALWAYS_ANSWERED = {"DescribeAccountKmsStatus", "OpenKmsService"}


@dataclass
class Condition(Record, table="alicloud_conditions", key=("account",)):
    """One account's trouble; planted through the control API."""

    account: str
    state: str
    """`not_enabled`, `in_debt`, `in_debt_overdue` or `access_key_disabled`."""


def check(call: Call, world: World) -> None:
    """Refuse what the condition of the caller's account does not allow."""
    condition = world.store.get(Condition, account=call.account)
    if condition is None:
        return
    if call.action in _ALWAYS_ANSWERED and condition.state in _STATUSES:
        return
    if call.service == "kms" or condition.state == "access_key_disabled":
        raise errors.refusal(*_REFUSALS[condition.state])


def account_status(account: str, world: World) -> str:
    """Give what DescribeAccountKmsStatus says of an account."""
    condition = world.store.get(Condition, account=account)
    return _STATUSES.get(condition.state, "Enabled") if condition else "Enabled"


def activate(account: str, world: World) -> None:
    """Make the service available; arrears stay."""
    world.store.delete_where(Condition, account=account, state="not_enabled")
