"""Where the credentials for Alibaba Cloud come from; the first source that is there is taken.

The provider's keys; its profile; the environment's keys; the vendor's own chain: the role of a workload with an OIDC
token, the command line client's profile, the credentials file, the role of the instance, a credentials URI. Roles are
renewed by the vendor's library, a quarter of an hour before they end.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from reprieve.calls import code_in
from reprieve.errors import ConfigurationError

if TYPE_CHECKING:
    from alibabacloud_credentials.client import Client as Credential

    from reprieve.config import Config

RENEWALS = ("credentials", "apscheduler.executors.default", "apscheduler.scheduler")
"""Loggers that print what a source of credentials answered, and each renewal that came late."""


def find_credential(config: Config) -> Credential:
    """Return the credentials of the first source, after it has given some; raises ConfigurationError."""
    from alibabacloud_credentials.client import Client as Credential

    for logger in RENEWALS:
        logging.getLogger(logger).disabled = True
    try:
        credential = _configured(config) or _of_environment() or Credential()
        credential.get_credential()
    except ConfigurationError:
        raise
    except Exception as error:
        raise ConfigurationError(
            f"no credentials for Alibaba Cloud were found{_answered(error)}; set accessKey and secretKey of the "
            "provider, or ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment"
        ) from error
    return credential


def _configured(config: Config) -> Credential | None:
    if config.access_key and config.secret_key:
        token = config.security_token.get_secret_value() if config.security_token else None
        return _static(config.access_key.get_secret_value(), config.secret_key.get_secret_value(), token)
    return _of_profile(config.profile.get_secret_value()) if config.profile else None


def _of_environment() -> Credential | None:
    # the SDK keeps what these variables had when it was loaded
    identifier = os.environ.get("ALIBABA_CLOUD_ACCESS_KEY_ID")
    secret = os.environ.get("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
    if not (identifier and secret):
        return None
    return _static(identifier, secret, os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"))


def _static(identifier: str, secret: str, token: str | None) -> Credential:
    from alibabacloud_credentials.client import Client as Credential
    from alibabacloud_credentials.models import Config as Keys

    # what a shell left around a key is no part of it, and would break the header that it is sent in
    identifier, secret, token = identifier.strip(), secret.strip(), (token or "").strip() or None
    kind = "sts" if token else "access_key"
    return Credential(Keys(type=kind, access_key_id=identifier, access_key_secret=secret, security_token=token))


def _of_profile(name: str) -> Credential:
    """Take a profile of the vendor's command line client, else of the credentials file."""
    from alibabacloud_credentials.client import Client as Credential
    from alibabacloud_credentials.provider import CLIProfileCredentialsProvider, ProfileCredentialsProvider

    answers = []
    for kind in (CLIProfileCredentialsProvider, ProfileCredentialsProvider):
        credential = Credential(provider=kind(profile_name=name))
        try:
            credential.get_credential()
        except Exception as error:  # noqa: BLE001 - the library raises whatever its sources do
            answers.append(_answered(error))
        else:
            return credential
    raise ConfigurationError(
        f"no credentials were found for the configured profile{''.join(answers)}; "
        "make it with aliyun configure, or name another one"
    )


def _answered(error: Exception) -> str:
    """Tell the code with which a source refused; what else it answered may hold credentials."""
    code = code_in(error)
    return f" (a source answered {code})" if code else ""
