from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.errors import Interrupted, Refused
from reprieve.fields import Hidden
from tests.provider.stage import REGION, Stage, urn_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def trail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for the trail, which does not exist yet."""
    path = tmp_path / "trail.jsonl"
    monkeypatch.setenv("REPRIEVE_AUDIT_LOG", str(path))
    return path


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_deletion_leaves_its_intent_and_its_outcome(stage: Stage, trail: Path) -> None:
    db = stage.process().create(recoveryWindowInDays=9)
    assert not trail.exists()
    stage.process().delete(db)
    intent, outcome = lines_of(trail)
    common = {
        "account": stage.account.id,
        "cloud": "tencentcloud",
        "region": REGION,
        "urn": urn_of("db"),
        "operation": "deletion",
        "id": "db",
        "plan": ["DisableSecret", "DeleteSecret"],
        "window": 9,
        "override": False,
    }
    assert {key: intent[key] for key in common} == common
    assert {key: outcome[key] for key in common} == common
    assert (intent["phase"], intent["done"], intent["final_on"]) == ("intent", [], None)
    assert (outcome["phase"], outcome["outcome"]) == ("outcome", "done")
    assert outcome["done"] == ["DisableSecret", "DeleteSecret"]
    assert outcome["final_on"].endswith("Z")
    assert intent["time"].endswith("Z")
    assert stage.account.id in intent["caller"]


def test_the_outcome_has_every_call_with_its_request_id(stage: Stage, trail: Path) -> None:
    db = stage.process().create()
    stage.emulator.deny("ssm:DeleteSecret")
    stage.emulator.clear_requests()
    with pytest.raises(Refused):
        stage.process().delete(db)
    recorded = {request["request_id"]: request["code"] for request in stage.emulator.requests()}
    calls = lines_of(trail)[-1]["calls"]
    assert [(call["action"], call["code"] == "") for call in calls] == [
        ("ssm:DisableSecret", True),
        ("ssm:DeleteSecret", False),
        ("ssm:DescribeSecret", True),
        ("tag:GetResources", True),
        ("ssm:EnableSecret", True),
    ]
    assert all(recorded[call["request_id"]] == (call["code"] or "OK") for call in calls)


def test_the_intent_is_written_before_the_first_step(stage: Stage, trail: Path) -> None:
    db = stage.process().create()
    process = stage.process()
    seen: list[str] = []
    process.when("ssm:DisableSecret", lambda: seen.append(lines_of(trail)[-1]["phase"]))
    process.delete(db)
    assert seen == ["intent"]


def test_a_deletion_that_fails_says_how(stage: Stage, trail: Path) -> None:
    db = stage.process().create()
    stage.emulator.deny("ssm:DeleteSecret")
    with pytest.raises(Refused) as caught:
        stage.process().delete(db)
    outcome = lines_of(trail)[-1]
    assert outcome["outcome"] == f"failed: {caught.value}"
    assert outcome["done"] == ["DisableSecret"]


def test_a_deletion_that_is_cancelled_says_how_far_it_came(stage: Stage, trail: Path) -> None:
    db = stage.process().create()
    process = stage.process()
    process.when("ssm:DisableSecret", process.cancel)
    with pytest.raises(Interrupted):
        process.delete(db)
    outcome = lines_of(trail)[-1]
    assert outcome["outcome"].startswith("failed: db was not deleted: stopped before DeleteSecret")
    assert outcome["done"] == ["DisableSecret"]


def test_the_override_is_in_the_trail(stage: Stage, trail: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = stage.process().create()
    monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "shop/dev")
    stage.process().delete(db)
    assert (lines_of(trail)[0]["override"], lines_of(trail)[0]["window"]) == (True, 0)


def test_what_is_refused_or_done_already_leaves_no_line(stage: Stage, trail: Path) -> None:
    db = stage.process().create(deletionProtection=True)
    with pytest.raises(Refused):
        stage.process().delete(db)
    assert not trail.exists()


def test_restores_and_take_overs_are_in_the_trail(stage: Stage, trail: Path) -> None:
    stage.process().create()
    stage.process().create()
    assert [line["operation"] for line in lines_of(trail)] == ["take over"] * 2
    db = stage.process().read(stage.process().create())
    assert db
    stage.process().delete(db)
    stage.process().create()
    assert [line["operation"] for line in lines_of(trail)][-2:] == ["restore"] * 2


def test_a_trail_that_cannot_be_written_stops_a_deletion_before_its_first_step(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = stage.process().create(secretString=Hidden("planted"))
    stage.calls()
    monkeypatch.setenv("REPRIEVE_AUDIT_LOG", "/nowhere/trail")
    with pytest.raises(Refused) as caught:
        stage.process().delete(db)
    assert str(caught.value) == (
        "db: nothing was done, since the trail cannot be written to /nowhere/trail (No such file or directory); make "
        "the file writable, or unset REPRIEVE_AUDIT_LOG"
    )
    assert stage.writes(stage.calls()) == []


def test_a_trail_that_cannot_be_written_stops_a_restore(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.process().delete(stage.process().create())
    monkeypatch.setenv("REPRIEVE_AUDIT_LOG", "/nowhere/trail")
    with pytest.raises(Refused, match="nothing was done, since the trail cannot be written to /nowhere/trail"):
        stage.process().create()
    assert stage.status() == "PendingDelete"


def test_an_outcome_that_cannot_be_written_is_said_and_fails_nothing(
    stage: Stage, trail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = stage.process().create()
    process = stage.process()

    def take_the_folder_away() -> None:
        trail.unlink()
        trail.mkdir()

    process.when("ssm:DeleteSecret", take_the_folder_away)
    monkeypatch.chdir(trail.parent)
    process.delete(db)
    assert process.voice.warnings == [f"the trail {trail} lacks the outcome of this operation (Is a directory)"]
    assert stage.status() == "PendingDelete"


def test_a_trail_holds_no_value_and_is_its_owners_alone(stage: Stage, trail: Path) -> None:
    for number in range(2):
        db = stage.process().create(secretString=Hidden(f"planted-{number}"))
    stage.process().delete(db)
    assert "planted" not in trail.read_text(encoding="utf-8")
    assert stat.S_IMODE(trail.stat().st_mode) == 0o600
