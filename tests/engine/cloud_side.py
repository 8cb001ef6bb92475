"""What a test looks at on the cloud's side: the calls that came, and the objects that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account

READS = ("Describe", "List", "Get")
HOME = "ap-guangzhou"


@dataclass(frozen=True)
class CloudSide:
    """One account's secrets on Tencent Cloud, and what was asked there since the last `forget`."""

    control: Control
    account: Account

    def forget(self) -> None:
        """Begin a new list of calls."""
        self.control.clear_requests()

    def requests(self, action: str = "") -> list[dict[str, Any]]:
        """Give the requests in order, those of one action ("DeleteSecret") where it is named."""
        return self.control.requests(action=action) if action else self.control.requests()

    @property
    def calls(self) -> list[str]:
        """Give the actions that were called, in order."""
        return [request["action"] for request in self.requests()]

    @property
    def writes(self) -> list[str]:
        """Give the actions that were called and are there to change something, in order."""
        return [action for action in self.calls if not action.startswith(READS)]

    @property
    def secret_writes(self) -> list[str]:
        """Give those of SSM alone, without the making of tags."""
        written = (request["action"] for request in self.control.requests(service="ssm"))
        return [action for action in written if not action.startswith(READS)]

    @property
    def windows(self) -> list[int | None]:
        """Give the window that each DeleteSecret sent; None where it sent none."""
        return [request["parameters"].get("RecoveryWindowInDays") for request in self.requests("DeleteSecret")]

    def secrets(self) -> dict[str, dict[str, Any]]:
        """Give the secrets by name."""
        return {row["name"]: row for row in self.control.objects("tencentcloud_ssm_secrets")}

    def status(self, name: str) -> str:
        """Give a secret's state in the vendor's word; "gone" where there is none."""
        secret = self.secrets().get(name)
        return str(secret["status"]) if secret else "gone"

    def values(self, name: str) -> dict[str, str]:
        """Give the values of a secret's versions, by their ids."""
        rows = self.control.objects("tencentcloud_ssm_versions", values=True)
        return {row["version_id"]: row["secret_string"] or row["secret_binary"] for row in rows if row["name"] == name}

    def tags(self, name: str) -> dict[str, str]:
        """Give a secret's tags, those of the ownership mark included."""
        rows = self.control.objects("tencentcloud_tag_attachments")
        return {row["tag_key"]: row["tag_value"] for row in rows if row["resource"].endswith(f"/{name}")}

    def plant(self, name: str, **fields: object) -> None:
        """Put a secret there that nobody here made."""
        owner = {"account": self.account.id, "region": HOME, "creator_uin": self.account.id}
        made = {"create_time": int(self.control.now())}
        self.control.plant("tencentcloud_ssm_secrets", **{"name": name, **owner, **made, **fields})
        value = {"name": name, "version_id": "v1", "secret_string": "theirs", **made}
        self.control.plant("tencentcloud_ssm_versions", account=self.account.id, region=HOME, **value)

    def change(self, name: str, **fields: object) -> None:
        """Change a secret behind everybody's back."""
        self.control.plant("tencentcloud_ssm_secrets", **{**self.secrets()[name], **fields})
