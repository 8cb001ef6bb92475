"""What KMS's keys do to data, in the vendor's spelling.

A ciphertext holds its key's id. SM2 keys exist, but nothing can be done with them.
"""

import base64
import uuid

from reprieve_emulator import ciphers
from reprieve_emulator.cloud import CloudError
from reprieve_emulator.tencentcloud.kms.records import Key

_ID_BYTES = 16
_SHORTEST = 28
"""Bytes of a ciphertext of nothing, without the id."""
RSA_ALGORITHMS = ("RSAES_PKCS1_V1_5", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256")
SIGN_ALGORITHMS = {
    "ASYMMETRIC_SIGN_VERIFY_ECC": ("ECC_P256_R1",),
    "ASYMMETRIC_SIGN_VERIFY_ECDSA384": ("ECDSA_P384_SHA_384",),
    "ASYMMETRIC_SIGN_VERIFY_RSA_2048": ("RSA_PSS_SHA_256", "RSA_PKCS1_SHA_256"),
    "ASYMMETRIC_SIGN_VERIFY_SM2": ("SM2DSA",),
}


def decode(text: str, code: str) -> bytes:
    """Decode base64; refuse anything else with this code."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise CloudError(code, "The value is not base64.") from None


def encode(data: bytes) -> str:
    """Encode as base64."""
    return base64.b64encode(data).decode()


def encrypt(key: Key, plaintext: bytes, context: str) -> str:
    """Give a ciphertext that only this key and this context decrypt."""
    return encode(uuid.UUID(key.key_id).bytes + ciphers.seal(key.material, plaintext, _context(context)))


def key_id_of(ciphertext: str) -> str:
    """Give the id of the key that made a ciphertext."""
    blob = decode(ciphertext, "InvalidParameterValue.InvalidCiphertext")
    if len(blob) < _ID_BYTES + _SHORTEST:
        raise CloudError("InvalidParameterValue.InvalidCiphertext", "The ciphertext is too short.")
    return str(uuid.UUID(bytes=blob[:_ID_BYTES]))


def decrypt(key: Key, ciphertext: str, context: str) -> bytes:
    """Give what was encrypted; refuse a ciphertext or context that was changed."""
    blob = decode(ciphertext, "InvalidParameterValue.InvalidCiphertext")[_ID_BYTES:]
    bound = _context(context)
    try:
        return ciphers.unseal(key.material, blob, bound)
    except ValueError:
        raise CloudError("InvalidParameterValue.InvalidCiphertext", "The ciphertext does not decrypt.") from None


def make_private(usage: str) -> str:
    """Make the material of a key pair, as PEM."""
    if usage.endswith("SM2"):
        raise CloudError("UnsupportedOperation", "The emulator cannot compute with SM2 keys.")
    if "RSA" in usage:
        return ciphers.make_rsa(2048)
    return ciphers.make_curve("P384" if usage.endswith("384") else "P256")


def public_key(key: Key) -> tuple[str, str]:
    """Give the public key: DER as base64, and PEM."""
    der, pem = ciphers.public_key(key.material)
    return encode(der), pem


def rsa_decrypt(key: Key, ciphertext: str, algorithm: str) -> bytes:
    """Give what was encrypted with the public key."""
    blob = decode(ciphertext, "InvalidParameter")
    try:
        return ciphers.rsa_decrypt(key.material, blob, algorithm)
    except ValueError:
        raise CloudError("FailedOperation.DecryptError", "The ciphertext does not decrypt.") from None


def sign(key: Key, message: bytes, algorithm: str, *, is_digest: bool) -> str:
    """Sign a message or its digest."""
    return encode(ciphers.sign(key.material, message, algorithm, is_digest=is_digest))


def verify(key: Key, message: bytes, signature: str, algorithm: str, *, is_digest: bool) -> bool:
    """Say whether a signature holds."""
    signed = decode(signature, "InvalidParameterValue")
    return ciphers.verify(key.material, message, signed, algorithm, is_digest=is_digest)


def _context(context: str) -> bytes:
    try:
        return ciphers.read_context(context)
    except ValueError:
        raise CloudError("InvalidParameter", "EncryptionContext is not JSON.") from None
