"""What keys do to data, with real ciphers, so that a restored key decrypts what it encrypted before.

A ciphertext holds its key's id. SM2 keys exist, but nothing can be done with them: the library has no SM2.
"""

import base64
import binascii
import json
import os
import uuid
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from reprieve_emulator.cloud import CloudError
from reprieve_emulator.tencentcloud.kms.records import Key

_ID_BYTES = 16
_NONCE_BYTES = 12
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
    except binascii.Error:
        raise CloudError(code, "The value is not base64.") from None


def encode(data: bytes) -> str:
    """Encode as base64."""
    return base64.b64encode(data).decode()


def encrypt(key: Key, plaintext: bytes, context: str) -> str:
    """Give a ciphertext that only this key and this context decrypt."""
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(bytes.fromhex(key.material)).encrypt(nonce, plaintext, _context(context))
    return encode(uuid.UUID(key.key_id).bytes + nonce + sealed)


def key_id_of(ciphertext: str) -> str:
    """Give the id of the key that made a ciphertext."""
    blob = decode(ciphertext, "InvalidParameterValue.InvalidCiphertext")
    if len(blob) <= _ID_BYTES + _NONCE_BYTES:
        raise CloudError("InvalidParameterValue.InvalidCiphertext", "The ciphertext is too short.")
    return str(uuid.UUID(bytes=blob[:_ID_BYTES]))


def decrypt(key: Key, ciphertext: str, context: str) -> bytes:
    """Give what was encrypted; refuse a ciphertext or context that was changed."""
    blob = decode(ciphertext, "InvalidParameterValue.InvalidCiphertext")[_ID_BYTES:]
    try:
        opened = AESGCM(bytes.fromhex(key.material)).decrypt(
            blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], _context(context)
        )
    except InvalidTag:
        raise CloudError("InvalidParameterValue.InvalidCiphertext", "The ciphertext does not decrypt.") from None
    return bytes(opened)


def make_symmetric() -> str:
    """Make the material of a symmetric key."""
    return os.urandom(32).hex()


def make_private(usage: str) -> str:
    """Make the material of a key pair, as PEM."""
    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    if usage.endswith("SM2"):
        raise CloudError("UnsupportedOperation", "The emulator cannot compute with SM2 keys.")
    if "RSA" in usage:
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    else:
        private = ec.generate_private_key(ec.SECP384R1() if usage.endswith("384") else ec.SECP256R1())
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_key(key: Key) -> tuple[str, str]:
    """Give the public key: DER as base64, and PEM."""
    public = _private(key).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    der = public.public_bytes(serialization.Encoding.DER, form)
    return encode(der), public.public_bytes(serialization.Encoding.PEM, form).decode()


def rsa_decrypt(key: Key, ciphertext: str, algorithm: str) -> bytes:
    """Give what was encrypted with the public key."""
    digest = hashes.SHA256() if algorithm.endswith("256") else hashes.SHA1()  # noqa: S303 - the vendor offers it
    scheme: Any = padding.PKCS1v15()
    if "OAEP" in algorithm:
        scheme = padding.OAEP(padding.MGF1(digest), digest, None)
    try:
        return bytes(_private(key).decrypt(decode(ciphertext, "InvalidParameter"), scheme))
    except ValueError:
        raise CloudError("FailedOperation.DecryptError", "The ciphertext does not decrypt.") from None


def sign(key: Key, message: bytes, algorithm: str, *, is_digest: bool) -> str:
    """Sign a message or its digest."""
    return encode(_private(key).sign(message, *_scheme(algorithm, is_digest=is_digest)))


def verify(key: Key, message: bytes, signature: str, algorithm: str, *, is_digest: bool) -> bool:
    """Say whether a signature holds."""
    scheme = _scheme(algorithm, is_digest=is_digest)
    try:
        _private(key).public_key().verify(decode(signature, "InvalidParameterValue"), message, *scheme)
    except InvalidSignature:
        return False
    return True


def _scheme(algorithm: str, *, is_digest: bool) -> tuple[Any, ...]:

    digest: Any = hashes.SHA384() if algorithm.endswith("384") else hashes.SHA256()
    algorithm_of_digest = utils.Prehashed(digest) if is_digest else digest
    if not algorithm.startswith("RSA"):
        return (ec.ECDSA(algorithm_of_digest),)
    if "PSS" in algorithm:
        return padding.PSS(padding.MGF1(digest), padding.PSS.DIGEST_LENGTH), algorithm_of_digest
    return padding.PKCS1v15(), algorithm_of_digest


def _private(key: Key) -> Any:  # noqa: ANN401 - RSA or ECC, as the key's usage says

    return load_pem_private_key(key.material.encode(), None)


def _context(context: str) -> bytes:
    if not context:
        return b""
    try:
        given = json.loads(context)
    except ValueError:
        raise CloudError("InvalidParameter", "EncryptionContext is not JSON.") from None
    return json.dumps(given, sort_keys=True).encode()
