"""The key actions that change nothing."""

from functools import partial

from reprieve_emulator.alicloud.aliases.records import Alias
from reprieve_emulator.alicloud.keys import rules
from reprieve_emulator.alicloud.keys.records import Key, KeyVersion, need_key, need_version, versions_of
from reprieve_emulator.alicloud.listing import matches, page, read_filters
from reprieve_emulator.alicloud.tags.records import tags_of
from reprieve_emulator.alicloud.times import iso
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_FILTERS = frozenset(
    {
        "AliasName",
        "Creator",
        "CreatorType",
        "DKMSInstanceId",
        "KeyId",
        "KeySpec",
        "KeyState",
        "KeyUsage",
        "ProtectionLevel",
        "TagKey",
        "TagValue",
    }
)


def describe_key(call: Call, world: World) -> Reply:
    """Give everything about a key but its aliases and tags."""
    key = need_key(call, world, by_alias=True)
    protection = {
        "DeletionProtection": "Enabled" if key.deletion_protection else "Disabled",
        "DeletionProtectionDescription": key.deletion_protection_description,
    }
    return {"KeyMetadata": {**metadata(key, world), **protection}}


def metadata(key: Key, world: World) -> Reply:
    """Give what CreateKey and DescribeKey both show of a key."""
    shown = {
        "KeyId": key.key_id,
        "Arn": key.arn,
        "CreationDate": iso(key.create_time),
        "Creator": key.creator,
        "Description": key.description,
        "KeyState": rules.shown_state(key, world),
        "KeySpec": key.spec,
        "KeyUsage": key.usage,
        "Origin": key.origin,
        "ProtectionLevel": key.protection_level,
        "DeleteDate": iso(key.delete_time),
        "MaterialExpireTime": iso(key.material_expire_time),
        "LastRotationDate": iso(key.last_rotation_time),
        "AutomaticRotation": _rotation(key),
    }
    if key.spec in rules.SYMMETRIC:
        shown["PrimaryKeyVersion"] = versions_of(key, world)[-1].version_id
    if key.rotation_seconds:
        shown |= {
            "RotationInterval": f"{key.rotation_seconds}s",
            "NextRotationDate": iso(key.next_rotation_time),
        }
    if key.instance_id:
        shown["DKMSInstanceId"] = key.instance_id
    return shown


def list_keys(call: Call, world: World) -> Reply:
    """Give a page of ids, pending keys included."""
    filters = read_filters(call, _FILTERS)
    found = world.store.find(Key, account=call.account, region=call.region)
    if filters:
        found = [key for key in found if matches(filters, partial(_facts, world, key))]
    shown, numbers = page(call, found)
    return {"Keys": {"Key": [{"KeyId": key.key_id, "KeyArn": key.arn} for key in shown]}, **numbers}


def list_key_versions(call: Call, world: World) -> Reply:
    """Give a page of a key's versions."""
    key = need_key(call, world)
    shown, numbers = page(call, versions_of(key, world))
    return {"KeyVersions": {"KeyVersion": [describe_version(version) for version in shown]}, **numbers}


def describe_key_version(call: Call, world: World) -> Reply:
    """Give what is known of one version."""
    version = need_version(need_key(call, world), call.parameters["KeyVersionId"], world)
    return {"KeyVersion": describe_version(version)}


def describe_version(version: KeyVersion) -> Reply:
    """Give a version without its material."""
    return {
        "KeyId": version.key_id,
        "KeyVersionId": version.version_id,
        "CreationDate": iso(version.create_time),
    }


def _rotation(key: Key) -> str:
    if not key.rotation_seconds:
        return "Disabled"
    return "Enabled" if key.state == "Enabled" else "Suspended"


def _facts(world: World, key: Key, name: str) -> set[str]:
    if name == "AliasName":
        return {alias.name for alias in world.store.find(Alias, key_id=key.key_id)}
    if name == "TagKey":
        return set(tags_of(world.store, key.target))
    if name == "TagValue":
        return set(tags_of(world.store, key.target).values())
    own = {
        "Creator": key.creator,
        "CreatorType": "Service" if key.owner else "User",
        "DKMSInstanceId": key.instance_id,
        "KeyId": key.key_id,
        "KeySpec": key.spec,
        "KeyState": rules.shown_state(key, world),
        "KeyUsage": key.usage,
        "ProtectionLevel": key.protection_level,
    }
    return {own[name]}
