from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from reprieve.errors import Bug, CloudError, Held, Problem, Refused
from reprieve.fields import Hidden
from reprieve.lifecycle.check import Naming, check
from tests.provider.clouds.alicloud.stage import HOME
from tests.provider.stage import DAY

if TYPE_CHECKING:
    from reprieve.fields import Tree
    from tests.provider.clouds.alicloud.stage import AliStage

IDENTITY = "sts:GetCallerIdentity"


def problems(stage: AliStage, olds: dict[str, Tree] | None = None, /, **news: Tree) -> tuple[Problem, ...]:
    given = {"name": "db", "secretString": "one", **news}
    return check(stage.process().operation(), olds or {}, given, Naming("random", seed=b"seedseed")).problems


def test_creation_is_one_call_with_value_tags_and_mark(stage: AliStage) -> None:
    made = stage.process().create(description="of the shop", tags={"team": "a"})

    assert stage.calls() == [IDENTITY, "kms:ListSecrets", "kms:CreateSecret"]
    assert stage.values() == {"v1": "one"}
    assert stage.tags() == {"team": "a", "reprieve:stack": "shop/dev", "reprieve:resource": "f7e87341a863"}
    assert made.state["arn"] == f"acs:kms:{HOME}:{stage.account.id}:secret/db"
    assert made.state["currentVersionId"] == "v1"


def test_bytes_travel_as_base64_and_say_so(stage: AliStage) -> None:
    content = base64.b64encode(b"\x00\xff").decode()

    stage.process().create(secretString=None, secretBinary=Hidden(content))

    assert stage.values() == {"v1": content}
    assert stage.rows("secret_versions")[0]["data_type"] == "binary"


def test_a_refresh_changes_nothing_even_where_the_cloud_names_the_key_it_chose(stage: AliStage) -> None:
    stage.emulator.set_switches(alicloud_default_key_id="filled")
    made = stage.process().create()

    later = stage.process()
    seen = later.read(made)

    assert seen is not None
    assert "kmsKeyId" not in seen.inputs
    assert seen.state["kmsKeyId"]
    assert later.diff(seen, secretString="one").changes == {}


def test_every_read_is_one_call(stage: AliStage) -> None:
    made = stage.process().create(tags={"team": "a"})
    stage.calls()

    stage.process().read(made)

    assert stage.calls() == ["kms:DescribeSecret"]


def test_a_changed_value_becomes_the_next_version(stage: AliStage) -> None:
    made = stage.process().create()

    changed = stage.process().update(made, secretString="two")

    assert stage.values() == {"v1": "one", "v2": "two"}
    assert changed.state["currentVersionId"] == "v2"


@pytest.mark.parametrize("code", ["Rejected.ResourceExist", "InvalidParameter"])
def test_a_number_that_somebody_else_took_is_passed_over(stage: AliStage, code: str) -> None:
    stage.emulator.set_switches(alicloud_version_conflict_code=code)
    made = stage.process().create()
    stage.plant("secret_versions", name="db", version_id="v2", data="theirs", create_time=1, stages=[])

    changed = stage.process().update(made, secretString="two")

    assert stage.values() == {"v1": "one", "v2": "theirs", "v3": "two"}
    assert changed.state["currentVersionId"] == "v3"


def test_the_cloud_itself_lets_the_oldest_version_go(stage: AliStage) -> None:
    made = stage.process().create()
    for number in range(12):
        made = stage.process().update(made, secretString=f"value {number}")

    assert len(stage.values()) == 10
    assert made.state["currentVersionId"] == "v13"


def test_description_and_tags_change_in_place(stage: AliStage) -> None:
    made = stage.process().create(description="old", tags={"team": "a", "gone": "x"})
    stage.calls()

    stage.process().update(made, description="new", secretString="one", tags={"team": "b"})

    assert stage.calls() == [IDENTITY, "kms:UpdateSecret", "kms:TagResource", "kms:UntagResource"]
    assert (stage.secret() or {})["description"] == "new"
    assert stage.tags() == {"team": "b", "reprieve:stack": "shop/dev", "reprieve:resource": "f7e87341a863"}


