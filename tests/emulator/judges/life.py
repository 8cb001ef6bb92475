"""Whole lives of objects as data, for any client that can ask: every action that is served takes part."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Ask = Callable[[str, str, dict[str, Any]], dict[str, Any]]
WORDS = base64.b64encode(b"four words").decode()


@dataclass(frozen=True)
class Step:
    """One call; `$name` in its parameters is what an earlier step kept under that name."""

    service: str
    action: str
    parameters: dict[str, Any] = field(default_factory=dict)
    keep: dict[str, str] = field(default_factory=dict)
    """Name to keep under, and the path in the reply: `Result.AccessKeyId`."""


def live(steps: list[Step], ask: Ask) -> None:
    """Ask for all steps in their order."""
    memory: dict[str, Any] = {}
    for step in steps:
        reply = ask(step.service, step.action, _fill(step.parameters, memory))
        for name, path in step.keep.items():
            found: Any = reply
            for part in path.split("."):
                found = found[part]
            memory[f"${name}"] = found


def _fill(value: Any, memory: dict[str, Any]) -> Any:  # noqa: ANN401 - parameters are JSON
    if isinstance(value, dict):
        return {name: _fill(item, memory) for name, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, memory) for item in value]
    for name, kept in memory.items() if isinstance(value, str) else ():
        value = kept if value == name else value.replace(name, str(kept)) if isinstance(value, str) else value
    return value


PAIR = {"TagKey": "team", "TagValue": "shop"}
NAME = {"SecretName": "db"}
IDENTITY = [Step("sts", "GetCallerIdentity", keep={"uin": "AccountId"})]
SECRET = [
    *IDENTITY,
    Step("tag", "CreateTags", {"Tags": [PAIR]}),
    Step("ssm", "GetServiceStatus"),
    Step("ssm", "CreateSecret", {**NAME, "VersionId": "v1", "SecretString": "hush", "Tags": [PAIR]}),
    Step("ssm", "DescribeSecret", NAME),
    Step("ssm", "ListSecrets", {"TagFilters": [{"TagKey": "team", "TagValue": ["shop"]}], "Limit": 100}),
    Step("ssm", "PutSecretValue", {**NAME, "VersionId": "v2", "SecretBinary": WORDS}),
    Step("ssm", "UpdateSecret", {**NAME, "VersionId": "v1", "SecretString": "hush again"}),
    Step("ssm", "UpdateDescription", {**NAME, "Description": "of the shop"}),
    Step("ssm", "GetSecretValue", {**NAME, "VersionId": "v1"}),
    Step("ssm", "ListSecretVersionIds", NAME),
    Step("ssm", "DeleteSecretVersion", {**NAME, "VersionId": "v2"}),
    Step("ssm", "DisableSecret", NAME),
    Step("ssm", "DeleteSecret", {**NAME, "RecoveryWindowInDays": 7}),
    Step("ssm", "RestoreSecret", NAME),
    Step("ssm", "EnableSecret", NAME),
    Step("ssm", "DisableSecret", NAME),
    Step("ssm", "DeleteSecret", {**NAME, "RecoveryWindowInDays": 0}),
    Step("ssm", "GetRegions"),
    Step("ssm", "DescribeSupportedProducts"),
]
KEY = {"KeyId": "$key"}
PRODUCT = {**KEY, "ProductId": "ssm", "ResourceId": "r-1"}
KEYS = [
    Step("kms", "GetServiceStatus"),
    Step("kms", "GetRegions"),
    Step("kms", "ListAlgorithms"),
    Step("kms", "CreateKey", {"Alias": "shop", "Description": "d"}, {"key": "KeyId"}),
    Step("kms", "DescribeKey", KEY),
    Step("kms", "DescribeKeys", {"KeyIds": ["$key"]}),
    Step("kms", "ListKeys", {"Limit": 200}),
    Step("kms", "ListKeyDetail", {"KeyUsage": "ALL", "SearchKeyAlias": "shop"}),
    Step("kms", "UpdateAlias", {**KEY, "Alias": "shop-2"}),
    Step("kms", "UpdateKeyDescription", {**KEY, "Description": "e"}),
    Step("kms", "EnableKeyRotation", {**KEY, "RotateDays": 30}),
    Step("kms", "GetKeyRotationStatus", KEY),
    Step("kms", "DisableKeyRotation", KEY),
    Step("kms", "RotateKey", KEY),
    Step("kms", "Encrypt", {**KEY, "Plaintext": WORDS}, {"blob": "CiphertextBlob"}),
    Step("kms", "Decrypt", {"CiphertextBlob": "$blob"}),
    Step("kms", "ReEncrypt", {"CiphertextBlob": "$blob"}),
    Step("kms", "GenerateDataKey", {**KEY, "KeySpec": "AES_256", "IsHostedByKms": 1, "DataKeyName": "orders"}),
    Step("kms", "ListDataKeyDetail", KEY),
    Step("kms", "GenerateRandom", {"NumberOfBytes": 8}),
    Step("kms", "BindCloudResource", PRODUCT),
    Step("kms", "UnbindCloudResource", PRODUCT),
    Step("kms", "ArchiveKey", KEY),
    Step("kms", "CancelKeyArchive", KEY),
    Step("kms", "DisableKeys", {"KeyIds": ["$key"]}),
    Step("kms", "EnableKeys", {"KeyIds": ["$key"]}),
    Step("kms", "DisableKey", KEY),
    Step("kms", "ScheduleKeyDeletion", {**KEY, "PendingWindowInDays": 7}),
    Step("kms", "CancelKeyDeletion", KEY),
    Step("kms", "EnableKey", KEY),
]
SIGN = {**KEY, "Algorithm": "ECC_P256_R1", "Message": WORDS}
PAIRS_OF_KEYS = [
    Step("kms", "CreateKey", {"Alias": "signer", "KeyUsage": "ASYMMETRIC_SIGN_VERIFY_ECC"}, {"key": "KeyId"}),
    Step("kms", "GetPublicKey", KEY),
    Step("kms", "SignByAsymmetricKey", SIGN, {"signature": "Signature"}),
    Step("kms", "VerifyByAsymmetricKey", {**SIGN, "SignatureValue": "$signature"}),
]
RESOURCE = "qcs::ssm:ap-guangzhou:uin/:secret/creatorUin/$uin/tagged"
PLACE = {"ServiceType": "ssm", "ResourcePrefix": "secret", "ResourceRegion": "ap-guangzhou"}
OTHER = {"TagKey": "tier", "TagValue": "gold"}
TAGS = [
    *IDENTITY,
    Step("ssm", "CreateSecret", {"SecretName": "tagged", "SecretString": "v"}),
    Step("tag", "CreateTag", OTHER),
    Step("tag", "TagResources", {"ResourceList": [RESOURCE], "Tags": [OTHER, {"TagKey": "a", "TagValue": "b"}]}),
    Step("tag", "ModifyResourceTags", {"Resource": RESOURCE, "DeleteTags": [{"TagKey": "a"}]}),
    Step("tag", "AddResourceTag", {"Resource": RESOURCE, "TagKey": "c", "TagValue": "d"}),
    Step("tag", "UpdateResourceTagValue", {"Resource": RESOURCE, "TagKey": "c", "TagValue": "e"}),
    Step("tag", "DeleteResourceTag", {"Resource": RESOURCE, "TagKey": "c"}),
    Step("tag", "GetResources", {"TagFilters": [{"TagKey": "tier"}]}),
    Step("tag", "GetTags"),
    Step("tag", "GetTagKeys"),
    Step("tag", "GetTagValues", {"TagKeys": ["tier"]}),
    Step("tag", "DescribeTags"),
    Step("tag", "DescribeResourceTags", PLACE),
    Step("tag", "DescribeResourceTagsByResourceIds", {**PLACE, "ResourceIds": ["creatorUin/$uin/tagged"]}),
    Step("tag", "DescribeResourcesByTags", {"TagFilters": [{"TagKey": "tier", "TagValue": ["gold"]}]}),
    Step("tag", "UnTagResources", {"ResourceList": [RESOURCE], "TagKeys": ["tier"]}),
    Step("tag", "DeleteTag", OTHER),
    Step("tag", "DeleteTags", {"Tags": [{"TagKey": "a", "TagValue": "b"}]}),
]
ID = {"AccessKeyId": "$id"}
PLAN = {"UsagePlanId": "$plan"}
ENVIRONMENT = {"UsagePlanIds": ["$plan"], "BindType": "SERVICE", "Environment": "release", "ServiceId": "service-1"}
API_KEYS = [
    Step("apigateway", "CreateApiKey", {"SecretName": "shop"}, {"id": "Result.AccessKeyId"}),
    Step("apigateway", "DescribeApiKey", ID),
    Step("apigateway", "DescribeApiKeysStatus", {"Filters": [{"Name": "SecretName", "Values": ["shop"]}]}),
    Step("apigateway", "UpdateApiKey", ID),
    Step("apigateway", "CreateUsagePlan", {"UsagePlanName": "basic"}, {"plan": "Result.UsagePlanId"}),
    Step("apigateway", "BindSecretIds", {**PLAN, "AccessKeyIds": ["$id"]}),
    Step("apigateway", "BindEnvironment", ENVIRONMENT),
    Step("apigateway", "DescribeUsagePlan", PLAN),
    Step("apigateway", "DescribeUsagePlansStatus"),
    Step("apigateway", "DescribeUsagePlanSecretIds", PLAN),
    Step("apigateway", "DescribeUsagePlanEnvironments", {**PLAN, "BindType": "SERVICE"}),
    Step("apigateway", "UnBindEnvironment", ENVIRONMENT),
    Step("apigateway", "UnBindSecretIds", {**PLAN, "AccessKeyIds": ["$id"]}),
    Step("apigateway", "DeleteUsagePlan", PLAN),
    Step("apigateway", "DisableApiKey", ID),
    Step("apigateway", "EnableApiKey", ID),
    Step("apigateway", "DisableApiKey", ID),
    Step("apigateway", "DeleteApiKey", ID),
]
SESSIONS = [
    *IDENTITY,
    Step("sts", "AssumeRole", {"RoleArn": "qcs::cam::uin/$uin:roleName/deploy", "RoleSessionName": "ci"}),
    Step("sts", "GetFederationToken", {"Name": "ci", "Policy": "{}"}),
]
LIVES = {
    "secret": SECRET,
    "key": KEYS,
    "pair of keys": PAIRS_OF_KEYS,
    "tags": TAGS,
    "api key": API_KEYS,
    "session": SESSIONS,
}
