"""Every example does what its README says, from its first line to its last, against the emulator."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import blocks
from tests.docs.session import Session
from tests.engine.harness import REPOSITORY
from tests.engine.languages import prepared

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control

EXAMPLES = REPOSITORY / "examples"
ONE = {"quickstart-db-password": "Enabled"}
TWO = ONE | {"quickstart-payment-token": "Enabled"}

LEFT = {
    "quickstart-yaml": ONE,
    "quickstart-python": TWO,
    "quickstart-typescript": TWO,
    "quickstart-go": TWO,
    "dynamic-python": ONE,
    "key-and-secrets": {"shop-db-password": "Enabled", "shop-session-key": "Enabled"},
    "staging-and-production": {"production-db-password": ""},
    "rotating-a-value": {"shop-db-password": "Enabled"},
    "taking-over": {"shared-db-password": "Enabled"},
    "throw-away": {},
    "automation": {"shop-db-password": "PendingDelete", "shop-payment-token": "PendingDelete"},
}
"""What the cloud has when an example has been read to its end; a secret on Alibaba Cloud has no state there."""

QUICKSTARTS = [name for name in LEFT if LEFT[name] in (ONE, TWO)]


@pytest.mark.parametrize("name", LEFT)
def test_an_example_does_what_its_readme_says(name: str, engine: Path, tmp_path: Path, emulator: Control) -> None:
    folder = shutil.copytree(EXAMPLES / name, tmp_path / "program")
    (tmp_path / "home").mkdir()

    Session(engine, tmp_path / "home", folder, emulator.url, prepared(folder)).walk(EXAMPLES / name / "README.md")

    secrets = emulator.objects("tencentcloud_ssm_secrets") + emulator.objects("alicloud_secrets")
    assert {row["name"]: row.get("status", "") for row in secrets} == LEFT[name]


def test_every_example_is_run() -> None:
    """The demo has a command of its own; `adopting` is run by the tests of the command, `ci` by those of its steps."""
    folders = {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()}

    assert folders == {*LEFT, "adopting", "ci", "demo"}


@pytest.mark.parametrize("name", QUICKSTARTS)
def test_the_three_lines_of_the_emulator_are_in_every_quickstart(name: str) -> None:
    """A real account changes these and no other."""
    commands = "".join(block.text for block in blocks(EXAMPLES / name / "README.md") if block.language == "console")

    assert 'eval "$(reprieve-emulator env)"\n' in commands
    assert "pulumi config set reprieve:region ap-guangzhou\n" in commands
    assert "pulumi config set reprieve:endpoint http://127.0.0.1:8320\n" in commands