def test_more_than_ten_tags_are_written_in_tens(stage: AliStage) -> None:
    stage.emulator.set_switches(alicloud_tags_per_call="10")
    stage.plant_secret()
    imported = stage.process().imports("db")
    assert imported is not None
    stage.calls()

    stage.process().update(imported, tags={f"key{number}": "v" for number in range(15)})

    assert len(stage.tags()) == 17


def test_a_deletion_sends_its_window_as_text_and_no_force_flag(stage: AliStage) -> None:
    made = stage.process().create(recoveryWindowInDays=14)

    stage.process().delete(made)

    assert stage.sent("DeleteSecret") == [{"SecretName": "db", "RecoveryWindowInDays": "14"}]
    assert (stage.secret() or {})["delete_time"] == pytest.approx(stage.emulator.now() + 14 * DAY, abs=60)


def test_a_forced_deletion_sends_the_flag_and_no_window(stage: AliStage) -> None:
    made = stage.process().create(forceDelete=True)

    stage.process().delete(made)

    assert stage.sent("DeleteSecret") == [{"SecretName": "db", "ForceDeleteWithoutRecovery": "true"}]
    assert stage.secret() is None


def test_a_name_that_a_forced_deletion_frees_late_is_waited_for(stage: AliStage) -> None:
    stage.emulator.set_switches(alicloud_forced_name_looks=3)
    stage.process().delete(stage.process().create(forceDelete=True))
    stage.calls()

    again = stage.process().create(secretString="two")

    assert stage.calls().count("kms:CreateSecret Rejected.ResourceInDeleteWindow") == 3
    assert again.state["status"] == "enabled"
    assert stage.values() == {"v1": "two"}


@pytest.mark.parametrize("form", ["seconds", "nanoseconds", "nanoseconds_beijing"])
def test_the_end_of_the_window_is_read_in_each_of_its_spellings(stage: AliStage, form: str) -> None:
    stage.emulator.freeze_clock()
    stage.emulator.set_clock(1_800_000_000)
    stage.emulator.set_switches(alicloud_planned_time_form=form)
    made = stage.process().create(recoveryWindowInDays=7)
    process = stage.process()

    process.delete(made)
    seen = stage.process().read(made)

    assert seen is not None
    assert (seen.state["status"], seen.state["deletionDate"]) == ("pendingDeletion", "2027-01-22T08:00:00Z")
    assert "final on 2027-01-22 08:00 UTC" in process.voice.infos[0]


def test_an_empty_planned_time_is_no_pending_deletion(stage: AliStage) -> None:
    stage.emulator.set_switches(alicloud_live_planned_time="empty")
    made = stage.process().create()

    seen = stage.process().read(made)

    assert seen is not None
    assert seen.state["status"] == "enabled"


def test_a_secret_that_is_pending_already_is_done_and_said(stage: AliStage) -> None:
    made = stage.process().create()
    stage.process().delete(made)
    stage.calls()
    process = stage.process()

    process.delete(made)

    assert "kms:DeleteSecret" not in stage.calls()
    assert "db is pending deletion already" in process.voice.infos[0]


def test_a_lost_answer_to_the_deletion_is_found_out(stage: AliStage) -> None:
    made = stage.process().create()
    stage.emulator.add_fault(action="DeleteSecret", cut="after_commit")

    stage.process().delete(made)

    assert (stage.secret() or {})["delete_time"] != 0


def test_destroy_and_up_of_the_same_value_use_no_version_up(stage: AliStage) -> None:
    made = stage.process().create()
    stage.process().delete(made)
    process = stage.process()
    stage.calls()

    again = process.create()

    assert stage.calls() == [
        IDENTITY,
        "kms:ListSecrets",
        "kms:DescribeSecret",
        "kms:RestoreSecret",
        "kms:ListSecretVersionIds",
        "kms:PutSecretValue",
    ]
    assert stage.values() == {"v1": "one"}
    assert again.state["currentVersionId"] == "v1"
    assert "db was restored" in process.voice.warnings[0]


