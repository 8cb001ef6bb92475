from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve.errors import Refused
from reprieve.fields import UNKNOWN, Hidden
from reprieve.lifecycle.diff import Change, diff
from reprieve.lifecycle.operation import Recorded
from reprieve.lifecycle.session import Note, Severity
from tests.provider.stage import REGION, Process, offline, urn_of

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from tests.provider.stage import Stage

VALUE = {"secretString": Hidden("one")}


def recorded(process: Process, /, _state: Properties | None = None, **declared: Any) -> Recorded:  # noqa: ANN401
    """A secret as the state has it after an up and a read."""
    inputs = process.check("db", **{**VALUE, **declared})
    state = {**inputs, "cloud": "tencentcloud", "region": REGION, "accountId": "1", "status": "enabled"}
    return Recorded("db", inputs, state | (_state or {}))


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Change]:
    old = recorded(offline(), **before)
    return offline().diff(old, "db", **{**VALUE, **after}).changes


def refusal(old: Recorded, /, **after: Any) -> str:  # noqa: ANN401
    with pytest.raises(Refused) as caught:
        offline().diff(old, "db", **{**VALUE, **after})
    return str(caught.value)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, {}),
        ({}, {"secretString": Hidden("two")}, {"secretString": Change("update")}),
        ({}, {"secretString": "one"}, {}),
        ({"description": "a"}, {"description": "b"}, {"description": Change("update")}),
        ({"description": "a"}, {}, {"description": Change("delete")}),
        ({}, {"description": "b"}, {"description": Change("add")}),
        ({"tags": {"a": "1", "b b": "2"}}, {}, {}),
        ({}, {"tags": {"a": "1"}}, {"tags": Change("add")}),
        (
            {"tags": {"a": "1", "b b": "2", "d": "4"}},
            {"tags": {"a": "0", "c": "3", "d": "4"}},
            {"tags.a": Change("update"), 'tags["b b"]': Change("delete"), "tags.c": Change("add")},
        ),
        ({"enabled": False}, {}, dict.fromkeys(["enabled", "status", "deletionPlan"], Change("update"))),
        ({}, {"recoveryWindowInDays": 7}, {"recoveryWindowInDays": Change("update"), "deletionPlan": Change("update")}),
        ({}, {"deletionProtection": True}, {"deletionProtection": Change("update")}),
        ({}, {"onPendingDeletion": "fail"}, {"onPendingDeletion": Change("update")}),
        ({"versionId": "a"}, {"versionId": "b"}, {"versionId": Change("update")}),
    ],
)  # fmt: skip
def test_a_change_is_named_by_its_path(
    before: dict[str, Any], after: dict[str, Any], expected: dict[str, Change]
) -> None:
    assert changes(before, after) == expected


@pytest.mark.parametrize("field", ["name", "kmsInstanceId"])
def test_only_what_cannot_change_in_place_replaces(field: str) -> None:
    options = {"forceDelete": True}
    found = changes({field: "old", **options}, {field: "new", **options})
    assert found == {field: Change("update", replaces=True)}


def test_an_option_of_a_deletion_that_an_old_state_lacks_is_no_change() -> None:
    process = offline()
    old = recorded(process)
    bare = Recorded(old.id, {key: value for key, value in old.inputs.items() if key != "onPendingDeletion"}, old.state)
    assert process.diff(bare, **VALUE).changes == {}


def test_an_option_other_than_the_default_is_recorded_after_an_import() -> None:
    process = offline()
    old = recorded(process)
    bare = Recorded("db", {"name": "db"}, old.state)
    found = process.diff(bare, "db", **VALUE, recoveryWindowInDays=14, deletionProtection=True).changes
    assert found == {"deletionProtection": Change("add"), "recoveryWindowInDays": Change("add")}


def test_an_imported_value_that_the_program_declares_is_no_change() -> None:
    process = offline()
    old = recorded(process)
    imported = Recorded(old.id, {key: value for key, value in old.inputs.items() if key != "secretString"}, old.state)
    assert process.diff(imported, **VALUE).changes == {}


def test_what_is_unfinished_is_a_change() -> None:
    process = offline()
    assert process.diff(recorded(process, {"unfinishedSteps": ["tags"]}), **VALUE).changes == {"tags": Change("update")}


# replacement


def test_a_replacement_under_the_same_name_deletes_first() -> None:
    process = offline()
    old = recorded(process, forceDelete=True)
    found = process.diff(old, **VALUE, forceDelete=True, kmsInstanceId="hsm")
    assert found.replaces
    assert found.delete_before_replace
    assert process.memory.goes_first(urn_of("db"), "db")


def test_a_replacement_under_another_name_creates_first() -> None:
    process = offline()
    found = process.diff(recorded(process), **VALUE, name="other")
    assert found.replaces
    assert not found.delete_before_replace


def test_a_replacement_under_a_made_name_creates_first() -> None:
    process = offline()
    old = recorded(process, name=None)
    found = process.diff(old, **VALUE, name=None, kmsInstanceId="hsm")
    assert found.replaces
    assert not found.delete_before_replace


