"""Where the credentials for Tencent Cloud come from; the first source that is there is taken.

The provider's keys; its profile; the environment's keys, with the role that it names; a pod's role in TKE; the vendor's
credentials file; the machine's role. What is explicit comes before what is around: a pod has its own role, not its
node's. The SDK's own chain has another order, reads no token and no role, and asks STS and the machine without end.
"""

from __future__ import annotations

import json
import os
import threading
import time
from configparser import ConfigParser
from configparser import Error as Unreadable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.request import urlopen

from reprieve.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tencentcloud.common.common_client import CommonClient

    from reprieve.config import Config

MACHINE_SECONDS = 3
"""How long the machine is asked for its role: off the vendor's cloud nobody answers."""

RENEWED_SECONDS = 300
"""How long before their end credentials of a role are renewed; the SDK's own time for those of a machine."""

SESSION = "reprieve"
POD = ("TKE_REGION", "TKE_PROVIDER_ID", "TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE")
"""The variables that TKE sets in a pod with a role of its own (`tencentcloud.common.credential`)."""


class Credential(Protocol):
    """What the SDK asks for before every call."""

    def get_credential_info(self) -> tuple[str, str, str | None]:
        """Return id, key and token, renewed where they are about to end."""


class Role:
    """Temporary credentials of a role, from `ask`, which returns the reply of STS."""

    def __init__(self, ask: Callable[[], Mapping[str, Any]]) -> None:
        self._ask = ask
        self._found: tuple[str, str, str] = ("", "", "")
        self._renewal = 0.0
        self._lock = threading.Lock()

    def get_credential_info(self) -> tuple[str, str, str]:
        """Return id, key and token; raises what the SDK raises where STS refuses."""
        with self._lock:
            if time.time() >= self._renewal:
                reply = self._ask()
                given = reply["Credentials"]
                self._found = (given["TmpSecretId"], given["TmpSecretKey"], given["Token"])
                self._renewal = reply["ExpiredTime"] - RENEWED_SECONDS
            return self._found


class Sources:
    """The places to look; `sts` makes a client of STS with some credentials, or with none."""

    def __init__(self, config: Config, sts: Callable[[Credential | None], CommonClient]) -> None:
        self._config = config
        self._sts = sts

    def find(self) -> Credential:
        """Return the credentials of the first source; raises ConfigurationError."""
        config = self._config
        if config.access_key and config.secret_key:
            token = config.security_token.get_secret_value() if config.security_token else None
            return _keys(config.access_key.get_secret_value(), config.secret_key.get_secret_value(), token)
        if config.profile:
            return self._of_profile(config.profile.get_secret_value())
        found = self._of_environment() or self._of_pod() or _of_file("default") or _of_machine()
        if found is None:
            raise ConfigurationError(
                "no credentials for Tencent Cloud were found; set accessKey and secretKey of the provider, or "
                "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY in the environment"
            )
        return found

    def _of_profile(self, name: str) -> Credential:
        """Take a profile of the vendor's command line client (`tccli configure`), else of the credentials file."""
        stored = _stored(Path.home() / ".tccli" / f"{name}.credential")
        if stored.get("type") == "cvm-role":
            found = _of_machine()
        elif stored.get("secretId") and stored.get("secretKey"):
            if stored.get("expiresAt") and time.time() >= float(stored["expiresAt"]):
                raise ConfigurationError("the configured profile's session has ended; log in again with tccli")
            found = self._as_role(
                _keys(stored["secretId"], stored["secretKey"], stored.get("token")),
                stored.get("role-arn"),
                stored.get("role-session-name"),
            )
        else:
            found = _of_file(name)
        if found is None:
            raise ConfigurationError(
                "no credentials were found for the configured profile; make it with tccli configure, "
                "or name another one"
            )
        return found

    def _of_environment(self) -> Credential | None:
        """Take the environment's keys; the vendor's tools know the token by two names, and tccli a role to take on."""
        identifier, key = os.environ.get("TENCENTCLOUD_SECRET_ID"), os.environ.get("TENCENTCLOUD_SECRET_KEY")
        if not (identifier and key):
            return None
        token = os.environ.get("TENCENTCLOUD_TOKEN") or os.environ.get("TENCENTCLOUD_SECURITY_TOKEN")
        arn, session = os.environ.get("TENCENTCLOUD_ROLE_ARN"), os.environ.get("TENCENTCLOUD_ROLE_SESSION_NAME")
        return self._as_role(_keys(identifier, key, token), arn, session)

    def _as_role(self, source: Credential, arn: str | None, session: str | None) -> Credential:
        """Take on a role where one is named."""
        if not arn:
            return source
        asked = {"RoleArn": arn, "RoleSessionName": session or SESSION}
        return Role(lambda: self._sts(source).call_json("AssumeRole", asked)["Response"])

    def _of_pod(self) -> Credential | None:
        """Take the role of a pod in TKE, by the token that stands in its file at that time."""
        _, provider, arn, file = (os.environ.get(variable) for variable in POD)
        if not (provider and arn and file):
            return None

        def ask() -> Mapping[str, Any]:
            identity = Path(file).read_text(encoding="utf-8").strip()
            asked = {"ProviderId": provider, "WebIdentityToken": identity, "RoleArn": arn, "RoleSessionName": SESSION}
            reply: Mapping[str, Any] = self._sts(None).call_json(
                "AssumeRoleWithWebIdentity", asked, options={"SkipSign": True}
            )["Response"]
            return reply

        return Role(ask)


def _keys(identifier: str, key: str, token: str | None) -> Credential:
    """Take an access key; what a file or a shell left around it is no part of it, and the SDK refuses it."""
    from tencentcloud.common.credential import Credential as Keys

    if not (identifier.strip() and key.strip()):
        raise ConfigurationError(
            "the access key for Tencent Cloud that was found is empty; set both its id and its key"
        )
    found: Credential = Keys(identifier.strip(), key.strip(), (token or "").strip() or None)
    return found


def _of_file(section: str) -> Credential | None:
    """Take a section of the credentials file, which is the machine's where the user has none."""
    sections = ConfigParser(interpolation=None)
    places = (Path.home() / ".tencentcloud" / "credentials", Path("/etc/tencentcloud/credentials"))
    try:
        sections.read(next((place for place in places if place.exists()), ()), encoding="utf-8")
        return _keys(sections[section]["secret_id"], sections[section]["secret_key"], None)
    except (KeyError, Unreadable):
        return None


def _of_machine() -> Credential | None:
    """Take the role of the virtual machine, if it is one that has a role."""
    from tencentcloud.common import credential

    # the SDK asks without a time-out, at first and for each renewal
    credential.urlopen = partial(urlopen, timeout=MACHINE_SECONDS)
    found: Credential | None = credential.CVMRoleCredential().get_credential()
    return found


def _stored(file: Path) -> Mapping[str, Any]:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
