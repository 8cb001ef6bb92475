"""Whatever goes wrong at whichever call: the operation, or its repetition, ends with the cloud as declared.

Each life is lived once without trouble to learn its calls, then once more for each call with the trouble there. What
fails is repeated in another process, as the next `pulumi up` or `destroy` would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.errors import ReprieveError
from reprieve.fields import Hidden
from reprieve.lifecycle import delete as deletion

if TYPE_CHECKING:
    from collections.abc import Callable

    from reprieve.lifecycle.operation import Recorded
    from tests.provider.stage import Stage

OLD: dict[str, Any] = {"secretString": Hidden("old"), "description": "old", "tags": {"team": "a", "cost": "1"}}
NEW: dict[str, Any] = {"secretString": Hidden("new"), "description": "new", "tags": {"team": "b", "zone": "2"}}
TROUBLE: dict[str, dict[str, Any]] = {
    "answer lost after the commit": {"cut": "after_commit"},
    "every answer lost after the commit": {"cut": "after_commit", "count": 4},
    "cut before the commit": {"cut": "before_commit"},
    "every call cut before the commit": {"cut": "before_commit", "count": 4},
    "half an answer": {"body": "half"},
    "throttled": {"throttle": True, "count": 3},
    "internal error": {"code": "InternalError"},
    "internal error all the time": {"code": "InternalError", "count": 4},
}


@dataclass(frozen=True)
class Life:
    """What is there before, what the program wants, and whether the cloud then is as it should be."""

    before: Callable[[Stage, str], Recorded | None]
    run: Callable[[Stage, str, Recorded | None], Recorded | None]
    done: Callable[[Stage, str], bool]
    tag_code: str = "0"


def nothing(stage: Stage, name: str) -> None:
    del stage, name


def an_old_one(stage: Stage, name: str) -> Recorded | None:
    return stage.process().read(stage.process().create(name, **OLD), name)


def a_forced_one(stage: Stage, name: str) -> Recorded | None:
    return stage.process().read(stage.process().create(name, **OLD, forceDelete=True), name)


def a_pending_one(stage: Stage, name: str) -> Recorded | None:
    recorded = an_old_one(stage, name)
    assert recorded
    stage.process().delete(recorded, name)
    return stage.process().read(recorded, name)


def a_forgotten_pending_one(stage: Stage, name: str) -> None:
    a_pending_one(stage, name)


def create(stage: Stage, name: str, recorded: Recorded | None) -> Recorded | None:
    return update(stage, name, recorded) if recorded else stage.process().create(name, **NEW)


def create_disabled(stage: Stage, name: str, recorded: Recorded | None) -> Recorded | None:
    wanted = NEW | {"enabled": False}
    return finish(stage, name, recorded, wanted) if recorded else stage.process().create(name, **wanted)


def update(stage: Stage, name: str, recorded: Recorded | None) -> Recorded | None:
    return finish(stage, name, recorded, NEW | {"onPendingDeletion": "restore"})


def finish(stage: Stage, name: str, recorded: Recorded | None, wanted: dict[str, Any]) -> Recorded | None:
    assert recorded
    process = stage.process()
    seen = process.read(recorded, name)
    assert seen
    return process.update(seen, name, **wanted)


def delete(stage: Stage, name: str, recorded: Recorded | None) -> None:
    assert recorded
    stage.process().delete(recorded, name)


def is_new(stage: Stage, name: str, status: str = "Enabled") -> bool:
    secret, values, tags = stage.secret(name) or {}, stage.values(name), stage.tags(name)
    newest = max(values, key=lambda version: int(version[1:]))
    facts = (
        secret["status"],
        secret["description"],
        values[newest],
        tags.get("team"),
        tags.get("zone"),
        "cost" in tags,
    )
    return facts == (status, "new", "new", "b", "2", False) and tags["reprieve:stack"] == "shop/dev"


LIVES = {
    "create": Life(nothing, create, is_new),
    "create disabled": Life(nothing, create_disabled, lambda stage, name: is_new(stage, name, "Disabled")),
    "create without tags": Life(nothing, create, is_new, tag_code="1"),
    "update": Life(an_old_one, update, is_new),
    "restore at create": Life(a_forgotten_pending_one, create, is_new),
    "restore at update": Life(a_pending_one, update, is_new),
    "delete": Life(an_old_one, delete, lambda stage, name: stage.status(name) == "PendingDelete"),
    "delete at once": Life(a_forced_one, delete, lambda stage, name: stage.secret(name) is None),
}


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("name", LIVES)
def test_no_trouble_leaves_the_cloud_other_than_declared(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, trouble: str
) -> None:
    life = LIVES[name]
    monkeypatch.setattr(deletion, "SETTLING_SECONDS", 0.05)
    # the answers that are hardest to repeat a call with
    stage.emulator.set_switches(ssm_repeated_toggle="refused", tencentcloud_tag_code=life.tag_code)
    for number, (service, action, earlier) in enumerate(calls_of(stage, life)):
        if life.tag_code != "0" and action == "CreateSecret":
            continue  # nobody knows whose an object is that has no mark: the import is offered
        before = life.before(stage, f"db{number}")
        stage.emulator.add_fault(service=service, action=action, skip=earlier, **TROUBLE[trouble])
        live(stage, life, f"db{number}", before)
        stage.emulator.remove_faults()
        assert life.done(stage, f"db{number}"), f"{trouble} at {service}:{action}"


def calls_of(stage: Stage, life: Life) -> list[tuple[str, str, int]]:
    """Live once without trouble; every call, with how many of its action came before it."""
    before = life.before(stage, "calm")
    stage.calls()
    life.run(stage, "calm", before)
    found: list[tuple[str, str, int]] = []
    for call in stage.calls():
        service, _, action = call.partition(" ")[0].partition(":")
        found.append((service, action, sum(known[:2] == (service, action) for known in found)))
    assert life.done(stage, "calm")
    return found


def live(stage: Stage, life: Life, name: str, recorded: Recorded | None) -> None:
    """Repeat the operation, each time in another process, until it succeeds; the third time at the latest."""
    for _ in range(3):
        try:
            recorded = life.run(stage, name, recorded) or recorded
        except ReprieveError:
            continue
        if recorded is None or not recorded.unfinished:
            return
    raise AssertionError(f"{name} was not finished by the third attempt")
