"""What the contract suite is run over: one entry for each resource of each cloud, and the places to run it in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.config import Config
from reprieve.fields import Hidden
from reprieve.resources.api_key import API_KEY
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.fields import Tree
    from reprieve.resources.inputs import Resource
    from reprieve_emulator.control import Control
    from tests.accounts import Account

REGIONS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}


@dataclass(frozen=True)
class Row:
    """One resource on one cloud.

    `declared` is what the life begins with besides its name, `updates` what changes one after the other, `replacing`
    what cannot be changed in place once `before_replacing` is declared. `window` is the shortest that the cloud takes,
    None where it has none. `disables` says whether the object can be declared disabled.
    """

    cloud: str
    resource: Resource
    name_field: str
    declared: Mapping[str, Tree]
    updates: tuple[Mapping[str, Tree], ...]
    replacing: Mapping[str, Tree]
    before_replacing: Mapping[str, Tree] = field(default_factory=dict)
    window: int | None = None
    disables: bool = True

    def __str__(self) -> str:
        return f"{self.cloud} {self.resource.name}"

    def whole(self, name: str) -> dict[str, Tree]:
        """Return what is declared at the beginning."""
        window = {"recoveryWindowInDays": self.window} if self.window else {}
        return {self.name_field: name, **self.declared, **window}


ROWS = (
    Row(
        cloud="tencentcloud",
        resource=SECRET,
        name_field="name",
        declared={"secretString": Hidden("first of the contract"), "description": "first", "tags": {"team": "a"}},
        updates=(
            {"secretString": Hidden("second of the contract")},
            {"description": "second"},
            {"tags": {"team": "b", "more": "c"}},
            {"tags": {}},
        ),
        before_replacing={"forceDelete": True, "recoveryWindowInDays": None},
        replacing={"kmsInstanceId": "cluster-1"},
        window=1,
    ),
    Row(
        cloud="tencentcloud",
        resource=KMS_KEY,
        name_field="alias",
        declared={"description": "first", "tags": {"team": "a"}, "rotationPeriodInDays": 90},
        updates=(
            {"description": "second"},
            {"rotationPeriodInDays": 30},
            {"tags": {"team": "b", "more": "c"}},
            {"tags": {}},
        ),
        replacing={"keySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY", "rotationPeriodInDays": None},
        window=7,
    ),
    Row(
        cloud="tencentcloud",
        resource=API_KEY,
        name_field="name",
        declared={"tags": {"team": "a"}},
        updates=({"enabled": False}, {"enabled": True}),
        replacing={"accessKeyId": "another_id", "accessKeySecret": Hidden("another_secret")},
    ),
    Row(
        cloud="alicloud",
        resource=SECRET,
        name_field="name",
        declared={"secretString": Hidden("first of the contract"), "description": "first", "tags": {"team": "a"}},
        updates=(
            {"secretString": Hidden("second of the contract")},
            {"description": "second"},
            {"tags": {"team": "b", "more": "c"}},
            {"tags": {}},
        ),
        before_replacing={"forceDelete": True, "recoveryWindowInDays": None},
        replacing={"kmsInstanceId": "kst-1"},
        window=7,
        disables=False,
    ),
    Row(
        cloud="alicloud",
        resource=KMS_KEY,
        name_field="alias",
        declared={"description": "first", "tags": {"team": "a"}, "rotationPeriodInDays": 365},
        updates=(
            {"alias": "contract/renamed"},
            {"description": "second"},
            {"rotationPeriodInDays": 30},
            {"tags": {"team": "b", "more": "c"}},
            {"tags": {}},
        ),
        replacing={"keySpec": "RSA_3072", "keyUsage": "SIGN_VERIFY", "rotationPeriodInDays": None},
        window=7,
    ),
)


@dataclass
class Place:
    """Where the lives are lived: an account of the emulator, or a real one."""

    cloud: str
    settings: Mapping[str, Tree]
    prefix: str
    _named: int = field(default=0)

    @classmethod
    def emulated(cls, cloud: str, emulator: Control, account: Account) -> Place:
        """Return an empty account of the emulator."""
        keys = {"accessKey": account.access_key, "secretKey": account.secret_key}
        return cls(cloud, {"endpoint": emulator.url, **keys}, "contract")

    @classmethod
    def real(cls, cloud: str) -> Place:
        """Return the account whose credentials stand in the environment, where the vendor's own tools look too."""
        return cls(cloud, {}, f"reprieve-contract-{os.urandom(4).hex()}")

    def config(self) -> Config:
        """The provider's configuration."""
        return Config.read({"cloud": self.cloud, "region": REGIONS[self.cloud], **self.settings})

    def name(self) -> str:
        """Return a name that nothing has yet."""
        self._named += 1
        return f"{self.prefix}-{self._named}"
