"""One account of the emulated Alibaba Cloud, and the processes of the provider that work in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reprieve.config import Config
from tests.provider.stage import Stage

if TYPE_CHECKING:
    from reprieve.fields import Tree

HOME = "cn-hangzhou"
READS = ("Describe", "List", "Get")


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

    def plant_secret(self, name: str = "db", **fields: object) -> None:
        """Put a secret there that nobody here made."""
        now = int(self.emulator.now())
        made = {"creator": self.account.id, "create_time": now, "update_time": now}
        self.plant("secrets", **{"name": name, **made, **fields})
        version = {"version_id": "v1", "data": "theirs", "create_time": now, "stages": ["ACSCurrent"]}
        self.plant("secret_versions", name=name, **version)
