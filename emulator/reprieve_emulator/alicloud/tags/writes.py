"""The actions that change tags: all of a call is done, or nothing."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.parameters import read_json
from reprieve_emulator.alicloud.tags import rules
from reprieve_emulator.alicloud.tags.records import Target, detach, detach_all
from reprieve_emulator.alicloud.tags.targets import changeable_target, newer_targets, older_target
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def tag_resource(call: Call, world: World) -> Reply:
    """Put tags on one key or secret."""
    tags = rules.read_tags(call.parameters, world)
    rules.put_tags(older_target(call, world), tags, world)
    return {}


def untag_resource(call: Call, world: World) -> Reply:
    """Take tags off one key or secret."""
    keys = read_json(call.parameters, "TagKeys")
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise errors.invalid_parameter("TagKeys", "It is a list of keys.")
    detach(world.store, older_target(call, world), keys)
    return {}


def tag_resources(call: Call, world: World) -> Reply:
    """Put tags on several keys or secrets."""
    given = [(tag["Key"], tag.get("Value", "")) for tag in call.parameters["Tag"]]
    tags = rules.check_tags("Tag", given, world)
    for target in _targets(call, world):
        rules.put_tags(target, tags, world)
    return {}


def untag_resources(call: Call, world: World) -> Reply:
    """Take tags off several keys or secrets; all of them when no key is named and `All` is true."""
    keys = call.parameters.get("TagKey", [])
    if not keys and not call.parameters.get("All"):
        raise errors.missing_parameter("TagKey")
    for target in _targets(call, world):
        if keys:
            detach(world.store, target, keys)
        else:
            detach_all(world.store, target)
    return {}


def _targets(call: Call, world: World) -> list[Target]:
    kind, names = newer_targets(call)
    if not 0 < len(names) <= rules.BATCH:
        raise errors.invalid_parameter("ResourceId", f"It has 1 to {rules.BATCH} ids.")
    return [changeable_target(kind, name, call, world) for name in names]
