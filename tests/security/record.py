"""`python -m tests.security.record`: run every flow against the emulator, and write the least rights that it used.

One document for each cloud, resource and flow, in the vendor's own form, under `docs/policies`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reprieve_emulator.control import Control
from tests.accounts import Account
from tests.contract.rows import ROWS, Place
from tests.security.flows import FLOWS, USER, Watched, flows_of, run_as_user
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.contract.rows import Row

FOLDER: Final = Path(__file__).parents[2] / "docs" / "policies"
IN_POLICIES: Final = {"apigateway": "apigw"}
"""Services that have another name in access policies."""

BEHIND: Final = {
    ("alicloud", "create-with-key"): {"kms:GenerateDataKey"},
    ("alicloud", "import-with-key"): {"kms:Decrypt"},
}
"""Rights that no call shows: KMS asks for them on the key behind a secret."""


GRANTED: Final = [(row, flow) for row in ROWS for flow in flows_of(row)]


def path_of(row: Row, flow: str) -> Path:
    """Return where the document of a flow stands."""
    resource = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in row.resource.name)
    return FOLDER / row.cloud / f"{resource.removeprefix('-')}-{flow}.json"


def document_of(cloud: str, actions: Iterable[str]) -> dict[str, Any]:
    """Return the policy that gives these rights, in the vendor's own form."""
    if cloud == "alicloud":
        statement: dict[str, Any] = {"Effect": "Allow", "Action": sorted(actions), "Resource": "*"}
        return {"Version": "1", "Statement": [statement]}
    statement = {"effect": "allow", "action": sorted(actions), "resource": ["*"]}
    return {"version": "2.0", "statement": [statement]}


def actions_in(document: dict[str, Any]) -> list[str]:
    """Return the actions of a document of either vendor."""
    (statement,) = document.get("Statement") or document["statement"]
    return list(statement.get("Action") or statement["action"])


def used(control: Control, row: Row, flow: str) -> set[str]:
    """Return the rights that the user's calls needed, as policies name them."""
    calls = [call for call in control.requests() if call["user"] == USER]
    behind = BEHIND.get((row.cloud, flow), set())
    return behind | {f"{IN_POLICIES.get(call['service'], call['service'])}:{call['action']}" for call in calls}


def begin(control: Control, row: Row) -> tuple[Watched, str]:
    """Return an object's life in an account of its own, and the account."""
    account = Account.of(control.add_account("policies", cloud=row.cloud))
    return Watched(row, Place.emulated(row.cloud, control, account)), account.id


def main() -> None:
    """Write every document."""
    with running_emulator() as ready:
        control = Control(ready["url"])
        for row, flow in GRANTED:
            control.reset()
            control.set_quotas(None)
            life, account = begin(control, row)
            run_as_user(FLOWS[flow], life, control, account)
            path = path_of(row, flow)
            path.parent.mkdir(parents=True, exist_ok=True)
            document = document_of(row.cloud, used(control, row, flow))
            path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
