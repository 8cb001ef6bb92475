"""The codes that every action of Tencent Cloud may answer, with what they mean here.

The names are the vendor's; which one a case gets where no source says so is a choice, consistent with the names.
"""

from reprieve_emulator.cloud import CloudError


def missing_authorization(message: str) -> CloudError:
    """Refuse a request whose Authorization is absent or cannot be read."""
    return CloudError("AuthFailure.InvalidAuthorization", message)


def unknown_access_key() -> CloudError:
    """Refuse an access key that does not exist."""
    return CloudError(
        "AuthFailure.SecretIdNotFound", "The SecretId is not found, please ensure that your SecretId is correct."
    )


def wrong_signature(
    message: str = "The provided credentials could not be validated. Please check your signature is correct.",
) -> CloudError:
    """Refuse a signature that does not hold."""
    return CloudError("AuthFailure.SignatureFailure", message)


def expired_signature() -> CloudError:
    """Refuse a timestamp more than five minutes away."""
    return CloudError(
        "AuthFailure.SignatureExpire",
        "Signature expired. Timestamp differs from the server's time by more than five minutes.",
    )


def wrong_token(message: str) -> CloudError:
    """Refuse a token that is missing, of another key or past its end."""
    return CloudError("AuthFailure.TokenFailure", message)


def unknown_action(action: str, service: str) -> CloudError:
    """Refuse an action that is not served."""
    return CloudError("InvalidAction", f"The action `{action}` of service `{service}` is not served.")


def unknown_version(version: str) -> CloudError:
    """Refuse another version of a service."""
    return CloudError("NoSuchVersion", f"The version `{version}` does not exist.")


def unsupported_region(region: str) -> CloudError:
    """Refuse a region where the service is not offered."""
    return CloudError("UnsupportedRegion", f"The region `{region}` is not supported.")


def missing_parameter(name: str) -> CloudError:
    """Refuse the absence of a required parameter."""
    return CloudError("MissingParameter", f"The request is missing a required parameter `{name}`.")


def unknown_parameter(name: str) -> CloudError:
    """Refuse a parameter that the action does not have."""
    return CloudError("UnknownParameter", f"The parameter `{name}` is not recognized.")


def wrong_type(name: str, expected: str) -> CloudError:
    """Refuse a value of another type."""
    return CloudError("InvalidParameter", f"The value type of parameter `{name}` is not valid: {expected} expected.")


def invalid_parameter(message: str) -> CloudError:
    """Refuse a request that makes no sense."""
    return CloudError("InvalidParameter", message)


def invalid_value(message: str) -> CloudError:
    """Refuse a value outside its range."""
    return CloudError("InvalidParameterValue", message)


def failed_operation(message: str) -> CloudError:
    """Refuse a change that the object's state does not allow."""
    return CloudError("FailedOperation", message)
