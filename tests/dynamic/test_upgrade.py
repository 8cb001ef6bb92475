"""What an older version made is the newer one's too: `record.py` kept its state, and what the cloud had."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.accounts import Account
from tests.dynamic.record import ACCOUNT, EMULATOR, RECORDED

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.engine.harness import Stack

VERSIONS = sorted(RECORDED.glob("*.json"))
READS = ("Describe", "List", "Get")


def writes(emulator: Control) -> list[str]:
    """Give the writing calls since this was last asked."""
    found = [request["action"] for request in emulator.requests()]
    emulator.clear_requests()
    return [action for action in found if not action.startswith(READS)]


@pytest.mark.parametrize("recorded", VERSIONS, ids=lambda path: path.stem)
def test_what_an_older_version_made_is_unchanged_changed_and_deleted(
    recorded: Path, stack: Stack, emulator: Control
) -> None:
    kept = json.loads(recorded.read_text())
    account = Account.of(emulator.add_account("shop", **ACCOUNT))
    emulator.set_clock(kept["at"])
    for table, rows in kept["cloud"].items():
        for row in rows:
            emulator.plant(table, **row)
    stack.configure(cloud="tencentcloud", region="ap-guangzhou", endpoint=emulator.url)
    stack.environment.update(account.environment)
    stack.write_python(kept["program"])
    state = stack.folder / "state.json"
    state.write_text(json.dumps(kept["stack"]).replace(EMULATOR, emulator.url))
    stack.run("stack", "import", "--file", str(state))

    unchanged = stack.up("--refresh")
    nothing = writes(emulator)
    stack.write_python(kept["program"].replace('"planted-text"', '"another"'))
    changed = stack.up()
    written = writes(emulator)
    ended = stack.destroy()

    operations = {step.operation for step in unchanged.steps}
    assert nothing == []
    assert operations <= {"same", "refresh"}
    assert [step.name for step in changed.steps if step.operation == "update"] == ["text"]
    assert written == ["PutSecretValue"]
    assert {step.operation for step in ended.steps} == {"delete"}
    assert sorted(writes(emulator)) == sorted(
        [
            *("DisableSecret", "DisableSecret", "DeleteSecret", "DeleteSecret", "DeleteSecret"),
            *("DisableKey", "ScheduleKeyDeletion", "DisableApiKey", "DeleteApiKey"),
        ]
    )
