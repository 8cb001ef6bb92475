"""The key behind a secret: it must be in the same instance and symmetric, and in use to read or write the secret.

The caller needs rights of its own on a key that it names: kms:GenerateDataKey to write, kms:Decrypt to read.
"""

import uuid
from dataclasses import replace

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.aliases.records import SERVICE_PREFIX, Alias
from reprieve_emulator.alicloud.keys import rules as key_rules
from reprieve_emulator.alicloud.keys.records import Key, named_key
from reprieve_emulator.alicloud.keys.rotation import add_version
from reprieve_emulator.alicloud.secrets.records import Secret
from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.rights import permits
from reprieve_emulator.world import World

WRITE, READ = "GenerateDataKey", "Decrypt"


def choose_key(call: Call, instance_id: str, world: World) -> str:
    """Give the id of a new secret's key, nothing for KMS's own."""
    name = call.parameters.get("EncryptionKeyId")
    if not name:
        return _default_key(call, world) if world.switches["alicloud_default_key_id"] == "filled" else ""
    try:
        key = named_key(call, name, world, by_alias=True)
    except CloudError as missing:
        code = world.switches["alicloud_missing_encryption_key_code"]
        raise errors.refusal(code, f"EncryptionKeyId: {missing.message}") from None
    if key.spec not in key_rules.SYMMETRIC or key.instance_id != instance_id:
        message = "It is a symmetric key in the same instance as the secret."
        raise errors.invalid_parameter("EncryptionKeyId", message)
    _check(call, key, WRITE, world)
    return key.key_id


def check_key(call: Call, secret: Secret, use: str, world: World) -> None:
    """Refuse to use a secret whose key is not in use, or not the caller's to use."""
    if secret.encryption_key_id and world.switches["alicloud_unusable_encryption_key"] == "refused":
        _check(call, named_key(call, secret.encryption_key_id, world), use, world)


def _check(call: Call, key: Key, use: str, world: World) -> None:
    needed = replace(call, action=use)
    if not key.owner and not permits(needed, world):
        raise world.clouds[call.cloud].denied(needed, world)
    key_rules.check_usable(key, world)


def _default_key(call: Call, world: World) -> str:
    key_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"alicloud/{call.account}/{call.region}"))
    if world.store.get(Key, key_id=key_id) is None:
        now, owner = world.clock.seconds(), "SecretsManager"
        key = Key(call.account, call.region, key_id, creator=owner, create_time=now, owner=owner)
        add_version(key, now, world)
        world.store.put(Alias(call.account, call.region, f"{SERVICE_PREFIX}/secretsmanager", key_id))
    return key_id
