"""The example of an adoption runs by the commands of its README."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from tests.docs.session import Session
from tests.engine.harness import ENVIRONMENT, REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.engine.cloud_side import CloudSide

EXAMPLE = REPOSITORY / "examples" / "adopting"


def test_the_example_adopts_by_the_commands_of_its_readme_and_writes_nothing(
    engine: Path, tmp_path: Path, emulator: Control, cloud: CloudSide
) -> None:
    folder = shutil.copytree(EXAMPLE, tmp_path / "program")
    (tmp_path / "home").mkdir()

    Session(engine, tmp_path / "home", folder, emulator.url).walk(EXAMPLE / "README.md")

    assert cloud.calls
    assert cloud.writes == []


def test_the_terraform_commands_of_the_readme_are_those_of_the_page() -> None:
    command = [str(ENVIRONMENT / "bin" / "reprieve"), "adopt", "old-state.json", "--json"]
    printed = subprocess.run(command, cwd=EXAMPLE, capture_output=True, text=True, check=True)

    told = [line for step in json.loads(printed.stdout)["steps"] for line in step["commands"]]
    shown = re.findall(r"terraform state rm \S+", (EXAMPLE / "README.md").read_text())
    assert shown == [line for line in told if line.startswith("terraform state rm")]
