"""The clouds, one folder each; the only line that a new cloud adds outside its folder is in `CLOUDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from reprieve.calls import Api, Calls, Job, Shared
from reprieve.driver import Driver, Identity, Rules
from reprieve.errors import ConfigurationError, Refused, ReprieveError

if TYPE_CHECKING:
    from reprieve.config import Config
    from reprieve.driver import Cloud
    from reprieve.resources.inputs import Inputs, Resource

CLOUDS = {"tencentcloud": "reprieve.clouds.tencentcloud", "alicloud": "reprieve.clouds.alicloud"}
"""Where the package of each cloud is; it is loaded when it is used."""

Offers: TypeAlias = Mapping[str, tuple[Rules, Callable[[Api, str], Driver[Any]]]]
"""The resources that a cloud has: the rules and the driver of each, by its name."""


def open_cloud(config: Config) -> Cloud:
    """Return the configured cloud; makes no call and needs no credentials."""
    package = CLOUDS.get(config.cloud)
    if package is None:
        raise ConfigurationError(f"cloud {config.cloud} is not offered by this version; use {', '.join(CLOUDS)}")
    cloud: Cloud = import_module(package).open_cloud(config)
    return cloud


def rules_of(cloud: str, resource: str) -> Rules:
    """Return what a cloud allows for a resource ("Secret", "KmsKey", "ApiKey"); KeyError where it does not offer it."""
    offers: Offers = import_module(CLOUDS[cloud]).OFFERS
    return offers[resource][0]


@dataclass
class Account:
    """One account and region of a cloud: the resources there, the calls to it, and who makes them."""

    name: str
    region: str
    calls: Calls
    resources: Offers
    shared: Shared = field(default_factory=Shared)
    _who: str | None = None

    def __post_init__(self) -> None:
        """Let the calls name the caller who lacks a right."""
        self.calls.caller = self._caller

    def offers(self, resource: Resource) -> bool:
        """Tell whether the cloud has the resource."""
        return resource.name in self.resources

    def rules(self, resource: Resource) -> Rules:
        """Return the rules of a resource."""
        return self._offer(resource)[0]

    def driver(self, resource: Resource, job: Job, stack: str) -> Driver[Inputs]:
        """Return the driver of a resource for one operation."""
        return self._offer(resource)[1](Api(self.calls, job, self.shared, self.region), stack)

    def identity(self, job: Job) -> Identity:
        """Ask STS who calls; GetCallerIdentity needs no right, and answers alike on every cloud so far."""
        reply = self.calls.call(job, "sts:GetCallerIdentity", {})
        self._who = str(reply["Arn"])
        return Identity(str(reply["AccountId"]), self._who)

    def _caller(self, job: Job) -> str:
        """Return who calls, asked at most once for this; empty where nobody says it."""
        if self._who is None:
            self._who = ""
            with suppress(ReprieveError):
                self.identity(job)
        return self._who or ""

    def _offer(self, resource: Resource) -> tuple[Rules, Callable[[Api, str], Driver[Any]]]:
        if resource.name not in self.resources:
            raise Refused(f"{self.name} has no {resource.name}; give the resource a provider whose cloud has it")
        return self.resources[resource.name]
