"""Every quickstart runs as it stands, by the commands of its README, through a whole life against the emulator."""

from __future__ import annotations

import re
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs.session import Session
from tests.engine.harness import REPOSITORY, Stack
from tests.engine.languages import prepare

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide

EXAMPLES = REPOSITORY / "examples"
NAMES = ("quickstart-yaml", "quickstart-python", "quickstart-typescript", "quickstart-go", "dynamic-python")

LEFT = {
    "key-and-secrets": {"shop-db-password": "Enabled", "shop-session-key": "Enabled"},
    "staging-and-production": {"production-db-password": ""},
    "rotating-a-value": {"shop-db-password": "Enabled"},
    "taking-over": {"shared-db-password": "Enabled"},
    "throw-away": {},
    "automation": {"shop-db-password": "PendingDelete", "shop-payment-token": "PendingDelete"},
}
"""What the cloud has when an example has been read to its end; a secret on Alibaba Cloud has no state there."""


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


@pytest.mark.parametrize("name", LEFT)
def test_an_example_does_what_its_readme_says(name: str, engine: Path, tmp_path: Path, emulator: Control) -> None:
    folder = shutil.copytree(EXAMPLES / name, tmp_path / "program")
    (tmp_path / "home").mkdir()

    Session(engine, tmp_path / "home", folder, emulator.url).walk(EXAMPLES / name / "README.md")

    secrets = emulator.objects("tencentcloud_ssm_secrets") + emulator.objects("alicloud_secrets")
    assert {row["name"]: row.get("status", "") for row in secrets} == LEFT[name]


def test_every_example_is_run() -> None:
    """The demo has a command of its own; `adopting` is run by the tests of the command, `ci` by those of its steps."""
    folders = {folder.name for folder in EXAMPLES.iterdir() if folder.is_dir()}

    assert folders == {*NAMES, *LEFT, "adopting", "ci", "demo"}


@pytest.mark.parametrize("name", NAMES)
def test_three_lines_are_all_that_the_emulator_needs(name: str) -> None:
    lines = commands(name)
    of_the_emulator = lines[lines.index(["pulumi", "up"]) + 1 :]

    assert [words[0] for words in of_the_emulator] == ["reprieve-emulator", "eval", "pulumi"]
    assert of_the_emulator[-1][:4] == ["pulumi", "config", "set", "reprieve:endpoint"]
