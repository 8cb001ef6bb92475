"""An account of either cloud with objects in it, as the commands that look at whole accounts are asked about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reprieve.config import Config
from reprieve.fields import Hidden
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET
from tests.accounts import Account
from tests.cli.states import run
from tests.contract.runs import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest
    from click.testing import Result

    from reprieve.lifecycle.operation import Recorded
    from reprieve_emulator.control import Control

VALUE = "s3cret-of-the-shop"
REGIONS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}
VARIABLES = {
    "tencentcloud": ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY"),
    "alicloud": ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
}


@dataclass(frozen=True)
class OfStack(Run):
    """A run on an object of any stack."""

    stack: str = "dev"

    @property
    def urn(self) -> str:
        """The object's urn."""
        return f"urn:pulumi:{self.stack}::shop::{self.resource.token}::{self.name}"


@dataclass(frozen=True)
class Shop:
    """One account; the credentials are in the environment."""

    emulator: Control
    cloud: str
    account: Account
    region: str

    @classmethod
    def open(cls, emulator: Control, cloud: str, monkeypatch: pytest.MonkeyPatch) -> Shop:
        """Make the account, and put its credentials where the vendor's tools expect them."""
        emulator.set_quotas(None)
        account = Account.of(emulator.add_account("shop", cloud=cloud))
        for variable, value in zip(VARIABLES[cloud], (account.access_key, account.secret_key), strict=True):
            monkeypatch.setenv(variable, value)
        for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
            monkeypatch.delenv(variable, raising=False)
        return cls(emulator, cloud, account, REGIONS[cloud])

    @property
    def where(self) -> tuple[str, ...]:
        """The options that name the place."""
        return ("--cloud", self.cloud, "--region", self.region, "--endpoint", self.emulator.url)

    def secret(self, name: str, *, stack: str = "dev", key: str | None = None, **declared: Any) -> Recorded:  # noqa: ANN401 - free form
        """Make a secret in a run of its own."""
        given = {"name": name, "secretString": Hidden(VALUE), "kmsKeyId": key, **declared}
        return self._run(SECRET, name, stack).create(**given)

    def key(self, alias: str, *, stack: str = "dev") -> Recorded:
        """Make a key in a run of its own."""
        return self._run(KMS_KEY, alias, stack).create(alias=alias)

    def ended(self, made: Recorded, *, stack: str = "dev") -> Recorded:
        """Delete a secret or a key in a run of its own."""
        name = str(made.inputs.get("name") or made.inputs.get("alias"))
        self._run(SECRET if "name" in made.inputs else KMS_KEY, name, stack).delete(made)
        return made

    def run(self, *arguments: str) -> Result:
        """Ask the command about this account."""
        return run(*arguments, *self.where)

    def data(self, *arguments: str) -> Any:  # noqa: ANN401 - each command has a shape of its own
        """Ask it for data."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def writes(self) -> Sequence[str]:
        """Tell the calls since this was last asked that are there to change something."""
        found = [request["action"] for request in self.emulator.requests()]
        self.emulator.clear_requests()
        return [action for action in found if not action.startswith(("Describe", "List", "Get"))]

    def _run(self, resource: Any, name: str, stack: str) -> OfStack:  # noqa: ANN401 - of any inputs
        given = {
            "cloud": self.cloud,
            "region": self.region,
            "endpoint": self.emulator.url,
            "accessKey": self.account.access_key,
            "secretKey": self.account.secret_key,
        }
        return OfStack(OfStack.begin(Config.read(given), resource).process, resource, name, stack)
