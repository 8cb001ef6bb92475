from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.fields import Hidden
from reprieve.resources.kms_key import KMS_KEY
from reprieve.resources.secret import SECRET
from tests.contract.runs import Run, state_of
from tests.provider.clouds.tencentcloud.keys import SCAN, begin, keys, kms, plant_secret, refused
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from tests.provider.stage import Stage


def test_a_deletion_disables_and_schedules_with_the_declared_window(stage: Stage) -> None:
    run = begin(stage)
    made = run.create(alias="a-key", recoveryWindowInDays=9)
    run = begin(stage)
    stage.calls()

    run.delete(made)

    (request,) = stage.emulator.requests(action="ScheduleKeyDeletion")
    assert request["parameters"]["PendingWindowInDays"] == 9
    assert stage.calls()[-2:] == ["kms:DisableKey", "kms:ScheduleKeyDeletion"]
    assert keys(stage)["a-key"]["status"] == "PendingDelete"


def test_an_archived_key_is_taken_out_of_the_archive_before_it_is_scheduled(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.plant("tencentcloud_kms_keys", **keys(stage)["a-key"] | {"status": "Archived"})
    stage.calls()

    begin(stage).delete(made)

    assert kms(stage.calls()) == ["kms:CancelKeyArchive", "kms:DisableKey", "kms:ScheduleKeyDeletion"]


def test_a_refused_end_puts_an_archived_key_back_into_the_archive(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.plant("tencentcloud_kms_keys", **keys(stage)["a-key"] | {"status": "Archived"})
    stage.emulator.add_fault(service="kms", action="ScheduleKeyDeletion", code="UnauthorizedOperation", count=None)

    said = refused(begin(stage), made)

    assert "done before: CancelKeyArchive, DisableKey, undone by EnableKey, ArchiveKey" in said
    assert keys(stage)["a-key"]["status"] == "Archived"


def test_a_live_secret_of_the_key_holds_off_its_end(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    plant_secret(stage, "db", made.id)
    plant_secret(stage, "ssh", made.id, secret_type=2)
    run = begin(stage)
    stage.calls()

    said = refused(run, made)

    assert said == (
        "a-key was not deleted, and nothing was called: it encrypts 2 live secrets (db, ssh); to delete it all the "
        "same, record deleteWhileInUse: true in an up before this one"
    )
    assert [call for call in stage.calls() if call in SCAN] == SCAN


def test_a_used_key_is_deleted_where_that_is_declared_and_the_cloud_lets_it_go(stage: Stage) -> None:
    stage.emulator.set_switches(ssm_binds_key="never")
    made = begin(stage).create(alias="a-key", deleteWhileInUse=True)
    plant_secret(stage, "db", made.id)
    run = begin(stage)

    run.delete(made)

    assert keys(stage)["a-key"]["status"] == "PendingDelete"
    assert run.warnings == ["a-key is deleted although it encrypts 1 live secret (db)"]


def test_a_pending_secret_that_outlives_the_key_holds_off_its_end(stage: Stage) -> None:
    run = begin(stage)
    made = run.create(alias="a-key", recoveryWindowInDays=7)
    db = run.of(SECRET, "db").create(name="db", secretString=Hidden("v"), kmsKeyId=made.id, recoveryWindowInDays=20)
    Run.begin(stage.config(), SECRET, "db").delete(db)

    said = refused(begin(stage), made)

    assert "it encrypts 1 secret (db), pending deletion until " in said
    assert "; a recovery window of 20 days suffices; to delete it all the same, record deleteWhileInUse" in said


def test_a_pending_secret_that_ends_before_the_key_is_no_harm(stage: Stage) -> None:
    run = begin(stage)
    made = run.create(alias="a-key", recoveryWindowInDays=30)
    db = run.of(SECRET, "db").create(name="db", secretString=Hidden("v"), kmsKeyId=made.id, recoveryWindowInDays=20)
    later = Run.begin(stage.config(), SECRET, "db")
    later.delete(db)

    later.of(KMS_KEY, "it").delete(made)

    assert keys(stage)["a-key"]["status"] == "PendingDelete"


def test_a_product_that_binds_the_key_is_told_with_what_is_pending(stage: Stage) -> None:
    stage.emulator.set_switches(ssm_binds_key="pending")
    run = begin(stage)
    made = run.create(alias="a-key")
    db = run.of(SECRET, "db").create(name="db", secretString=Hidden("v"), kmsKeyId="a-key", recoveryWindowInDays=20)
    Run.begin(stage.config(), SECRET, "db").delete(db)

    said = refused(begin(stage), made)

    assert said.startswith("a-key was not deleted: kms:DisableKey answered FailedOperation.CmkUsedByCloudProduct (")
    assert "; it is now enabled; it encrypts 1 secret (db), pending deletion until " in said
    assert said.endswith(": run it again after that, or delete those at once with forceDelete")


def test_hosted_data_keys_hold_off_the_end_of_their_key(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    row = {"account": stage.account.id, "region": REGION, "key_id": made.id, "creator_uin": stage.account.id}
    data_key = {"data_key_id": "d-1", "name": "disk", "create_time": 1, "number_of_bytes": 32, "ciphertext": "c"}
    stage.emulator.plant("tencentcloud_kms_data_keys", **row, **data_key)

    assert "it encrypts 1 live data key (disk)" in refused(begin(stage), made)


@pytest.mark.parametrize("action", ["ssm:ListSecrets", "kms:ListDataKeyDetail"])
def test_users_that_cannot_be_listed_are_not_taken_for_none(stage: Stage, action: str) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.deny(action)

    said = refused(begin(stage), made)

    assert "nothing was called" in said
    assert f"it encrypts is not known: {action} answered UnauthorizedOperation" in said


def test_one_scan_serves_all_keys_of_a_process_and_learns_what_it_makes(stage: Stage) -> None:
    run = begin(stage)
    one, two = (run.of(KMS_KEY, name).create(alias=name) for name in ("one", "two"))
    later = begin(stage)
    later.of(KMS_KEY, "one").delete(one)
    stage.calls()
    later.of(SECRET, "db").create(name="db", secretString=Hidden("v"), kmsKeyId="two")
    created = stage.calls()

    said = refused(later.of(KMS_KEY, "two"), two)

    assert created.count("ssm:ListSecrets") <= 1
    assert [call for call in stage.calls() if call.startswith("ssm:")] == ["ssm:DescribeSecret"]
    assert "it encrypts 1 live secret (db)" in said


def test_a_read_says_that_users_were_not_looked_for(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = begin(stage)
    stage.calls()

    run.refreshed(made)
    (note,) = run.notes()

    assert stage.calls() == ["kms:ListKeyDetail", "tag:GetResources"]
    assert note.startswith(
        "a-key: deleting makes all that it encrypted unreadable now, live secrets too, final after 30"
    )
    assert note.endswith("; undo: pulumi up; what else it encrypts is not checked")


def test_a_lost_answer_of_the_scheduling_is_no_failure(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.add_fault(service="kms", action="ScheduleKeyDeletion", cut="after_commit", count=None)

    begin(stage).delete(made)

    assert keys(stage)["a-key"]["status"] == "PendingDelete"


# restore


def test_a_restored_key_is_made_as_declared(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key", tags={"team": "a"}, rotationPeriodInDays=90)
    begin(stage).delete(made)
    stage.calls()

    restored = begin(stage).create(alias="b-key", tags={"team": "b"}, rotationPeriodInDays=30, enabled=False)

    assert restored.id == made.id
    assert kms(stage.calls()) == [
        "kms:CancelKeyDeletion",
        "kms:EnableKey",
        "kms:UpdateAlias",
        "kms:EnableKeyRotation",
        "kms:DisableKey",
    ]
    assert keys(stage)["b-key"]["rotate_days"] == 30
    assert stage.tags(made.id)["team"] == "b"


def test_a_restored_key_keeps_its_automatic_alias_and_loses_what_is_not_declared(stage: Stage) -> None:
    made = begin(stage).create(description="old", rotationPeriodInDays=90)
    alias = str(state_of(made, "alias"))
    begin(stage).delete(made)
    run = begin(stage)
    inputs = run.check({})

    restored = run.create(**{key: value for key, value in inputs.items() if key not in {"status", "deletionPlan"}})

    assert restored.id == made.id
    assert list(keys(stage)) == [alias]
    assert (keys(stage)[alias]["description"], keys(stage)[alias]["rotation"]) == ("", False)


def test_a_lost_answer_of_the_cancellation_is_no_failure(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    begin(stage).delete(made)
    stage.emulator.add_fault(service="kms", action="CancelKeyDeletion", cut="after_commit")

    restored = begin(stage).create(alias="a-key")

    assert restored.id == made.id
    assert keys(stage)["a-key"]["status"] == "Enabled"
