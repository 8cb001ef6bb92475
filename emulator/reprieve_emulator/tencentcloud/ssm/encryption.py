"""The key behind a secret: SSM reads and writes through KMS, so a key that is not in use makes it fail.

Without a key of its own a secret is encrypted by a key that SSM makes once per account and region.
"""

import uuid

from reprieve_emulator.ciphers import make_symmetric
from reprieve_emulator.cloud import Call, CloudError
from reprieve_emulator.tencentcloud.kms.records import Key, check_cluster, find_key
from reprieve_emulator.tencentcloud.ssm.records import Secret
from reprieve_emulator.world import World

_SOFTWARE_KEY = 1
"""EncryptType without KMS."""
_SYMMETRIC = "ENCRYPT_DECRYPT"


def choose_key(call: Call, world: World) -> tuple[str, str]:
    """Give the id and the type (CUSTOMER or DEFAULT) of a new secret's key; AccessKmsError when it cannot be used."""
    if call.parameters.get("EncryptType") == _SOFTWARE_KEY:
        return "", "DEFAULT"
    try:
        check_cluster(call, world, call.parameters.get("KmsHsmClusterId", ""))
    except CloudError as refusal:
        raise CloudError("FailedOperation.AccessKmsError", f"Access to KMS failed: {refusal.message}") from None
    named = call.parameters.get("KmsKeyId", "")
    if named:
        _check(find_key(call.account, call.region, named, world), "Enabled")
        return named, "CUSTOMER"
    return _default_key(call, world).key_id, "DEFAULT"


def check_writable(secret: Secret, world: World) -> None:
    """Refuse to write a secret whose key is not in use."""
    if secret.kms_key_id:
        _check(find_key(secret.account, secret.region, secret.kms_key_id, world), "Enabled")


def check_readable(secret: Secret, world: World) -> None:
    """Refuse to read a secret whose key is not in use; an archived one still decrypts."""
    if secret.kms_key_id:
        _check(find_key(secret.account, secret.region, secret.kms_key_id, world), "Enabled", "Archived")


def shown_key(secret: Secret, world: World) -> str:
    """Give the key id that a description shows."""
    if secret.kms_key_type == "DEFAULT" and world.switches["ssm_default_key_id"] == "empty":
        return ""
    return secret.kms_key_id


def _check(key: Key | None, *allowed: str) -> None:
    if key is None or key.usage != _SYMMETRIC or key.status not in allowed:
        said = "does not exist" if key is None else f"is {key.status}, for {key.usage}"
        raise CloudError("FailedOperation.AccessKmsError", f"Access to KMS failed: the key {said}.")


def _default_key(call: Call, world: World) -> Key:
    key_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"ssm/{call.account}/{call.region}"))
    key = find_key(call.account, call.region, key_id, world)
    if key is None:
        key = Key(
            account=call.account,
            region=call.region,
            key_id=key_id,
            alias="kms-ssm-default",
            creator_uin=call.account,
            create_time=world.clock.seconds(),
            material=make_symmetric(),
            owner="ssm",
        )
        world.store.put(key)
    return key
