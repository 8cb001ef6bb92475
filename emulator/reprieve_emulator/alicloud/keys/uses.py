"""What keys do to data. Only an enabled key does anything.

A ciphertext holds the id of the key version that made it. EC_SM2 keys exist, but nothing can be done with them.
"""

import base64
import os
import uuid

from reprieve_emulator import ciphers
from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.keys import rules
from reprieve_emulator.alicloud.keys.records import (
    Key,
    KeyVersion,
    named_key,
    need_key,
    need_version,
    versions_of,
)
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World

_PLAINTEXT_BYTES = 6144
_DATA_KEY_BYTES = 1024
_DATA_KEY_SPECS = {"AES_256": 32, "AES_128": 16}
_ID_BYTES = 16
_SHORTEST = 28
"""Bytes of a ciphertext of nothing, without the id."""
_DIGEST_BYTES = 32
_RSA_ENCRYPTION = ("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
_RSA_SIGNATURE = ("RSA_PSS_SHA_256", "RSA_PKCS1_SHA_256")
_ALGORITHMS = {
    ("RSA_2048", rules.ENCRYPT): _RSA_ENCRYPTION,
    ("RSA_3072", rules.ENCRYPT): _RSA_ENCRYPTION,
    ("RSA_2048", rules.SIGN): _RSA_SIGNATURE,
    ("RSA_3072", rules.SIGN): _RSA_SIGNATURE,
    ("EC_P256", rules.SIGN): ("ECDSA_SHA_256",),
    ("EC_P256K", rules.SIGN): ("ECDSA_SHA_256",),
}


def encrypt(call: Call, world: World) -> Reply:
    """Encrypt up to six KiB, given as base64, with the newest version."""
    key = _symmetric(need_key(call, world, by_alias=True), world)
    plaintext = _decode(call, "Plaintext")
    if not 0 < len(plaintext) <= _PLAINTEXT_BYTES:
        raise errors.invalid_parameter("Plaintext", f"It has 1 to {_PLAINTEXT_BYTES} bytes.")
    return _sealed(key, plaintext, _context(call, "EncryptionContext"), world)


def decrypt(call: Call, world: World) -> Reply:
    """Decrypt what Encrypt or GenerateDataKey made, whichever version did."""
    key, version, plaintext = _opened(call, "EncryptionContext", world)
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "Plaintext": _encode(plaintext)}


def re_encrypt(call: Call, world: World) -> Reply:
    """Encrypt a ciphertext's content with another key."""
    _, _, plaintext = _opened(call, "SourceEncryptionContext", world)
    key = _symmetric(named_key(call, call.parameters["DestinationKeyId"], world, by_alias=True), world)
    return _sealed(key, plaintext, _context(call, "DestinationEncryptionContext"), world)


def generate_data_key(call: Call, world: World) -> Reply:
    """Make a data key, in clear and encrypted."""
    key = _symmetric(need_key(call, world, by_alias=True), world)
    spec = call.parameters.get("KeySpec") or "AES_256"
    if spec not in _DATA_KEY_SPECS:
        raise errors.invalid_parameter("KeySpec", f"It is {' or '.join(_DATA_KEY_SPECS)}.")
    size = call.parameters.get("NumberOfBytes", _DATA_KEY_SPECS[spec])
    if not 0 < size <= _DATA_KEY_BYTES:
        raise errors.invalid_parameter("NumberOfBytes", f"It is 1 to {_DATA_KEY_BYTES}.")
    plaintext = os.urandom(size)
    sealed = _sealed(key, plaintext, _context(call, "EncryptionContext"), world)
    return {**sealed, "Plaintext": _encode(plaintext)}


def generate_data_key_without_plaintext(call: Call, world: World) -> Reply:
    """Make a data key, encrypted only."""
    reply = generate_data_key(call, world)
    del reply["Plaintext"]
    return reply


def asymmetric_encrypt(call: Call, world: World) -> Reply:
    """Encrypt with the public key of a pair."""
    key, version, algorithm = _pair(call, rules.ENCRYPT, world)
    plaintext = _decode(call, "Plaintext")
    try:
        ciphertext = ciphers.rsa_encrypt(version.material, plaintext, algorithm)
    except ValueError:
        raise errors.invalid_parameter("Plaintext", "It is too long.") from None
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "CiphertextBlob": _encode(ciphertext)}


def asymmetric_decrypt(call: Call, world: World) -> Reply:
    """Decrypt what was encrypted with the public key of a pair."""
    key, version, algorithm = _pair(call, rules.ENCRYPT, world)
    ciphertext = _decode(call, "CiphertextBlob")
    try:
        plaintext = ciphers.rsa_decrypt(version.material, ciphertext, algorithm)
    except ValueError:
        raise errors.invalid_parameter("CiphertextBlob") from None
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "Plaintext": _encode(plaintext)}


