from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import CloudError, Held, Refused
from reprieve.fields import Hidden
from tests.provider.clouds.alicloud.stage import HOME, KEY
from tests.provider.stage import DAY

if TYPE_CHECKING:
    from reprieve.fields import Tree
    from tests.provider.clouds.alicloud.stage import AliStage

IDENTITY = "sts:GetCallerIdentity"
OTHER = "66666666-7777-4888-8999-000000000000"
MARK = {"reprieve:stack": "shop/dev", "reprieve:resource": "f275c336ba7c"}


def test_creation_is_one_call_with_the_mark_and_one_for_the_alias(stage: AliStage) -> None:
    made = stage.key_process().create(description="of the shop", tags={"team": "a"}, rotationPeriodInDays=30)

    assert stage.calls() == [IDENTITY, "kms:ListTagResources", "kms:CreateKey", "kms:CreateAlias"]
    assert stage.aliases() == {"alias/db": made.id}
    assert stage.tags(made.id) == {"team": "a"} | MARK
    assert stage.key(made.id)["rotation_seconds"] == 30 * DAY
    assert made.state["arn"] == f"acs:kms:{HOME}:{stage.account.id}:key/{made.id}"


def test_what_is_declared_besides_takes_one_call_each_and_disabling_comes_last(stage: AliStage) -> None:
    made = stage.key_process().create(enabled=False, deletionProtection=True, rotationPeriodInDays=400)

    assert stage.calls()[-4:] == [
        "kms:CreateAlias",
        "kms:UpdateRotationPolicy",
        "kms:SetDeletionProtection",
        "kms:DisableKey",
    ]
    held = stage.key(made.id)
    assert (held["state"], held["deletion_protection"], held["rotation_seconds"]) == ("Disabled", True, 400 * DAY)


@pytest.mark.parametrize(
    ("spec", "usage", "words"),
    [
        ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", ("Aliyun_AES_256", "ENCRYPT/DECRYPT")),
        ("SM4", "ENCRYPT_DECRYPT", ("Aliyun_SM4", "ENCRYPT/DECRYPT")),
        ("RSA_2048", "ENCRYPT_DECRYPT", ("RSA_2048", "ENCRYPT/DECRYPT")),
        ("RSA_2048", "SIGN_VERIFY", ("RSA_2048", "SIGN/VERIFY")),
        ("RSA_3072", "SIGN_VERIFY", ("RSA_3072", "SIGN/VERIFY")),
        ("SM2", "SIGN_VERIFY", ("EC_SM2", "SIGN/VERIFY")),
        ("ECC_NIST_P256", "SIGN_VERIFY", ("EC_P256", "SIGN/VERIFY")),
        ("ECC_SECG_P256K1", "SIGN_VERIFY", ("EC_P256K", "SIGN/VERIFY")),
    ],
)
def test_every_kind_of_key_has_the_vendors_words_and_comes_back_as_declared(
    stage: AliStage, spec: str, usage: str, words: tuple[str, str]
) -> None:
    made = stage.key_process().create(keySpec=spec, keyUsage=usage)
    process = stage.key_process()

    seen = process.read(made)

    assert (stage.key(made.id)["spec"], stage.key(made.id)["usage"]) == words
    assert seen is not None
    assert process.diff(seen, keySpec=spec, keyUsage=usage).changes == {}


@pytest.mark.parametrize(
    ("news", "path", "said"),
    [
        ({"keySpec": "ECC_NIST_P384"}, "keySpec", "is not offered by Alibaba Cloud"),
        ({"keySpec": "SM4", "keyUsage": "SIGN_VERIFY"}, "keyUsage", "must be ENCRYPT_DECRYPT with keySpec SM4"),
        ({"recoveryWindowInDays": 367}, "recoveryWindowInDays", "must be 7 to 366 days on Alibaba Cloud"),
        ({"rotationPeriodInDays": 731}, "rotationPeriodInDays", "must be 7 to 730 days on Alibaba Cloud"),
        ({"alias": "acs/x"}, "alias", "not beginning with acs"),
        ({"rotationPeriodInDays": 30, "keySpec": "RSA_2048"}, "rotationPeriodInDays", "keySpec"),
    ],
)
def test_the_ranges_are_those_of_the_cloud(stage: AliStage, news: dict[str, Tree], path: str, said: str) -> None:
    (problem,) = stage.key_process().problems(**news)

    assert problem.path == path
    assert said in problem.reason


