"""Every code of the vendor's lists: its case, or why there is none.

The lists: KMS's page on common errors with the gateway's, the error tables of the pages on CreateSecret, DeleteSecret
and RestoreSecret, and the page on the effect of key states on API calls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reprieve_emulator.alicloud.conditions import Condition
from reprieve_emulator.alicloud.errors import STATUSES
from reprieve_emulator.alicloud.instances.records import Instance
from reprieve_emulator.faults import Denial
from tests.emulator.alicloud.calling import DAY, Caller

SECRETS = {
    "CreateSecret": {
        "InvalidParameter",
        "Rejected.LimitExceeded",
        "Forbidden.NoPermission",
        "Forbidden.ResourceNotFound",
        "Rejected.ResourceExist",
        "Rejected.ResourceInDeleteWindow",
        "Rejected.Throttling",
        "InternalFailure",
    },
    "DeleteSecret": {
        "InvalidParameter",
        "Forbidden.ResourceNotFound",
        "InvalidAccessKeyId.NotFound",
        "Rejected.ResourceInDeleteWindow",
        "InternalFailure",
    },
    "RestoreSecret": {
        "InvalidParameter",
        "Forbidden.NoPermission",
        "Forbidden.ResourceNotFound",
        "Rejected.ResourceInUse",
        "InternalFailure",
    },
}
INJECTED = "the emulator does not fail by itself; a fault with this code stands in"
NOT_PRODUCED = {"InternalFailure": INJECTED, "ServiceUnavailableTemporary": INJECTED}

Case = tuple[Callable[[Caller], object], dict[str, Any]]
FIELDS: dict[str, dict[str, Any]] = {
    "CreateSecret": {"SecretName": "new", "VersionId": "v1", "SecretData": "x"},
    "DeleteSecret": {"SecretName": "db"},
    "RestoreSecret": {"SecretName": "db"},
}


def nothing(_: Caller) -> None:
    """Change nothing."""


def no_room(kms: Caller) -> None:
    kms.world.switches.set("alicloud_secret_quota", "1")


def no_right(kms: Caller) -> None:
    kms.world.denials.append(Denial("kms:*"))


def no_rate(kms: Caller) -> None:
    kms.world.quotas.factor = 0.0
    kms.code("CreateSecret", **FIELDS["CreateSecret"])


def pending(kms: Caller) -> None:
    kms("DeleteSecret", SecretName="db")


def no_access_key(kms: Caller) -> None:
    kms.access_key_id = "LTAInobody"


SECRET_CASES: dict[tuple[str, str], Case] = {
    ("CreateSecret", "InvalidParameter"): (nothing, {"SecretName": "a b"}),
    ("CreateSecret", "Rejected.LimitExceeded"): (no_room, {}),
    ("CreateSecret", "Forbidden.NoPermission"): (no_right, {}),
    ("CreateSecret", "Forbidden.ResourceNotFound"): (nothing, {"EncryptionKeyId": "none"}),
    ("CreateSecret", "Rejected.ResourceExist"): (nothing, {"SecretName": "db"}),
    ("CreateSecret", "Rejected.ResourceInDeleteWindow"): (pending, {"SecretName": "db"}),
    ("CreateSecret", "Rejected.Throttling"): (no_rate, {}),
    ("DeleteSecret", "InvalidParameter"): (nothing, {"RecoveryWindowInDays": "0"}),
    ("DeleteSecret", "Forbidden.ResourceNotFound"): (nothing, {"SecretName": "none"}),
    ("DeleteSecret", "InvalidAccessKeyId.NotFound"): (no_access_key, {}),
    ("DeleteSecret", "Rejected.ResourceInDeleteWindow"): (pending, {}),
    ("RestoreSecret", "InvalidParameter"): (nothing, {"SecretName": "a b"}),
    ("RestoreSecret", "Forbidden.NoPermission"): (no_right, {}),
    ("RestoreSecret", "Forbidden.ResourceNotFound"): (nothing, {"SecretName": "none"}),
    ("RestoreSecret", "Rejected.ResourceInUse"): (nothing, {}),
}
LISTED = [(action, code) for action, codes in SECRETS.items() for code in sorted(codes)]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair[1] not in NOT_PRODUCED])
def test_a_code_of_a_secrets_action_is_produced_by_its_case(kms: Caller, action: str, code: str) -> None:
    prepare, fields = SECRET_CASES[action, code]
    prepare(kms)
    assert kms.code(action, **{**FIELDS[action], **fields}) == f"{STATUSES[code]} {code}"


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("action", "code"), [pair for pair in LISTED if pair[1] in NOT_PRODUCED])
def test_a_code_without_a_case_can_be_injected(kms: Caller, action: str, code: str) -> None:
    kms.world.faults.add({"service": "kms", "action": action, "code": code})
    assert kms.code(action, **FIELDS[action]) == f"{STATUSES[code]} {code}"


def switched(name: str, value: str) -> Callable[[Caller], None]:
    return lambda kms: kms.world.switches.set(name, value)


def condition(state: str) -> Callable[[Caller], None]:
    return lambda kms: kms.world.store.put(Condition(kms.account_id, state))


def sent(**headers: str | None) -> Callable[[Caller], None]:
    return lambda kms: kms.changed_headers.update({name.replace("_", "-"): value for name, value in headers.items()})


def forged(**headers: str | None) -> Callable[[Caller], None]:
    return lambda kms: kms.forged_headers.update({name.replace("_", "-"): value for name, value in headers.items()})


def old_nonce(kms: Caller) -> None:
    kms.changed_headers["x-acs-signature-nonce"] = "same"
    kms("ListKeys")


def throttle_code(code: str) -> Callable[[Caller], None]:
    def prepare(kms: Caller) -> None:
        kms.world.switches.set("alicloud_throttle_code", code)
        kms.world.faults.add({"service": "kms", "throttle": True})

    return prepare


def key_state(state: str) -> Callable[[Caller], None]:
    def prepare(kms: Caller) -> None:
        given = {"Origin": "EXTERNAL"} if state == "PendingImport" else {}
        key_id = kms("CreateKey", **given)["KeyMetadata"]["KeyId"]
        kms("CreateAlias", AliasName="alias/a", KeyId=key_id)
        if state == "Disabled":
            kms("DisableKey", KeyId=key_id)
        if state == "PendingDeletion":
            kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)

    return prepare


def idle_instance(kms: Caller) -> None:
    place = (kms.account_id, "cn-hangzhou")
    kms.world.store.put(Instance(*place, instance_id="kst-1", create_time=1, status="Connecting"))


def with_token(kms: Caller) -> None:
    kms.token = "of another"


ENCRYPT = {"KeyId": "alias/a", "Plaintext": "YQ=="}
HERE = {"DKMSInstanceId": "kst-1"}
ROTATED = {"EnableAutomaticRotation": "true", "RotationInterval": "7d"}
COMMON: dict[str, tuple[Callable[[Caller], object], str, dict[str, Any]]] = {
    "InvalidAction.NotFound": (nothing, "NoSuchAction", {}),
    "InvalidVersion": (sent(x_acs_version="2000-01-01"), "ListKeys", {}),
    "InvalidRegionId.NotFound": (nothing, "ListKeys", {"RegionId": "cn-atlantis"}),
    "MissingParameter": (nothing, "DescribeKey", {}),
    "InvalidParameter": (nothing, "ListKeys", {"PageSize": "many"}),
    "ParseRequestParameterException": (nothing, "TagResources", {"Tag": "a", "Tag.1.Key": "b"}),
    "IncompleteSignature": (forged(authorization="ACS3-nonsense"), "ListKeys", {}),
    "SignatureDoesNotMatch": (forged(host="elsewhere"), "ListKeys", {}),
    "SignatureNonceUsed": (old_nonce, "ListKeys", {}),
    "InvalidTimeStamp.Format": (sent(x_acs_date="today"), "ListKeys", {}),
    "InvalidTimeStamp.Expired": (sent(x_acs_date="2020-01-01T00:00:00Z"), "ListKeys", {}),
    "InvalidAccessKeyId.NotFound": (no_access_key, "ListKeys", {}),
    "InvalidSecurityToken.MismatchWithAccessKey": (with_token, "ListKeys", {}),
    "Forbidden.AccessKey": (condition("access_key_disabled"), "ListKeys", {}),
    "Forbidden.KmsServiceNotEnabled": (condition("not_enabled"), "ListKeys", {}),
    "Forbidden.InDebt": (condition("in_debt"), "ListKeys", {}),
    "Forbidden.InDebtOverdue": (condition("in_debt_overdue"), "ListKeys", {}),
    "Forbidden.NoPermission": (no_right, "ListKeys", {}),
    "Forbidden.KeyNotFound": (nothing, "DescribeKey", {"KeyId": "none"}),
    "Forbidden.AliasNotFound": (nothing, "DescribeKey", {"KeyId": "alias/none"}),
    "Forbidden.ResourceNotFound": (nothing, "DescribeSecret", {"SecretName": "none"}),
    "Forbidden.DKMSInstanceNotFound": (nothing, "CreateKey", HERE),
    "Forbidden.DKMSInstanceStateInvalid": (idle_instance, "CreateKey", HERE),
    "AliasAlreadyExists": (key_state("Enabled"), "CreateAlias", {"KeyId": "", "AliasName": "alias/a"}),
    "Unsupported.Alias": (key_state("Enabled"), "EnableKey", {"KeyId": "alias/a"}),
    "Unsupported.Origin": (nothing, "CreateKey", {"Origin": "EXTERNAL", **ROTATED}),
    "Unsupported.ProtectionLevel": (switched("alicloud_hsm", "not_offered"), "CreateKey", {"ProtectionLevel": "HSM"}),
    "Rejected.Disabled": (key_state("Disabled"), "Encrypt", ENCRYPT),
    "Rejected.PendingDeletion": (key_state("PendingDeletion"), "Encrypt", ENCRYPT),
    "Rejected.PendingImport": (key_state("PendingImport"), "Encrypt", ENCRYPT),
    "Rejected.StateModifiedFailed": (key_state("Enabled"), "CancelKeyDeletion", {"KeyId": ""}),
    "Rejected.LimitExceeded": (switched("alicloud_key_quota", "0"), "CreateKey", {}),
    "Rejected.Throttling": (throttle_code("Rejected.Throttling"), "ListKeys", {}),
    "Throttling": (throttle_code("Throttling"), "ListKeys", {}),
    "Throttling.User": (throttle_code("Throttling.User"), "ListKeys", {}),
}
ELSEWHERE = {
    "UnsupportedHTTPMethod": "test_wire.py",
    "IllegalTimestamp": "test_wire.py",
    "MissingSecurityToken": "test_wire.py",
    "InvalidSecurityToken.Expired": "test_wire.py",
    "Forbidden.KeyVersionNotFound": "test_keys.py",
    "Rejected.UnsupportedOperation": "test_keys.py",
    "DryRunOperationError": "test_secrets.py",
    "Rejected.ResourceExist": "the secrets' own list above",
    "Rejected.ResourceInDeleteWindow": "the secrets' own list above",
    "Rejected.ResourceInUse": "the secrets' own list above",
    "NoPermission": "test_sts.py",
    "InvalidParameter.RoleArn": "test_sts.py",
    "InvalidParameter.RoleSessionName": "test_sts.py",
    "InvalidParameter.DurationSeconds": "test_sts.py",
    "EntityNotExist.Role": "test_sts.py",
}
"""Where the case of a code is that needs more than a call."""


@pytest.mark.parametrize("code", COMMON)
def test_a_common_code_is_produced_by_its_case(kms: Caller, code: str) -> None:
    prepare, action, fields = COMMON[code]
    prepare(kms)
    if fields.get("KeyId") == "":
        fields = fields | {"KeyId": kms("ListKeys")["Keys"]["Key"][0]["KeyId"]}
    assert kms.code(action, **fields) == f"{STATUSES[code]} {code}"


@pytest.mark.parametrize("code", NOT_PRODUCED)
def test_trouble_of_the_vendors_own_can_be_injected(kms: Caller, code: str) -> None:
    kms.world.faults.add({"service": "kms", "code": code})
    assert kms.code("ListKeys") == f"{STATUSES[code]} {code}"
    kms.world.faults.add({"service": "kms", "code": "Never.HeardOf", "status": 418})
    assert kms.code("ListKeys") == "418 Never.HeardOf"


def test_every_code_has_a_case_or_a_reason() -> None:
    assert {*COMMON, *ELSEWHERE, *NOT_PRODUCED} == set(STATUSES)


def test_a_mistake_of_the_emulators_own_is_an_internal_failure(
    kms: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("reprieve_emulator.alicloud.service.conditions.check", lambda *_: 1 // 0)
    assert kms.code("ListKeys") == "500 InternalFailure"
    assert "the emulator failed in kms:ListKeys" in caplog.text


def test_a_key_that_is_gone_is_not_found_by_any_action(kms: Caller, key_id: str) -> None:
    kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    kms.world.clock.move(7 * DAY + 1)
    for action in ("DescribeKey", "EnableKey", "DisableKey", "CancelKeyDeletion"):
        assert kms.code(action, KeyId=key_id) == "404 Forbidden.KeyNotFound"
