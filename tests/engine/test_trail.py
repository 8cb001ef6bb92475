"""REPRIEVE_AUDIT_LOG: every deletion, restore and take-over is written down, or is not done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack


@pytest.fixture
def trail(tencentcloud: Stack, tmp_path: Path) -> Path:
    """The file that the trail is written to."""
    path = tmp_path / "trail.jsonl"
    tencentcloud.environment["REPRIEVE_AUDIT_LOG"] = str(path)
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """Read the trail."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_a_deletion_is_written_before_its_first_step_and_after_its_last(
    tencentcloud: Stack, cloud: CloudSide, trail: Path
) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()
    nothing = lines(trail)

    tencentcloud.destroy()

    intent, outcome = lines(trail)
    assert nothing == []
    expected = {
        "account": cloud.account.id,
        "cloud": "tencentcloud",
        "region": "ap-guangzhou",
        "resource": "Secret",
        "urn": "urn:pulumi:dev::shop::reprieve:index:Secret::password",
        "operation": "deletion",
        "id": "db-password",
        "plan": ["DisableSecret", "DeleteSecret"],
        "window": 14,
        "override": False,
    }
    assert intent | expected | {"phase": "intent", "done": []} == intent
    assert outcome | expected | {"phase": "outcome", "outcome": "done"} == outcome
    assert outcome["done"] == ["DisableSecret", "DeleteSecret"]
    assert outcome["final_on"] is not None
    assert cloud.account.id in intent["caller"]


def test_the_override_stands_in_the_trail(tencentcloud: Stack, trail: Path) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    tencentcloud.environment["REPRIEVE_FORCE_DELETE"] = "shop/dev"

    tencentcloud.destroy()

    assert [(line["override"], line["window"]) for line in lines(trail)] == [(True, 0), (True, 0)]


def test_a_restore_and_a_take_over_are_written(tencentcloud: Stack, cloud: CloudSide, trail: Path) -> None:
    tencentcloud.write_yaml({"password": secret(), "lost": secret(name="db-lost")})
    cloud.control.add_fault(action="CreateSecret", cut="after_commit")
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.up()

    written = [(line["operation"], line["phase"]) for line in lines(trail)]

    assert written.count(("take over", "intent")) == written.count(("take over", "outcome")) == 1
    assert written.count(("restore", "intent")) == written.count(("restore", "outcome")) == 2
    assert written.count(("deletion", "intent")) == written.count(("deletion", "outcome")) == 2


def test_a_failed_deletion_is_written_with_what_the_cloud_said(
    tencentcloud: Stack, cloud: CloudSide, trail: Path
) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.deny("ssm:DeleteSecret")

    tencentcloud.destroy(expect_failure=True)

    _, outcome = lines(trail)
    assert outcome["outcome"].startswith("failed: db-password was not deleted: ssm:DeleteSecret answered Unauthorized")
    assert outcome["done"] == ["DisableSecret"]


def test_what_cannot_be_written_down_is_not_done(tencentcloud: Stack, cloud: CloudSide, tmp_path: Path) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    missing = tmp_path / "no such folder" / "trail.jsonl"
    tencentcloud.environment["REPRIEVE_AUDIT_LOG"] = str(missing)
    cloud.forget()

    failed = tencentcloud.destroy(expect_failure=True)

    assert (
        f"db-password: nothing was done, since the trail cannot be written to {missing} (No such file or directory); "
        "make the file writable, or unset REPRIEVE_AUDIT_LOG"
    ) in "\n".join(failed.messages("error"))
    assert cloud.writes == []


def test_the_trail_holds_no_value_and_only_its_owner_may_read_it(tencentcloud: Stack, trail: Path) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.up()

    assert "db-password" in trail.read_text()
    assert VALUE not in trail.read_text()
    assert trail.stat().st_mode & 0o777 == 0o600
