"""What a run that died made of a successor is found by its mark, however little of it there was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import CloudError, Refused
from reprieve.fields import Hidden
from reprieve.resources.api_key import API_KEY
from reprieve.resources.secret import SECRET
from tests.contract.runs import Run
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from tests.provider.stage import Stage

DEPLOYED = {"secretString": Hidden("one"), "forceDelete": True}
MOVED = DEPLOYED | {"kmsInstanceId": "cluster-1"}


def test_a_successor_that_no_state_knows_is_taken_and_not_made_twice(stage: Stage) -> None:
    old = Run.begin(stage.config(), API_KEY).create(name="old")
    dies = Run.begin(stage.config(), API_KEY)
    dies.diff(old, name="new")
    lost = dies.create(name="new")

    run = Run.begin(stage.config(), API_KEY)
    run.diff(old, name="new")
    made = run.create(name="new")

    assert made.id == lost.id != old.id
    assert (
        run.warnings[-1] == "new existed already with this resource's mark: it was taken over, and is made as declared"
    )


def test_a_pending_object_is_never_taken_for_a_successor(stage: Stage) -> None:
    first = stage.process().create("db", name="first")
    stage.process().delete(first)
    second = stage.process().create("other", name="second")

    process = stage.process()
    process.diff(second, "other", name="third")
    third = process.create("other", name="third")

    assert stage.status("first") == "PendingDelete"
    assert third.id == "third"


def test_what_was_made_anew_under_a_name_is_not_taken_for_what_was_deleted_there(stage: Stage) -> None:
    stage.emulator.plant("tencentcloud_kms_clusters", account=stage.account.id, region=REGION, cluster_id="cluster-1")
    old = stage.process().read(stage.process().create("db", **DEPLOYED))
    assert old
    stage.emulator.move_clock(seconds=2)
    dies = stage.process()
    dies.diff(old, **MOVED)
    dies.delete(old)
    dies.create("db", **MOVED)

    # the engine says of the old one that it is deleted, and reads it no more
    process = stage.process()
    process.diff(old, **MOVED)
    made = process.create("db", **MOVED)

    assert made.unfinished == frozenset()
    assert made.state["kmsInstanceId"] == "cluster-1"
    assert stage.status() == "Enabled"


def test_a_mark_that_cannot_be_renewed_is_told_and_renewed_by_the_next_up(stage: Stage) -> None:
    made = stage.process().create("db")
    stage.process().delete(made)
    renamed = stage.process().read(made, "renamed")
    assert renamed
    everything = ("description", "enabled", "secretString", "tags")
    stage.emulator.deny("tag:TagResources")
    half = stage.process().update(renamed, "renamed", ignored=everything, name="db", onPendingDeletion="restore")
    stage.emulator.remove_denials()

    seen = stage.process().read(half, "renamed")
    assert seen
    difference = stage.process().diff(seen, "renamed", name="db", onPendingDeletion="restore")
    finished = stage.process().update(seen, "renamed", name="db", onPendingDeletion="restore")

    assert half.unfinished == {"ownershipMark"}
    assert "ownershipMark" in difference.changes
    assert finished.unfinished == frozenset()
    assert finished.state["ownershipMark"] == {"stack": "shop/dev", "resource": stage.tags()["reprieve:resource"]}
    assert stage.tags()["reprieve:resource"] != made.state["ownershipMark"]["resource"]  # type: ignore[index]


def test_what_only_a_mark_tells_is_not_made_where_nobody_can_look_for_it(stage: Stage) -> None:
    stage.emulator.deny("apigateway:DescribeApiKeysStatus")

    with pytest.raises(CloudError) as caught:
        Run.begin(stage.config(), API_KEY).create(name="new")

    assert str(caught.value).startswith(
        "new was not created: what this stack has of it already could not be looked for: "
        "apigateway:DescribeApiKeysStatus answered UnauthorizedOperation"
    )
    assert stage.writes(stage.calls()) == []


def test_an_object_under_a_made_name_is_not_made_where_the_tags_of_others_cannot_be_read(stage: Stage) -> None:
    stage.process().create("db")
    stage.emulator.deny("tag:GetResources")

    with pytest.raises(Refused) as caught:
        Run.begin(stage.config(), SECRET).create(secretString=Hidden("one"))

    assert str(caught.value).endswith(
        " was not created: the tags of this stack's objects cannot be read, so it is not known whether one is this "
        "resource's; grant the right to read tags"
    )


def test_what_was_left_with_other_fields_than_are_declared_now_is_named(stage: Stage) -> None:
    left = Run.begin(stage.config(), API_KEY).create(name="old")

    run = Run.begin(stage.config(), API_KEY)
    made = run.create(name="new")

    (warning,) = run.warnings
    assert made.id != left.id
    assert warning == (
        f"{left.id} was left by an interrupted run, with another name than is declared now: it stays as it is; "
        "delete it in the cloud's console, or import it"
    )
