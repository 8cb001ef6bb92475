"""The report on what the real engine and the core have written of one destroy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.states import run
from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack


def test_trail_and_events_of_one_destroy_tell_of_each_object_once(
    tencentcloud: Stack, cloud: CloudSide, tmp_path: Path
) -> None:
    trail, page = tmp_path / "trail.jsonl", tmp_path / "report.html"
    tencentcloud.environment["REPRIEVE_AUDIT_LOG"] = str(trail)
    tencentcloud.write_yaml({"a": secret(name="db-a", recoveryWindowInDays=14), "b": secret(name="db-b")})
    tencentcloud.up()
    cloud.change("db-b", secret_type=1)
    tencentcloud.destroy(expect_failure=True)
    events = tencentcloud.folder / "events.json"

    both = run("report", str(trail), str(events), "--html", str(page))
    told = json.loads(run("report", str(events), str(trail), "--json").stdout)
    without_trail = json.loads(run("report", str(events), "--json").stdout)

    assert both.exit_code == 1
    assert both.stdout.splitlines()[0] == "1 failed, 1 restorable"
    assert {(one["id"], one["state"], bool(one["calls"])) for one in told["objects"]} == {
        ("db-a", "pending deletion", True),
        ("db-b", "failed", False),
    }
    day = {one["id"]: one["restorableUntil"] for one in told["objects"]}["db-a"]
    assert [one["restorableUntil"] for one in without_trail["objects"] if one["id"] == "db-a"] == [day[:-3] + "00Z"]
    assert told["notRead"] == []
    assert VALUE not in both.stdout + page.read_text() + json.dumps(told)


def test_what_the_next_up_restores_is_told_as_restored(tencentcloud: Stack, tmp_path: Path) -> None:
    trail = tmp_path / "trail.jsonl"
    tencentcloud.environment["REPRIEVE_AUDIT_LOG"] = str(trail)
    tencentcloud.write_yaml({"a": secret()})
    tencentcloud.up()
    tencentcloud.destroy()
    tencentcloud.up()

    result = run("report", str(trail))

    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "1 restored")