def asymmetric_sign(call: Call, world: World) -> Reply:
    """Sign a digest."""
    key, version, algorithm = _pair(call, rules.SIGN, world)
    signature = ciphers.sign(version.material, _digest(call), algorithm, is_digest=True)
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "Value": _encode(signature)}


def asymmetric_verify(call: Call, world: World) -> Reply:
    """Say whether a signature of a digest holds."""
    key, version, algorithm = _pair(call, rules.SIGN, world)
    signature = _decode(call, "Value")
    holds = ciphers.verify(version.material, _digest(call), signature, algorithm, is_digest=True)
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "Value": holds}


def get_public_key(call: Call, world: World) -> Reply:
    """Give the public key of a pair as PEM."""
    key = need_key(call, world, by_alias=True)
    if key.spec in rules.SYMMETRIC:
        raise errors.invalid_parameter("KeyId", "It is a symmetric key.")
    rules.check_usable(key, world)
    version = _with_pair(key, _named_version(key, call, world), world)
    _, pem = ciphers.public_key(version.material)
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "PublicKey": pem}


def _symmetric(key: Key, world: World) -> Key:
    rules.check_usable(key, world)
    if key.spec not in rules.SYMMETRIC:
        raise errors.invalid_parameter("KeyId", "It is a key pair.")
    return key


def _sealed(key: Key, plaintext: bytes, context: bytes, world: World) -> Reply:
    version = versions_of(key, world)[-1]
    blob = uuid.UUID(version.version_id).bytes + ciphers.seal(version.material, plaintext, context)
    return {"KeyId": key.key_id, "KeyVersionId": version.version_id, "CiphertextBlob": _encode(blob)}


def _opened(call: Call, context: str, world: World) -> tuple[Key, KeyVersion, bytes]:
    blob = _decode(call, "CiphertextBlob")
    if len(blob) < _ID_BYTES + _SHORTEST:
        raise errors.invalid_parameter("CiphertextBlob")
    version_id = str(uuid.UUID(bytes=blob[:_ID_BYTES]))
    version = world.store.get(KeyVersion, version_id=version_id)
    key = named_key(call, version.key_id if version else "", world)
    version = need_version(key, version_id, world)
    rules.check_usable(key, world)
    bound = _context(call, context)
    try:
        return key, version, ciphers.unseal(version.material, blob[_ID_BYTES:], bound)
    except ValueError:
        raise errors.invalid_parameter("CiphertextBlob", "It does not decrypt.") from None


def _pair(call: Call, usage: str, world: World) -> tuple[Key, KeyVersion, str]:
    key = need_key(call, world, by_alias=True)
    rules.check_usable(key, world)
    algorithms = _ALGORITHMS.get((key.spec, usage), ()) if key.usage == usage else ()
    if call.parameters["Algorithm"] not in algorithms:
        known = " or ".join(algorithms) or "none"
        raise errors.invalid_parameter("Algorithm", f"For {key.spec}, {key.usage} it is {known}.")
    version = _with_pair(key, _named_version(key, call, world), world)
    return key, version, call.parameters["Algorithm"]


def _named_version(key: Key, call: Call, world: World) -> KeyVersion:
    version_id = call.parameters.get("KeyVersionId")
    return need_version(key, version_id, world) if version_id else versions_of(key, world)[-1]


def _with_pair(key: Key, version: KeyVersion, world: World) -> KeyVersion:
    # an RSA pair takes a tenth of a second to make, which most keys in tests never need
    if not version.material:
        if key.spec == "EC_SM2":
            raise errors.refusal("Rejected.UnsupportedOperation", "The emulator cannot compute with SM2 keys.")
        kind, size = key.spec.split("_")
        version.material = ciphers.make_rsa(int(size)) if kind == "RSA" else ciphers.make_curve(size)
        world.store.put(version)
    return version


def _digest(call: Call) -> bytes:
    digest = _decode(call, "Digest")
    if len(digest) != _DIGEST_BYTES:
        raise errors.invalid_parameter("Digest", f"It has {_DIGEST_BYTES} bytes.")
    return digest


def _decode(call: Call, name: str) -> bytes:
    try:
        return base64.b64decode(call.parameters[name], validate=True)
    except ValueError:  # binascii's own is one, and letters outside of ASCII are another
        raise errors.invalid_parameter(name, "It is not base64.") from None


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _context(call: Call, name: str) -> bytes:
    try:
        return ciphers.read_context(call.parameters.get(name, ""))
    except ValueError:
        raise errors.invalid_parameter(name, "It is not JSON.") from None
