"""The table of codes is whole: what the vendor lists for an action, and what the emulator can answer, is known."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reprieve_emulator.tencentcloud
from reprieve.clouds.tencentcloud.errors import EVERYWHERE, OF_ACTION, OF_SERVICE, meaning, refusal
from reprieve.errors import (
    CloudError,
    Conflict,
    Denied,
    Exists,
    Gone,
    InvalidRequest,
    LimitReached,
    OutcomeUnknown,
    ServiceOff,
    TagMissing,
    Throttled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMON = [
    "ActionOffline",
    "AuthFailure.InvalidAuthorization",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.MFAFailure",
    "AuthFailure.SecretIdNotFound",
    "AuthFailure.SignatureExpire",
    "AuthFailure.SignatureFailure",
    "AuthFailure.TokenFailure",
    "AuthFailure.UnauthorizedOperation",
    "DryRunOperation",
    "FailedOperation",
    "InternalError",
    "InvalidAction",
    "InvalidParameter",
    "InvalidParameterValue",
    "LimitExceeded",
    "MissingParameter",
    "NoSuchVersion",
    "RequestLimitExceeded",
    "RequestLimitExceeded.UinLimitExceeded",
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded",
    "RequestLimitExceeded.IPLimitExceeded",
    "ResourceInUse",
    "ResourceInsufficient",
    "ResourceNotFound",
    "ResourceUnavailable",
    "ResourcesSoldOut",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnsupportedOperation",
    "UnsupportedProtocol",
    "UnsupportedRegion",
]
"""The codes of every action (vendor's page on common error codes)."""

HEADS = {code.partition(".")[0] for code in COMMON} | {"OperationDenied"}

EVERY_SSM_ACTION = ["InternalError", "UnauthorizedOperation", "ResourceUnavailable.NotPurchased"]
STATE = ["FailedOperation", "InvalidParameterValue", "ResourceNotFound", "ResourceUnavailable.ResourceUninitialized"]
UPDATE = [
    "FailedOperation",
    "FailedOperation.AccessKmsError",
    "InvalidParameterValue",
    "OperationDenied.AutoRotatedResource",
    "ResourceNotFound",
]
SSM: Mapping[str, list[str]] = {
    "CreateSecret": [
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "InvalidParameterValue.TagKeysDuplicated",
        "InvalidParameterValue.TagsNotExisted",
        "LimitExceeded",
        "ResourceInUse.SecretExists",
    ],
    "DescribeSecret": [
        "InvalidParameterValue",
        "OperationDenied.RoleNotExist",
        "ResourceNotFound",
        "ResourceUnavailable",
    ],
    "GetSecretValue": [
        "FailedOperation",
        "FailedOperation.AccessKmsError",
        "InvalidParameterValue",
        "OperationDenied.RoleNotExist",
        "ResourceNotFound",
        "ResourceNotFound.SecretNotExist",
        "ResourceUnavailable.ResourceDisabled",
        "ResourceUnavailable.ResourcePendingDeleted",
        "ResourceUnavailable.ResourceUninitialized",
    ],
    "PutSecretValue": [*UPDATE, "LimitExceeded", "ResourceInUse.VersionIdExists"],
    "UpdateSecret": UPDATE,
    "UpdateDescription": ["FailedOperation", "ResourceNotFound"],
    "DeleteSecretVersion": STATE,
    "DisableSecret": STATE,
    "EnableSecret": STATE,
    "DeleteSecret": STATE,
    "RestoreSecret": ["FailedOperation", "InvalidParameterValue", "ResourceNotFound"],
    "ListSecretVersionIds": ["FailedOperation", "InvalidParameterValue", "ResourceNotFound"],
    "ListSecrets": ["InvalidParameterValue"],
}
"""The codes of each action that is called (comments of the vendor's Go SDK)."""

SERVICES = {
    "ssm": "ssm:GetSecretValue",
    "kms": "kms:CreateKey",
    "tag": "tag:TagResources",
    "sts": "sts:GetCallerIdentity",
}


@pytest.mark.parametrize(
    ("action", "code"),
    [(action, code) for action, codes in SSM.items() for code in [*codes, *EVERY_SSM_ACTION]],
)
def test_every_code_that_the_vendor_lists_for_an_action_is_known(action: str, code: str) -> None:
    assert meaning(f"ssm:{action}", code)


@pytest.mark.parametrize("action", SERVICES.values())
@pytest.mark.parametrize("code", COMMON)
def test_every_common_code_is_known_to_every_service(action: str, code: str) -> None:
    assert meaning(action, code)


NEVER_CALLED = {
    # cryptography and the products' own bindings of keys
    "FailedOperation.DecryptError",
    "InvalidParameterValue.DuplicatedKeyId",
    "InvalidParameterValue.InvalidCiphertext",
    "InvalidParameterValue.InvalidPlaintext",
    "ResourceUnavailable.CloudResourceBindingNotFound",
    # roles and tokens
    "InvalidParameter.AccountNotAvaliable",
    "InvalidParameter.OverTimeError",
    "ResourceNotFound.RoleNotFound",
    # tags of one resource at a time, and the removal of pairs
    "FailedOperation.TagAttachedResource",
    "InvalidParameterValue.DeleteTagsParamError",
    "InvalidParameterValue.OffsetInvalid",
    "ResourceInUse.TagKeyAttached",
    "ResourceNotFound.AttachedTagKeyNotFound",
    "ResourceNotFound.TagNonExist",
}
"""Codes of the emulator's actions that this provider has no use for."""


def codes_of(folder: str) -> set[str]:
    """Every text in a folder of the emulator that is a code: an error's, or a switch's choice."""
    root = Path(reprieve_emulator.tencentcloud.__path__[0]) / folder
    nodes = [node for source in root.glob("*.py") for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))]
    pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces]
    return {text for text in texts if isinstance(text, str) and is_code(text)}


