"""One program in every language that has an SDK: all three resources are made, changed, deleted and restored."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.languages import prepare
from tools.build_sdks import run

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PROGRAMS = Path(__file__).parent / "programs"
COMPILE = {"python": [], "nodejs": ["node_modules/.bin/tsc"], "go": ["go", "build", "-o", "life", "."]}
"""What a program is compiled with, once; the examples leave that to the engine."""

PASSWORD = "correct horse battery staple"


@pytest.fixture(params=COMPILE)
def program(request: pytest.FixtureRequest, stack: Stack, emulator: Control, account: Account) -> Stack:
    """The program in one language, with an empty stack and an account of its own."""
    shutil.copytree(PROGRAMS / request.param, stack.folder, dirs_exist_ok=True)
    prepare(stack)
    if command := COMPILE[request.param]:
        run(*command, folder=stack.folder, environment=stack.environment)
    plain = [f"--plaintext={setting}" for setting in (f"endpoint={emulator.url}", "window=14")]
    stack.run("config", "set-all", *plain, f"--secret=password={PASSWORD}")
    stack.environment.update(account.environment)
    return stack


def done(result: Any) -> dict[str, str]:  # noqa: ANN401 - a result of any command
    """What was done with each resource, without the reads."""
    return {step.name: step.operation for step in result.steps if step.operation != "refresh"}


def rows(cloud: CloudSide, collection: str) -> list[dict[str, Any]]:
    """What the cloud holds of one kind."""
    return list(cloud.control.objects(f"tencentcloud_{collection}"))


def test_a_program_in_any_language_lives_dies_comes_back_and_shows_no_value(program: Stack, cloud: CloudSide) -> None:
    made = program.up()
    outputs = program.outputs()
    program.run("config", "set", "window", "5")
    refused = program.preview(expect_failure=True)
    program.run("config", "set", "window", "20")
    cloud.forget()
    changed = program.up()
    written_by_change = cloud.writes
    previewed = program.destroy("--preview-only")
    destroyed = program.destroy()
    pending = [cloud.status("db-password"), rows(cloud, "kms_keys")[0]["status"], rows(cloud, "apigateway_keys")]
    restored = program.up()

    assert done(made) == dict.fromkeys(("key", "secret", "api-key"), "create")
    assert outputs["keyId"] == rows(cloud, "kms_keys")[0]["key_id"]
    assert outputs["version"] == "v1"
    assert outputs["undo"] == "pulumi up within the window: RestoreSecret, the value written, EnableSecret"
    assert outputs["steps"] == ["DisableKey", "ScheduleKeyDeletion (recovery window of 30 days)"]
    assert "must be at least 7: the provider's deletion.secret.minRecoveryWindowInDays demands it" in refused.text
    assert done(changed) == {"key": "same", "secret": "update", "api-key": "same"}
    assert written_by_change == []
    said = "\n".join(line.message for line in previewed.diagnostics)
    assert all(f"{name}: deleting" in said for name in ("shop-key", "db-password", "shop"))
    assert done(destroyed) == dict.fromkeys(("key", "secret", "api-key"), "delete")
    assert cloud.windows == [20]
    assert pending == ["PendingDelete", "PendingDelete", []]
    assert done(restored) == dict.fromkeys(("key", "secret", "api-key"), "create")
    assert cloud.status("db-password") == "Enabled"
    assert program.outputs()["keyId"] == outputs["keyId"]
    assert program.outputs()["accessKeyId"] != outputs["accessKeyId"]
    assert cloud.values("db-password") == {"v1": PASSWORD}
    assert cloud.tags("db-password")["team"] == "shop"
    shown = made.text + changed.text + "".join(path.read_text() for path in program.state.rglob("*.json"))
    assert not [value for value in (PASSWORD, outputs["accessKeySecret"]) if value in shown]