def test_a_restore_writes_another_value_as_the_next_version(stage: AliStage) -> None:
    made = stage.process().create()
    stage.process().delete(made)

    again = stage.process().create(secretString="two")

    assert stage.values() == {"v1": "one", "v2": "two"}
    assert again.state["currentVersionId"] == "v2"


def test_a_restore_asks_for_the_same_key_and_instance(stage: AliStage) -> None:
    stage.plant("instances", instance_id="kst-1", create_time=1)
    made = stage.process().create(kmsInstanceId="kst-1")
    stage.process().delete(made)
    stage.plant("instances", instance_id="kst-2", create_time=1)

    with pytest.raises(Held, match="its kmsInstanceId cannot be changed"):
        stage.process().create(kmsInstanceId="kst-2")


def test_a_restore_takes_an_alias_for_the_key_that_it_names(stage: AliStage) -> None:
    key = stage.key_process().create("shop/key")
    declared = {"kmsKeyId": "alias/shop/key"}
    made = stage.process().create(**declared)
    stage.process().delete(made)

    again = stage.process().create(**declared)

    assert again.state["kmsKeyId"] == key.id
    assert (stage.secret() or {})["delete_time"] == 0


def test_the_name_is_held_while_somebody_elses_secret_is_pending(stage: AliStage) -> None:
    stage.plant_secret(delete_time=int(stage.emulator.now()) + DAY)

    with pytest.raises(Held, match="an object without an ownership mark, pending deletion and final on"):
        stage.process().create()


def test_a_secret_cannot_be_disabled(stage: AliStage) -> None:
    (problem,) = problems(stage, enabled=False)

    assert problem.path == "enabled"
    assert problem.reason.startswith("must be true on Alibaba Cloud: its secrets cannot be disabled")


def test_a_declared_version_keeps_its_value(stage: AliStage) -> None:
    olds = {"name": "db", "secretString": Hidden("one"), "versionId": "release-1"}

    (problem,) = problems(stage, olds, secretString="two", versionId="release-1")

    assert problem.path == "versionId"
    assert problem.reason == (
        "names the version of the old value, and a version never gets another value on Alibaba Cloud; give another "
        "versionId, or leave it out"
    )
    assert problems(stage, olds, secretString="two", versionId="release-2") == ()
    assert problems(stage, olds, secretString="one", versionId="release-1") == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "acs/db", "not beginning with acs/"),
        ("recoveryWindowInDays", 6, "must be 7 to 30 days on Alibaba Cloud"),
        ("recoveryWindowInDays", 0, "to delete at once, set forceDelete"),
        ("secretString", "x" * 30_721, "Alibaba Cloud takes at most 30720"),
        ("tags", {"acs:x": "y"}, "keys that begin so are kept for Alibaba Cloud"),
        ("tags", {"a b": "y"}, "key and value must be at most 128 letters"),
        ("tags", {f"k{number}": "" for number in range(19)}, "18 are left"),
    ],
)
def test_the_ranges_are_those_of_the_cloud(stage: AliStage, field: str, value: Tree, said: str) -> None:
    (problem,) = problems(stage, None, **{field: value})

    assert said in problem.reason


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        ({"kind": "Rds"}, "a database credential of ApsaraDB RDS"),
        ({"kind": "ECS", "owner": "ecs"}, "a login of an ECS instance that belongs to the service ecs"),
        ({"owner": "rds"}, "a secret that belongs to the service rds"),
        ({"kind": "New"}, "a secret of type New"),
    ],
)
def test_other_kinds_are_refused_by_name(stage: AliStage, planted: dict[str, str], kind: str) -> None:
    stage.plant_secret("theirs", **planted)

    with pytest.raises(Refused, match=f"theirs is {kind}, which Reprieve does not manage"):
        stage.process().imports("theirs")


@pytest.mark.parametrize("name", ["theirs", "acs:kms:cn-hangzhou:1:secret/theirs"])
def test_an_import_reads_the_value_once_and_takes_name_or_arn(stage: AliStage, name: str) -> None:
    stage.plant_secret("theirs", description="d")

    imported = stage.process().imports(name)

    assert imported is not None
    assert imported.id == "theirs"
    assert imported.inputs == {"name": "theirs", "description": "d"}
    assert imported.state["secretString"] == Hidden("theirs")


