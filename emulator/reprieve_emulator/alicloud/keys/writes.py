"""The actions that change a key."""

import secrets
import uuid

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.instances import rules as instance_rules
from reprieve_emulator.alicloud.instances.records import Instance
from reprieve_emulator.alicloud.keys import rules
from reprieve_emulator.alicloud.keys.reads import describe_version, metadata
from reprieve_emulator.alicloud.keys.records import Key, KeyVersion, named_key, need_key
from reprieve_emulator.alicloud.keys.rotation import add_version, set_rotation
from reprieve_emulator.alicloud.tags.rules import put_tags, read_tags
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_DAY = 86_400
_LEVELS = ("SOFTWARE", "HSM")
_MOST_VERSIONS = 10_000


def create_key(call: Call, world: World) -> Reply:
    """Make a key; one for imported material waits for it."""
    given = call.parameters
    spec, usage = rules.read_spec(call)
    origin = given.get("Origin") or rules.ORIGINS[0]
    if origin not in rules.ORIGINS:
        raise errors.invalid_parameter("Origin", f"It is one of {', '.join(rules.ORIGINS)}.")
    rules.check_description("Description", given.get("Description", ""))
    seconds = _rotation(call, world, spec, origin, is_new=True)
    tags = read_tags(given, world)
    instance = instance_rules.check_home(call, world)
    _check_quota(call, instance, world)
    key = Key(
        account=call.account,
        region=call.region,
        key_id=f"key-{secrets.token_hex(11)}" if instance else str(uuid.uuid4()),
        creator=call.account,
        create_time=world.clock.seconds(),
        description=given.get("Description", ""),
        spec=spec,
        usage=usage,
        origin=origin,
        protection_level=_protection_level(call, instance, world),
        state="PendingImport" if origin == "EXTERNAL" else "Enabled",
        instance_id=instance.instance_id if instance else "",
    )
    add_version(key, key.create_time, world)
    set_rotation(key, seconds, world)
    put_tags(key.target, tags, world)
    return {"KeyMetadata": metadata(key, world)}


def enable_key(call: Call, world: World) -> Reply:
    """Let a key be used; to repeat it succeeds."""
    return _toggle(call, "Enabled", world)


def disable_key(call: Call, world: World) -> Reply:
    """Let a key not be used; to repeat it succeeds."""
    return _toggle(call, "Disabled", world)


def update_key_description(call: Call, world: World) -> Reply:
    """Change the description."""
    key = need_key(call, world)
    rules.check_own(key, world)
    rules.check_not_pending(key)
    rules.check_description("Description", call.parameters["Description"])
    key.description = call.parameters["Description"]
    world.store.put(key)
    return {}


def update_rotation_policy(call: Call, world: World) -> Reply:
    """Let the material be renewed, or not."""
    key = need_key(call, world)
    rules.check_own(key, world)
    seconds = _rotation(call, world, key.spec, key.origin, is_new=False)
    rules.check_usable(key, world)
    set_rotation(key, seconds, world)
    return {}


def create_key_version(call: Call, world: World) -> Reply:
    """Renew the material of a key, or give a pair another version."""
    key = need_key(call, world)
    rules.check_own(key, world)
    if key.origin == "EXTERNAL":
        raise errors.refusal("Unsupported.Origin", "This key origin is not valid for this api.")
    rules.check_usable(key, world)
    instance_rules.check_room(world.store.count(KeyVersion, key_id=key.key_id), _MOST_VERSIONS)
    return {"KeyVersion": describe_version(add_version(key, world.clock.seconds(), world))}


def set_deletion_protection(call: Call, world: World) -> Reply:
    """Protect a key from ScheduleKeyDeletion, or no longer."""
    given = call.parameters
    name = given.get("ProtectedResourceArn") or given.get("KeyId")
    if not name:
        raise errors.missing_parameter("ProtectedResourceArn")
    key = named_key(call, name, world)
    rules.check_own(key, world)
    rules.check_not_pending(key)
    rules.check_description("DeletionProtectionDescription", given.get("DeletionProtectionDescription", ""))
    key.deletion_protection = given["EnableDeletionProtection"]
    said = given.get("DeletionProtectionDescription", "")
    key.deletion_protection_description = said if key.deletion_protection else ""
    world.store.put(key)
    return {}


def schedule_key_deletion(call: Call, world: World) -> Reply:
    """Schedule the end of a key; the reply does not say when."""
    key = need_key(call, world)
    window = call.parameters["PendingWindowInDays"]
    rules.check_schedulable(key, window, world)
    key.state_before, key.state = key.state, "PendingDeletion"
    key.delete_time = world.clock.seconds() + window * _DAY
    world.store.put(key)
    return {}


def cancel_key_deletion(call: Call, world: World) -> Reply:
    """Bring a pending key back; it is enabled then."""
    key = need_key(call, world)
    rules.check_state(key, "PendingDeletion")
    if key.state_before == "PendingImport":
        key.state = world.switches["alicloud_cancelled_import"]
    elif world.switches["alicloud_cancelled_state"] == "previous":
        key.state = key.state_before or "Enabled"
    else:
        key.state = "Enabled"
    key.delete_time, key.state_before = 0, ""
    world.store.put(key)
    return {}


def _toggle(call: Call, state: str, world: World) -> Reply:
    key = need_key(call, world)
    rules.check_own(key, world)
    rules.check_state(key, "Enabled", "Disabled")
    rules.change_state(key, state, world)
    return {}


def _rotation(call: Call, world: World, spec: str, origin: str, *, is_new: bool) -> int:
    if not call.parameters.get("EnableAutomaticRotation"):
        return 0
    rules.check_rotatable(spec, origin)
    if "RotationInterval" not in call.parameters:
        raise errors.missing_parameter("RotationInterval")
    return rules.read_interval(call.parameters["RotationInterval"], world, is_new=is_new)


def _check_quota(call: Call, instance: Instance | None, world: World) -> None:
    if instance:
        return instance_rules.check_room(world.store.count(Key, instance_id=instance.instance_id), instance.key_num)
    own: dict[str, object] = {"account": call.account, "region": call.region, "instance_id": "", "owner": ""}
    instance_rules.check_default_key(call, world.store.count(Key, **own), world)
    where = "" if world.switches["alicloud_key_quota_counts_pending"] == "yes" else "state != 'PendingDeletion'"
    return instance_rules.check_room(world.store.count(Key, where, **own), world.switches.number("alicloud_key_quota"))


def _protection_level(call: Call, instance: Instance | None, world: World) -> str:
    if instance:
        return _LEVELS[instance.is_hardware]
    level = str(call.parameters.get("ProtectionLevel") or _LEVELS[0])
    if level not in _LEVELS:
        raise errors.invalid_parameter("ProtectionLevel", f"It is {' or '.join(_LEVELS)}.")
    if level == "HSM" and world.switches["alicloud_hsm"] == "not_offered":
        raise errors.refusal("Unsupported.ProtectionLevel", "This protection level is not valid for this region")
    return level
