"""Whole lives of objects as data, for any client that can ask: every action that is served takes part."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import partial

from tests.emulator.alicloud.calling import tags
from tests.emulator.judges.life import Step

WORDS = base64.b64encode(b"four words").decode()
DIGEST = base64.b64encode(hashlib.sha256(b"a message").digest()).decode()
PAIRS = json.dumps(tags(team="shop"))

step = partial(Step, "kms")
NAME = {"SecretName": "shop/db"}
KEY = {"KeyId": "$key"}
SECRETS = {"RegionId": "cn-hangzhou", "ResourceType": "secret", "ResourceId": ["shop/db"]}
KEYS = {"RegionId": "cn-hangzhou", "ResourceType": "key", "ResourceId": ["$key"]}

SECRET = [
    step("DescribeAccountKmsStatus"),
    step("CreateKey", {"Description": "of the secret"}, {"key": "KeyMetadata.KeyId"}),
    step(
        "CreateSecret",
        {
            **NAME,
            "VersionId": "v1",
            "SecretData": "hush: ä & = + % ~ * /",
            "Description": "a b",
            "EncryptionKeyId": "$key",
            "Tags": PAIRS,
        },
    ),
    step("DescribeSecret", {**NAME, "FetchTags": "true"}),
    step("ListSecrets", {"FetchTags": "true", "Filters": '[{"Key": "TagKey", "Values": ["team"]}]', "PageSize": 100}),
    step("PutSecretValue", {**NAME, "VersionId": "v2", "SecretData": WORDS, "SecretDataType": "binary"}),
    step("GetSecretValue", NAME),
    step("GetSecretValue", {**NAME, "VersionStage": "ACSPrevious"}),
    step("UpdateSecretVersionStage", {**NAME, "VersionStage": "ACSCurrent", "MoveToVersion": "v1"}),
    step("UpdateSecret", {**NAME, "Description": "of the shop"}),
    step("ListSecretVersionIds", {**NAME, "IncludeDeprecated": "true", "PageNumber": 1}),
    step("TagResource", {**NAME, "Tags": PAIRS}),
    step("UntagResource", {**NAME, "TagKeys": '["team"]'}),
    step("TagResources", {**SECRETS, "Tag": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}),
    step("ListTagResources", SECRETS),
    step("UntagResources", {**SECRETS, "TagKey": ["a", "b"]}),
    step("DeleteSecret", {**NAME, "RecoveryWindowInDays": "7"}),
    step("DescribeSecret", NAME),
    step("RestoreSecret", NAME),
    step("DeleteSecret", {**NAME, "ForceDeleteWithoutRecovery": "true"}),
]
KEY_LIFE = [
    step("OpenKmsService"),
    step("DescribeRegions"),
    step("CreateKey", {"KeySpec": "Aliyun_AES_256", "Tags": PAIRS}, {"key": "KeyMetadata.KeyId"}),
    step("DescribeKey", KEY),
    step("ListKeys", {"Filters": '[{"Key": "KeyState", "Values": ["Enabled"]}]'}),
    step("UpdateKeyDescription", {**KEY, "Description": "of the shop"}),
    step("UpdateRotationPolicy", {**KEY, "EnableAutomaticRotation": True, "RotationInterval": "30d"}),
    step("CreateKeyVersion", KEY, {"version": "KeyVersion.KeyVersionId"}),
    step("ListKeyVersions", {**KEY, "PageSize": 2}),
    step("DescribeKeyVersion", {**KEY, "KeyVersionId": "$version"}),
    step("CreateAlias", {**KEY, "AliasName": "alias/shop"}),
    step("CreateKey", {}, {"other": "KeyMetadata.KeyId"}),
    step("UpdateAlias", {"KeyId": "$other", "AliasName": "alias/shop"}),
    step("ListAliases"),
    step("ListAliasesByKeyId", {"KeyId": "$other"}),
    step("DeleteAlias", {"AliasName": "alias/shop"}),
    step("ListResourceTags", KEY),
    step("TagResource", {**KEY, "Tags": PAIRS}),
    step("UntagResource", {**KEY, "TagKeys": '["team"]'}),
    step("TagResources", {**KEYS, "Tag": [{"Key": "a", "Value": "1"}]}),
    step("ListTagResources", {**KEYS, "Tag": [{"Key": "a"}]}),
    step("UntagResources", {**KEYS, "All": True}),
    step("Encrypt", {**KEY, "Plaintext": WORDS}, {"blob": "CiphertextBlob"}),
    step("ReEncrypt", {"CiphertextBlob": "$blob", "DestinationKeyId": "$other"}),
    step("GenerateDataKey", {**KEY, "KeySpec": "AES_256"}),
    step("GenerateDataKeyWithoutPlaintext", {**KEY, "NumberOfBytes": 64}),
    step("DisableKey", KEY),
    step("EnableKey", KEY),
    step("SetDeletionProtection", {"ProtectedResourceArn": "$key", "EnableDeletionProtection": True}),
    step("SetDeletionProtection", {"ProtectedResourceArn": "$key", "EnableDeletionProtection": False}),
    step("ScheduleKeyDeletion", {**KEY, "PendingWindowInDays": 366}),
    step("DescribeKey", KEY),
    step("CancelKeyDeletion", KEY),
    step("Decrypt", {"CiphertextBlob": "$blob"}),
]
SIGN = {"KeyId": "$pair", "KeyVersionId": "$version", "Algorithm": "ECDSA_SHA_256", "Digest": DIGEST}
SEAL = {"KeyId": "$rsa", "KeyVersionId": "$half", "Algorithm": "RSAES_OAEP_SHA_256"}
PAIR = [
    step("CreateKey", {"KeySpec": "EC_P256", "KeyUsage": "SIGN/VERIFY"}, {"pair": "KeyMetadata.KeyId"}),
    step("CreateKeyVersion", {"KeyId": "$pair"}, {"version": "KeyVersion.KeyVersionId"}),
    step("AsymmetricSign", SIGN, {"signature": "Value"}),
    step("AsymmetricVerify", {**SIGN, "Value": "$signature"}),
    step("GetPublicKey", {"KeyId": "$pair", "KeyVersionId": "$version"}),
    step("CreateKey", {"KeySpec": "RSA_2048", "KeyUsage": "ENCRYPT/DECRYPT"}, {"rsa": "KeyMetadata.KeyId"}),
    step("CreateKeyVersion", {"KeyId": "$rsa"}, {"half": "KeyVersion.KeyVersionId"}),
    step("AsymmetricEncrypt", {**SEAL, "Plaintext": WORDS}, {"sealed": "CiphertextBlob"}),
    step("AsymmetricDecrypt", {**SEAL, "CiphertextBlob": "$sealed"}),
]
HOME = {"KmsInstanceId": "kst-life"}
INSTANCE = [
    step("ListKmsInstances", {"PageNumber": 1, "PageSize": 20}),
    step("GetKmsInstance", HOME),
    step("CreateKey", {"DKMSInstanceId": "kst-life"}, {"key": "KeyMetadata.KeyId"}),
    step(
        "CreateSecret",
        {
            "SecretName": "inside",
            "VersionId": "v1",
            "SecretData": "x",
            "DKMSInstanceId": "kst-life",
            "EncryptionKeyId": "$key",
        },
    ),
    step("DescribeSecret", {"SecretName": "inside"}),
    step("GetKmsInstanceQuotaInfos", HOME),
    step("ReleaseKmsInstance", {**HOME, "ForceDeleteWithoutBackup": "true"}),
]
LIVES = {"secret": SECRET, "key": KEY_LIFE, "pair": PAIR, "instance": INSTANCE}
