"""What is kept of keys: keys and their versions, each version with material of its own."""

import re
from dataclasses import dataclass

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.aliases.records import Alias, need_alias
from reprieve_emulator.alicloud.tags.records import Target, detach_all
from reprieve_emulator.cloud import Call
from reprieve_emulator.store import Record
from reprieve_emulator.world import World

_ARN = re.compile(r"acs:kms:(?P<region>[\w-]+):(?P<account>\d+):(key/(?P<id>[\w-]+)|(?P<alias>alias/.+))")


@dataclass
class Key(Record, table="alicloud_keys", key=("key_id",), index=("delete_time", "next_rotation_time", "instance_id")):
    """One key; those of products are planted."""

    account: str
    region: str
    key_id: str
    creator: str
    create_time: int
    description: str = ""
    spec: str = "Aliyun_AES_256"
    usage: str = "ENCRYPT/DECRYPT"
    origin: str = "Aliyun_KMS"
    """Aliyun_KMS or EXTERNAL (imported)."""
    protection_level: str = "SOFTWARE"
    state: str = "Enabled"
    """Enabled, Disabled, PendingDeletion or PendingImport."""
    state_before: str = ""
    """The state before a scheduled deletion."""
    delete_time: int = 0
    """Seconds since 1970; 0 unless pending."""
    material_expire_time: int = 0
    rotation_seconds: int = 0
    """0: the material is not renewed."""
    last_rotation_time: int = 0
    next_rotation_time: int = 0
    deletion_protection: bool = False
    deletion_protection_description: str = ""
    instance_id: str = ""
    owner: str = ""
    """The product that made the key; empty for the user's own."""

    @property
    def arn(self) -> str:
        """The key's name across accounts and regions."""
        return f"acs:kms:{self.region}:{self.account}:key/{self.key_id}"

    @property
    def target(self) -> Target:
        """The key as tags know it."""
        return Target(self.account, self.region, "key", self.key_id)

    @property
    def place(self) -> tuple[str, ...]:
        """What tells this key from all other objects."""
        return ("alicloud key", self.key_id)


@dataclass
class KeyVersion(Record, table="alicloud_key_versions", key=("version_id",), secret=("material",), index=("key_id",)):
    """One version of one key; the newest encrypts, all decrypt."""

    key_id: str
    version_id: str
    create_time: int
    material: str
    """Hex for symmetric keys; PEM for the others, made on first use; empty for imported keys without material."""


def need_key(call: Call, world: World, *, by_alias: bool = False) -> Key:
    """Give the key that a call names by id or ARN, also by alias where the action takes one."""
    return named_key(call, call.parameters["KeyId"], world, by_alias=by_alias)


def named_key(call: Call, name: str, world: World, *, by_alias: bool = False) -> Key:
    """Give a key; Forbidden.KeyNotFound or .AliasNotFound without it, Unsupported.Alias where an alias is no name."""
    arn = _ARN.fullmatch(name)
    if arn and (arn["region"], arn["account"]) == (call.region, call.account):
        name = arn["id"] or arn["alias"]
    if name.startswith("alias/"):
        if not by_alias:
            raise errors.refusal("Unsupported.Alias", "Alias is not valid for this api.")
        name = need_alias(call, name, world).key_id
    key = world.store.get(Key, account=call.account, region=call.region, key_id=name)
    if key is None:
        raise errors.refusal("Forbidden.KeyNotFound", "The specified Key is not found.")
    return key


def versions_of(key: Key, world: World) -> list[KeyVersion]:
    """Give a key's versions, oldest first."""
    return world.store.find(KeyVersion, key_id=key.key_id)


def need_version(key: Key, version_id: str, world: World) -> KeyVersion:
    """Give a version of a key; Forbidden.KeyVersionNotFound without it."""
    version = world.store.get(KeyVersion, key_id=key.key_id, version_id=version_id)
    if version is None:
        raise errors.refusal("Forbidden.KeyVersionNotFound", "The specified Key version is not found.")
    return version


def destroy_key(key: Key, world: World) -> None:
    """Remove a key for good, with its aliases and tags; what it encrypted cannot be read again."""
    world.store.delete_where(KeyVersion, key_id=key.key_id)
    world.store.delete_where(Alias, account=key.account, region=key.region, key_id=key.key_id)
    detach_all(world.store, key.target)
    world.store.delete(key)
