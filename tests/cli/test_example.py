"""The example of an adoption runs by the commands of its README."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.engine.harness import ENVIRONMENT, REPOSITORY, Stack

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide

EXAMPLE = REPOSITORY / "examples" / "adopting"


@pytest.fixture
def example(engine: Path, engine_home: Path, tmp_path: Path, emulator: Control, account: Account) -> Stack:
    """A copy of the example with an empty stack in it, whose objects are in the emulator."""
    stack = Stack(engine, engine_home, tmp_path / "program", project="adopting")
    shutil.copytree(EXAMPLE, stack.folder, dirs_exist_ok=True)
    stack.environment.update(account.environment)
    stack.configure(endpoint=emulator.url)
    subprocess.run([sys.executable, "old_objects.py", emulator.url, account.id], cwd=stack.folder, check=True)
    return stack


def blocks() -> list[list[list[str]]]:
    """Return the commands of each block of the README."""
    found = re.findall(r"```console\n(.*?)```", (EXAMPLE / "README.md").read_text(), re.DOTALL)
    return [[shlex.split(line, comments=False) for line in block.splitlines()] for block in found]


def test_the_example_adopts_by_the_commands_of_its_readme_and_writes_nothing(example: Stack, cloud: CloudSide) -> None:
    settings, adoption, _ = blocks()
    for words in settings[1:]:
        if words[0] == "pulumi":
            example.run(*words[1:])
        else:
            command = [str(ENVIRONMENT / "bin" / words[0]), *words[1:]]
            subprocess.run(command, cwd=example.folder, env=example.environment, check=True)
    for words in adoption:
        example.run(*words[1:])

    assert example.outputs()["steps"] == ["DisableSecret", "DeleteSecret (recovery window of 30 days)"]
    assert example.resource("data")["inputs"]["recoveryWindowInDays"] == 10
    assert cloud.writes == []


def test_the_terraform_commands_of_the_readme_are_those_of_the_page(example: Stack) -> None:
    command = [str(ENVIRONMENT / "bin" / "reprieve"), "adopt", "old-state.json", "--json"]
    printed = subprocess.run(command, cwd=example.folder, capture_output=True, text=True, check=True)

    told = [line for step in json.loads(printed.stdout)["steps"] for line in step["commands"]]
    shown = re.findall(r"terraform state rm \S+", (EXAMPLE / "README.md").read_text())
    assert shown == [line for line in told if line.startswith("terraform state rm")]
