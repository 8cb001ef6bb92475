"""The provider's configuration: its shape, what is wrong with it, and the limits that it sets on deletions.

Credentials are never taken into the inputs from the environment: what is left out stays out, and the vendor's own
chain finds it when a call is made. The region alone is filled in, since the state has to say where its objects live.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StrictBool, StrictInt

from reprieve.errors import InputError, Problem
from reprieve.fields import Choice, Default, Hidden, Properties, Tree, reveal, unknown_in, without_nulls
from reprieve.shapes import Model, fitted, problems_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class CloudName(Choice):
    """The clouds."""

    TENCENTCLOUD = "tencentcloud", "Tencent Cloud: SSM, KMS and API Gateway."
    ALICLOUD = "alicloud", "Alibaba Cloud: KMS."


class Site(Choice):
    """Tencent Cloud's two sites, each with endpoints of its own."""

    CHINA = "china", "Accounts of Tencent Cloud in China."
    INTERNATIONAL = "international", "Accounts of Tencent Cloud International."


class ProtectionLimits(Model):
    """What is demanded of every object of a resource."""

    require_protection: Annotated[StrictBool | None, Default(value=False)] = Field(
        None, description="Every object must declare `deletionProtection`. Default `false`."
    )


class WindowLimits(ProtectionLimits):
    """What is demanded of a resource whose deletion has a window."""

    recovery_window_in_days: StrictInt | None = Field(
        None,
        description="The window of objects that declare none, in days, within the cloud's range. Absent: 30, or the "
        "smallest window allowed where that is more.",
    )
    min_recovery_window_in_days: StrictInt | None = Field(
        None,
        description="The smallest window allowed, in days. Absent: the cloud's own. A recorded window below it is "
        "raised at the deletion.",
    )


class SecretLimits(WindowLimits):
    """What is demanded of secrets."""

    allow_force_delete: Annotated[StrictBool | None, Default(value=True)] = Field(
        None, description="Whether `forceDelete` is allowed. Default `true`."
    )


class DeletionLimits(Model):
    """What the configuration allows of deletions, by resource; what is absent is limited by the cloud alone."""

    secret: SecretLimits | None = Field(None, description="Limits on deletions of secrets.")
    kms_key: WindowLimits | None = Field(None, description="Limits on deletions of keys.")
    api_key: ProtectionLimits | None = Field(None, description="Limits on deletions of API keys.")


class Config(Model):
    """The provider's configuration."""

    cloud: CloudName = Field(description="The cloud: `tencentcloud` or `alicloud`.")
    region: str = Field(
        description="The region. Left out: `TENCENTCLOUD_REGION` or `ALIBABA_CLOUD_REGION` of the environment."
    )
    site: Site | None = Field(
        None, description="Tencent Cloud's site: `china` (default) or `international`, which have their own endpoints."
    )
    access_key: SecretStr | None = Field(
        None, description="Id of the access key (Tencent: SecretId). Left out: the vendor's own chain of credentials."
    )
    secret_key: SecretStr | None = Field(None, description="Secret of the access key (Tencent: SecretKey).")
    security_token: SecretStr | None = Field(None, description="Token of temporary credentials.")
    profile: SecretStr | None = Field(None, description="Profile in the vendor's credentials file.")
    allowed_account_ids: list[str] | None = Field(
        None, description="Accounts that may be worked in; with any other, nothing is written."
    )
    owner: str | None = Field(
        None, description="First part of the ownership mark, where two organisations share an account."
    )
    endpoint: str | None = Field(
        None, description="One address for all services, such as the emulator's. Plain http on loopback only."
    )
    endpoints: dict[str, str] | None = Field(
        None, description="Addresses by service (`ssm`, `kms`, ...). Plain http on loopback only."
    )
    live_checks: Annotated[StrictBool | None, Default(value=True)] = Field(
        None,
        description="Look at the cloud in previews, and read every object before it is updated or destroyed. "
        "Default `true`.",
    )
    default_tags: dict[str, str] | None = Field(None, description="Tags of every object; the resource's own win.")
    deletion: DeletionLimits | None = Field(
        None,
        description="What is allowed of deletions, by resource. Kept in the state with the rest of the configuration, "
        "so a destroy obeys it, too.",
    )

    @classmethod
    def read(cls, values: Mapping[str, object]) -> Config:
        """Read what Configure was given; raises InputError with every problem."""
        _, problems = check_config(dict(values))
        if problems:
            raise InputError(problems)
        return fitted(cls, _parsed(dict(values)), "the provider")

    def endpoint_of(self, service: str) -> str | None:
        """Return the address that is configured for a service, if there is one."""
        return (self.endpoints or {}).get(service) or self.endpoint

    @property
    def looks(self) -> bool:
        """Whether previews may look at the cloud."""
        return self.live_checks is not False


