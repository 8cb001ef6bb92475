"""Every quickstart runs as it stands, by the commands of its README, through a whole life against the emulator."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.engine.harness import REPOSITORY, Stack
from tests.engine.languages import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide

EXAMPLES = REPOSITORY / "examples"
NAMES = ("quickstart-yaml", "quickstart-python", "quickstart-typescript", "quickstart-go", "dynamic-python")
ENVIRONMENT = ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY")


def commands(name: str) -> list[list[str]]:
    """Return what the example's README tells to type, in order."""
    text = (EXAMPLES / name / "README.md").read_text()
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line) for line in "".join(blocks).splitlines()]


@pytest.fixture
def example(request: pytest.FixtureRequest, engine: Path, engine_home: Path, tmp_path: Path) -> Stack:
    """A copy of the example's folder with an empty stack in it."""
    stack = Stack(engine, engine_home, tmp_path / "program", project=request.param)
    shutil.copytree(EXAMPLES / request.param, stack.folder, dirs_exist_ok=True)
    prepare(stack)
    return stack


@pytest.mark.parametrize("example", NAMES, indirect=True)
def test_an_example_runs_by_the_commands_of_its_readme_and_a_destroy_is_undone(
    example: Stack, emulator: Control, account: Account, cloud: CloudSide
) -> None:
    settings = [words[1:] for words in commands(example.project) if words[:3] == ["pulumi", "config", "set"]]
    for words in settings:
        example.run(*(emulator.url if word.startswith("http://") else word for word in words))
    example.environment.update(account.environment)

    up = example.up()
    shown = example.outputs()
    protected = "quickstart-payment-token" in cloud.secrets()
    example.destroy(expect_failure=protected)
    deleted = cloud.status("quickstart-db-password")
    example.up()

    assert [step.operation for step in up.steps] == ["create"] * (1 + protected)
    assert shown["secretName"] == "quickstart-db-password"
    assert shown["undo"].startswith("pulumi up within the window")
    assert cloud.windows[0] == 14
    assert deleted == "PendingDelete"
    assert cloud.status("quickstart-db-password") == "Enabled"
    assert cloud.values("quickstart-db-password") == {"v1": "correct horse battery staple"}


def test_every_example_is_run() -> None:
    """The demo has tests of its own, and a command; `adopting` is run by the tests of the command."""
    assert {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()} == {*NAMES, "adopting", "demo"}


@pytest.mark.parametrize("name", NAMES)
def test_three_lines_are_all_that_the_emulator_needs(name: str) -> None:
    lines = commands(name)
    of_the_emulator = lines[lines.index(["pulumi", "up"]) + 1 :]

    assert of_the_emulator[0][:4] == ["pulumi", "config", "set", "reprieve:endpoint"]
    assert [words[1].partition("=")[0] for words in of_the_emulator[1:]] == list(ENVIRONMENT)
