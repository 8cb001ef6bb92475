from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.clouds.tencentcloud.kms_key import RULES
from reprieve.errors import CloudError, Held, Refused
from reprieve.resources.kms_key import KMS_KEY
from tests.contract.runs import Run, state_of
from tests.provider.clouds.tencentcloud.keys import begin, keys, kms, plant_key
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from tests.provider.stage import Stage


# what is declared


@pytest.mark.parametrize(("pair", "word"), [(pair, word) for pair, (_, word) in RULES.pairs.items()], ids="-".join)
def test_every_pair_of_spec_and_use_has_the_vendors_word_and_is_read_back(
    stage: Stage, pair: tuple[str, str], word: str
) -> None:
    spec, use = pair
    made = begin(stage).create(alias="a-key", keySpec=spec, keyUsage=use)

    read = begin(stage).refreshed(made)

    assert keys(stage)["a-key"]["usage"] == word
    assert (state_of(read, "keySpec"), state_of(read, "keyUsage")) == pair


@pytest.mark.parametrize(
    ("declared", "path", "reason"),
    [
        ({"keySpec": "SM4"}, "keySpec", "SM4 is not offered by Tencent Cloud; it has ECC_NIST_P256, ECC_NIST_P384"),
        ({"keySpec": "ECC_NIST_P256"}, "keyUsage", "must be SIGN_VERIFY with keySpec ECC_NIST_P256"),
        ({"keySpec": "AES"}, "keySpec", "must be one of SYMMETRIC_DEFAULT, RSA_2048"),
        ({"alias": "kms-mine"}, "alias", "must be 1 to 60 letters, digits, - and _"),
        ({"alias": "a" * 61}, "alias", "must be 1 to 60 letters, digits, - and _"),
        ({"rotationPeriodInDays": 6}, "rotationPeriodInDays", "must be 7 to 365 days on Tencent Cloud"),
        ({"recoveryWindowInDays": 31}, "recoveryWindowInDays", "must be 7 to 30 days on Tencent Cloud"),
        ({"recoveryWindowInDays": 0}, "recoveryWindowInDays", "must be 7 to 30 days on Tencent Cloud"),
        ({"forceDelete": True}, "forceDelete", "is not a property of KmsKey"),
        (
            {"keySpec": "RSA_2048", "rotationPeriodInDays": 90},
            "rotationPeriodInDays",
            "is offered only with keySpec SYMMETRIC_DEFAULT by Tencent Cloud",
        ),
    ],
)
def test_what_the_cloud_does_not_have_fails_the_check(
    stage: Stage, declared: dict[str, object], path: str, reason: str
) -> None:
    (problem,) = begin(stage).problems(**{"alias": "a-key", **declared})

    assert problem.path == path
    assert reason in problem.reason


def test_an_automatic_alias_never_begins_as_those_of_products_do(stage: Stage) -> None:
    run = Run.begin(stage.config(), KMS_KEY, "kms-main")

    assert run.check({})["alias"] == "r-kms-main-7365656"


# creation and update


def test_a_creation_is_one_call_with_the_mark_in_it(stage: Stage) -> None:
    run = begin(stage)
    run.create(alias="warm-up")
    stage.calls()

    run.of(KMS_KEY, "other").create(alias="a-key")

    assert kms(stage.calls()) == ["kms:CreateKey"]
    assert stage.tags(keys(stage)["a-key"]["key_id"])["reprieve:stack"] == "shop/dev"


def test_a_key_that_is_to_be_disabled_rotates_first(stage: Stage) -> None:
    begin(stage).create(alias="a-key", enabled=False, rotationPeriodInDays=90)

    assert kms(stage.calls())[-3:] == ["kms:CreateKey", "kms:EnableKeyRotation", "kms:DisableKey"]
    assert (keys(stage)["a-key"]["status"], keys(stage)["a-key"]["rotate_days"]) == ("Disabled", 90)