def test_a_made_name_that_the_program_pins_stays() -> None:
    process = offline()
    old = recorded(process, name=None, forceDelete=True)
    found = process.diff(old, **VALUE, name=old.inputs["name"], forceDelete=True, kmsInstanceId="hsm")
    assert found.delete_before_replace


@pytest.mark.parametrize("instance", ["hsm", UNKNOWN])
def test_a_replacement_under_a_name_that_the_cloud_holds_is_refused(instance: object) -> None:
    assert refusal(recorded(offline()), kmsInstanceId=instance) == (
        "db: changing kmsInstanceId replaces it, and Tencent Cloud holds its name while the old one is pending "
        "deletion (recovery window of 30 days); give it a new name, leave the name to Pulumi, or record "
        "forceDelete: true in an up before this one"
    )


def test_a_force_that_is_declared_only_now_does_not_free_the_name() -> None:
    assert "holds its name" in refusal(recorded(offline()), kmsInstanceId="hsm", forceDelete=True)


def test_replacing_what_is_protected_is_refused() -> None:
    assert refusal(recorded(offline(), deletionProtection=True), name="other") == (
        "db: changing name replaces it, and deletionProtection is recorded; set deletionProtection to false in one up, "
        "change it in the next"
    )


def test_a_diff_of_a_refresh_or_a_destroy_refuses_nothing() -> None:
    old = recorded(offline(), deletionProtection=True)
    found = diff(offline().operation(), old, {**old.inputs, "name": "other"})
    assert found.replaces


def test_another_region_is_refused() -> None:
    assert refusal(recorded(offline(), {"region": "ap-shanghai"})) == (
        f"db: the object lives in region ap-shanghai, and the provider is configured for {REGION}; set it back, and "
        "use a second provider for the other objects"
    )


# what is pending


PENDING: dict[str, Any] = {"status": "pendingDeletion", "deletionDate": "2026-12-06T10:00:00Z"}


def test_a_pending_object_is_left_alone() -> None:
    process = offline()
    assert process.diff(recorded(process, PENDING), **VALUE).changes == {}


def test_a_pending_object_takes_new_options() -> None:
    process = offline()
    found = process.diff(recorded(process, PENDING), **VALUE, recoveryWindowInDays=7)
    assert found.changes.keys() == {"recoveryWindowInDays", "deletionPlan"}


def test_another_change_of_a_pending_object_is_refused_with_its_date() -> None:
    assert refusal(recorded(offline(), PENDING), description="new") == (
        "db is pending deletion, final on 2026-12-06T10:00:00Z, so description cannot be changed; declare "
        "onPendingDeletion: restore to bring it back first"
    )


def test_a_pending_object_is_restored_where_that_is_declared() -> None:
    process = offline()
    found = process.diff(recorded(process, PENDING), **VALUE, onPendingDeletion="restore")
    assert found.changes["status"] == Change("update")


def test_a_pending_object_fails_where_that_is_declared() -> None:
    assert refusal(recorded(offline(), PENDING), onPendingDeletion="fail") == (
        "db is pending deletion, final on 2026-12-06T10:00:00Z, and onPendingDeletion is fail; restore it in the "
        "cloud, or declare onPendingDeletion: restore"
    )


# keys


KEY = "11111111-2222-3333-4444-555555555555"


def test_the_same_key_under_another_text_is_no_change(stage: Stage) -> None:
    whole = {"account": stage.account.id, "region": REGION, "creator_uin": stage.account.id, "create_time": 1}
    stage.emulator.plant("tencentcloud_kms_keys", **whole, key_id=KEY, alias="shop")
    process = stage.process()
    old = recorded(process, {"kmsKeyId": KEY}, kmsKeyId=KEY)
    assert process.diff(old, **VALUE, kmsKeyId="alias/shop").changes == {}


def test_a_key_that_cannot_be_looked_up_fails_the_preview(stage: Stage) -> None:
    process = stage.process()
    old = recorded(process, {"kmsKeyId": KEY}, kmsKeyId=KEY)
    with pytest.raises(Refused) as caught:
        process.diff(old, **VALUE, kmsKeyId="alias/none")
    assert str(caught.value).startswith(
        "db: kmsKeyId was changed, and the key that it names now could not be looked up, so it is not known whether "
        "the secret would be replaced: "
    )


def test_an_unchanged_key_makes_no_call(stage: Stage) -> None:
    process = stage.process()
    old = recorded(process, {"kmsKeyId": KEY}, kmsKeyId="alias/shop")
    assert process.diff(old, **VALUE, kmsKeyId="alias/shop").changes == {}
    assert stage.calls() == []


# notes


def test_a_real_diff_withdraws_the_note_of_a_deletion() -> None:
    process = offline()
    old = recorded(process)
    process.note(urn_of("db"), Note(Severity.INFO, "deleting ..."))
    process.diff(old, **VALUE)
    process.cancel()
    assert process.voice.lines == []


def test_a_diff_that_replaces_leaves_the_note() -> None:
    process = offline()
    old = recorded(process)
    process.note(urn_of("db"), Note(Severity.INFO, "deleting ..."))
    process.diff(old, **VALUE, name="other")
    process.voice.lines.clear()
    process.cancel()
    assert process.voice.infos == ["deleting ..."]
