"""Keys: the state table, limits, answers and ciphers of KMS."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from reprieve_emulator.tencentcloud.kms.records import Key
from tests.emulator.calling import Caller, RefusedError

if TYPE_CHECKING:
    from reprieve_emulator.world import World

DAY = 86_400
UNAVAILABLE = "ResourceUnavailable."


def make(call: Caller, state: str = "Enabled", alias: str = "k", **fields: object) -> str:
    kind = {"Type": 2} if state == "PendingImport" else {}
    key_id = str(call("kms", "CreateKey", Alias=alias, **kind, **fields)["KeyId"])
    if state in {"Disabled", "PendingDelete"}:
        call("kms", "DisableKey", KeyId=key_id)
    if state == "PendingDelete":
        call("kms", "ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    if state == "Archived":
        call("kms", "ArchiveKey", KeyId=key_id)
    return key_id


def status(call: Caller, key_id: str) -> str:
    return str(call("kms", "DescribeKey", KeyId=key_id)["KeyMetadata"]["KeyState"])


@pytest.mark.parametrize(
    ("state", "action", "extra", "outcome"),
    [
        ("Enabled", "EnableKey", {}, "Enabled"),
        ("Enabled", "DisableKey", {}, "Disabled"),
        ("Enabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, UNAVAILABLE + "CmkShouldBeDisabled"),
        ("Enabled", "CancelKeyDeletion", {}, UNAVAILABLE + "CmkNotPendingDelete"),
        ("Enabled", "UpdateAlias", {"Alias": "other"}, "Enabled"),
        ("Enabled", "UpdateKeyDescription", {"Description": "d"}, "Enabled"),
        ("Enabled", "EnableKeyRotation", {}, "Enabled"),
        ("Enabled", "ArchiveKey", {}, "Archived"),
        ("Enabled", "CancelKeyArchive", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("Disabled", "EnableKey", {}, "Enabled"),
        ("Disabled", "DisableKey", {}, "Disabled"),
        ("Disabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, "PendingDelete"),
        ("Disabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 30}, "PendingDelete"),
        ("Disabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 6}, "InvalidParameter.InvalidPendingWindowInDays"),
        ("Disabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 31}, "InvalidParameter.InvalidPendingWindowInDays"),
        ("Disabled", "ScheduleKeyDeletion", {"PendingWindowInDays": 0}, "InvalidParameter.InvalidPendingWindowInDays"),
        ("Disabled", "ScheduleKeyDeletion", {}, "MissingParameter"),
        ("Disabled", "CancelKeyDeletion", {}, UNAVAILABLE + "CmkNotPendingDelete"),
        ("Disabled", "EnableKeyRotation", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "EnableKey", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "DisableKey", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "CancelKeyDeletion", {}, "Disabled"),
        ("PendingDelete", "UpdateAlias", {"Alias": "other"}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "UpdateKeyDescription", {"Description": "d"}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingDelete", "EnableKeyRotation", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingImport", "EnableKey", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingImport", "DisableKey", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingImport", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, UNAVAILABLE + "CmkStateNotSupport"),
        ("PendingImport", "CancelKeyDeletion", {}, UNAVAILABLE + "CmkNotPendingDelete"),
        ("PendingImport", "EnableKeyRotation", {}, "UnsupportedOperation.ExternalCmkCanNotRotate"),
        ("Archived", "CancelKeyArchive", {}, "Enabled"),
        ("Archived", "EnableKey", {}, UNAVAILABLE + "CmkStateNotSupport"),
        ("Archived", "ScheduleKeyDeletion", {"PendingWindowInDays": 7}, UNAVAILABLE + "CmkStateNotSupport"),
    ],
)
def test_a_state_permits_what_the_table_says(
    call: Caller, state: str, action: str, extra: dict[str, object], outcome: str
) -> None:
    key_id = make(call, state)
    code = call.code("kms", action, KeyId=key_id, **extra)
    assert status(call, key_id) == (outcome if code == "OK" else state)
    assert code in {"OK", outcome}


@pytest.mark.parametrize(
    ("switch", "value", "case"),
    [
        ("kms_repeated_toggle", "refused", ("Enabled", "EnableKey", UNAVAILABLE + "CmkStateNotSupport")),
        ("kms_rotation_when_disabled", "accepted", ("Disabled", "EnableKeyRotation", "OK")),
        ("kms_schedule_pending_code", "CmkShouldBeDisabled", ("PendingDelete", "ScheduleKeyDeletion", "")),
        ("kms_schedule_unusable", "accepted", ("PendingImport", "ScheduleKeyDeletion", "OK")),
        ("kms_schedule_unusable", "accepted", ("Archived", "ScheduleKeyDeletion", "OK")),
        ("kms_update_pending_code", "InvalidParameter", ("PendingDelete", "UpdateAlias", "InvalidParameter")),
    ],
)
def test_a_switch_changes_a_refusal(call: Caller, switch: str, value: str, case: tuple[str, str, str]) -> None:
    state, action, code = case
    key_id = make(call, state)
    call.world.switches.set(switch, value)
    needed: dict[str, dict[str, object]] = {
        "ScheduleKeyDeletion": {"PendingWindowInDays": 7},
        "UpdateAlias": {"Alias": "other"},
    }
    extra = needed.get(action, {})
    assert call.code("kms", action, KeyId=key_id, **extra) == (code or UNAVAILABLE + value)


def test_a_key_ends_at_its_deadline(world: World, call: Caller) -> None:
    world.clock.freeze()
    key_id = make(call, "Disabled")
    reply = call("kms", "ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    assert reply == {"KeyId": key_id, "DeletionDate": world.clock.seconds() + 7 * DAY}
    world.clock.move(7 * DAY)
    with pytest.raises(RefusedError, match=key_id) as refusal:
        call("kms", "DescribeKey", KeyId=key_id)
    assert refusal.value.code == "ResourceUnavailable.CmkNotFound"


def test_a_key_may_end_with_the_day(world: World, call: Caller) -> None:
    world.switches.set("kms_deletion_moment", "end_of_day")
    moment = call("kms", "ScheduleKeyDeletion", KeyId=make(call, "Disabled"), PendingWindowInDays=7)["DeletionDate"]
    assert datetime.fromtimestamp(moment, UTC).strftime("%H:%M:%S") == "15:59:59"


@pytest.mark.parametrize("value", ["Disabled", "PendingImport"])
def test_a_cancelled_key_without_material_is_as_the_switch_says(world: World, call: Caller, value: str) -> None:
    world.switches.set("kms_schedule_unusable", "accepted")
    world.switches.set("kms_cancelled_import", value)
    key_id = make(call, "PendingImport")
    call("kms", "ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    call("kms", "CancelKeyDeletion", KeyId=key_id)
    assert status(call, key_id) == value


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"Alias": ""}, "InvalidParameterValue.InvalidAlias"),
        ({"Alias": "kms-mine"}, "InvalidParameterValue.InvalidAlias"),
        ({"Alias": "a" * 61}, "InvalidParameterValue.InvalidAlias"),
        ({"Alias": "taken"}, "InvalidParameterValue.AliasAlreadyExists"),
        ({"Alias": "k", "Type": 3}, "InvalidParameterValue.InvalidType"),
        ({"Alias": "k", "KeyUsage": "DES"}, "InvalidParameterValue.InvalidKeyUsage"),
        ({"Alias": "k", "Description": "d" * 1025}, "InvalidParameter"),
        ({"Alias": "k", "Tags": [{"TagKey": "a", "TagValue": "b"}]}, "InvalidParameterValue.TagsNotExisted"),
        ({"Alias": "k", "Tags": [{"TagKey": "a", "TagValue": "b"}] * 2}, "InvalidParameterValue.TagKeysDuplicated"),
    ],
)
def test_a_create_outside_its_limits_is_refused(call: Caller, fields: dict[str, object], code: str) -> None:
    make(call, alias="taken")
    assert call.code("kms", "CreateKey", **fields) == code


def test_the_quota_of_keys_is_kept(world: World, call: Caller) -> None:
    world.switches.set("kms_quota", "1")
    make(call)
    assert call.code("kms", "CreateKey", Alias="second") == "LimitExceeded.CmkLimitExceeded"


def test_a_pending_key_holds_its_alias_unless_the_switch_frees_it(world: World, call: Caller) -> None:
    make(call, "PendingDelete")
    assert call.code("kms", "CreateKey", Alias="k") == "InvalidParameterValue.AliasAlreadyExists"
    world.switches.set("kms_alias_while_pending", "free")
    assert call.code("kms", "CreateKey", Alias="k") == "OK"


def test_an_alias_can_be_moved_and_its_own_is_no_conflict(call: Caller) -> None:
    old, new = make(call), make(call, alias="new")
    assert call.code("kms", "UpdateAlias", KeyId=new, Alias="k") == "InvalidParameterValue.AliasAlreadyExists"
    call("kms", "UpdateAlias", KeyId=old, Alias="k-old")
    call("kms", "UpdateAlias", KeyId=new, Alias="k")
    call("kms", "UpdateAlias", KeyId=new, Alias="k")
    assert call("kms", "DescribeKey", KeyId=new)["KeyMetadata"]["Alias"] == "k"


@pytest.mark.parametrize(
    ("key_id", "code"),
    [
        ("k", "InvalidParameterValue.InvalidKeyId"),
        ("00000000-0000-0000-0000-000000000000", "ResourceUnavailable.CmkNotFound"),
    ],
)
@pytest.mark.parametrize("action", ["DescribeKey", "EnableKey", "DisableKey", "CancelKeyDeletion"])
def test_a_key_that_is_not_there_is_told_from_a_wrong_id(call: Caller, action: str, key_id: str, code: str) -> None:
    assert call.code("kms", action, KeyId=key_id) == code


def test_list_keys_hides_what_is_pending_or_archived_and_details_hide_pairs(call: Caller) -> None:
    enabled, pending = make(call), make(call, "PendingDelete", "p")
    pair, archived = make(call, alias="s", KeyUsage="ASYMMETRIC_SIGN_VERIFY_ECC"), make(call, "Archived", "a")

    def details(**filters: object) -> list[str]:
        return [key["KeyId"] for key in call("kms", "ListKeyDetail", **filters)["KeyMetadatas"]]

    assert [key["KeyId"] for key in call("kms", "ListKeys")["Keys"]] == [pair, enabled]
    assert details() == [archived, pending, enabled]
    assert details(KeyUsage="ALL", OrderType=1) == [enabled, pending, pair, archived]
    assert details(KeyState=3) == [pending]
    assert details(SearchKeyAlias=pending[:8]) == [pending]
    assert call("kms", "ListKeyDetail", KeyUsage="ALL", Limit=1, Offset=1)["TotalCount"] == 4
    assert call.code("kms", "ListKeys", Limit=201) == "InvalidParameter"
    both = call("kms", "DescribeKeys", KeyIds=[pending, pair])["KeyMetadatas"]
    assert [key["KeyState"] for key in both] == ["PendingDelete", "Enabled"]
    assert call.code("kms", "DescribeKeys", KeyIds=[pair, pair]) == "InvalidParameterValue.DuplicatedKeyId"


def test_several_keys_are_disabled_all_or_none(call: Caller) -> None:
    first, second = make(call), make(call, alias="second")
    call("kms", "BindCloudResource", KeyId=second, ProductId="cos", ResourceId="bucket")
    assert call.code("kms", "DisableKeys", KeyIds=[first, second]) == "FailedOperation.CmkUsedByCloudProduct"
    assert status(call, first) == "Enabled"
    call("kms", "UnbindCloudResource", KeyId=second, ProductId="cos", ResourceId="bucket")
    call("kms", "DisableKeys", KeyIds=[first, second])
    assert (status(call, first), status(call, second)) == ("Disabled", "Disabled")
    absent = call.code("kms", "UnbindCloudResource", KeyId=second, ProductId="cos", ResourceId="bucket")
    assert absent == "ResourceUnavailable.CloudResourceBindingNotFound"


def test_rotation_is_on_and_off_and_at_once_only_daily(world: World, call: Caller) -> None:
    key_id = make(call)
    assert call.code("kms", "EnableKeyRotation", KeyId=key_id, RotateDays=6) == "InvalidParameterValue"
    call("kms", "EnableKeyRotation", KeyId=key_id, RotateDays=7)
    assert call("kms", "GetKeyRotationStatus", KeyId=key_id) == {"KeyRotationEnabled": True}
    call("kms", "DisableKeyRotation", KeyId=key_id)
    assert call("kms", "GetKeyRotationStatus", KeyId=key_id) == {"KeyRotationEnabled": False}
    call("kms", "RotateKey", KeyId=key_id)
    assert call.code("kms", "RotateKey", KeyId=key_id) == "RequestLimitExceeded.RotateRateLimited"
    world.clock.move(DAY)
    assert call.code("kms", "RotateKey", KeyId=key_id) == "OK"


def test_a_restored_key_decrypts_what_it_encrypted_before(call: Caller) -> None:
    key_id = make(call)
    plaintext = base64.b64encode(b"four words").decode()
    blob = call("kms", "Encrypt", KeyId=key_id, Plaintext=plaintext, EncryptionContext='{"a": "1"}')["CiphertextBlob"]
    read = {"CiphertextBlob": blob, "EncryptionContext": '{"a":"1"}'}
    assert call("kms", "Decrypt", **read) == {"KeyId": key_id, "Plaintext": plaintext}
    call("kms", "DisableKey", KeyId=key_id)
    assert call.code("kms", "Decrypt", **read) == "ResourceUnavailable.CmkDisabled"
    assert call.code("kms", "Encrypt", KeyId=key_id, Plaintext=plaintext) == "ResourceUnavailable.CmkDisabled"
    call("kms", "ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    generate = call.code("kms", "GenerateDataKey", KeyId=key_id, KeySpec="AES_256")
    assert generate == "ResourceUnavailable.KeyPendingDelete"
    call("kms", "CancelKeyDeletion", KeyId=key_id)
    call("kms", "EnableKey", KeyId=key_id)
    assert call("kms", "Decrypt", **read)["Plaintext"] == plaintext
    call("kms", "ArchiveKey", KeyId=key_id)
    assert call("kms", "Decrypt", **read)["Plaintext"] == plaintext
    assert call.code("kms", "Encrypt", KeyId=key_id, Plaintext=plaintext) == "ResourceUnavailable.CmkArchived"


def test_a_changed_ciphertext_or_context_does_not_decrypt(call: Caller) -> None:
    plaintext = base64.b64encode(b"x").decode()
    blob = call("kms", "Encrypt", KeyId=make(call), Plaintext=plaintext, EncryptionContext='{"a": 1}')["CiphertextBlob"]
    for read in ({"CiphertextBlob": blob}, {"CiphertextBlob": "!"}, {"CiphertextBlob": "YQ=="}):
        assert call.code("kms", "Decrypt", **read) == "InvalidParameterValue.InvalidCiphertext"
    assert call.code("kms", "Encrypt", KeyId=make(call, alias="b"), Plaintext="") == (
        "InvalidParameterValue.InvalidPlaintext"
    )


def test_a_ciphertext_moves_to_another_key(call: Caller) -> None:
    first, second = make(call), make(call, alias="second")
    data_key = call("kms", "GenerateDataKey", KeyId=first, NumberOfBytes=20)
    moved = call("kms", "ReEncrypt", CiphertextBlob=data_key["CiphertextBlob"], DestinationKeyId=second)
    assert (moved["KeyId"], moved["SourceKeyId"]) == (second, first)
    assert call("kms", "Decrypt", CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == data_key["Plaintext"]


def test_a_hosted_data_key_is_listed_by_its_key(call: Caller) -> None:
    key_id = make(call)
    fields = {"KeyId": key_id, "KeySpec": "AES_128", "IsHostedByKms": 1}
    assert call.code("kms", "GenerateDataKey", **fields) == "InvalidParameter"
    made = call("kms", "GenerateDataKey", **fields, DataKeyName="orders")
    (listed,) = call("kms", "ListDataKeyDetail", KeyId=key_id)["DataKeyMetadatas"]
    assert (listed["DataKeyId"], listed["NumberOfBytes"]) == (made["DataKeyId"], 16)
    others = ({"KeyId": make(call, alias="other")}, {"DataKeyLen": 32}, {"SearchKeyAlias": "bills"}, {"KeyState": 3})
    for filters in others:
        assert call("kms", "ListDataKeyDetail", **filters)["TotalCount"] == 0


@pytest.mark.parametrize(
    ("usage", "algorithm"),
    [
        ("ASYMMETRIC_SIGN_VERIFY_ECC", "ECC_P256_R1"),
        ("ASYMMETRIC_SIGN_VERIFY_RSA_2048", "RSA_PSS_SHA_256"),
        ("ASYMMETRIC_SIGN_VERIFY_RSA_2048", "RSA_PKCS1_SHA_256"),
    ],
)
def test_a_signature_verifies_here_and_with_the_public_key(call: Caller, usage: str, algorithm: str) -> None:
    key_id = make(call, KeyUsage=usage)
    message = base64.b64encode(b"release 1").decode()
    use = {"KeyId": key_id, "Algorithm": algorithm, "Message": message}
    signature = call("kms", "SignByAsymmetricKey", **use)["Signature"]
    assert call("kms", "VerifyByAsymmetricKey", **use, SignatureValue=signature)["SignatureValid"] is True
    use["Message"] = base64.b64encode(b"release 2").decode()
    assert call("kms", "VerifyByAsymmetricKey", **use, SignatureValue=signature)["SignatureValid"] is False
    public = load_pem_public_key(call("kms", "GetPublicKey", KeyId=key_id)["PublicKeyPem"].encode())
    raw = base64.b64decode(signature)
    if isinstance(public, ec.EllipticCurvePublicKey):
        public.verify(raw, b"release 1", ec.ECDSA(hashes.SHA256()))
    call("kms", "DisableKey", KeyId=key_id)
    assert call.code("kms", "SignByAsymmetricKey", **use) == "ResourceUnavailable.CmkStateNotSupport"


def test_a_pair_decrypts_what_its_public_key_encrypted(call: Caller) -> None:
    key_id = make(call, KeyUsage="ASYMMETRIC_DECRYPT_RSA_2048")
    public = load_pem_public_key(call("kms", "GetPublicKey", KeyId=key_id)["PublicKeyPem"].encode())
    assert isinstance(public, rsa.RSAPublicKey)
    digest = hashes.SHA256()
    sealed = base64.b64encode(public.encrypt(b"hush", padding.OAEP(padding.MGF1(digest), digest, None))).decode()
    use = {"KeyId": key_id, "Ciphertext": sealed, "Algorithm": "RSAES_OAEP_SHA_256"}
    assert base64.b64decode(call("kms", "AsymmetricRsaDecrypt", **use)["Plaintext"]) == b"hush"
    use["Ciphertext"] = "YQ=="
    assert call.code("kms", "AsymmetricRsaDecrypt", **use) == "FailedOperation.DecryptError"
    assert call.code("kms", "Encrypt", KeyId=key_id, Plaintext="YQ==") == "InvalidParameterValue.InvalidKeyUsage"


def test_a_products_key_refuses_its_users(world: World, call: Caller) -> None:
    key_id = make(call)
    key = world.store.get(Key, key_id=key_id)
    assert key
    key.owner = "cos"
    world.store.put(key)
    assert call.code("kms", "DisableKey", KeyId=key_id) == "UnsupportedOperation.NotUserCreatedCmk"
    assert call("kms", "ListKeys")["Keys"] == []
    assert call("kms", "ListKeys", Role=1)["Keys"] == [{"KeyId": key_id}]