def test_a_disabled_key_is_enabled_while_its_rotation_is_written(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key", enabled=False)
    run = begin(stage)
    read = run.refreshed(made)
    stage.calls()

    run.update(read, alias="a-key", enabled=False, rotationPeriodInDays=90)

    assert kms(stage.calls()) == ["kms:EnableKey", "kms:EnableKeyRotation", "kms:DisableKey"]


@pytest.mark.parametrize(
    ("change", "calls"),
    [
        ({"alias": "b-key"}, ["kms:UpdateAlias"]),
        ({"description": "of the shop"}, ["kms:UpdateKeyDescription"]),
        ({"description": None}, ["kms:UpdateKeyDescription"]),
        ({"rotationPeriodInDays": 30}, ["kms:EnableKeyRotation"]),
        ({"rotationPeriodInDays": None}, ["kms:DisableKeyRotation"]),
        ({"enabled": False}, ["kms:DisableKey"]),
        ({"tags": {"team": "b"}}, []),
        ({"recoveryWindowInDays": 7}, []),
        ({"deleteWhileInUse": True}, []),
    ],
)
def test_an_update_calls_only_what_the_change_needs(stage: Stage, change: dict[str, object], calls: list[str]) -> None:
    before: dict[str, object] = {
        "alias": "a-key",
        "description": "a",
        "rotationPeriodInDays": 90,
        "tags": {"team": "a"},
    }
    made = begin(stage).create(**before)
    run = begin(stage)
    read = run.refreshed(made)
    stage.calls()
    after = {key: value for key, value in (before | change).items() if value is not None}

    updated = run.update(read, **after)
    called = stage.calls()
    again = begin(stage)

    assert kms(called) == calls
    assert [call for call in called if call.startswith("tag:")] == (["tag:TagResources"] if "tags" in change else [])
    assert again.diff(again.refreshed(updated), **after).changes == {}


def test_what_was_changed_outside_is_a_difference_and_is_changed_back(stage: Stage) -> None:
    declared: dict[str, object] = {"alias": "a-key", "description": "a", "rotationPeriodInDays": 90}
    made = begin(stage).create(**declared)
    row = keys(stage)["a-key"]
    stage.emulator.plant(
        "tencentcloud_kms_keys",
        **row | {"alias": "b-key", "description": "b", "rotation": False, "rotate_days": 0},
    )
    run = begin(stage)
    read = run.refreshed(made)

    changes = run.diff(read, **declared).changes
    run.update(read, **declared)

    assert changes.keys() >= {"alias", "description", "rotationPeriodInDays"}
    assert {key: keys(stage)["a-key"][key] for key in ("description", "rotate_days", "status")} == {
        "description": "a",
        "rotate_days": 90,
        "status": "Enabled",
    }


def test_a_key_that_was_disabled_outside_is_enabled_again_and_its_rotation_is_no_difference(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key", rotationPeriodInDays=90)
    stage.emulator.plant("tencentcloud_kms_keys", **keys(stage)["a-key"] | {"status": "Disabled", "rotation": False})
    run = begin(stage)
    read = run.refreshed(made)
    stage.calls()

    changes = run.diff(read, alias="a-key", rotationPeriodInDays=90).changes
    run.update(read, alias="a-key", rotationPeriodInDays=90)

    assert changes.keys() == {"enabled", "status"}
    assert kms(stage.calls()) == ["kms:EnableKey"]


def test_an_archived_key_is_brought_back_as_declared(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.plant("tencentcloud_kms_keys", **keys(stage)["a-key"] | {"status": "Archived"})
    run = begin(stage)
    read = run.refreshed(made)
    stage.calls()

    run.update(read, alias="a-key")

    assert state_of(read, "status") == "archived"
    assert kms(stage.calls()) == ["kms:CancelKeyArchive"]
    assert keys(stage)["a-key"]["status"] == "Enabled"


def test_a_step_that_fails_after_the_creation_is_finished_by_the_next_up(stage: Stage) -> None:
    stage.emulator.add_fault(service="kms", action="EnableKeyRotation", code="ResourceUnavailable.CmkStateNotSupport")

    half = begin(stage).create(alias="a-key", rotationPeriodInDays=90)
    run = begin(stage)
    read = run.refreshed(half)
    finished = run.update(read, alias="a-key", rotationPeriodInDays=90)

    assert state_of(half, "unfinishedSteps") == ["rotationPeriodInDays"]
    assert state_of(finished, "unfinishedSteps") is None
    assert keys(stage)["a-key"]["rotate_days"] == 90


def test_a_creation_that_the_cloud_could_not_tag_is_tagged_afterwards(stage: Stage) -> None:
    stage.emulator.set_switches(tencentcloud_tag_code=1)

    begin(stage).create(alias="a-key", tags={"team": "a"})

    tags = stage.tags(keys(stage)["a-key"]["key_id"])
    assert tags.keys() == {"team", "reprieve:stack", "reprieve:resource"}


def test_a_lost_answer_of_the_creation_finds_the_key_by_its_alias(stage: Stage) -> None:
    stage.emulator.add_fault(service="kms", action="CreateKey", cut="after_commit")

    run = begin(stage)
    made = run.create(alias="a-key")

    assert made.id == keys(stage)["a-key"]["key_id"]
    assert run.warnings == [
        "a-key existed already with this resource's mark: it was taken over, and is made as declared"
    ]


def test_an_alias_of_somebody_else_is_not_taken(stage: Stage) -> None:
    key_id = plant_key(stage, "a-key")

    with pytest.raises(Held) as caught:
        begin(stage).preview_create(alias="a-key")

    assert str(caught.value) == (
        "a-key cannot be created: the alias is held by an object without an ownership mark; choose another name, or "
        f"import it: pulumi import reprieve:index:KmsKey NAME {key_id}"
    )


def test_a_full_quota_is_a_warning_before_the_creation(stage: Stage) -> None:
    stage.emulator.set_switches(kms_quota=1)
    plant_key(stage)
    run = begin(stage)

    run.preview_create(alias="a-key")

    assert run.warnings == ["a-key: 1 of 1 keys of this region are in use, so another may be refused"]


# replacement


def test_a_replacement_takes_the_alias_and_says_that_the_material_is_new(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = begin(stage)
    read = run.refreshed(made)

    difference = run.diff(read, alias="a-key", keySpec="SM2")
    run.preview_create(alias="a-key", keySpec="SM2")
    stage.calls()
    new = run.create(alias="a-key", keySpec="SM2")
    calls = kms(stage.calls())
    run.delete(read)

    assert difference.changes["keySpec"].replaces
    assert not difference.delete_before_replace
    assert calls[-2:] == ["kms:UpdateAlias", "kms:CreateKey"]
    assert {alias: row["status"] for alias, row in keys(stage).items()} == {
        "a-key": "Enabled",
        f"a-key-{made.id[:8]}": "PendingDelete",
    }
    assert new.id == keys(stage)["a-key"]["key_id"]
    (said,) = run.warnings
    assert said == (
        "a-key: changing keySpec replaces it by a key with new material, which cannot read what the old one "
        "encrypted; the old one is deleted, recovery window of 30 days"
    )


def test_a_replacement_that_fails_gives_the_alias_back(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = begin(stage)
    run.diff(run.refreshed(made), alias="a-key", keySpec="SM2")
    stage.emulator.add_fault(service="kms", action="CreateKey", code="LimitExceeded.CmkLimitExceeded", count=None)

    with pytest.raises(CloudError, match=r"a-key was not created: kms:CreateKey answered LimitExceeded"):
        run.create(alias="a-key", keySpec="SM2")

    assert {alias: row["status"] for alias, row in keys(stage).items()} == {"a-key": "Enabled"}


def test_an_alias_that_cannot_be_given_back_is_named(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = begin(stage)
    run.diff(run.refreshed(made), alias="a-key", keySpec="SM2")
    stage.emulator.add_fault(service="kms", action="CreateKey", code="LimitExceeded.CmkLimitExceeded", count=None)
    stage.emulator.add_fault(service="kms", action="UpdateAlias", code="UnauthorizedOperation", skip=1)

    with pytest.raises(CloudError) as caught:
        run.create(alias="a-key", keySpec="SM2")

    renamed = f"a-key-{made.id[:8]}"
    assert f"the replaced key has the alias {renamed} now, since kms:UpdateAlias answered" in str(caught.value)
    assert list(keys(stage)) == [renamed]


def test_a_replacement_whose_answer_was_lost_takes_the_new_key(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = begin(stage)
    run.diff(run.refreshed(made), alias="a-key", keySpec="SM2")
    stage.emulator.add_fault(service="kms", action="CreateKey", cut="after_commit")

    new = run.create(alias="a-key", keySpec="SM2")

    assert new.id == keys(stage)["a-key"]["key_id"] != made.id


# finding


@pytest.mark.parametrize("form", ["{id}", "a-key", "alias/a-key", "qcs::kms:ap-guangzhou:uin/:key/creatorUin/1/{id}"])
def test_an_import_takes_id_alias_and_the_name_of_six_parts(stage: Stage, form: str) -> None:
    key_id = plant_key(stage, "a-key")

    found = begin(stage).imports(form.format(id=key_id))

    assert found is not None
    assert found.id == key_id
    assert found.inputs == {"alias": "a-key"}
    assert state_of(found, "arn") == f"qcs::kms:{REGION}:uin/:key/creatorUin/{stage.account.id}/{key_id}"


def test_a_name_of_another_region_is_refused(stage: Stage) -> None:
    with pytest.raises(Refused, match="names a key of another region than ap-guangzhou; use a provider for that"):
        begin(stage).imports("qcs::kms:ap-beijing:uin/:key/creatorUin/1/0f0f0f0f-0f0f-0f0f-0f0f-0f0f0f0f0f0f")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"owner": "cbs"}, "a key of the product cbs"),
        ({"origin": "EXTERNAL", "status": "PendingImport"}, "a key with imported material"),
    ],
)
def test_a_key_that_is_not_managed_here_is_refused_by_its_kind(
    stage: Stage, fields: dict[str, object], kind: str
) -> None:
    key_id = plant_key(stage, "a-key", **fields)

    with pytest.raises(Refused) as caught:
        begin(stage).imports(key_id)

    assert str(caught.value) == f"{key_id} is {kind}, which Reprieve does not manage; leave it to its owner"


def test_many_keys_are_read_by_one_list_and_one_read_of_tags(stage: Stage) -> None:
    run = begin(stage)
    made = {name: run.of(KMS_KEY, name).create(alias=name) for name in ("one", "two", "three")}
    stage.calls()
    later = begin(stage)

    found = [later.of(KMS_KEY, name).refreshed(recorded).id for name, recorded in made.items()]

    assert found == [recorded.id for recorded in made.values()]
    assert stage.calls() == ["kms:ListKeyDetail", "tag:GetResources"]


def test_without_the_right_to_list_each_key_is_described(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    stage.emulator.deny("kms:ListKeyDetail")
    stage.calls()

    read = begin(stage).refreshed(made)

    assert state_of(read, "status") == "enabled"
    refused = ["kms:ListKeyDetail UnauthorizedOperation", "sts:GetCallerIdentity"]
    assert stage.calls() == [*refused, "kms:DescribeKey", "tag:GetResources"]


def test_a_mark_is_written_again_when_it_is_stale(stage: Stage) -> None:
    made = begin(stage).create(alias="a-key")
    run = Run.begin(stage.config(), KMS_KEY, "renamed")
    read = run.refreshed(made)

    run.update(read, alias="b-key")

    assert stage.tags(made.id)["reprieve:resource"] == run.operation.mark.resource
