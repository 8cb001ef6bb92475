"""The actions that change aliases."""

from reprieve_emulator.alicloud.aliases import rules
from reprieve_emulator.alicloud.aliases.records import Alias, need_alias
from reprieve_emulator.alicloud.keys import rules as key_rules
from reprieve_emulator.alicloud.keys.records import need_key
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def create_alias(call: Call, world: World) -> Reply:
    """Give a key a name."""
    name = call.parameters["AliasName"]
    rules.check_name(name)
    key = need_key(call, world)
    key_rules.check_not_pending(key, "Rejected.StateModifiedFailed")
    rules.check_new(call, name, world)
    world.store.put(Alias(call.account, call.region, name, key.key_id))
    return {}


def update_alias(call: Call, world: World) -> Reply:
    """Move a name to another key; only the new key's state matters."""
    name = call.parameters["AliasName"]
    rules.check_name(name)
    alias = need_alias(call, name, world)
    key = need_key(call, world)
    key_rules.check_not_pending(key)
    alias.key_id = key.key_id
    world.store.put(alias)
    return {}


def delete_alias(call: Call, world: World) -> Reply:
    """Remove a name, in any state of its key."""
    name = call.parameters["AliasName"]
    rules.check_name(name)
    world.store.delete(need_alias(call, name, world))
    return {}
