"""What keys do to data: only an enabled key does anything, and a restored one knows what it encrypted before."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from tests.emulator.alicloud.calling import DAY, Caller

WORDS = base64.b64encode(b"four words of text").decode()
DIGEST = hashlib.sha256(b"a message").digest()
BAD = "400 InvalidParameter"


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def pair(kms: Caller, spec: str, usage: str) -> dict[str, str]:
    key_id = kms("CreateKey", KeySpec=spec, KeyUsage=usage)["KeyMetadata"]["KeyId"]
    version = kms("ListKeyVersions", KeyId=key_id)["KeyVersions"]["KeyVersion"][0]["KeyVersionId"]
    return {"KeyId": key_id, "KeyVersionId": version}


class TestSymmetric:
    @pytest.mark.parametrize("spec", ["Aliyun_AES_256", "Aliyun_SM4"])
    def test_what_is_encrypted_decrypts(self, kms: Caller, spec: str) -> None:
        key_id = kms("CreateKey", KeySpec=spec)["KeyMetadata"]["KeyId"]
        sealed = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)
        opened = kms("Decrypt", CiphertextBlob=sealed["CiphertextBlob"])
        assert opened == {"KeyId": key_id, "KeyVersionId": sealed["KeyVersionId"], "Plaintext": WORDS}

    def test_an_alias_names_the_key(self, kms: Caller, key_id: str) -> None:
        kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
        assert kms("Encrypt", KeyId="alias/shop", Plaintext=WORDS)["KeyId"] == key_id

    def test_a_restored_key_decrypts_what_it_encrypted_before(self, kms: Caller, key_id: str) -> None:
        blob = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)["CiphertextBlob"]
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        assert kms.code("Decrypt", CiphertextBlob=blob) == "409 Rejected.PendingDeletion"
        kms("CancelKeyDeletion", KeyId=key_id)
        assert kms("Decrypt", CiphertextBlob=blob)["Plaintext"] == WORDS
        kms("DisableKey", KeyId=key_id)
        assert kms.code("Decrypt", CiphertextBlob=blob) == "409 Rejected.Disabled"

    def test_nothing_decrypts_what_a_gone_key_encrypted(self, kms: Caller, key_id: str) -> None:
        blob = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)["CiphertextBlob"]
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms.world.clock.move(7 * DAY + 1)
        assert kms.code("Decrypt", CiphertextBlob=blob) == "404 Forbidden.KeyNotFound"

    def test_older_versions_still_decrypt(self, kms: Caller, key_id: str) -> None:
        old = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)
        kms("CreateKeyVersion", KeyId=key_id)
        assert kms("Encrypt", KeyId=key_id, Plaintext=WORDS)["KeyVersionId"] != old["KeyVersionId"]
        opened = kms("Decrypt", CiphertextBlob=old["CiphertextBlob"])
        assert (opened["Plaintext"], opened["KeyVersionId"]) == (WORDS, old["KeyVersionId"])

    def test_the_context_belongs_to_the_ciphertext(self, kms: Caller, key_id: str) -> None:
        context = {"EncryptionContext": '{"a": "1", "b": "2"}'}
        blob = kms("Encrypt", KeyId=key_id, Plaintext=WORDS, **context)["CiphertextBlob"]
        assert kms.code("Decrypt", CiphertextBlob=blob) == BAD
        assert kms.code("Decrypt", CiphertextBlob=blob, EncryptionContext="no json") == BAD
        assert kms("Decrypt", CiphertextBlob=blob, EncryptionContext='{"b":"2","a":"1"}')["Plaintext"] == WORDS

    def test_data_keys_come_in_clear_and_sealed(self, kms: Caller, key_id: str) -> None:
        for given, size in (({}, 32), ({"KeySpec": "AES_128"}, 16), ({"NumberOfBytes": 1024}, 1024)):
            made = kms("GenerateDataKey", KeyId=key_id, **given)
            assert len(base64.b64decode(made["Plaintext"])) == size
            assert kms("Decrypt", CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
        assert "Plaintext" not in kms("GenerateDataKeyWithoutPlaintext", KeyId=key_id)

    def test_a_ciphertext_moves_to_another_key(self, kms: Caller, key_id: str) -> None:
        blob = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)["CiphertextBlob"]
        other = kms("CreateKey")["KeyMetadata"]["KeyId"]
        moved = kms("ReEncrypt", CiphertextBlob=blob, DestinationKeyId=other)
        assert moved["KeyId"] == other
        assert kms("Decrypt", CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == WORDS

    def test_a_ciphertext_of_another_account_is_not_found(self, kms: Caller, key_id: str) -> None:
        blob = kms("Encrypt", KeyId=key_id, Plaintext=WORDS)["CiphertextBlob"]
        assert Caller.of(kms.world, "two").code("Decrypt", CiphertextBlob=blob) == "404 Forbidden.KeyNotFound"

    @pytest.mark.parametrize(
        ("action", "given"),
        [
            ("Encrypt", {"Plaintext": "***"}),
            ("Encrypt", {"Plaintext": ""}),
            ("Encrypt", {"Plaintext": coded(bytes(6145))}),
            ("Decrypt", {"CiphertextBlob": "***"}),
            ("Decrypt", {"CiphertextBlob": coded(bytes(20))}),
            ("GenerateDataKey", {"KeySpec": "AES_512"}),
            ("GenerateDataKey", {"NumberOfBytes": 1025}),
            ("GetPublicKey", {}),
        ],
    )
    def test_what_cannot_be_done_is_refused(self, kms: Caller, key_id: str, action: str, given: dict[str, Any]) -> None:
        assert kms.code(action, KeyId=key_id, **given) == BAD


class TestPairs:
    @pytest.mark.parametrize(
        ("spec", "algorithm"),
        [
            ("RSA_2048", "RSA_PSS_SHA_256"),
            ("RSA_3072", "RSA_PKCS1_SHA_256"),
            ("EC_P256", "ECDSA_SHA_256"),
            ("EC_P256K", "ECDSA_SHA_256"),
        ],
    )
    def test_a_signature_holds_for_its_digest_only(self, kms: Caller, spec: str, algorithm: str) -> None:
        asked = {**pair(kms, spec, "SIGN/VERIFY"), "Algorithm": algorithm}
        signed = kms("AsymmetricSign", **asked, Digest=coded(DIGEST))["Value"]
        assert kms("AsymmetricVerify", **asked, Digest=coded(DIGEST), Value=signed)["Value"] is True
        other = coded(hashlib.sha256(b"another").digest())
        assert kms("AsymmetricVerify", **asked, Digest=other, Value=signed)["Value"] is False

    def test_anybody_can_verify_with_the_public_key(self, kms: Caller) -> None:
        asked = pair(kms, "EC_P256", "SIGN/VERIFY")
        signed = kms("AsymmetricSign", **asked, Algorithm="ECDSA_SHA_256", Digest=coded(DIGEST))["Value"]
        public = load_pem_public_key(kms("GetPublicKey", **asked)["PublicKey"].encode())
        assert isinstance(public, ec.EllipticCurvePublicKey)
        public.verify(base64.b64decode(signed), DIGEST, ec.ECDSA(utils.Prehashed(hashes.SHA256())))

    def test_what_anybody_encrypts_the_pair_decrypts(self, kms: Caller) -> None:
        asked = pair(kms, "RSA_2048", "ENCRYPT/DECRYPT")
        public: Any = load_pem_public_key(kms("GetPublicKey", **asked)["PublicKey"].encode())
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        blob = coded(public.encrypt(b"four words of text", oaep))
        opened = kms("AsymmetricDecrypt", **asked, Algorithm="RSAES_OAEP_SHA_256", CiphertextBlob=blob)
        assert opened["Plaintext"] == WORDS

    def test_the_pair_encrypts_for_itself(self, kms: Caller) -> None:
        asked = {**pair(kms, "RSA_2048", "ENCRYPT/DECRYPT"), "Algorithm": "RSAES_OAEP_SHA_1"}
        blob = kms("AsymmetricEncrypt", **asked, Plaintext=WORDS)["CiphertextBlob"]
        assert kms("AsymmetricDecrypt", **asked, CiphertextBlob=blob)["Plaintext"] == WORDS
        assert kms.code("AsymmetricDecrypt", **asked, CiphertextBlob=WORDS) == BAD
        assert kms.code("AsymmetricEncrypt", **asked, Plaintext=coded(bytes(300))) == BAD

    @pytest.mark.parametrize(
        ("spec", "usage", "action", "algorithm"),
        [
            ("RSA_2048", "SIGN/VERIFY", "AsymmetricSign", "ECDSA_SHA_256"),
            ("RSA_2048", "ENCRYPT/DECRYPT", "AsymmetricSign", "RSA_PSS_SHA_256"),
            ("RSA_2048", "SIGN/VERIFY", "AsymmetricEncrypt", "RSAES_OAEP_SHA_1"),
        ],
    )
    def test_a_pair_does_what_it_is_for(self, kms: Caller, spec: str, usage: str, action: str, algorithm: str) -> None:
        asked = {**pair(kms, spec, usage), "Algorithm": algorithm, "Digest": coded(DIGEST), "Plaintext": WORDS}
        assert kms.code(action, **asked) == BAD

    def test_a_digest_has_its_length(self, kms: Caller) -> None:
        asked = {**pair(kms, "EC_P256", "SIGN/VERIFY"), "Algorithm": "ECDSA_SHA_256"}
        assert kms.code("AsymmetricSign", **asked, Digest=coded(b"short")) == BAD

    def test_a_symmetric_key_is_no_pair_and_a_pair_no_symmetric_key(self, kms: Caller, key_id: str) -> None:
        asked = {"KeyId": key_id, "Algorithm": "RSA_PSS_SHA_256", "Digest": coded(DIGEST)}
        assert kms.code("AsymmetricSign", **asked) == BAD
        rsa = pair(kms, "RSA_2048", "ENCRYPT/DECRYPT")
        assert kms.code("Encrypt", KeyId=rsa["KeyId"], Plaintext=WORDS) == BAD

    def test_a_disabled_or_pending_pair_refuses(self, kms: Caller) -> None:
        asked = {**pair(kms, "EC_P256", "SIGN/VERIFY"), "Algorithm": "ECDSA_SHA_256", "Digest": coded(DIGEST)}
        signed = kms("AsymmetricSign", **asked)["Value"]
        kms("DisableKey", KeyId=asked["KeyId"])
        assert kms.code("AsymmetricSign", **asked) == "409 Rejected.Disabled"
        kms("ScheduleKeyDeletion", KeyId=asked["KeyId"], PendingWindowInDays=7)
        assert kms.code("AsymmetricVerify", **asked, Value=signed) == "409 Rejected.PendingDeletion"
        assert kms.code("GetPublicKey", KeyId=asked["KeyId"]) == "409 Rejected.PendingDeletion"

    def test_sm2_keys_exist_but_are_not_computed(self, kms: Caller) -> None:
        key = kms("CreateKey", KeySpec="EC_SM2")["KeyMetadata"]["KeyId"]
        assert kms.code("GetPublicKey", KeyId=key) == "409 Rejected.UnsupportedOperation"
