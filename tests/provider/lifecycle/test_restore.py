"""A creation that finds what this stack deleted brings it back, as `onPendingDeletion` declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import Held
from reprieve.fields import Hidden
from tests.provider.stage import DAY

if TYPE_CHECKING:
    from tests.provider.stage import Process, Stage


def refusal(process: Process, /, **declared: object) -> str:
    with pytest.raises(Held) as caught:
        process.create("db", **declared)
    return str(caught.value)


def test_an_own_pending_object_is_restored_in_at_most_four_calls(stage: Stage) -> None:
    stage.destroyed(tags={"team": "a"})
    process = stage.process()
    made = process.create(secretString=Hidden("two"), tags={"team": "a"})
    calls = stage.calls()
    assert calls[:3] == ["sts:GetCallerIdentity", "ssm:ListSecrets", "tag:GetResources"]
    assert calls[3:] == ["ssm:RestoreSecret", "ssm:ListSecretVersionIds", "ssm:UpdateSecret", "ssm:EnableSecret"]
    assert stage.values() == {"v1": "two"}
    assert stage.status() == "Enabled"
    assert made.state["status"] == "enabled"
    (warning,) = process.voice.warnings
    assert warning.startswith("db was restored (it was pending deletion, final on ")
    assert warning.endswith("), and is made as declared")


def test_a_restored_value_is_never_readable_before_the_new_one_is_written(stage: Stage) -> None:
    stage.destroyed()
    stage.process().create(secretString=Hidden("two"))
    writes = stage.writes(stage.calls())
    assert writes.index("ssm:UpdateSecret") < writes.index("ssm:EnableSecret")


def test_a_restored_object_stays_disabled_where_that_is_declared(stage: Stage) -> None:
    stage.destroyed()
    stage.process().create(enabled=False)
    assert stage.status() == "Disabled"


def test_destroy_and_up_use_no_versions_up(stage: Stage) -> None:
    for _ in range(3):
        stage.destroyed()
    stage.process().create()
    assert stage.values() == {"v1": "one"}


def test_a_pending_object_is_left_where_the_declaration_says_fail(stage: Stage) -> None:
    stage.destroyed()
    said = refusal(stage.process(), onPendingDeletion="fail")
    assert said.startswith("db was not created: the name is held by an object that is pending deletion, final on ")
    assert said.endswith("; restore it, or wait")
    assert stage.status() == "PendingDelete"


def test_a_foreign_pending_object_is_restored_only_where_that_is_declared(stage: Stage) -> None:
    made = stage.process(owner="acme").create()
    stage.process(owner="acme").delete(made)
    said = refusal(stage.process())
    assert said.startswith(
        "db was not created: the name is held by an object of stack acme/shop/dev, pending deletion and final on "
    )
    assert said.endswith("; choose another name, or declare onPendingDeletion: restore to take it")
    stage.process().create(onPendingDeletion="restore")
    assert stage.status() == "Enabled"
    assert stage.tags()["reprieve:stack"] == "shop/dev"


def test_a_pending_object_of_another_kind_is_never_restored(stage: Stage) -> None:
    later = int(stage.emulator.now()) + DAY
    stage.plant_secret(secret_type=2, product_name="CVM", status="PendingDelete", delete_time=later)
    said = refusal(stage.process(), onPendingDeletion="restore")
    assert said.startswith("db was not created: the name is held by an SSH key of CVM, pending deletion and final on ")
    assert said.endswith("; choose another name")


def test_a_name_that_is_free_while_pending_is_restored_all_the_same(stage: Stage) -> None:
    stage.emulator.set_switches(ssm_name_while_pending="free")
    stage.destroyed()
    stage.process().create()
    assert "ssm:RestoreSecret" in stage.calls()


def test_a_restore_that_stops_in_the_middle_is_finished_by_the_next_up(stage: Stage) -> None:
    stage.destroyed()
    stage.emulator.add_fault(service="ssm", action="EnableSecret", code="InternalError", count=4)
    half = stage.process().create(secretString=Hidden("two"))
    assert half.unfinished
    process = stage.process()
    seen = process.read(half)
    assert seen
    process.update(seen, secretString=Hidden("two"))
    assert stage.status() == "Enabled"
    assert "two" in stage.values().values()
