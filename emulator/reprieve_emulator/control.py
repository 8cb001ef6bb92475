"""The control API's client, for tests and demonstrations: `Control("http://127.0.0.1:8320")`.

It needs the standard library only, and goes past any proxy.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

_TIMEOUT = 10
"""Seconds."""


class Control:
    """One emulator's time, trouble, accounts, requests and objects."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def now(self) -> float:
        """Give the emulated time, seconds since 1970."""
        return float(self._ask("GET", "clock")["now"])

    def move_clock(self, *, days: float = 0, seconds: float = 0) -> float:
        """Go forward in the objects' time; signatures and rates keep to the machine's. Give the new time."""
        return float(self._ask("POST", "clock", move=days * 86_400 + seconds)["now"])

    def set_clock(self, moment: float) -> None:
        """Go to a moment, seconds since 1970."""
        self._ask("POST", "clock", set=moment)

    def freeze_clock(self, *, frozen: bool = True) -> None:
        """Stop the objects' time, or let it go on."""
        self._ask("POST", "clock", frozen=frozen)

    def skew_signature_clock(self, seconds: float) -> None:
        """Shift the clock against which signatures are checked."""
        self._ask("POST", "clock", skew=seconds)

    def requests(self, since: int = 0, **equal: str) -> list[dict[str, Any]]:
        """Give the requests after a number, oldest first; filter by service, action, account, region, code, ..."""
        found: list[dict[str, Any]] = self._ask("GET", f"requests?{urlencode({'since': since, **equal})}")
        return found

    def clear_requests(self) -> None:
        """Forget the requests."""
        self._ask("DELETE", "requests")

    def add_fault(self, **fields: object) -> int:
        """Inject a fault, by the fields of `reprieve_emulator.faults.Fault`; give its id."""
        return int(self._ask("POST", "faults", **fields)["id"])

    def faults(self) -> list[dict[str, Any]]:
        """Give the faults in force, with what is left of their counts."""
        found: list[dict[str, Any]] = self._ask("GET", "faults")
        return found

    def remove_faults(self, fault_id: int | None = None) -> None:
        """Remove one fault, or all."""
        self._ask("DELETE", "faults", **({} if fault_id is None else {"id": fault_id}))

    def deny(self, action: str, *, account: str = "*", user: str = "*") -> int:
        """Take a right away, such as `ssm:DeleteSecret` or `tag:*`; give the denial's id."""
        return int(self._ask("POST", "denials", action=action, account=account, user=user)["id"])

    def remove_denials(self, denial_id: int | None = None) -> None:
        """Give one right back, or all."""
        self._ask("DELETE", "denials", **({} if denial_id is None else {"id": denial_id}))

    def switches(self) -> dict[str, str]:
        """Give every switch and how it stands."""
        found: dict[str, str] = self._ask("GET", "switches")
        return found

    def set_switches(self, **values: object) -> None:
        """Change switches."""
        self._ask("POST", "switches", **values)

    def set_quotas(self, factor: float | None) -> None:
        """Multiply the documented rates; None lifts them."""
        self._ask("POST", "quotas", factor=factor)

    def accounts(self) -> list[dict[str, Any]]:
        """Give every account with its access keys."""
        found: list[dict[str, Any]] = self._ask("GET", "accounts")
        return found

    def add_account(self, name: str, *, cloud: str = "tencentcloud", **ids: str) -> dict[str, Any]:
        """Make an account with one access key; `account_id` and `app_id` may be given."""
        made: dict[str, Any] = self._ask("POST", "accounts", cloud=cloud, name=name, **ids)
        return made

    def add_access_key(self, account_id: str, *, user_id: str = "") -> dict[str, Any]:
        """Make an access key of the root user or of another user."""
        made: dict[str, Any] = self._ask("POST", "access-keys", account_id=account_id, user_id=user_id)
        return made

    def remove_access_key(self, access_key_id: str) -> None:
        """End an access key."""
        self._ask("DELETE", "access-keys", access_key_id=access_key_id)

    def attach_policy(
        self, account_id: str, user_id: str, document: Mapping[str, Any], *, name: str = "policy"
    ) -> None:
        """Give a user the rights of a policy, in the vendor's own form; from then on it has only what policies give."""
        self._ask("POST", "policies", account_id=account_id, user_id=user_id, document=document, name=name)

    def detach_policies(self, account_id: str, user_id: str) -> None:
        """Take all policies from a user, which then has all rights again."""
        self._ask("DELETE", "policies", account_id=account_id, user_id=user_id)

    def add_token(self, account_id: str, *, seconds: int = 3600, **fields: str) -> dict[str, Any]:
        """Make temporary credentials; `kind` (role, federated), `session_name` and `user_id` may be given."""
        made: dict[str, Any] = self._ask("POST", "tokens", account_id=account_id, seconds=seconds, **fields)
        return made

    def objects(self, table: str, *, values: bool = False) -> list[dict[str, Any]]:
        """Give all rows of a table; secret values only on request."""
        found: list[dict[str, Any]] = self._ask("GET", f"objects?{urlencode({'table': table, 'values': values})}")
        return found

    def plant(self, table: str, **fields: object) -> None:
        """Write a row, also one that the cloud's own API cannot make."""
        self._ask("POST", "objects", table=table, fields=fields)

    def dump(self) -> dict[str, Any]:
        """Give everything that is held, accounts and secret values included, and the time."""
        dumped: dict[str, Any] = self._ask("GET", "dump")
        return dumped

    def load(self, dumped: Mapping[str, Any]) -> None:
        """Hold what a dump says and nothing else, at its time."""
        self._ask("POST", "dump", **dumped)

    def reset(self) -> None:
        """Forget everything but the ready accounts."""
        self._ask("POST", "reset")

    def _ask(self, method: str, path: str, **body: object) -> Any:  # noqa: ANN401 - the answer is JSON
        request = urllib.request.Request(  # noqa: S310 - the address is the caller's
            f"{self.url}/_control/{path}",
            method=method,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                return json.load(response)
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise ValueError(json.load(refusal)["error"]) from None
