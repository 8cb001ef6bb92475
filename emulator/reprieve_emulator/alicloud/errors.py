"""The codes that Alibaba Cloud answers with, and the HTTP status of each.

Sources: the vendor's page on common errors of KMS, the error tables of its action pages, and the API gateway's public
list. Which one a case gets where no source says so is a choice, consistent with the names, or a switch.
"""

from reprieve_emulator.cloud import CloudError

STATUSES = {
    # what cannot be read or is not signed as it should be
    "UnsupportedHTTPMethod": 403,
    "ParseRequestParameterException": 400,
    "InvalidAction.NotFound": 404,
    "InvalidVersion": 400,
    "InvalidRegionId.NotFound": 404,
    "MissingParameter": 400,
    "InvalidParameter": 400,
    "IncompleteSignature": 400,
    "SignatureDoesNotMatch": 400,
    "SignatureNonceUsed": 400,
    "IllegalTimestamp": 400,
    "InvalidTimeStamp.Expired": 400,
    "InvalidTimeStamp.Format": 400,
    # who may not call
    "InvalidAccessKeyId.NotFound": 404,
    "MissingSecurityToken": 400,
    "InvalidSecurityToken.Expired": 400,
    "InvalidSecurityToken.MismatchWithAccessKey": 400,
    "Forbidden.AccessKey": 403,
    "Forbidden.NoPermission": 403,
    "Forbidden.KmsServiceNotEnabled": 403,
    "Forbidden.InDebt": 403,
    "Forbidden.InDebtOverdue": 403,
    # whom STS gives no role; the status of all but NoPermission and EntityNotExist.Role is unconfirmed
    "NoPermission": 403,
    "InvalidParameter.RoleArn": 400,
    "InvalidParameter.RoleSessionName": 400,
    "InvalidParameter.DurationSeconds": 400,
    "EntityNotExist.Role": 404,
    # what is not there
    "Forbidden.ResourceNotFound": 404,
    "Forbidden.KeyNotFound": 404,
    "Forbidden.KeyVersionNotFound": 404,
    "Forbidden.AliasNotFound": 404,
    "Forbidden.DKMSInstanceNotFound": 404,
    # what the object's state or kind forbids
    "Forbidden.DKMSInstanceStateInvalid": 403,
    "AliasAlreadyExists": 400,
    "Unsupported.Alias": 400,
    "Unsupported.Origin": 400,
    "Unsupported.ProtectionLevel": 400,
    "Rejected.StateModifiedFailed": 409,
    "Rejected.Disabled": 409,
    "Rejected.PendingDeletion": 409,
    "Rejected.PendingImport": 409,
    "Rejected.ResourceExist": 409,
    "Rejected.ResourceInDeleteWindow": 409,
    "Rejected.ResourceInUse": 409,
    "Rejected.UnsupportedOperation": 409,
    "DryRunOperationError": 400,
    # too much
    "Rejected.LimitExceeded": 400,
    "Rejected.Throttling": 429,
    "Throttling": 400,
    "Throttling.User": 400,
    # trouble of the vendor's own
    "InternalFailure": 500,
    "ServiceUnavailableTemporary": 503,
}


def refusal(code: str, message: str) -> CloudError:
    """Make a refusal with the code's HTTP status."""
    return CloudError(code, message, STATUSES[code])


def missing_parameter(name: str) -> CloudError:
    """Refuse the absence of a required parameter."""
    return refusal("MissingParameter", f'The parameter "{name}" is needed but not provided.')


def invalid_parameter(name: str, allowed: str = "") -> CloudError:
    """Refuse a value of another type or outside its range."""
    return refusal("InvalidParameter", f'The specified parameter "{name}" is not valid. {allowed}'.rstrip())


def incomplete_signature(reason: str) -> CloudError:
    """Refuse what is not signed in a form that is known."""
    message = f"The request signature does not conform to Alibaba Cloud standards. {reason}"
    return refusal("IncompleteSignature", message)


def wrong_signature(signed: str) -> CloudError:
    """Refuse a signature that does not hold; by the text that should have been signed a client finds its mistake."""
    message = f"Specified signature is not matched with our calculation. server string to sign is:{signed}"
    return refusal("SignatureDoesNotMatch", message)
