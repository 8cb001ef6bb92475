"""Alibaba Cloud: what it offers, and who calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reprieve.calls import Api, Calls, Job, Shared
from reprieve.clouds.alicloud.client import Client, quota_of
from reprieve.clouds.alicloud.kms_key import RULES as KMS_KEY_RULES
from reprieve.clouds.alicloud.kms_key import KmsKeyDriver
from reprieve.clouds.alicloud.secret import RULES as SECRET_RULES
from reprieve.clouds.alicloud.secret import SecretDriver
from reprieve.driver import Identity
from reprieve.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.config import Config
    from reprieve.driver import Driver, Rules
    from reprieve.resources.inputs import Inputs, Resource

OFFERS: Mapping[str, tuple[Rules, Callable[[Api, str], Driver[Any]]]] = {
    "Secret": (SECRET_RULES, SecretDriver),
    "KmsKey": (KMS_KEY_RULES, KmsKeyDriver),
}
"""The resources that this cloud offers."""


@dataclass
class AlibabaCloud:
    """One account and region of Alibaba Cloud."""

    config: Config
    calls: Calls
    shared: Shared = field(default_factory=Shared)
    name: str = "Alibaba Cloud"

    def offers(self, resource: Resource) -> bool:
        """Tell whether the cloud has the resource."""
        return resource.name in OFFERS

    def rules(self, resource: Resource) -> Rules:
        """Return the rules of a resource."""
        return self._offer(resource)[0]

    def driver(self, resource: Resource, job: Job, stack: str) -> Driver[Inputs]:
        """Return the driver of a resource for one operation."""
        return self._offer(resource)[1](Api(self.calls, job, self.shared, self.config.region), stack)

    def identity(self, job: Job) -> Identity:
        """Ask STS who calls; GetCallerIdentity needs no right."""
        reply = self.calls.call(job, "sts:GetCallerIdentity", {})
        return Identity(str(reply["AccountId"]), str(reply["Arn"]))

    def _offer(self, resource: Resource) -> tuple[Rules, Callable[[Api, str], Driver[Any]]]:
        if resource.name not in OFFERS:
            raise Refused(f"{self.name} has no {resource.name}")
        return OFFERS[resource.name]


def open_cloud(config: Config) -> AlibabaCloud:
    """Return the cloud of a configuration; makes no call and needs no credentials."""
    return AlibabaCloud(config, Calls(Client(config).send, quota_of))
