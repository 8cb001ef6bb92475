"""What aliases may be called, and how many there are (parameter text of CreateAlias; vendor's page on limits)."""

import re

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.aliases.records import SERVICE_PREFIX, Alias
from reprieve_emulator.cloud import Call
from reprieve_emulator.world import World

_NAME = re.compile(r"alias/[A-Za-z0-9/_-]+")
_LONGEST = 255


def check_name(name: str) -> None:
    """Refuse a name outside charset and length, or reserved for products."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or name.startswith(SERVICE_PREFIX):
        message = f"It is alias/ and letters, digits, /, _ or -, up to {_LONGEST}, not alias/acs."
        raise errors.invalid_parameter("AliasName", message)


def check_new(call: Call, name: str, world: World) -> None:
    """Refuse a name that is taken, and one too many."""
    if world.store.get(Alias, account=call.account, region=call.region, name=name):
        raise errors.refusal("AliasAlreadyExists", "AliasName Already Exists.")
    used = world.store.count(Alias, account=call.account, region=call.region)
    if used >= world.switches.number("alicloud_alias_quota"):
        message = "The request was rejected because user create resource limit was exceeded."
        raise errors.refusal("Rejected.LimitExceeded", message)
