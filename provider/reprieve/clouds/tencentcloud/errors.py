"""What Tencent Cloud's codes mean, by (service, action, code), each with the one thing to do.

Codes are those of the vendor's SDK (errorcodes and the per-action lists of its Go edition). A code is looked up for
its action, then for its service, then for all services; never by its first part, since ResourceUnavailable and
ResourceInUse hold what is worth waiting for beside what never ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.calls import unanswered
from reprieve.errors import (
    CloudError,
    Conflict,
    Denied,
    Exists,
    Gone,
    InUse,
    InvalidRequest,
    LimitReached,
    OutcomeUnknown,
    ServiceOff,
    TagMissing,
    Throttled,
    Unavailable,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

Meaning = tuple[type[CloudError], str]

_KEYS = "check the access key of the provider"
_RIGHT = "grant this action to the caller in CAM"
_STATE = "its state forbids that; look at it in the console"
_REPORT = "the request is not what the service expects; please report it"
_AGAIN = "try again later"
_PRODUCT = "a cloud product uses the key; end that use first"
_KEY_USAGE = "the region has no keys of this keySpec and keyUsage; choose others"
_TAG = "check the tag's key and value: letters, digits, spaces and + - = . : / @ ( )"
_KMS = "look at the encrypting key: it must exist and be enabled, and SSM's service role must be allowed to use it"

EVERYWHERE: Mapping[str, Meaning] = {
    "ActionOffline": (ServiceOff, "the vendor has switched this action off"),
    "AuthFailure.InvalidAuthorization": (Denied, _KEYS),
    "AuthFailure.InvalidSecretId": (Denied, _KEYS),
    "AuthFailure.MFAFailure": (Denied, "the account demands a second factor; use a role or key without one"),
    "AuthFailure.SecretIdNotFound": (Denied, _KEYS),
    "AuthFailure.SignatureExpire": (Denied, "set this machine's clock: it is over five minutes off"),
    "AuthFailure.SignatureFailure": (Denied, "the secret key does not belong to the access key; " + _KEYS),
    "AuthFailure.TokenFailure": (Denied, "the temporary credentials have expired or are wrong; get new ones"),
    "AuthFailure.UnauthorizedOperation": (Denied, _RIGHT),
    "DryRunOperation": (InvalidRequest, _REPORT),
    "FailedOperation": (Conflict, _STATE),
    "InternalError": (OutcomeUnknown, _AGAIN),
    "InvalidAction": (InvalidRequest, "the service does not know this action; check region and endpoint"),
    "InvalidParameter": (InvalidRequest, _REPORT),
    "InvalidParameterValue": (InvalidRequest, "check the inputs of the resource"),
    "LimitExceeded": (LimitReached, "raise the quota, or remove what is not needed"),
    "MissingParameter": (InvalidRequest, _REPORT),
    "NoSuchVersion": (InvalidRequest, _REPORT),
    "RequestLimitExceeded": (Throttled, _AGAIN),
    "RequestLimitExceeded.GlobalRegionUinLimitExceeded": (Throttled, _AGAIN),
    "RequestLimitExceeded.IPLimitExceeded": (Throttled, _AGAIN),
    "RequestLimitExceeded.UinLimitExceeded": (Throttled, _AGAIN),
    "ResourceInUse": (Conflict, _STATE),
    "ResourceInsufficient": (LimitReached, "the region is out of capacity; " + _AGAIN),
    "ResourceNotFound": (InvalidRequest, "something that the request names does not exist"),
    "ResourceUnavailable": (Conflict, _STATE),
    "ResourceUnavailable.InDebt": (ServiceOff, "settle the account's debt"),
    "ResourceUnavailable.NotPurchased": (ServiceOff, "activate the service for this account and region"),
    "ResourcesSoldOut": (LimitReached, "the region is out of capacity; " + _AGAIN),
    "UnauthorizedOperation": (Denied, _RIGHT),
    "UnknownParameter": (InvalidRequest, _REPORT),
    "UnsupportedOperation": (Conflict, _STATE),
    "UnsupportedProtocol": (InvalidRequest, _REPORT),
    "UnsupportedRegion": (ServiceOff, "check region: the service is not offered there"),
}

OF_SERVICE: Mapping[tuple[str, str], Meaning] = {
    ("ssm", "FailedOperation.AccessKmsError"): (Conflict, _KMS),
    ("ssm", "InvalidParameterValue.TagKeysDuplicated"): (InvalidRequest, "give each tag key once"),
    ("ssm", "InvalidParameterValue.TagsNotExisted"): (TagMissing, "make the tag first"),
    ("ssm", "OperationDenied.AutoRotatedResource"): (Conflict, "the secret is rotated by its product; leave it to it"),
    ("ssm", "OperationDenied.RoleNotExist"): (Denied, "create SSM's service role in the console"),
    ("ssm", "ResourceInUse.SecretExists"): (Exists, "choose another name"),
    ("ssm", "ResourceInUse.VersionIdExists"): (Exists, "choose another versionId"),
    ("ssm", "ResourceNotFound"): (Gone, "the secret does not exist"),
    ("ssm", "ResourceUnavailable.ResourceDisabled"): (Conflict, "enable the secret first"),
    ("ssm", "ResourceUnavailable.ResourcePendingDeleted"): (Conflict, "restore the secret first"),
    ("ssm", "ResourceUnavailable.ResourceUninitialized"): (Conflict, "the secret is still being made; " + _AGAIN),
    ("apigateway", "FailedOperation.AccessKeyExist"): (Exists, "choose another accessKeyId"),
    ("apigateway", "FailedOperation.CamException"): (OutcomeUnknown, _AGAIN),
    ("apigateway", "InternalError.ApigwException"): (OutcomeUnknown, _AGAIN),
    ("apigateway", "InternalError.CamException"): (OutcomeUnknown, _AGAIN),
    ("apigateway", "InternalError.OssException"): (OutcomeUnknown, _AGAIN),
    ("apigateway", "InvalidParameter.FormatError"): (InvalidRequest, "check name, accessKeyId and accessKeySecret"),
    ("apigateway", "InvalidParameterValue.InvalidAccessKeyIds"): (InvalidRequest, _REPORT),
    ("apigateway", "InvalidParameterValue.InvalidFilterNotSupportedName"): (InvalidRequest, _REPORT),
    ("apigateway", "InvalidParameterValue.InvalidRegion"): (ServiceOff, "check region: the product is not there"),
    ("apigateway", "LimitExceeded.AccessKeyCountInUsagePlanLimitExceeded"): (LimitReached, "a plan holds 50 keys"),
    ("apigateway", "LimitExceeded.ApiKeyCountLimitExceeded"): (LimitReached, "an account holds 400 keys; remove some"),
    ("apigateway", "LimitExceeded.RequestLimitExceeded"): (Throttled, _AGAIN),
    ("apigateway", "ResourceNotFound.InvalidAccessKeyId"): (Gone, "the key does not exist"),
    ("apigateway", "ResourceNotFound.InvalidUsagePlan"): (Gone, "the usage plan does not exist"),
    ("apigateway", "UnauthorizedOperation.UncertifiedUser"): (Denied, "the account needs real-name verification"),
    ("apigateway", "UnsupportedOperation.AlreadyBindUsagePlan"): (Exists, "the key is in the plan already"),
    ("apigateway", "UnsupportedOperation.InvalidStatus"): (Conflict, _STATE),
    ("apigateway", "UnsupportedOperation.RequestPostError"): (OutcomeUnknown, _AGAIN),
    ("apigateway", "UnsupportedOperation.ResourceIsInUse"): (Conflict, "take the key out of its usage plans first"),
    ("apigateway", "UnsupportedOperation.UinNotInWhiteList"): (Denied, "ask the vendor to allow this action"),
    ("apigateway", "UnsupportedOperation.UnpackError"): (InvalidRequest, _REPORT),
    ("apigateway", "UnsupportedOperation.UnsupportedBindApiKey"): (Conflict, "a key is in at most 10 usage plans"),
    ("apigateway", "UnsupportedOperation.UnsupportedUpdateApiKey"): (Conflict, _STATE),
    ("kms", "FailedOperation.CmkUsedByCloudProduct"): (InUse, _PRODUCT),
    ("kms", "FailedOperation.TaggingError"): (OutcomeUnknown, _AGAIN),
    ("kms", "InvalidParameter.InvalidPendingWindowInDays"): (InvalidRequest, "the window is 7 to 30 days"),
    ("kms", "InvalidParameterValue.AliasAlreadyExists"): (Exists, "choose another alias"),
    ("kms", "InvalidParameterValue.InvalidAlias"): (InvalidRequest, "check alias"),
    ("kms", "InvalidParameterValue.InvalidHsmClusterId"): (InvalidRequest, "check kmsInstanceId: no such HSM cluster"),
    ("kms", "InvalidParameterValue.InvalidKeyId"): (InvalidRequest, "check the key's id: it is a UUID"),
    ("kms", "InvalidParameterValue.InvalidKeyUsage"): (InvalidRequest, "check keySpec and keyUsage"),
    ("kms", "InvalidParameterValue.InvalidType"): (InvalidRequest, _REPORT),
    ("kms", "InvalidParameterValue.TagKeysDuplicated"): (InvalidRequest, "give each tag key once"),
    ("kms", "InvalidParameterValue.TagsNotExisted"): (TagMissing, "make the tag first"),
    ("kms", "LimitExceeded.CmkLimitExceeded"): (LimitReached, "remove keys that nobody needs, or ask for more"),
    ("kms", "RequestLimitExceeded.RotateRateLimited"): (Conflict, "a key is rotated once in 24 hours"),
    ("kms", "ResourceUnavailable.CmkNotFound"): (Gone, "the key does not exist"),
    ("kms", "ResourceUnavailable.CmkNotPendingDelete"): (Conflict, "the key is not pending deletion"),
    ("kms", "ResourceUnavailable.CmkShouldBeDisabled"): (Conflict, "disable the key first"),
    ("kms", "ResourceUnavailable.CmkStateNotSupport"): (Conflict, _STATE),
    ("kms", "UnsupportedOperation.ExternalCmkCanNotRotate"): (InvalidRequest, "imported keys are not rotated"),
    ("kms", "UnsupportedOperation.NotRoleOperation"): (Denied, "use a user's credentials: no role may do that"),
    ("kms", "UnsupportedOperation.NotUserCreatedCmk"): (Denied, "the key belongs to a product; leave it to it"),
    ("kms", "UnsupportedOperation.ServiceTemporaryUnavailable"): (Unavailable, _AGAIN),
    ("kms", "UnsupportedOperation.UnsupportedKeyUsageInCurrentRegion"): (InvalidRequest, _KEY_USAGE),
    ("tag", "FailedOperation"): (OutcomeUnknown, _AGAIN),
    ("tag", "FailedOperation.UnsupportedRegion"): (ServiceOff, "check region: tags are not offered there"),
    ("tag", "InvalidParameter.PaginationTokenInvalid"): (InvalidRequest, _REPORT),
    ("tag", "InvalidParameter.ReservedTagKey"): (InvalidRequest, "the key is reserved; choose another"),
    ("tag", "InvalidParameter.Tag"): (InvalidRequest, _REPORT),
    ("tag", "InvalidParameterValue.ResourceDescriptionError"): (InvalidRequest, _REPORT),
    ("tag", "InvalidParameterValue.ResourceIdInvalid"): (InvalidRequest, _REPORT),
    ("tag", "InvalidParameterValue.TagFiltersLengthExceeded"): (InvalidRequest, _REPORT),
    ("tag", "InvalidParameterValue.TagKeyCharacterIllegal"): (InvalidRequest, _TAG),
    ("tag", "InvalidParameterValue.TagKeyDuplicate"): (InvalidRequest, "give each tag key once"),
    ("tag", "InvalidParameterValue.TagKeyEmpty"): (InvalidRequest, _TAG),
    ("tag", "InvalidParameterValue.TagKeyLengthExceeded"): (InvalidRequest, _TAG),
    ("tag", "InvalidParameterValue.TagValueCharacterIllegal"): (InvalidRequest, _TAG),
    ("tag", "InvalidParameterValue.TagValueEmpty"): (InvalidRequest, _TAG),
    ("tag", "InvalidParameterValue.TagValueLengthExceeded"): (InvalidRequest, _TAG),
    ("tag", "LimitExceeded.ResourceAttachedTags"): (LimitReached, "an object carries at most 50 tags; remove some"),
    ("tag", "LimitExceeded.ResourceNumPerRequest"): (InvalidRequest, _REPORT),
    ("tag", "LimitExceeded.TagNumPerRequest"): (InvalidRequest, _REPORT),
    ("tag", "ResourceInUse.TagDuplicate"): (Exists, "the tag exists"),
}

OF_ACTION: Mapping[tuple[str, str], Meaning] = {
    ("ssm:GetSecretValue", "ResourceNotFound.SecretNotExist"): (Gone, "the secret or this version does not exist"),
    ("ssm:CreateSecret", "LimitExceeded"): (LimitReached, "a region holds 1,000 secrets; remove some, or ask for more"),
    ("ssm:PutSecretValue", "LimitExceeded"): (LimitReached, "a secret holds 10 versions; delete one"),
}


def meaning(action: str, code: str) -> Meaning | None:
    """Look a code up: for the action, for its service, for all services."""
    service = action.partition(":")[0]
    return OF_ACTION.get((action, code)) or OF_SERVICE.get((service, code)) or EVERYWHERE.get(code)


def translate(action: str, error: TencentCloudSDKException) -> CloudError:
    """Turn what the SDK raised into the error that says what to do."""
    code, said, request_id = str(error.code or ""), str(error.message or ""), str(error.requestId or "")
    if code == "ClientNetworkError":
        return unanswered(action, error.__context__)
    if code == "ServerNetworkError":
        return OutcomeUnknown(action, code, said, request_id, "check endpoint: the answer is not the API's")
    return refusal(action, code, said, request_id)


def refusal(action: str, code: str, said: str, request_id: str) -> CloudError:
    """Return the error that a code means for an action."""
    found = meaning(action, code)
    kind, hint = found or (CloudError, "this code is not known to Reprieve; look it up in the vendor's documentation")
    return kind(action, code, said, request_id, hint)
