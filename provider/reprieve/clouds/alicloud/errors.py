"""What Alibaba Cloud's codes mean, by (action, code), each with the one thing to do.

Codes are those of the vendor's pages on the actions and on common errors. The HTTP status decides nothing: a missing
object, a missing key and a wrong access key all answer 404. A code is looked up for its action, then for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.calls import unanswered, unreadable
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
    Throttled,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.calls import Reply

Meaning = tuple[type[CloudError], str]

_KEYS = "check the access key of the provider"
_RIGHT = "grant this action to the caller in RAM"
_STATE = "its state forbids that; look at it in the console"
_REPORT = "the request is not what the service expects; please report it"
_INPUTS = "check the inputs of the resource"
_AGAIN = "try again later"
_CLOCK = "set this machine's clock: it is over 15 minutes off"
_NO_SECRET = "the secret does not exist"  # noqa: S105 - no password
_NO_KEY = "the key does not exist"
_NO_ALIAS = "the alias does not exist"
_ENCRYPTING = "look at the encrypting key: it must exist and be enabled, and lie in the secret's instance"
_PENDING_NAME = "wait until its window has passed, restore it, or choose another name"

EVERYWHERE: Mapping[str, Meaning] = {
    "AliasAlreadyExists": (Exists, "choose another alias"),
    "DryRunOperationError": (InvalidRequest, _REPORT),
    "Forbidden.AccessKey": (Denied, _KEYS),
    "Forbidden.AliasNotFound": (InvalidRequest, _NO_ALIAS),
    "Forbidden.DKMSInstanceNotFound": (ServiceOff, "check kmsInstanceId; an instance that was released is gone"),
    "Forbidden.DKMSInstanceStateInvalid": (ServiceOff, "the KMS instance is not ready; start it, then try again"),
    "Forbidden.InDebt": (ServiceOff, "settle the account's debt"),
    "Forbidden.InDebtOverdue": (ServiceOff, "settle the account's debt"),
    "Forbidden.KeyNotFound": (InvalidRequest, _NO_KEY),
    "Forbidden.KeyVersionNotFound": (InvalidRequest, _NO_KEY),
    "Forbidden.KmsServiceNotEnabled": (ServiceOff, "activate KMS for this account"),
    "Forbidden.NoPermission": (Denied, _RIGHT),
    "Forbidden.ResourceNotFound": (InvalidRequest, "something that the request names does not exist"),
    "IllegalTimestamp": (Denied, _CLOCK),
    "IncompleteSignature": (Denied, _KEYS),
    "InternalFailure": (OutcomeUnknown, _AGAIN),
    "InvalidAccessKeyId.Inactive": (Denied, _KEYS),
    "InvalidAccessKeyId.NotFound": (Denied, _KEYS),
    "InvalidAction.NotFound": (InvalidRequest, "the service does not know this action; check region and endpoint"),
    "InvalidParameter": (InvalidRequest, _INPUTS),
    "InvalidRegionId.NotFound": (ServiceOff, "check region: the service is not offered there"),
    "InvalidSecurityToken.Expired": (Denied, "the temporary credentials have expired; get new ones"),
    "InvalidSecurityToken.Malformed": (Denied, "the security token is wrong; get new temporary credentials"),
    "InvalidSecurityToken.MismatchWithAccessKey": (Denied, "the security token belongs to another access key"),
    "InvalidTimeStamp.Expired": (Denied, _CLOCK),
    "InvalidTimeStamp.Format": (InvalidRequest, _REPORT),
    "InvalidVersion": (InvalidRequest, _REPORT),
    "MissingParameter": (InvalidRequest, _REPORT),
    "MissingSecurityToken": (Denied, "set securityToken: the access key is a temporary one"),
    "ParseRequestParameterException": (InvalidRequest, _REPORT),
    "Rejected.Disabled": (Conflict, "enable the key first"),
    "Rejected.LimitExceeded": (LimitReached, "raise the quota, or remove what is not needed"),
    "Rejected.PendingDeletion": (Conflict, "restore the key first"),
    "Rejected.PendingImport": (Conflict, "import the key's material first"),
    "Rejected.ResourceExist": (Exists, "choose another name"),
    "Rejected.ResourceInDeleteWindow": (Conflict, "restore the secret first"),
    "Rejected.ResourceInUse": (Conflict, _STATE),
    "Rejected.StateModifiedFailed": (Conflict, _STATE),
    "Rejected.UnsupportedOperation": (Conflict, _STATE),
    "ServiceUnavailableTemporary": (OutcomeUnknown, _AGAIN),
    "SignatureDoesNotMatch": (Denied, "the secret key does not belong to the access key; " + _KEYS),
    "SignatureNonceUsed": (OutcomeUnknown, _AGAIN),
    "Unsupported.Alias": (InvalidRequest, _INPUTS),
    "Unsupported.Origin": (InvalidRequest, _INPUTS),
    "Unsupported.ProtectionLevel": (InvalidRequest, _INPUTS),
    "UnsupportedHTTPMethod": (InvalidRequest, _REPORT),
}

OF_ACTION: Mapping[tuple[str, str], Meaning] = {
    ("kms:CreateSecret", "Forbidden.KeyNotFound"): (InvalidRequest, _ENCRYPTING),
    ("kms:CreateSecret", "Forbidden.ResourceNotFound"): (InvalidRequest, _ENCRYPTING),
    ("kms:CreateSecret", "Rejected.Disabled"): (Conflict, _ENCRYPTING),
    ("kms:CreateSecret", "Rejected.PendingDeletion"): (Conflict, _ENCRYPTING),
    ("kms:CreateSecret", "Rejected.ResourceInDeleteWindow"): (Exists, _PENDING_NAME),
    ("kms:PutSecretValue", "Rejected.Disabled"): (Conflict, _ENCRYPTING),
    ("kms:PutSecretValue", "Rejected.PendingDeletion"): (Conflict, _ENCRYPTING),
    ("kms:PutSecretValue", "Rejected.ResourceExist"): (Exists, "choose another versionId, or leave it out"),
    ("kms:CancelKeyDeletion", "Forbidden.KeyNotFound"): (Gone, _NO_KEY),
    ("kms:DeleteAlias", "Forbidden.AliasNotFound"): (Gone, _NO_ALIAS),
    ("kms:DeleteSecret", "Forbidden.ResourceNotFound"): (Gone, _NO_SECRET),
    ("kms:DescribeKey", "Forbidden.AliasNotFound"): (Gone, _NO_ALIAS),
    ("kms:DescribeKey", "Forbidden.KeyNotFound"): (Gone, _NO_KEY),
    ("kms:DescribeSecret", "Forbidden.ResourceNotFound"): (Gone, _NO_SECRET),
    ("kms:GetKmsInstance", "Forbidden.DKMSInstanceNotFound"): (Gone, "the KMS instance does not exist; check its id"),
    ("kms:GetSecretValue", "Forbidden.ResourceNotFound"): (Gone, "the secret or this version does not exist"),
    ("kms:ScheduleKeyDeletion", "Forbidden.KeyNotFound"): (Gone, _NO_KEY),
}


def meaning(action: str, code: str) -> Meaning | None:
    """Look a code up: for the action, then for all; every throttling code has the word in it."""
    found = OF_ACTION.get((action, code)) or EVERYWHERE.get(code)
    return found or ((Throttled, _AGAIN) if "Throttling" in code else None)


def translate(action: str, error: Exception) -> CloudError:
    """Turn what the SDK raised into the error that says what to do."""
    from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
    from darabonba.exceptions import RetryError

    if isinstance(error, AlibabaCloudException):
        facts = error.data if isinstance(error.data, dict) else {}
        code = str(facts.get("Code") or facts.get("code") or "")
        return _named(action, code, facts) if code else unreadable(action, error)
    cause = getattr(error, "inner_exception", None) or error
    if isinstance(cause, RetryError):
        return unanswered(action, cause.__context__)
    return unreadable(action, cause)


def answered(action: str, body: object) -> Reply:
    """Return a reply's fields; the SDK also takes an error that comes with status 200 for a reply."""
    if not isinstance(body, dict):
        raise unreadable(action, TypeError("no object"))
    if body.get("Code"):
        raise _named(action, str(body["Code"]), body)
    return body


def _named(action: str, code: str, facts: Mapping[str, object]) -> CloudError:
    said, request_id = facts.get("Message") or facts.get("message"), facts.get("RequestId") or facts.get("requestId")
    kind, hint = meaning(action, code) or (
        CloudError,
        "this code is not known to Reprieve; look it up in the vendor's documentation",
    )
    return kind(action, code, str(said or ""), str(request_id or ""), hint)
