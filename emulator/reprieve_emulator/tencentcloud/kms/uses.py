"""The actions of KMS that compute with a key."""

import os
import uuid

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.kms import crypto, rules
from reprieve_emulator.tencentcloud.kms.records import DataKey, Key, need_key
from reprieve_emulator.world import World

_PLAINTEXT_BYTES = 4096
_DATA_KEY_BYTES = 1024
_KEY_SPECS = {"AES_128": 16, "AES_256": 32}


def encrypt(call: Call, world: World) -> Reply:
    """Encrypt up to four KiB."""
    key = _usable(call, world)
    plaintext = crypto.decode(call.parameters["Plaintext"], "InvalidParameterValue.InvalidPlaintext")
    if not 0 < len(plaintext) <= _PLAINTEXT_BYTES:
        raise CloudError("InvalidParameterValue.InvalidPlaintext", f"Plaintext: 1 to {_PLAINTEXT_BYTES} bytes.")
    blob = crypto.encrypt(key, plaintext, call.parameters.get("EncryptionContext", ""))
    return {"CiphertextBlob": blob, "KeyId": key.key_id}


def decrypt(call: Call, world: World) -> Reply:
    """Decrypt what Encrypt or GenerateDataKey made."""
    key, plaintext = _decrypted(call, world, "EncryptionContext")
    return {"KeyId": key.key_id, "Plaintext": crypto.encode(plaintext)}


def re_encrypt(call: Call, world: World) -> Reply:
    """Encrypt a ciphertext's content with another key, or the same one anew."""
    source, plaintext = _decrypted(call, world, "SourceEncryptionContext")
    key = need_key(call, world, call.parameters.get("DestinationKeyId") or source.key_id)
    rules.check_usage(key, rules.SYMMETRIC)
    rules.check_usable(key)
    blob = crypto.encrypt(key, plaintext, call.parameters.get("DestinationEncryptionContext", ""))
    return {"CiphertextBlob": blob, "KeyId": key.key_id, "SourceKeyId": source.key_id, "ReEncrypted": True}


def generate_data_key(call: Call, world: World) -> Reply:
    """Make a data key, in clear and encrypted; KMS keeps it if asked to."""
    key = _usable(call, world)
    given = call.parameters
    size = given.get("NumberOfBytes") or _KEY_SPECS.get(given.get("KeySpec", ""), 0)
    if not 0 < size <= _DATA_KEY_BYTES:
        raise CloudError("InvalidParameter", "KeySpec is AES_128 or AES_256, or NumberOfBytes 1 to 1024.")
    plaintext = os.urandom(size)
    blob = crypto.encrypt(key, plaintext, given.get("EncryptionContext", ""))
    reply: Reply = {"KeyId": key.key_id, "Plaintext": crypto.encode(plaintext), "CiphertextBlob": blob}
    if given.get("IsHostedByKms"):
        reply["DataKeyId"] = _keep(call, world, key, size, blob)
    return reply


def generate_random(call: Call, world: World) -> Reply:
    """Make random bytes."""
    del world
    size = call.parameters["NumberOfBytes"]
    if not 0 < size <= _DATA_KEY_BYTES:
        raise CloudError("InvalidParameter", f"NumberOfBytes: 1 to {_DATA_KEY_BYTES}.")
    return {"Plaintext": crypto.encode(os.urandom(size))}


def sign_by_asymmetric_key(call: Call, world: World) -> Reply:
    """Sign a message or its digest."""
    key, message = _signer(call, world)
    given = call.parameters
    signature = crypto.sign(key, message, given["Algorithm"], is_digest=given.get("MessageType") == "DIGEST")
    return {"Signature": signature}


def verify_by_asymmetric_key(call: Call, world: World) -> Reply:
    """Say whether a signature holds."""
    key, message = _signer(call, world)
    given = call.parameters
    is_digest = given.get("MessageType") == "DIGEST"
    valid = crypto.verify(key, message, given["SignatureValue"], given["Algorithm"], is_digest=is_digest)
    return {"SignatureValid": valid}


def asymmetric_rsa_decrypt(call: Call, world: World) -> Reply:
    """Decrypt what was encrypted with the public key."""
    key = need_key(call, world)
    rules.check_usage(key, "ASYMMETRIC_DECRYPT_RSA")
    rules.check_state(key, "Enabled", "Archived")
    if call.parameters["Algorithm"] not in crypto.RSA_ALGORITHMS:
        raise CloudError("InvalidParameter", f"Algorithm: one of {', '.join(crypto.RSA_ALGORITHMS)}.")
    plaintext = crypto.rsa_decrypt(_with_pair(key, world), call.parameters["Ciphertext"], call.parameters["Algorithm"])
    return {"KeyId": key.key_id, "Plaintext": crypto.encode(plaintext)}


def get_public_key(call: Call, world: World) -> Reply:
    """Give the public key of a pair."""
    key = need_key(call, world)
    if key.usage == rules.SYMMETRIC:
        raise CloudError("InvalidParameter", f"The CMK {key.key_id} is symmetric.")
    rules.check_state(key, "Enabled", "Archived")
    der, pem = crypto.public_key(_with_pair(key, world))
    return {"KeyId": key.key_id, "PublicKey": der, "PublicKeyPem": pem}


def _check_clear(call: Call) -> None:
    if "EncryptionPublicKey" in call.parameters:
        raise CloudError("UnsupportedOperation", "The emulator does not encrypt its answers.")


def _usable(call: Call, world: World) -> Key:
    _check_clear(call)
    key = need_key(call, world)
    rules.check_usage(key, rules.SYMMETRIC)
    rules.check_usable(key)
    return key


def _decrypted(call: Call, world: World, context: str) -> tuple[Key, bytes]:
    _check_clear(call)
    blob = call.parameters["CiphertextBlob"]
    key = need_key(call, world, crypto.key_id_of(blob))
    rules.check_readable(key)
    return key, crypto.decrypt(key, blob, call.parameters.get(context, ""))


def _signer(call: Call, world: World) -> tuple[Key, bytes]:
    key = need_key(call, world)
    algorithms = crypto.SIGN_ALGORITHMS.get(key.usage, ())
    if call.parameters["Algorithm"] not in algorithms:
        raise CloudError("InvalidParameter", f"Algorithm for {key.usage}: {', '.join(algorithms) or 'none'}.")
    rules.check_state(key, "Enabled")
    return _with_pair(key, world), crypto.decode(call.parameters["Message"], "InvalidParameter")


def _with_pair(key: Key, world: World) -> Key:
    # an RSA pair takes a tenth of a second to make, which most keys in tests never need
    if not key.material:
        key.material = crypto.make_private(key.usage)
        world.store.put(key)
    return key


def _keep(call: Call, world: World, key: Key, size: int, blob: str) -> str:
    if not call.parameters.get("DataKeyName"):
        raise CloudError("InvalidParameter", "DataKeyName is needed when IsHostedByKms is 1.")
    data_key = DataKey(
        account=call.account,
        region=call.region,
        data_key_id=str(uuid.uuid4()),
        key_id=key.key_id,
        name=call.parameters["DataKeyName"],
        creator_uin=call.caller.user_id,
        create_time=world.clock.seconds(),
        number_of_bytes=size,
        ciphertext=blob,
        description=call.parameters.get("Description", ""),
    )
    world.store.put(data_key)
    return data_key.data_key_id