def test_many_reads_share_the_lists_of_tags_and_aliases(stage: AliStage) -> None:
    made = [stage.key_process().create(name) for name in ("a", "b", "c")]
    stage.calls()
    process = stage.key_process()

    for name, recorded in zip("abc", made, strict=True):
        process.read(recorded, name)

    calls = stage.calls()
    assert calls.count("kms:DescribeKey") == 3
    assert calls.count("kms:ListTagResources") == 2
    assert calls.count("kms:ListAliases") == 1


def test_a_missing_right_to_read_tags_leaves_them_and_the_mark_as_recorded(stage: AliStage) -> None:
    made = stage.key_process().create(tags={"team": "a"})
    stage.emulator.deny("kms:ListTagResources")
    stage.emulator.deny("kms:ListResourceTags")
    process = stage.key_process()

    seen = process.read(made)

    assert seen is not None
    assert seen.state["ownershipMark"] == made.state["ownershipMark"]
    assert process.diff(seen, tags={"team": "a"}).changes == {}


def test_an_old_alias_goes_before_another_is_made_so_that_none_is_left_behind(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.calls()

    stage.key_process().update(made, alias="web")

    assert stage.calls() == [
        IDENTITY,
        "kms:DescribeKey Forbidden.AliasNotFound",
        "kms:ListAliasesByKeyId",
        "kms:DeleteAlias",
        "kms:CreateAlias",
    ]
    assert stage.aliases() == {"alias/web": made.id}


def test_an_alias_of_another_key_leaves_the_change_unfinished(stage: AliStage) -> None:
    stage.plant_key(OTHER, alias="web")
    made = stage.key_process().create()

    after = stage.key_process().update(made, alias="web")

    assert after.state["unfinishedSteps"] == ["alias"]
    assert stage.aliases() == {"alias/db": made.id, "alias/web": OTHER}


def test_of_several_aliases_none_is_taken_for_drift(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.plant("aliases", name="alias/also", key_id=made.id)
    process = stage.key_process()

    seen = process.read(made)

    assert seen is not None
    assert process.diff(seen).changes == {}


def test_an_alias_that_was_moved_to_another_key_is_drift_and_not_taken_back(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.plant_key(OTHER)
    stage.plant("aliases", name="alias/db", key_id=OTHER)
    seen = stage.key_process().read(made)
    assert seen is not None
    assert seen.state["alias"] == ""

    after = stage.key_process().update(seen)

    assert after.state["unfinishedSteps"] == ["alias"]


def test_a_successor_takes_the_alias_and_the_old_key_goes_without_it(stage: AliStage) -> None:
    made = stage.key_process().create()
    process = stage.key_process()
    process.read(made)
    process.diff(made, keySpec="SM4")
    stage.calls()

    after = process.create(keySpec="SM4")
    process.delete(made)

    assert "kms:UpdateAlias" in stage.calls()
    assert stage.aliases() == {"alias/db": after.id}
    assert stage.key(made.id)["state"] == "PendingDeletion"


def test_rotation_enables_a_disabled_key_for_as_long_as_it_takes(stage: AliStage) -> None:
    made = stage.key_process().create(enabled=False)
    stage.calls()

    stage.key_process().update(made, enabled=False, rotationPeriodInDays=60)

    assert stage.calls() == [IDENTITY, "kms:EnableKey", "kms:UpdateRotationPolicy", "kms:DisableKey"]


def test_suspended_rotation_is_no_drift(stage: AliStage) -> None:
    made = stage.key_process().create(rotationPeriodInDays=60, enabled=False)
    process = stage.key_process()

    seen = process.read(made)

    assert seen is not None
    assert process.diff(seen, rotationPeriodInDays=60, enabled=False).changes == {}


def test_protection_is_the_clouds_too(stage: AliStage) -> None:
    made = stage.key_process().create(deletionProtection=True)
    stage.calls()

    stage.key_process().update(made, deletionProtection=False)

    assert stage.calls() == [IDENTITY, "kms:SetDeletionProtection"]
    assert stage.key(made.id)["deletion_protection"] is False


def test_protection_that_others_switched_off_stays_recorded_and_is_written_by_the_next_up(stage: AliStage) -> None:
    made = stage.key_process().create(deletionProtection=True)
    stage.emulator.plant("alicloud_keys", **{**stage.key(made.id), "deletion_protection": False})
    process = stage.key_process()
    seen = process.read(made)
    assert seen
    assert process.voice.warnings == [
        "db: its deletion protection was switched off in the cloud; the next up switches it on"
    ]
    with pytest.raises(Refused, match="deletionProtection is recorded in the state"):
        stage.key_process().delete(seen)
    assert stage.key(made.id)["state"] == "Enabled"
    again = stage.key_process()
    assert set(again.diff(seen, deletionProtection=True).changes) == {"deletionProtection"}
    assert again.update(seen, deletionProtection=True).unfinished == frozenset()
    assert stage.key(made.id)["deletion_protection"] is True


def test_protection_that_others_switched_on_is_refused_before_any_step(stage: AliStage) -> None:
    made = stage.key_process().create(deleteWhileInUse=True)
    stage.emulator.plant("alicloud_keys", **{**stage.key(made.id), "deletion_protection": True})
    stage.calls()

    with pytest.raises(Refused, match="deletion protection is on in the cloud; set deletionProtection to false in one"):
        stage.key_process().delete(made)

    assert "kms:ScheduleKeyDeletion" not in stage.calls()


def test_protection_that_others_switched_on_shows_as_a_change(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.emulator.plant("alicloud_keys", **{**stage.key(made.id), "deletion_protection": True})
    process = stage.key_process()

    seen = process.read(made)

    assert seen is not None
    assert list(process.diff(seen).changes) == ["deletionProtection"]


def test_a_deletion_is_proven_by_one_look_that_tells_the_date(stage: AliStage) -> None:
    stage.emulator.freeze_clock()
    stage.emulator.set_clock(1_800_000_000)
    made = stage.key_process().create(recoveryWindowInDays=7)
    stage.calls()
    process = stage.key_process()

    process.delete(made)

    assert stage.calls()[-2:] == ["kms:ScheduleKeyDeletion", "kms:DescribeKey"]
    assert "db was deleted: final on 2027-01-22 08:00 UTC" in process.voice.infos[0]


def test_a_restore_makes_the_key_as_declared_and_disables_it_last(stage: AliStage) -> None:
    declared = {"enabled": False, "deletionProtection": False, "rotationPeriodInDays": 60}
    made = stage.key_process().create(**declared)
    stage.key_process().delete(made)
    stage.calls()

    again = stage.key_process().create(**{**declared, "deletionProtection": True})

    assert again.id == made.id
    calls = stage.calls()
    assert calls[calls.index("kms:CancelKeyDeletion") :] == [
        "kms:CancelKeyDeletion",
        "kms:SetDeletionProtection",
        "kms:DisableKey",
    ]
    held = stage.key(made.id)
    assert (held["state"], held["deletion_protection"], held["rotation_seconds"]) == ("Disabled", True, 60 * DAY)


def test_a_lost_answer_to_the_creation_is_found_again_by_its_mark(stage: AliStage) -> None:
    stage.emulator.add_fault(action="CreateKey", cut="after_commit")

    made = stage.key_process().create()

    assert [row["key_id"] for row in stage.rows("keys")] == [made.id]
    assert stage.aliases() == {"alias/db": made.id}


def test_a_key_without_its_alias_is_kept_and_finished_later(stage: AliStage) -> None:
    stage.emulator.deny("kms:CreateAlias")
    half = stage.key_process().create()
    assert half.state["unfinishedSteps"] == ["alias"]
    stage.emulator.remove_denials()

    after = stage.key_process().update(half)

    assert "unfinishedSteps" not in after.state
    assert stage.aliases() == {"alias/db": half.id}


def test_the_alias_of_a_key_without_mark_is_held(stage: AliStage) -> None:
    stage.plant_key(alias="db")

    with pytest.raises(Held, match="the alias is held by an object without an ownership mark; choose another name"):
        stage.key_process().preview_create()


def test_a_key_that_encrypts_secrets_is_not_deleted(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.process().create("live", kmsKeyId=made.id)
    stage.process().delete(stage.process().create("pending", kmsKeyId=f"alias/{made.state['alias']}"), "pending")

    with pytest.raises(Refused) as caught:
        stage.key_process().delete(made)

    assert "it encrypts 1 live secret (live)" in str(caught.value)
    assert "suffices" not in str(caught.value)
    assert stage.key(made.id)["state"] == "Enabled"


def test_a_key_outlives_the_pending_secrets_that_it_encrypts(stage: AliStage) -> None:
    made = stage.key_process().create(recoveryWindowInDays=7)
    secret = stage.process().create("pending", kmsKeyId=made.id, recoveryWindowInDays=14)
    stage.process().delete(secret, "pending")

    with pytest.raises(Refused, match="a recovery window of 14 days suffices"):
        stage.key_process().delete(made)


def test_users_that_cannot_be_looked_for_are_a_refusal_that_says_so(stage: AliStage) -> None:
    made = stage.key_process().create()
    stage.emulator.deny("kms:ListSecrets")

    with pytest.raises(Refused, match="which secrets it encrypts is not known: kms:ListSecrets answered Forbidden"):
        stage.key_process().delete(made)


def test_a_read_says_that_users_are_not_checked(stage: AliStage) -> None:
    made = stage.key_process().create()
    process = stage.key_process()

    process.read(made)
    process.cancel()

    assert "what it encrypts is not checked" in process.voice.warnings[0]


@pytest.mark.parametrize(
    ("planted", "alias", "kind"),
    [
        ({"owner": "RDS"}, "acs/rds", "a key of the service rds"),
        ({"origin": "EXTERNAL", "state": "PendingImport"}, "theirs", "a key with imported material"),
    ],
)
def test_other_kinds_are_refused_by_name(stage: AliStage, planted: dict[str, str], alias: str, kind: str) -> None:
    stage.plant_key(alias=alias, **planted)

    with pytest.raises(Refused, match=f"{KEY} is {kind}, which Reprieve does not manage"):
        stage.key_process().imports(KEY)


@pytest.mark.parametrize("name", [KEY, "alias/theirs", "theirs", f"acs:kms:{HOME}:1:key/{KEY}"])
def test_an_import_takes_id_alias_or_arn_in_every_state(stage: AliStage, name: str) -> None:
    stage.plant_key(alias="theirs", state="PendingDeletion", delete_time=int(stage.emulator.now()) + DAY)

    imported = stage.key_process().imports(name)

    assert imported is not None
    assert imported.id == KEY
    assert imported.inputs["alias"] == "theirs"
    assert imported.state["status"] == "pendingDeletion"


def test_a_key_of_another_region_is_not_looked_for_here(stage: AliStage) -> None:
    with pytest.raises(CloudError, match="is a key of region cn-beijing"):
        stage.key_process().imports(f"acs:kms:cn-beijing:1:key/{KEY}")


def test_an_account_whose_one_free_key_is_made_is_warned(stage: AliStage) -> None:
    stage.plant_key()
    process = stage.key_process()

    process.preview_create()

    assert "buy a KMS instance and set kmsInstanceId" in process.voice.warnings[0]


def test_keys_and_secrets_of_an_instance_live_together(stage: AliStage) -> None:
    stage.plant("instances", instance_id="kst-1", create_time=1)
    stage.emulator.plant("alicloud_generations", account=stage.account.id, needs_instance=True)

    key = stage.key_process().create(kmsInstanceId="kst-1")
    secret = stage.process().create(kmsKeyId=key.id, kmsInstanceId="kst-1", secretString=Hidden("v"))

    assert key.id.startswith("key-")
    assert (secret.state["kmsKeyId"], secret.state["kmsInstanceId"]) == (key.id, "kst-1")
