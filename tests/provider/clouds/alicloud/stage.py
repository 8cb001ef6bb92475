"""One account of the emulated Alibaba Cloud, and the processes of the provider that work in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reprieve.config import Config
from reprieve.errors import HalfMade
from reprieve.lifecycle.check import Naming, check
from reprieve.lifecycle.create import create
from reprieve.lifecycle.operation import Operation, Recorded
from reprieve.resources.kms_key import KMS_KEY
from tests.provider.stage import Process, Stage

if TYPE_CHECKING:
    from reprieve.errors import Problem
    from reprieve.fields import Properties, Tree

HOME = "cn-hangzhou"
KEY = "11111111-2222-4333-8444-555555555555"


class KeyProcess(Process):
    """One process of the provider that works on keys."""

    def operation(self, name: str = "db") -> Operation:
        return Operation.of(self, KMS_KEY, f"urn:pulumi:dev::shop::reprieve:index:KmsKey::{name}")

    def problems(self, **news: Tree) -> tuple[Problem, ...]:
        """Everything that is wrong with a declaration."""
        return check(self.operation(), {}, {"alias": "db", **news}, Naming("random", seed=b"seedseed")).problems

    def check(self, name: str = "db", olds: Properties | None = None, /, **news: Tree) -> Properties:
        """Check a declaration that has nothing wrong; its alias is the resource's unless it is told."""
        checked = check(self.operation(name), olds or {}, {"alias": name, **news}, Naming("random", seed=b"seedseed"))
        assert checked.problems == ()
        return checked.inputs

    def create(self, name: str = "db", /, **news: Tree) -> Recorded:
        inputs = self.check(name, **news)
        try:
            made = create(self.operation(name), inputs, preview=False)
        except HalfMade as half:
            return Recorded.of(half.id, inputs, half.state)
        return Recorded.of(made.id, inputs, made.state)

    def preview_create(self, name: str = "db", /, **news: Tree) -> Properties:
        return create(self.operation(name), self.check(name, **news), preview=True).state


@dataclass
class AliStage(Stage):
    """A stage whose cloud is Alibaba Cloud."""

    def config(self, **settings: Tree) -> Config:
        """The provider's configuration for this account."""
        given = {
            "cloud": "alicloud",
            "region": HOME,
            "endpoint": self.emulator.url,
            "accessKey": self.account.access_key,
            "secretKey": self.account.secret_key,
        }
        return Config.read(given | settings)

    def key_process(self, **settings: Tree) -> KeyProcess:
        """Start another process of the provider that works on keys."""
        return KeyProcess(self.config(**settings))

    def rows(self, table: str, **equal: object) -> list[dict[str, Any]]:
        """The rows of one of the cloud's tables, of this account where they have one."""
        wanted = {"account": self.account.id, **equal}
        rows = self.emulator.objects(f"alicloud_{table}", values=True)
        return [row for row in rows if all(row.get(key, value) == value for key, value in wanted.items())]

    def secret(self, name: str = "db") -> dict[str, object] | None:
        """What the cloud holds under a name."""
        return next(iter(self.rows("secrets", name=name)), None)

    def values(self, name: str = "db") -> dict[str, str]:
        """The content of every version in the cloud."""
        return {row["version_id"]: row["data"] for row in self.rows("secret_versions", name=name)}

    def tags(self, name: str = "db") -> dict[str, str]:
        """The tags in the cloud, the ownership mark among them."""
        return {row["key"]: row["value"] for row in self.rows("tags", target_id=name)}

    def sent(self, action: str) -> list[dict[str, Any]]:
        """The parameters of the calls of one action, without those of the wire."""
        found = self.emulator.requests(action=action)
        return [request["parameters"] for request in found]

    def plant(self, table: str, **fields: object) -> None:
        """Write a row of one of the cloud's tables."""
        self.emulator.plant(f"alicloud_{table}", **{"account": self.account.id, "region": HOME, **fields})

    def key(self, key_id: str) -> dict[str, Any]:
        """What the cloud holds under a key id."""
        return next(iter(self.rows("keys", key_id=key_id)), {})

    def aliases(self) -> dict[str, str]:
        """The key id of every alias."""
        return {row["name"]: row["key_id"] for row in self.rows("aliases")}

    def plant_key(self, key_id: str = KEY, alias: str = "", **fields: object) -> str:
        """Put a key there that nobody here made; return its id."""
        self.plant("keys", **{"key_id": key_id, "creator": self.account.id, "create_time": 1, **fields})
        version = {"version_id": f"{key_id}-1", "key_id": key_id, "create_time": 1, "material": "00" * 32}
        self.emulator.plant("alicloud_key_versions", **version)
        if alias:
            self.plant("aliases", name=f"alias/{alias}", key_id=key_id)
        return key_id

    def plant_secret(self, name: str = "db", **fields: object) -> None:
        """Put a secret there that nobody here made."""
        now = int(self.emulator.now())
        made = {"creator": self.account.id, "create_time": now, "update_time": now}
        self.plant("secrets", **{"name": name, **made, **fields})
        version = {"version_id": "v1", "data": "theirs", "create_time": now, "stages": ["ACSCurrent"]}
        self.plant("secret_versions", name=name, **version)
