"""The real ciphers behind the emulated keys, so that a restored key decrypts what it encrypted before.

Material is text: hex for a symmetric key, PEM for a pair. SM2 and SM4 are not computed: the library has no SM2, and
ciphertexts of symmetric keys are in no public format anyway, so every symmetric key is AES-256-GCM here.
"""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_pem_private_key

_NONCE_BYTES = 12
_CURVES: dict[str, type[ec.EllipticCurve]] = {"P256": ec.SECP256R1, "P384": ec.SECP384R1, "P256K": ec.SECP256K1}


def make_symmetric() -> str:
    """Make the material of a symmetric key."""
    return os.urandom(32).hex()


def make_rsa(bits: int) -> str:
    """Make the material of an RSA pair; it takes a tenth of a second."""
    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=bits))


def make_curve(name: str) -> str:
    """Make the material of a pair on a curve: P256, P384 or P256K."""
    return _pem(ec.generate_private_key(_CURVES[name]()))


def seal(material: str, plaintext: bytes, context: bytes) -> bytes:
    """Encrypt; only this material and this context decrypt it."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(bytes.fromhex(material)).encrypt(nonce, plaintext, context)


def unseal(material: str, sealed: bytes, context: bytes) -> bytes:
    """Decrypt; ValueError for a ciphertext or context that was changed."""
    try:
        opened = AESGCM(bytes.fromhex(material)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
    except InvalidTag:
        raise ValueError("the ciphertext does not decrypt") from None
    return bytes(opened)


def read_context(text: str) -> bytes:
    """Give an encryption context, which is JSON, in one spelling; ValueError when it is not."""
    return json.dumps(json.loads(text), sort_keys=True).encode() if text else b""


def public_key(material: str) -> tuple[bytes, str]:
    """Give the public key of a pair: DER, and PEM."""
    public = _private(material).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = public.public_bytes(serialization.Encoding.PEM, form).decode()
    return public.public_bytes(serialization.Encoding.DER, form), pem


def rsa_encrypt(material: str, plaintext: bytes, algorithm: str) -> bytes:
    """Encrypt with the public key; ValueError when the plaintext is too long."""
    return bytes(_private(material).public_key().encrypt(plaintext, _padding(algorithm)))


def rsa_decrypt(material: str, ciphertext: bytes, algorithm: str) -> bytes:
    """Give what was encrypted with the public key; ValueError when it was not."""
    return bytes(_private(material).decrypt(ciphertext, _padding(algorithm)))


def sign(material: str, message: bytes, algorithm: str, *, is_digest: bool) -> bytes:
    """Sign a message or its digest; ValueError for a digest of another length."""
    return bytes(_private(material).sign(message, *_scheme(algorithm, is_digest=is_digest)))


def verify(material: str, message: bytes, signature: bytes, algorithm: str, *, is_digest: bool) -> bool:
    """Say whether a signature holds; ValueError for a digest of another length."""
    try:
        _private(material).public_key().verify(signature, message, *_scheme(algorithm, is_digest=is_digest))
    except InvalidSignature:
        return False
    return True


def _padding(algorithm: str) -> Any:  # noqa: ANN401 - two unrelated classes
    if "OAEP" not in algorithm:
        return padding.PKCS1v15()
    digest = hashes.SHA256() if algorithm.endswith("256") else hashes.SHA1()  # noqa: S303 - the vendors offer it
    return padding.OAEP(padding.MGF1(digest), digest, None)


def _scheme(algorithm: str, *, is_digest: bool) -> tuple[Any, ...]:
    digest: Any = hashes.SHA384() if algorithm.endswith("384") else hashes.SHA256()
    digested = utils.Prehashed(digest) if is_digest else digest
    if not algorithm.startswith("RSA"):
        return (ec.ECDSA(digested),)
    if "PSS" in algorithm:
        return padding.PSS(padding.MGF1(digest), padding.PSS.DIGEST_LENGTH), digested
    return padding.PKCS1v15(), digested


def _private(material: str) -> Any:  # noqa: ANN401 - RSA or a curve, as the key's purpose says
    return load_pem_private_key(material.encode(), None)


def _pem(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    form = serialization.PrivateFormat.PKCS8
    return private.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