def test_a_preview_names_a_key_that_cannot_encrypt_the_secret(stage: AliStage) -> None:
    key = "11111111-2222-4333-8444-555555555555"
    stage.plant("keys", key_id=key, creator="", create_time=1, spec="RSA_2048", state="Disabled", instance_id="kst-9")

    with pytest.raises(Refused) as caught:
        stage.process().preview_create(kmsKeyId=key)

    said = str(caught.value)
    assert "is Disabled; enable or restore it first" in said
    assert "is of RSA_2048; a secret needs a symmetric key" in said
    assert "lies in the instance kst-9 and the secret in no instance; set kmsInstanceId to the key's" in said


def test_a_preview_names_a_key_that_is_not_there(stage: AliStage) -> None:
    with pytest.raises(Refused, match="the encrypting key alias/none does not exist"):
        stage.process().preview_create(kmsKeyId="alias/none")


@pytest.mark.parametrize(
    ("instance", "said"),
    [("kst-0", "the KMS instance kst-0 does not exist"), ("kst-1", "is Uninitialized; start it in the console first")],
)
def test_a_preview_names_an_instance_that_cannot_be_used(stage: AliStage, instance: str, said: str) -> None:
    stage.plant("instances", instance_id="kst-1", create_time=1, status="Uninitialized")

    with pytest.raises(Refused, match=said):
        stage.process().preview_create(kmsInstanceId=instance)


def test_a_preview_warns_an_account_that_may_need_an_instance(stage: AliStage) -> None:
    none, some = stage.process(), stage.process()

    none.preview_create()
    stage.plant("instances", instance_id="kst-1", create_time=1)
    some.preview_create()

    assert "buy one and set kmsInstanceId" in none.voice.warnings[0]
    assert "set it to kst-1" in some.voice.warnings[0]


def test_no_account_is_warned_that_has_secrets_outside_of_instances(stage: AliStage) -> None:
    stage.plant_secret("theirs")
    process = stage.process()

    process.preview_create()

    assert process.voice.warnings == []


def test_an_account_that_needs_an_instance_is_told_by_the_cloud_too(stage: AliStage) -> None:
    stage.emulator.plant("alicloud_generations", account=stage.account.id, needs_instance=True)

    with pytest.raises(CloudError, match="db was not created: kms:CreateSecret answered MissingParameter"):
        stage.process().create()


def test_a_missing_right_to_look_is_a_warning(stage: AliStage) -> None:
    stage.emulator.deny("kms:DescribeAccountKmsStatus")
    process = stage.process()

    process.preview_create()

    assert "account and instances of KMS could not be looked at" in process.voice.warnings[0]


def test_no_value_stands_in_an_error(stage: AliStage) -> None:
    stage.emulator.add_fault(action="CreateSecret", code="InvalidParameter", message="bad: pl4nted-value")

    with pytest.raises(CloudError) as caught:
        stage.process().create(secretString=Hidden("pl4nted-value"))

    assert "pl4nted-value" not in str(caught.value)
    assert "[secret]" in str(caught.value)


def test_two_regions_of_one_endpoint_hold_their_own_objects(stage: AliStage) -> None:
    stage.process().create(name="db")
    elsewhere = stage.process(region="cn-beijing")
    elsewhere.create(name="db")
    (one, other) = [request for request in stage.emulator.requests() if request["action"] == "CreateSecret"]
    assert (one["region"], other["region"]) == ("cn-hangzhou", "cn-beijing")
    assert (one["code"], other["code"]) == ("OK", "OK")


def test_a_deletion_without_a_decided_window_is_a_defect_and_no_call(stage: AliStage) -> None:
    made = stage.process().create(name="db")
    stage.calls()
    with pytest.raises(Bug, match="db was about to be deleted without a window that was decided"):
        stage.process().operation("db").driver.step("DeleteSecret", made.live(), None)
    assert stage.calls() == []
