"""What KMS keeps: keys, hosted data keys, and which product resource uses which key."""

import re
from dataclasses import dataclass

from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.store import Record
from reprieve_emulator.tencentcloud.tag.records import Resource, detach_all
from reprieve_emulator.world import World

_KEY_ID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass
class Key(Record, table="tencentcloud_kms_keys", key=("key_id",), secret=("material",), index=("deletion_date",)):
    """One key; those of products, and imported ones, are planted."""

    account: str
    region: str
    key_id: str
    alias: str
    creator_uin: str
    create_time: int
    material: str = ""
    """Hex for symmetric keys; PEM for the others, made on first use."""
    description: str = ""
    status: str = "Enabled"
    usage: str = "ENCRYPT_DECRYPT"
    owner: str = "user"
    """`user`, or the product that made the key."""
    origin: str = "TENCENT_KMS"
    """TENCENT_KMS or EXTERNAL (imported)."""
    valid_to: int = 0
    deletion_date: int = 0
    """Seconds since 1970; 0 unless pending."""
    rotation: bool = False
    rotate_days: int = 0
    next_rotate_time: int = 0
    last_rotate_time: int = 0
    hsm_cluster_id: str = ""

    @property
    def resource(self) -> Resource:
        """The key as the Tag product knows it."""
        return Resource(self.account, "kms", self.region, "key", f"creatorUin/{self.creator_uin}/{self.key_id}")


@dataclass
class DataKey(Record, table="tencentcloud_kms_data_keys", key=("data_key_id",)):
    """One data key that KMS keeps for its owner."""

    account: str
    region: str
    data_key_id: str
    key_id: str
    name: str
    creator_uin: str
    create_time: int
    number_of_bytes: int
    ciphertext: str
    description: str = ""
    status: str = "Enabled"


@dataclass
class Cluster(Record, table="tencentcloud_kms_clusters", key=("account", "region", "cluster_id")):
    """One hardware security module that the account has bought; planted."""

    account: str
    region: str
    cluster_id: str
    name: str = ""


@dataclass
class Binding(Record, table="tencentcloud_kms_bindings", key=("key_id", "product", "resource")):
    """One use of a key by a product; while it stands the key can neither be disabled nor scheduled."""

    key_id: str
    product: str
    resource: str


def check_cluster(call: Call, world: World, cluster_id: str) -> None:
    """Refuse a cluster that the account does not have; none, and `default`, are the shared service."""
    place = {"account": call.account, "region": call.region, "cluster_id": cluster_id}
    if cluster_id not in {"", "default"} and world.store.get(Cluster, **place) is None:
        raise CloudError("InvalidParameterValue.InvalidHsmClusterId", f"The cluster {cluster_id} does not exist.")


def find_key(account: str, region: str, key_id: str, world: World) -> Key | None:
    """Give a key, None without one."""
    return world.store.get(Key, account=account, region=region, key_id=key_id)


def need_key(call: Call, world: World, key_id: str = "") -> Key:
    """Give the key that a call names; InvalidKeyId or CmkNotFound without one."""
    key_id = key_id or call.parameters["KeyId"]
    if not _KEY_ID.fullmatch(key_id):
        raise CloudError("InvalidParameterValue.InvalidKeyId", f"The KeyId {key_id} is not valid.")
    key = find_key(call.account, call.region, key_id, world)
    if key is None:
        raise CloudError("ResourceUnavailable.CmkNotFound", f"The CMK {key_id} does not exist.")
    return key


def destroy(key: Key, world: World) -> None:
    """Remove a key for good; what it encrypted cannot be read again."""
    world.store.delete_where(Binding, key_id=key.key_id)
    world.store.delete_where(DataKey, key_id=key.key_id)
    detach_all(world.store, key.resource)
    world.store.delete(key)


def settle(world: World) -> None:
    """Destroy the keys whose window has ended."""
    for key in world.store.find(Key, "deletion_date BETWEEN 1 AND ?", (world.clock.seconds(),)):
        destroy(key, world)