@dataclass(frozen=True)
class Limits:
    """The limits of one resource with the place where they are set."""

    where: str
    window: int | None = None
    least_window: int | None = None
    force_allowed: bool = True
    protection_required: bool = False


REGION_VARIABLES: Mapping[str, tuple[str, ...]] = {
    CloudName.TENCENTCLOUD: ("TENCENTCLOUD_REGION",),
    CloudName.ALICLOUD: ("ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION", "ALICLOUD_REGION"),
}


def limits_of(config: Config, resource: str) -> Limits:
    """Gather the limits for a resource ("Secret", "KmsKey", "ApiKey")."""
    key = resource[0].lower() + resource[1:]
    section = {"secret": "secret", "kmsKey": "kms_key", "apiKey": "api_key"}[key]
    limits = getattr(config.deletion, section) if config.deletion else None
    return Limits(
        where=f"deletion.{key}",
        window=getattr(limits, "recovery_window_in_days", None),
        least_window=getattr(limits, "min_recovery_window_in_days", None),
        force_allowed=getattr(limits, "allow_force_delete", None) is not False,
        protection_required=bool(getattr(limits, "require_protection", None)),
    )


def check_config(news: Properties) -> tuple[Properties, list[Problem]]:
    """Fill in the effective region and name everything that is wrong."""
    inputs = without_nulls(news)
    inputs |= {key: Hidden(inputs[key]) for key in _SECRET & inputs.keys() if not unknown_in(inputs[key])}
    if "region" not in inputs and (region := _region_of_environment(reveal(inputs.get("cloud")))):
        inputs["region"] = region
    known = _parsed({key: value for key, value in inputs.items() if not unknown_in(value)})
    unknown = inputs.keys() - known.keys()
    problems = [p for p in problems_of(Config, known, "the provider") if p.path.split(".")[0] not in unknown]
    if not problems and not unknown:
        problems = list(_address_problems(Config.model_validate(known)))
    return inputs, [replace(p, secret=p.path in _SECRET) for p in problems]


_SECRET = frozenset({"accessKey", "secretKey", "securityToken", "profile"})
_TEXTS = frozenset({"cloud", "region", "site", "owner", "endpoint"}) | _SECRET


def _region_of_environment(cloud: Tree) -> str | None:
    variables = REGION_VARIABLES.get(cloud, ()) if isinstance(cloud, str) else ()
    return next((os.environ[name] for name in variables if os.environ.get(name)), None)


def _parsed(values: Properties) -> dict[str, Tree]:
    """Reveal the values and read those that the engine sends as JSON text: all but texts."""
    return {key: _from_json(reveal(value)) if key not in _TEXTS else reveal(value) for key, value in values.items()}


def _from_json(value: Tree) -> Tree:
    if not isinstance(value, str):
        return value
    try:
        read: Tree = json.loads(value)
        # half of a surrogate pair is valid JSON, but no text
        json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return value
    return read


def _address_problems(config: Config) -> Iterator[Problem]:
    if bool(config.access_key) != bool(config.secret_key):
        missing = "secretKey" if config.access_key else "accessKey"
        yield Problem(missing, "is required: accessKey and secretKey belong together")
    named = {"endpoint": config.endpoint} if config.endpoint else {}
    named |= {f"endpoints.{service}": address for service, address in (config.endpoints or {}).items()}
    for path, address in named.items():
        if reason := _address_problem(address):
            yield Problem(path, reason)


_ADDRESS = re.compile(r"(https?://)?([\w.-]+|\[[\da-fA-F:.]+\])(:\d+)?(/[\w.-]+)*/?")
"""No user, query or second scheme: what reads an address after us must not find another host in it."""


def _address_problem(address: str) -> str:
    try:
        parts = urlsplit(address if "//" in address else f"https://{address}")
        whole = _ADDRESS.fullmatch(address) and parts.hostname and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        return "must be an address such as https://host or host:port"
    if parts.scheme == "http" and not is_loopback(parts.netloc):
        return "plain http is for loopback addresses only; use https"
    return ""


def is_loopback(address: str) -> bool:
    """Tell whether a host, with a port or without, is this machine's loopback."""
    host = urlsplit(f"//{address}").hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
