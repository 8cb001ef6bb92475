from __future__ import annotations

import pytest

from reprieve.clouds.tencentcloud.errors import meaning
from reprieve.errors import CloudError

CODES: dict[str, list[str]] = {
    "CreateApiKey": [
        "FailedOperation.AccessKeyExist",
        "InternalError.ApigwException",
        "InternalError.OssException",
        "InvalidParameter.FormatError",
        "LimitExceeded.ApiKeyCountLimitExceeded",
        "UnauthorizedOperation.UncertifiedUser",
        "UnsupportedOperation.UnpackError",
    ],
    "DescribeApiKey": ["FailedOperation.CamException", "ResourceNotFound.InvalidAccessKeyId"],
    "DescribeApiKeysStatus": [
        "FailedOperation.CamException",
        "InternalError.CamException",
        "InvalidParameterValue.InvalidFilterNotSupportedName",
        "InvalidParameterValue.InvalidRegion",
    ],
    "UpdateApiKey": [
        "InternalError.OssException",
        "InvalidParameter.FormatError",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.UinNotInWhiteList",
    ],
    "DisableApiKey": [
        "InternalError.OssException",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.UinNotInWhiteList",
        "UnsupportedOperation.UnsupportedUpdateApiKey",
    ],
    "DeleteApiKey": [
        "InvalidParameterValue.InvalidRegion",
        "ResourceNotFound.InvalidAccessKeyId",
        "UnsupportedOperation.InvalidStatus",
        "UnsupportedOperation.ResourceIsInUse",
    ],
    "BindSecretIds": [
        "InternalError.OssException",
        "InvalidParameterValue.InvalidAccessKeyIds",
        "InvalidParameterValue.InvalidRegion",
        "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded",
        "LimitExceeded.RequestLimitExceeded",
        "ResourceNotFound.InvalidAccessKeyId",
        "ResourceNotFound.InvalidUsagePlan",
        "UnsupportedOperation.AlreadyBindUsagePlan",
        "UnsupportedOperation.InvalidStatus",
        "UnsupportedOperation.UnsupportedBindApiKey",
    ],
    "UnBindSecretIds": [
        "InternalError.OssException",
        "ResourceNotFound.InvalidAccessKeyId",
        "ResourceNotFound.InvalidUsagePlan",
        "UnsupportedOperation.RequestPostError",
    ],
    "DescribeUsagePlan": ["InvalidParameterValue.InvalidRegion", "ResourceNotFound.InvalidUsagePlan"],
}
"""The codes of each action (comments of the vendor's Go SDK)."""


@pytest.mark.parametrize(("action", "code"), [(action, code) for action, codes in CODES.items() for code in codes])
def test_every_code_of_every_action_has_a_meaning_and_a_thing_to_do(action: str, code: str) -> None:
    found = meaning(f"apigateway:{action}", code)

    assert found is not None
    assert issubclass(found[0], CloudError)
    assert found[1]