def is_code(text: str) -> bool:
    head, dot, rest = text.partition(".")
    return text in COMMON or (bool(dot) and head in HEADS and rest.isalpha())


@pytest.mark.parametrize("folder", ["", *SERVICES])
def test_every_code_that_the_emulator_can_answer_is_known(folder: str) -> None:
    found = codes_of(folder)
    assert found
    actions = [SERVICES[folder]] if folder else list(SERVICES.values())
    known = {code for code in found if any(meaning(action, code) for action in actions)}
    assert found - known - NEVER_CALLED == set()


@pytest.mark.parametrize("part", ["Key", "Value"])
@pytest.mark.parametrize("trouble", ["Empty", "LengthExceeded", "CharacterIllegal"])
def test_every_code_that_the_emulator_composes_is_known(part: str, trouble: str) -> None:
    assert meaning("tag:TagResources", f"InvalidParameterValue.Tag{part}{trouble}")


@pytest.mark.parametrize(
    ("action", "code", "kind"),
    [
        ("ssm:DescribeSecret", "ResourceNotFound", Gone),
        ("ssm:CreateSecret", "ResourceInUse.SecretExists", Exists),
        ("ssm:CreateSecret", "InvalidParameterValue.TagsNotExisted", TagMissing),
        ("ssm:CreateSecret", "RequestLimitExceeded", Throttled),
        ("ssm:CreateSecret", "LimitExceeded", LimitReached),
        ("ssm:CreateSecret", "InternalError", OutcomeUnknown),
        ("ssm:DescribeSecret", "ResourceUnavailable.NotPurchased", ServiceOff),
        ("ssm:DescribeSecret", "ResourceUnavailable.InDebt", ServiceOff),
        ("ssm:DescribeSecret", "UnsupportedRegion", ServiceOff),
        ("ssm:DescribeSecret", "AuthFailure.TokenFailure", Denied),
        ("ssm:DescribeSecret", "OperationDenied.RoleNotExist", Denied),
        ("sts:GetCallerIdentity", "ResourceNotFound", InvalidRequest),
        ("tag:GetResources", "ResourceNotFound", InvalidRequest),
    ],
)
def test_a_code_says_what_the_caller_does_next(action: str, code: str, kind: type[CloudError]) -> None:
    found = meaning(action, code)
    assert found
    assert found[0] is kind


def test_only_one_code_of_a_read_means_gone() -> None:
    codes = {*COMMON, *(code for _, code in OF_SERVICE), *(code for _, code in OF_ACTION)}
    gone = {code for code in codes if (found := meaning("ssm:DescribeSecret", code)) and found[0] is Gone}
    assert gone == {"ResourceNotFound"}


@pytest.mark.parametrize("action", sorted(SSM))
def test_a_failed_operation_never_decides_anything(action: str) -> None:
    found = meaning(f"ssm:{action}", "FailedOperation")
    assert found
    assert found[0] is Conflict


def test_a_code_is_never_known_by_its_beginning() -> None:
    assert meaning("ssm:DescribeSecret", "ResourceNotFound.NeverHeardOf") is None
    error = refusal("ssm:DescribeSecret", "ResourceNotFound.NeverHeardOf", "what", "r-1")
    assert type(error) is CloudError
    assert str(error) == (
        "ssm:DescribeSecret answered ResourceNotFound.NeverHeardOf (what), request r-1; this code is not known to "
        "Reprieve; look it up in the vendor's documentation"
    )


def test_every_meaning_has_a_hint() -> None:
    for kind, hint in [*EVERYWHERE.values(), *OF_SERVICE.values(), *OF_ACTION.values()]:
        assert issubclass(kind, CloudError)
        assert hint
        assert not hint.endswith(".")
