"""The vendor's command line client runs whole lives against a real process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulator.judges.life import API_KEYS, KEYS, SECRET, Step, live

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account

TCCLI = Path(__file__).parents[3] / ".judges" / "bin" / "tccli"
MAIN_STEPS = {
    "CreateKey",
    "DescribeKey",
    "ListKeyDetail",
    "DisableKey",
    "ScheduleKeyDeletion",
    "CancelKeyDeletion",
    "CreateApiKey",
    "DescribeApiKeysStatus",
    "DisableApiKey",
    "DeleteApiKey",
}
LIVES = {
    "secret": SECRET,
    "key": [step for step in KEYS if step.action in MAIN_STEPS],
    "api key": [step for step in API_KEYS if step.action in MAIN_STEPS],
}


def run(control: Control, account: Account, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert TCCLI.exists(), "the vendor's command line tool is not installed: run `make judges`"
    environment = {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        **account.environment,
        "TENCENTCLOUD_REGION": "ap-guangzhou",
        "HOME": str(home),
    }
    # the tool has no switch for plain http, so the scheme stands in the endpoint, and then in the signed host
    command = [str(TCCLI), *arguments, "--endpoint", control.url]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize("life", LIVES)
def test_a_life_runs_through_the_command_line(emulator: Control, account: Account, tmp_path: Path, life: str) -> None:
    def ask(service: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        options = [
            part
            for name, value in parameters.items()
            for part in (f"--{name}", value if isinstance(value, str) else json.dumps(value))
        ]
        done = run(emulator, account, tmp_path, service, action, *options)
        assert done.returncode == 0, done.stderr + done.stdout
        reply: dict[str, Any] = json.loads(done.stdout)
        return reply

    steps: list[Step] = LIVES[life]
    live(steps, ask)
    answered = emulator.requests(account=account.id)
    assert [request["action"] for request in answered] == [step.action for step in steps]
    assert {request["code"] for request in answered} == {"OK"}


def test_a_refusal_ends_the_command_line_with_255(emulator: Control, account: Account, tmp_path: Path) -> None:
    done = run(emulator, account, tmp_path, "ssm", "DescribeSecret", "--SecretName", "nothing")
    assert done.returncode == 255
    assert "ResourceNotFound" in done.stdout + done.stderr
