"""Every code of KMS's per-action lists (comments of the vendor's Go SDK): its case, or why there is none."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from reprieve_emulator.faults import Denial
from reprieve_emulator.tencentcloud.kms.records import Binding, Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulator.calling import Caller

KEY_ACTION = {"InternalError", "InvalidParameter", "UnauthorizedOperation", "InvalidKeyId", "CmkNotFound"}
WRITE = {*KEY_ACTION, "ServiceTemporaryUnavailable"}
LIST = {"InternalError", "InvalidParameter", "UnauthorizedOperation", "InvalidHsmClusterId"}
CODES: dict[str, set[str]] = {
    "CreateKey": {
        *{"InternalError", "InvalidParameter", "UnauthorizedOperation", "ServiceTemporaryUnavailable"},
        *{"TaggingError", "AliasAlreadyExists", "InvalidAlias", "InvalidHsmClusterId", "InvalidKeyUsage"},
        *{"InvalidType", "TagKeysDuplicated", "TagsNotExisted", "CmkLimitExceeded"},
        "UnsupportedKeyUsageInCurrentRegion",
    },
    "DescribeKey": KEY_ACTION,
    "DescribeKeys": {*KEY_ACTION, "DuplicatedKeyId"},
    "GetKeyRotationStatus": KEY_ACTION,
    "ListKeys": LIST,
    "ListKeyDetail": LIST,
    "UpdateAlias": {*WRITE, "AliasAlreadyExists", "InvalidAlias"},
    "UpdateKeyDescription": WRITE,
    "EnableKey": {*WRITE, "CmkStateNotSupport"},
    "DisableKey": {*WRITE, "CmkStateNotSupport", "CmkUsedByCloudProduct"},
    "EnableKeys": {*WRITE, "CmkStateNotSupport", "DuplicatedKeyId"},
    "DisableKeys": {*WRITE, "CmkStateNotSupport", "CmkUsedByCloudProduct", "DuplicatedKeyId"},
    "EnableKeyRotation": {*WRITE, "InvalidParameterValue", "CmkStateNotSupport", "ExternalCmkCanNotRotate"},
    "DisableKeyRotation": KEY_ACTION,
    "ScheduleKeyDeletion": {
        *WRITE - {"InvalidParameter"},
        *{"CmkUsedByCloudProduct", "InvalidPendingWindowInDays", "CmkShouldBeDisabled", "CmkStateNotSupport"},
    },
    "CancelKeyDeletion": {*WRITE - {"InvalidParameter"}, "CmkNotPendingDelete"},
    "ArchiveKey": {*WRITE, "CmkUsedByCloudProduct", "CmkStateNotSupport", "NotUserCreatedCmk"},
    "CancelKeyArchive": {*WRITE, "CmkStateNotSupport", "NotUserCreatedCmk"},
    "BindCloudResource": {*WRITE - {"UnauthorizedOperation"}, "CmkUsedByCloudProduct", "CmkStateNotSupport"},
    "UnbindCloudResource": {*WRITE, "CloudResourceBindingNotFound"},
    "Encrypt": {*KEY_ACTION, "InvalidPlaintext", "CmkArchived", "CmkDisabled"},
    "Decrypt": {*KEY_ACTION - {"InvalidKeyId"}, "EncryptionError", "InvalidCiphertext", "CmkDisabled"},
    "ReEncrypt": {*KEY_ACTION, "InvalidCiphertext", "CmkDisabled"},
    "GenerateDataKey": {*KEY_ACTION, "EncryptionError", "CmkDisabled", "KeyPendingDelete"},
    "GetPublicKey": {*KEY_ACTION, "CmkStateNotSupport"},
    "GetServiceStatus": {"InternalError", "UnauthorizedOperation"},
}
PREFIXES = {
    "FailedOperation": {"TaggingError", "CmkUsedByCloudProduct", "EncryptionError"},
    "InvalidParameter": {"InvalidPendingWindowInDays"},
    "InvalidParameterValue": {
        *{"InvalidKeyId", "AliasAlreadyExists", "InvalidAlias", "InvalidHsmClusterId", "InvalidKeyUsage"},
        *{"InvalidType", "TagKeysDuplicated", "TagsNotExisted", "DuplicatedKeyId"},
        *{"InvalidPlaintext", "InvalidCiphertext"},
    },
    "LimitExceeded": {"CmkLimitExceeded"},
    "ResourceUnavailable": {
        *{"CmkNotFound", "CmkStateNotSupport", "CmkShouldBeDisabled", "CmkNotPendingDelete", "CmkArchived"},
        *{"CmkDisabled", "KeyPendingDelete", "CloudResourceBindingNotFound"},
    },
    "UnsupportedOperation": {
        *{"ServiceTemporaryUnavailable", "UnsupportedKeyUsageInCurrentRegion", "ExternalCmkCanNotRotate"},
        "NotUserCreatedCmk",
    },
}
NO_CAUSE = "the list names it and no text gives a cause"
NOT_PRODUCED: dict[str, str] = {
    "InternalError": "the emulator does not fail by itself",
    "ServiceTemporaryUnavailable": "the emulator does not fail by itself",
    "TaggingError": "the reply's TagCode tells of a failed tagging; which failures answer this is unknown",
    "UnsupportedKeyUsageInCurrentRegion": "which region offers which usage is not published",
    "EncryptionError": NO_CAUSE,
}
ALSO_NOT_PRODUCED = {("BindCloudResource", "CmkUsedByCloudProduct"): NO_CAUSE}
ABSENT = "00000000-0000-0000-0000-000000000000"
WORDS = base64.b64encode(b"four words").decode()
PREPARED: dict[str, Callable[[Key, Caller], None]] = {
    "CmkUsedByCloudProduct": lambda key, call: call.world.store.put(Binding(key.key_id, "cos", "bucket")),
    "CmkStateNotSupport": lambda key, call: put(call, key, status="PendingDelete"),
    "CmkDisabled": lambda key, call: put(call, key, status="Disabled"),
    "CmkArchived": lambda key, call: put(call, key, status="Archived"),
    "KeyPendingDelete": lambda key, call: put(call, key, status="PendingDelete"),
    "ExternalCmkCanNotRotate": lambda key, call: put(call, key, origin="EXTERNAL"),
    "NotUserCreatedCmk": lambda key, call: put(call, key, owner="cos"),
    "CmkLimitExceeded": lambda _, call: call.world.switches.set("kms_quota", "1"),
    "UnauthorizedOperation": lambda _, call: call.world.denials.append(Denial("kms:*")),
}
WRONG: dict[str, dict[str, Any]] = {
    "InvalidHsmClusterId": {"HsmClusterId": "nothing"},
    "InvalidAlias": {"Alias": "-"},
    "AliasAlreadyExists": {"Alias": "taken"},
    "InvalidKeyUsage": {"KeyUsage": "DES"},
    "InvalidType": {"Type": 3},
    "TagKeysDuplicated": {"Tags": [{"TagKey": "k", "TagValue": "v"}] * 2},
    "TagsNotExisted": {"Tags": [{"TagKey": "k", "TagValue": "v"}]},
    "InvalidParameterValue": {"RotateDays": 6},
    "InvalidPendingWindowInDays": {"PendingWindowInDays": 31},
    "InvalidPlaintext": {"Plaintext": "!"},
    "InvalidCiphertext": {"CiphertextBlob": "!"},
}


def put(call: Caller, key: Key, **fields: object) -> None:
    for name, value in fields.items():
        setattr(key, name, value)
    call.world.store.put(key)


def full(code: str) -> str:
    prefix = next((prefix for prefix, names in PREFIXES.items() if code in names), "")
    return f"{prefix}.{code}" if prefix else code


def fields_of(action: str, key: Key, call: Caller) -> dict[str, Any]:
    own: dict[str, dict[str, Any]] = {
        "CreateKey": {"Alias": "new"},
        "UpdateAlias": {"Alias": "new"},
        "UpdateKeyDescription": {"Description": "d"},
        "ScheduleKeyDeletion": {"PendingWindowInDays": 7},
        "BindCloudResource": {"ProductId": "cos", "ResourceId": "other"},
        "UnbindCloudResource": {"ProductId": "cos", "ResourceId": "other"},
        "Encrypt": {"Plaintext": WORDS},
        "GenerateDataKey": {"KeySpec": "AES_128"},
    }
    if action in {"Decrypt", "ReEncrypt"}:
        return {"CiphertextBlob": call("kms", "Encrypt", KeyId=key.key_id, Plaintext=WORDS)["CiphertextBlob"]}
    if action in {"CreateKey", "ListKeys", "ListKeyDetail", "GetServiceStatus"}:
        return own.get(action, {})
    name, value = ("KeyIds", [key.key_id]) if action.endswith("Keys") else ("KeyId", key.key_id)
    return {**own.get(action, {}), name: value}


def wrong_fields(action: str, code: str, fields: dict[str, Any], call: Caller) -> dict[str, Any]:
    many = "KeyIds" in fields
    if code == "DuplicatedKeyId":
        return {"KeyIds": fields["KeyIds"] * 2}
    if code == "InvalidParameter":
        return {next(iter(fields), "Limit"): {}}
    if code in {"InvalidKeyId", "CmkNotFound"} and action in {"Decrypt", "ReEncrypt"}:
        if code == "InvalidKeyId":
            return {"DestinationKeyId": "nothing"}
        gone = call("kms", "CreateKey", Alias="gone")["KeyId"]
        blob = call("kms", "Encrypt", KeyId=gone, Plaintext=WORDS)["CiphertextBlob"]
        call.world.store.delete_where(Key, key_id=gone)
        return {"CiphertextBlob": blob}
    if code in {"InvalidKeyId", "CmkNotFound"}:
        key_id = "nothing" if code == "InvalidKeyId" else ABSENT
        return {"KeyIds": [key_id]} if many else {"KeyId": key_id}
    return WRONG.get(code, {})


LISTED = [(action, code) for action, codes in CODES.items() for code in sorted(codes)]
LEFT_OUT = [pair for pair in LISTED if pair[1] in NOT_PRODUCED or pair in ALSO_NOT_PRODUCED]


@pytest.fixture
def key(call: Caller) -> Key:
    call("kms", "CreateKey", Alias="taken", KeyUsage="ENCRYPT_DECRYPT")
    return call.world.store.find(Key)[0]


@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair not in LEFT_OUT])
def test_a_listed_code_is_produced_by_its_case(call: Caller, key: Key, action: str, code: str) -> None:
    if action == "ScheduleKeyDeletion" and code != "CmkShouldBeDisabled":
        put(call, key, status="Disabled")
    if action == "GetPublicKey":
        put(call, key, usage="ASYMMETRIC_SIGN_VERIFY_ECC")
    if code == "AliasAlreadyExists":
        second = call("kms", "CreateKey", Alias="second")["KeyId"]
        key = next(known for known in call.world.store.find(Key) if known.key_id == second)
    fields = fields_of(action, key, call)
    changes = wrong_fields(action, code, fields, call)
    if code in PREPARED:
        PREPARED[code](key, call)
    assert call.code("kms", action, **{**fields, **changes}) == full(code)


@pytest.mark.parametrize(("action", "code"), LEFT_OUT)
def test_a_code_without_a_case_can_be_injected(call: Caller, key: Key, action: str, code: str) -> None:
    fields = fields_of(action, key, call)
    call.world.faults.add({"service": "kms", "action": action, "code": full(code)})
    assert call.code("kms", action, **fields) == full(code)
