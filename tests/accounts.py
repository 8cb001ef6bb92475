"""An account of the emulator, as tests use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Account:
    """One account and the credentials of its root user."""

    id: str
    access_key: str
    secret_key: str

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> Account:
        """Read what the control API says of an account."""
        (key,) = described["access_keys"]
        return cls(described["account_id"], key["access_key_id"], key["access_key_secret"])

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which Tencent Cloud's own SDK and tools find the credentials."""
        return {"TENCENTCLOUD_SECRET_ID": self.access_key, "TENCENTCLOUD_SECRET_KEY": self.secret_key}
