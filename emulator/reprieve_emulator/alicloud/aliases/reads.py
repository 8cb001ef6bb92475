"""The alias actions that change nothing."""

from reprieve_emulator.alicloud.aliases.records import Alias
from reprieve_emulator.alicloud.keys.records import need_key
from reprieve_emulator.alicloud.listing import page
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def list_aliases(call: Call, world: World) -> Reply:
    """Give a page of all aliases of the region."""
    return _listed(call, world.store.find(Alias, account=call.account, region=call.region))


def list_aliases_by_key_id(call: Call, world: World) -> Reply:
    """Give a page of the aliases of one key."""
    key = need_key(call, world)
    return _listed(call, world.store.find(Alias, account=call.account, region=call.region, key_id=key.key_id))


def _listed(call: Call, found: list[Alias]) -> Reply:
    shown, numbers = page(call, found)
    listed = [{"AliasName": alias.name, "AliasArn": alias.arn, "KeyId": alias.key_id} for alias in shown]
    return {"Aliases": {"Alias": listed}, **numbers}
