"""The workflow of examples/ci: its shell steps run as they stand, with the real engine, the pack and the emulator."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.engine.harness import REPOSITORY, isolated_environment
from tests.examples.workflow import EXPRESSION, Workflow

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide

EXAMPLE = REPOSITORY / "examples" / "ci"
STACK = "github.event.number && format('pr-{0}', github.event.number) || 'prod'"
OPEN = "github.event.action != 'closed'"
CLOSED = "github.event.action == 'closed'"


@pytest.fixture
def workflow(
    engine: Path, engine_home: Path, tmp_path: Path, emulator: Control, account: Account
) -> tuple[Workflow, dict[str, str]]:
    """The workflow, and what every event of it holds."""
    example = shutil.copytree(EXAMPLE, tmp_path / "example")
    program = (example / "Pulumi.yaml").read_text()
    (example / "Pulumi.yaml").write_text(program.replace("config:", f"config:\n  reprieve:endpoint: {emulator.url}"))
    state = tmp_path / "state"
    state.mkdir()
    environment = isolated_environment(engine, engine_home, state)
    event = {
        "secrets.DB_PASSWORD": "correct horse battery staple",
        "secrets.PULUMI_CONFIG_PASSPHRASE": environment["PULUMI_CONFIG_PASSPHRASE"],
        "secrets.TENCENTCLOUD_SECRET_ID": account.access_key,
        "secrets.TENCENTCLOUD_SECRET_KEY": account.secret_key,
        "vars.PULUMI_BACKEND_URL": state.as_uri(),
        "vars.REPRIEVE_CLOUD": "tencentcloud",
        "vars.REPRIEVE_REGION": "ap-guangzhou",
        "github.token": "token of the run",
        "github.event.number": "12",
        STACK: "pr-12",
    }
    return Workflow(example, tmp_path, environment), event


def of_action(event: dict[str, str], action: str) -> dict[str, str]:
    return event | {OPEN: str(action != "closed").lower(), CLOSED: str(action == "closed").lower()}


def test_a_pull_requests_environment_is_made_judged_and_torn_down_with_a_report(
    workflow: tuple[Workflow, dict[str, str]], cloud: CloudSide
) -> None:
    runner, event = workflow

    opened = runner.run(of_action(event, "opened"))
    made = cloud.status("shop-pr-12-db-password"), cloud.values("shop-pr-12-db-password")
    pushed = runner.run(of_action(event, "synchronize"))
    closed = runner.run(of_action(event, "closed"))

    for ran in (opened, pushed, closed):
        assert [step.returncode for step in ran] == [0] * len(ran), ran[-1].output
    assert made == ("Enabled", {"v1": "correct horse battery staple"})
    assert "shop-pr-12-db-password" in runner.summary
    assert cloud.status("shop-pr-12-db-password") == "PendingDelete"
    assert cloud.windows == [1]
    assert runner.posted.startswith("gh pr comment 12 --body-file\nTeardown of `pr-12`:\n```\n")
    assert "Secret shop-pr-12-db-password (shop/pr-12): restorable until " in runner.posted
    assert "correct horse" not in runner.posted + runner.summary + "".join(step.output for step in (*opened, *closed))


def test_a_program_that_a_policy_refuses_makes_nothing(
    workflow: tuple[Workflow, dict[str, str]], cloud: CloudSide
) -> None:
    runner, event = workflow

    ran = runner.run(of_action(event, "opened"), changed={"        owner: shop": "        team: shop"})

    assert [step.returncode > 0 for step in ran] == [False, False, True]
    assert 'tags["owner"] is missing; required demands a value that fits "*": add it' in ran[-1].output
    assert cloud.writes == []


def test_an_environment_that_could_not_be_torn_down_fails_its_gate_and_its_teardown_says_so(
    workflow: tuple[Workflow, dict[str, str]], cloud: CloudSide
) -> None:
    runner, event = workflow

    opened = runner.run(of_action(event, "opened"), changed={"${protect}": "true"})
    closed = runner.run(of_action(event, "closed"))

    refused = 5
    assert (opened[-1].name, opened[-1].returncode) == ("gate on what a destroy would do", refused)
    assert [(step.name, step.returncode) for step in closed][-2:] == [
        ("preview the destroy", refused),
        ("post the report", 0),
    ]
    assert "nothing was destroyed; the log of this run says why" in runner.posted
    assert cloud.status("shop-pr-12-db-password") == "Enabled"


def test_production_is_made_with_its_own_windows_and_is_never_final_at_once(
    workflow: tuple[Workflow, dict[str, str]], cloud: CloudSide
) -> None:
    runner, event = workflow

    ran = runner.run(of_action(event, "") | {STACK: "prod", "github.event.number": ""})

    assert [step.returncode for step in ran] == [0] * 5, ran[-1].output
    assert "shop-prod-db-password  Secret  refused" in runner.summary
    assert cloud.status("shop-prod-db-password") == "Enabled"


def test_nothing_from_outside_is_written_into_a_shell_text() -> None:
    text = (EXAMPLE / ".github" / "workflows" / "infrastructure.yml").read_text()
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]

    assert not any(EXPRESSION.search(step.get("run", "")) for step in steps)
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)
