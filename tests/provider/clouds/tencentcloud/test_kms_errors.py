from __future__ import annotations

import pytest

from reprieve.clouds.tencentcloud.errors import meaning

COMMON = ["InternalError", "InvalidParameter", "UnauthorizedOperation"]
OF_KEYS = [*COMMON, "InvalidParameterValue.InvalidKeyId", "ResourceUnavailable.CmkNotFound"]
WRITING = [*OF_KEYS, "UnsupportedOperation.ServiceTemporaryUnavailable"]
STATE = "ResourceUnavailable.CmkStateNotSupport"
CODES: dict[str, list[str]] = {
    "CreateKey": [
        *COMMON,
        "FailedOperation.TaggingError",
        "InvalidParameterValue.AliasAlreadyExists",
        "InvalidParameterValue.InvalidAlias",
        "InvalidParameterValue.InvalidHsmClusterId",
        "InvalidParameterValue.InvalidKeyUsage",
        "InvalidParameterValue.InvalidType",
        "InvalidParameterValue.TagKeysDuplicated",
        "InvalidParameterValue.TagsNotExisted",
        "LimitExceeded.CmkLimitExceeded",
        "UnsupportedOperation.ServiceTemporaryUnavailable",
        "UnsupportedOperation.UnsupportedKeyUsageInCurrentRegion",
    ],
    "DescribeKey": OF_KEYS,
    "ListKeyDetail": [*COMMON, "InvalidParameterValue.InvalidHsmClusterId"],
    "UpdateAlias": [*WRITING, "InvalidParameterValue.AliasAlreadyExists", "InvalidParameterValue.InvalidAlias"],
    "UpdateKeyDescription": WRITING,
    "EnableKey": [*WRITING, STATE],
    "DisableKey": [*WRITING, STATE, "FailedOperation.CmkUsedByCloudProduct"],
    "EnableKeyRotation": [
        *WRITING,
        STATE,
        "InvalidParameterValue",
        "UnsupportedOperation.ExternalCmkCanNotRotate",
    ],
    "DisableKeyRotation": OF_KEYS,
    "ScheduleKeyDeletion": [
        *WRITING,
        STATE,
        "FailedOperation.CmkUsedByCloudProduct",
        "InvalidParameter.InvalidPendingWindowInDays",
        "ResourceUnavailable.CmkShouldBeDisabled",
        "UnsupportedOperation.NotRoleOperation",
    ],
    "CancelKeyDeletion": [*WRITING, "ResourceUnavailable.CmkNotPendingDelete"],
}
"""The codes of each action (comments of the vendor's Go SDK, vendor's page on ScheduleKeyDeletion)."""


@pytest.mark.parametrize(("action", "code"), [(action, code) for action, codes in CODES.items() for code in codes])
def test_every_code_of_every_action_has_a_meaning_and_a_thing_to_do(action: str, code: str) -> None:
    found = meaning(f"kms:{action}", code)

    assert found is not None
    assert found[1]
