"""Every code of SSM's per-action lists (comments of the vendor's Go SDK): its case, or why there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reprieve_emulator.faults import Denial
from reprieve_emulator.tencentcloud.conditions import Condition
from reprieve_emulator.tencentcloud.ssm.records import Secret
from tests.emulator.calling import Caller

COMMON = {"InternalError", "UnauthorizedOperation", "ResourceUnavailable.NotPurchased"}
_ORDINARY = {"FailedOperation", "InvalidParameterValue", "ResourceNotFound"}
_CHANGE = {*_ORDINARY, "ResourceUnavailable.ResourceUninitialized"}
CODES: dict[str, set[str]] = {
    "CreateSecret": {
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "InvalidParameterValue.TagKeysDuplicated",
        "InvalidParameterValue.TagsNotExisted",
        "LimitExceeded",
        "ResourceInUse.SecretExists",
    },
    "DescribeSecret": {
        "InvalidParameterValue",
        "OperationDenied.RoleNotExist",
        "ResourceNotFound",
        "ResourceUnavailable",
    },
    "GetSecretValue": {
        "FailedOperation",
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "OperationDenied.RoleNotExist",
        "ResourceNotFound",
        "ResourceNotFound.SecretNotExist",
        "ResourceUnavailable.ResourceDisabled",
        "ResourceUnavailable.ResourcePendingDeleted",
        "ResourceUnavailable.ResourceUninitialized",
    },
    "PutSecretValue": {
        "FailedOperation",
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "LimitExceeded",
        "OperationDenied.AutoRotatedResource",
        "ResourceInUse.VersionIdExists",
        "ResourceNotFound",
    },
    "UpdateSecret": {
        "FailedOperation",
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "OperationDenied.AutoRotatedResource",
        "ResourceNotFound",
    },
    "UpdateDescription": {"FailedOperation", "ResourceNotFound"},
    "DeleteSecretVersion": _CHANGE,
    "DisableSecret": _CHANGE,
    "EnableSecret": _CHANGE,
    "DeleteSecret": _CHANGE,
    "RestoreSecret": _ORDINARY,
    "ListSecretVersionIds": _ORDINARY,
    "ListSecrets": {"InvalidParameterValue"},
}
NO_CAUSE = "the list names it and no text gives a cause; a fault with this code stands in"
NOT_PRODUCED = {
    **dict.fromkeys([(action, "InternalError") for action in CODES], "the emulator does not fail by itself; inject it"),
    ("DescribeSecret", "InvalidParameterValue"): NO_CAUSE,
    ("DescribeSecret", "ResourceUnavailable"): NO_CAUSE,
    ("GetSecretValue", "FailedOperation"): NO_CAUSE,
    ("GetSecretValue", "InvalidParameterValue"): NO_CAUSE,
    ("ListSecretVersionIds", "FailedOperation"): NO_CAUSE,
    **dict.fromkeys(
        [
            (action, "InvalidParameterValue")
            for action in (
                "DeleteSecretVersion",
                "DisableSecret",
                "EnableSecret",
                "RestoreSecret",
                "ListSecretVersionIds",
            )
        ],
        NO_CAUSE,
    ),
}

Case = Callable[[Caller], None]
VALUE = {"SecretString": "v"}
FIELDS: dict[str, dict[str, object]] = {
    "CreateSecret": {"SecretName": "new", **VALUE},
    "GetSecretValue": {"SecretName": "db", "VersionId": "v1"},
    "PutSecretValue": {"SecretName": "db", "VersionId": "v2", **VALUE},
    "UpdateSecret": {"SecretName": "db", "VersionId": "v1", **VALUE},
    "UpdateDescription": {"SecretName": "db", "Description": "d"},
    "DeleteSecretVersion": {"SecretName": "db", "VersionId": "v1"},
    "ListSecrets": {},
}


def fields_of(action: str) -> dict[str, object]:
    return FIELDS.get(action, {"SecretName": "db"})


def change(call: Caller, **fields: object) -> None:
    secret = call.world.store.get(Secret, account=call.account_id, region=call.region, name="db")
    assert secret
    for name, value in fields.items():
        setattr(secret, name, value)
    call.world.store.put(secret)


def lose_key(call: Caller) -> None:
    call.world.switches.set("ssm_binds_key", "never")
    key_id = call("kms", "CreateKey", Alias="k")["KeyId"]
    change(call, kms_key_id=key_id)
    call("kms", "DisableKey", KeyId=key_id)


def condition(call: Caller, state: str) -> None:
    call.world.store.put(Condition(call.account_id, "ssm", state))


def ten_versions(call: Caller) -> None:
    for number in range(10, 19):
        call("ssm", "PutSecretValue", SecretName="db", VersionId=str(number), SecretString="v")


ANY: dict[str, tuple[Case, dict[str, object]]] = {
    "UnauthorizedOperation": (lambda call: call.world.denials.append(Denial("ssm:*")), {}),
    "ResourceUnavailable.NotPurchased": (lambda call: condition(call, "not_purchased"), {}),
    "OperationDenied.RoleNotExist": (lambda call: condition(call, "role_missing"), {}),
    "ResourceNotFound": (lambda _: None, {"SecretName": "nothing"}),
    "ResourceUnavailable.ResourceUninitialized": (lambda call: change(call, status="Creating"), {}),
    "FailedOperation": (lambda call: change(call, status="PendingDelete"), {}),
    "FailedOperation.AccessKmsError": (lose_key, {}),
    "OperationDenied.AutoRotatedResource": (lambda call: change(call, secret_type=1, rotation=True), {}),
}
SPECIAL: dict[tuple[str, str], tuple[Case, dict[str, object]]] = {
    ("CreateSecret", "FailedOperation.AccessKmsError"): (lambda _: None, {"KmsKeyId": "no such key"}),
    ("CreateSecret", "InvalidParameterValue"): (lambda _: None, {"SecretName": "-"}),
    ("CreateSecret", "InvalidParameterValue.TagKeysDuplicated"): (
        lambda _: None,
        {"Tags": [{"TagKey": "k", "TagValue": "v"}] * 2},
    ),
    ("CreateSecret", "InvalidParameterValue.TagsNotExisted"): (
        lambda _: None,
        {"Tags": [{"TagKey": "k", "TagValue": "v"}]},
    ),
    ("CreateSecret", "LimitExceeded"): (lambda call: call.world.switches.set("ssm_quota", "1"), {}),
    ("CreateSecret", "ResourceInUse.SecretExists"): (lambda _: None, {"SecretName": "db"}),
    ("GetSecretValue", "ResourceNotFound"): (lambda _: None, {"VersionId": "nothing"}),
    ("GetSecretValue", "ResourceNotFound.SecretNotExist"): (lambda _: None, {"SecretName": "nothing"}),
    ("GetSecretValue", "ResourceUnavailable.ResourceDisabled"): (lambda call: change(call, status="Disabled"), {}),
    ("GetSecretValue", "ResourceUnavailable.ResourcePendingDeleted"): (
        lambda call: change(call, status="PendingDelete"),
        {},
    ),
    ("PutSecretValue", "InvalidParameterValue"): (lambda _: None, {"SecretString": ""}),
    ("PutSecretValue", "LimitExceeded"): (ten_versions, {}),
    ("PutSecretValue", "ResourceInUse.VersionIdExists"): (lambda _: None, {"VersionId": "v1"}),
    ("UpdateSecret", "InvalidParameterValue"): (lambda _: None, {"SecretString": ""}),
    ("DeleteSecretVersion", "FailedOperation"): (lambda call: change(call, secret_type=1), {}),
    ("DeleteSecret", "InvalidParameterValue"): (lambda _: None, {"RecoveryWindowInDays": 31}),
    ("RestoreSecret", "FailedOperation"): (lambda _: None, {}),
    ("ListSecrets", "InvalidParameterValue"): (lambda _: None, {"Limit": 0}),
}
LISTED = [(action, code) for action, codes in CODES.items() for code in sorted(codes | COMMON)]


@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair not in NOT_PRODUCED])
def test_a_listed_code_is_produced_by_its_case(call: Caller, action: str, code: str) -> None:
    call("ssm", "CreateSecret", SecretName="db", VersionId="v1", SecretString="v")
    prepare, fields = SPECIAL.get((action, code)) or ANY[code]
    prepare(call)
    assert call.code("ssm", action, **{**fields_of(action), **fields}) == code


@pytest.mark.parametrize(("action", "code"), sorted(NOT_PRODUCED))
def test_a_code_without_a_case_is_on_the_list_and_can_be_injected(call: Caller, action: str, code: str) -> None:
    assert (action, code) in LISTED
    call.world.faults.add({"service": "ssm", "action": action, "code": code})
    assert call.code("ssm", action, **fields_of(action)) == code
