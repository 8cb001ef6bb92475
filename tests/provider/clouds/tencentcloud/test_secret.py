from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reprieve.clouds.tencentcloud.secret import RULES
from reprieve.driver import Live, Mark, Status
from reprieve.errors import Bug, CloudError, Conflict, Exists, OutcomeUnknown, Refused
from reprieve.fields import Hidden
from reprieve.resources.secret import SecretInputs
from tests.provider.stage import DAY, REGION, Stage

if TYPE_CHECKING:
    from reprieve.clouds.tencentcloud.secret import SecretDriver

MARK = Mark("shop/dev", "0123456789ab")
EVERY_VALUE = frozenset({"secretString"})


def driver(stage: Stage) -> SecretDriver:
    """The driver of another process."""
    return stage.process().operation().driver  # type: ignore[return-value]  # this cloud's own


def inputs(**fields: object) -> SecretInputs:
    return SecretInputs.model_validate({"name": "db", "secretString": "one", **fields})


def made(stage: Stage, **fields: object) -> Live:
    live = driver(stage).create(inputs(**fields), MARK).live
    stage.calls()
    return live


def has_versions(stage: Stage, *versions: str) -> None:
    """Give the secret these versions, the oldest first, a second apart."""
    place = {"account": stage.account.id, "region": REGION, "name": "db"}
    for number, version in enumerate(versions):
        stage.emulator.plant(
            "tencentcloud_ssm_versions",
            **place,
            version_id=version,
            create_time=2_000_000_000 + number,
            secret_string=version,
        )


# create


def test_an_object_is_never_without_its_mark(stage: Stage) -> None:
    made_at_once = driver(stage).create(inputs(tags={"team": "a"}), MARK)
    assert made_at_once.unfinished == {}
    assert stage.tags() == {"team": "a", "reprieve:stack": "shop/dev", "reprieve:resource": "0123456789ab"}
    assert stage.calls()[-1] == "ssm:CreateSecret"


@pytest.mark.parametrize("existing", ["refused", "accepted"])
def test_pairs_that_exist_already_are_no_trouble(stage: Stage, existing: str) -> None:
    stage.emulator.set_switches(tag_create_existing=existing)
    for name in ("one", "two"):
        driver(stage).create(inputs(name=name, tags={"team": "a"}), MARK)
        assert stage.tags(name)["team"] == "a"


def test_pairs_need_not_be_made_where_the_cloud_makes_them(stage: Stage) -> None:
    stage.emulator.set_switches(tencentcloud_unknown_tags="created")
    stage.emulator.deny("tag:CreateTags")
    driver(stage).create(inputs(), MARK)
    assert stage.tags().keys() == {"reprieve:stack", "reprieve:resource"}


@pytest.mark.parametrize("tag_code", ["1", "2"])
def test_a_creation_that_did_not_tag_is_tagged_afterwards(stage: Stage, tag_code: str) -> None:
    stage.emulator.set_switches(tencentcloud_tag_code=tag_code)
    driver(stage).create(inputs(tags={"team": "a"}), MARK)
    assert stage.tags() == {"team": "a", "reprieve:stack": "shop/dev", "reprieve:resource": "0123456789ab"}


def test_more_than_ten_tags_are_written_in_several_calls(stage: Stage) -> None:
    tags = {f"k{number}": "x" for number in range(25)}
    driver(stage).create(inputs(tags=tags), MARK)
    assert stage.tags().keys() == {*tags, "reprieve:stack", "reprieve:resource"}
    live = driver(stage).read("db", fresh=True)
    assert live
    stage.calls()
    driver(stage).update(live, inputs(tags={f"k{number}": "y" for number in range(12)}), MARK, frozenset({"tags"}))
    assert stage.writes(stage.calls()) == ["tag:TagResources"] * 2 + ["tag:UnTagResources"] * 2
    assert stage.tags()["k3"] == "y"
    assert "k20" not in stage.tags()


def test_a_disabled_secret_is_disabled_after_its_creation(stage: Stage) -> None:
    live = driver(stage).create(inputs(enabled=False), MARK).live
    assert live.status is Status.DISABLED
    assert stage.status() == "Disabled"


def test_bytes_travel_as_base64(stage: Stage) -> None:
    driver(stage).create(SecretInputs.model_validate({"name": "db", "secretBinary": "AAEC"}), MARK)
    assert stage.values() == {"v1": "AAEC"}


def test_a_name_that_is_held_is_said_to_exist(stage: Stage) -> None:
    made(stage)
    with pytest.raises(Exists, match=r"ResourceInUse\.SecretExists"):
        driver(stage).create(inputs(), MARK)


# versions


def test_own_versions_are_numbered(stage: Stage) -> None:
    live = made(stage)
    for number in (2, 3):
        live = driver(stage).update(live, inputs(secretString=f"n{number}"), MARK, EVERY_VALUE).live
        assert live.observed["currentVersionId"] == f"v{number}"
    assert stage.values() == {"v1": "one", "v2": "n2", "v3": "n3"}
    assert [call for call in stage.calls() if call.startswith("ssm:")] == ["ssm:PutSecretValue"] * 2


def test_a_number_that_somebody_took_is_passed_over(stage: Stage) -> None:
    live = made(stage)
    has_versions(stage, "v2", "v7")
    after = driver(stage).update(live, inputs(secretString="new"), MARK, EVERY_VALUE).live
    assert after.observed["currentVersionId"] == "v8"


def test_a_declared_version_is_overwritten_in_place_by_one_call(stage: Stage) -> None:
    live = made(stage, versionId="current")
    after = driver(stage).update(live, inputs(secretString="new", versionId="current"), MARK, EVERY_VALUE).live
    assert stage.calls() == ["ssm:UpdateSecret"]
    assert after.observed["currentVersionId"] == "current"
    assert stage.values() == {"current": "new"}


def test_a_declared_version_that_is_there_is_overwritten_even_where_it_is_not_on_record(stage: Stage) -> None:
    live = made(stage, versionId="current")
    forgotten = Live(live.id, live.status)
    driver(stage).update(forgotten, inputs(secretString="new", versionId="current"), MARK, EVERY_VALUE)
    assert stage.values() == {"current": "new"}


def test_a_declared_version_that_somebody_deleted_is_made_again(stage: Stage) -> None:
    live = made(stage, versionId="current")
    has_versions(stage, "other")
    driver(stage).api.write("ssm:DeleteSecretVersion", {"SecretName": "db", "VersionId": "current"})
    driver(stage).update(live, inputs(secretString="new", versionId="current"), MARK, EVERY_VALUE)
    assert stage.values() == {"other": "other", "current": "new"}


def test_another_declared_version_is_added(stage: Stage) -> None:
    live = made(stage, versionId="first")
    driver(stage).update(live, inputs(secretString="new", versionId="second"), MARK, EVERY_VALUE)
    assert stage.values() == {"first": "one", "second": "new"}


def test_at_the_limit_the_oldest_of_our_own_goes(stage: Stage) -> None:
    live = made(stage)
    has_versions(stage, *(f"v{number}" for number in range(2, 11)))
    current = Live(live.id, live.status, {"currentVersionId": "v10"})
    driver(stage).update(current, inputs(secretString="new"), MARK, EVERY_VALUE)
    assert stage.values().keys() == {f"v{number}" for number in range(2, 12)}


def test_at_the_limit_versions_of_others_stay(stage: Stage) -> None:
    live = made(stage)
    has_versions(stage, *(f"x{number}" for number in range(7)), "v2", "v3")
    current = Live(live.id, live.status, {"currentVersionId": "v3"})
    driver(stage).update(current, inputs(secretString="new"), MARK, EVERY_VALUE)
    assert stage.values().keys() == {*(f"x{number}" for number in range(7)), "v2", "v3", "v4"}


def test_neither_the_newest_version_nor_the_one_before_it_ever_goes(stage: Stage) -> None:
    stage.plant_secret()
    has_versions(stage, *(f"x{number}" for number in range(8)), "v1", "v2")
    current = Live("db", Status.ENABLED, {"currentVersionId": "v2"})
    with pytest.raises(Refused) as caught:
        driver(stage).update(current, inputs(secretString="new"), MARK, EVERY_VALUE)
    assert str(caught.value) == (
        "db holds 10 versions, and none that this provider numbered can go; delete one that nobody reads, or declare "
        "versionId to overwrite one in place"
    )
    assert len(stage.values()) == 10


def test_at_the_limit_a_declared_version_that_is_there_costs_no_other(stage: Stage) -> None:
    stage.plant_secret()
    has_versions(stage, "current", *(f"v{number}" for number in range(1, 10)))
    stage.emulator.add_fault(service="ssm", action="PutSecretValue", code="LimitExceeded")
    driver(stage).update(Live("db", Status.ENABLED), inputs(secretString="new", versionId="current"), MARK, EVERY_VALUE)
    assert len(stage.values()) == 10
    assert stage.values()["current"] == "new"


def test_a_restore_overwrites_the_newest_of_our_own(stage: Stage) -> None:
    stage.plant_secret()
    has_versions(stage, "v1", "v2", "x9")
    driver(stage).update(Live("db", Status.DISABLED), inputs(secretString="new"), MARK, EVERY_VALUE)
    assert stage.values() == {"v1": "v1", "v2": "new", "x9": "x9"}


def test_a_secret_without_versions_gets_the_first(stage: Stage) -> None:
    stage.plant_secret()
    driver(stage).update(Live("db", Status.DISABLED), inputs(secretString="new"), MARK, EVERY_VALUE)
    assert stage.values() == {"v1": "new"}


# lost answers


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("action", ["PutSecretValue", "UpdateDescription", "DisableSecret"])
@pytest.mark.parametrize("toggle", ["accepted", "refused"])
def test_an_update_may_be_repeated_after_a_lost_answer(stage: Stage, action: str, count: int, toggle: str) -> None:
    live = made(stage)
    stage.emulator.set_switches(ssm_repeated_toggle=toggle)
    stage.emulator.add_fault(service="ssm", action=action, cut="after_commit", count=count)
    wanted = inputs(secretString="new", description="new", enabled=False)
    changed = frozenset({"secretString", "description", "enabled"})
    for _ in range(2):
        try:
            live = driver(stage).update(live, wanted, MARK, changed).live
        except OutcomeUnknown:
            continue
        break
    assert stage.values()[str(live.observed["currentVersionId"])] == "new"
    assert stage.status() == "Disabled"


@pytest.mark.parametrize("count", [1, 4])
def test_a_restore_may_be_repeated_after_a_lost_answer(stage: Stage, count: int) -> None:
    later = int(stage.emulator.now()) + DAY
    stage.plant_secret(status="PendingDelete", delete_time=later)
    pending = driver(stage).read("db", fresh=True)
    assert pending
    stage.emulator.add_fault(service="ssm", action="RestoreSecret", cut="after_commit", count=count)
    restored: Live | None = None
    for _ in range(2):
        try:
            restored = driver(stage).restore(pending)
        except OutcomeUnknown:
            continue
        break
    assert restored
    assert restored.status is Status.DISABLED


def test_a_restore_that_is_refused_is_not_believed_to_be_done(stage: Stage) -> None:
    later = int(stage.emulator.now()) + DAY
    stage.plant_secret(status="PendingDelete", delete_time=later)
    pending = driver(stage).read("db", fresh=True)
    assert pending
    stage.emulator.add_fault(service="ssm", action="RestoreSecret", code="FailedOperation", count=None)
    with pytest.raises(Conflict):
        driver(stage).restore(pending)


# reads


def test_everything_that_the_cloud_tells_is_read(stage: Stage) -> None:
    made(stage, tags={"team": "a"}, description="x")
    live = driver(stage).read("db", fresh=True)
    assert live
    assert (live.id, live.status, live.tags, live.mark, live.mark_known, live.kind) == (
        "db",
        Status.ENABLED,
        {"team": "a"},
        MARK,
        True,
        "",
    )
    assert (live.observed["description"], live.observed["enabled"]) == ("x", True)
    assert live.created
    assert live.created.tzinfo is UTC
    assert live.deletes is None


@pytest.mark.parametrize("pending", [False, True])
def test_a_list_and_a_single_read_tell_the_same(stage: Stage, *, pending: bool) -> None:
    live = made(stage, tags={"team": "a"})
    if pending:
        driver(stage).step("DeleteSecret", driver(stage).step("DisableSecret", live, None), 3)
    alone, shared = driver(stage).read("db", fresh=True), driver(stage).read("db")
    assert alone == shared


def test_tags_of_another_product_under_the_same_name_are_not_taken(stage: Stage) -> None:
    made(stage)
    place = {"account": stage.account.id, "service": "kms", "region": REGION, "prefix": "key"}
    for key, value in {"reprieve:stack": "shop/dev", "reprieve:resource": "other"}.items():
        stage.emulator.plant(
            "tencentcloud_tag_attachments", **place, resource="creatorUin/1/db", tag_key=key, tag_value=value
        )
    live = driver(stage).read("db")
    assert live
    assert live.mark == MARK


@pytest.mark.parametrize(
    ("number", "product", "kind"),
    [
        (1, "Mysql", "a database credential of Mysql"),
        (2, "CVM", "an SSH key of CVM"),
        (3, "CAM", "a cloud access key of CAM"),
        (4, "Redis", "a Redis credential of Redis"),
        (9, "New", "a secret of type 9 of New"),
    ],
)
def test_another_kind_is_named_with_its_owner(stage: Stage, number: int, product: str, kind: str) -> None:
    stage.plant_secret(secret_type=number, product_name=product)
    live = driver(stage).read("db")
    assert live
    assert live.kind == kind


@pytest.mark.parametrize(
    ("state", "status"),
    [("Creating", Status.CREATING), ("Failed", Status.FAILED), ("Disabled", Status.DISABLED)],
)
def test_every_state_has_a_word(stage: Stage, state: str, status: Status) -> None:
    stage.plant_secret(status=state)
    live = driver(stage).read("db")
    assert live
    assert live.status is status


def test_a_value_is_read_from_the_newest_version(stage: Stage) -> None:
    stage.plant_secret()
    has_versions(stage, "x1", "v1")
    assert driver(stage).read_value("db") == {"secretString": Hidden("v1"), "currentVersionId": "v1"}


def test_a_secret_without_versions_has_no_value(stage: Stage) -> None:
    stage.plant_secret()
    assert driver(stage).read_value("db") == {}


# steps


def test_the_window_is_always_sent(stage: Stage) -> None:
    live = driver(stage).step("DisableSecret", made(stage), None)
    after = driver(stage).step("DeleteSecret", live, 9)
    (request,) = stage.emulator.requests(action="DeleteSecret")
    assert request["parameters"] == {"SecretName": "db", "RecoveryWindowInDays": 9}
    secret = stage.secret()
    assert secret
    assert after.status is Status.PENDING_DELETION
    assert after.deletes == datetime.fromtimestamp(int(str(secret["delete_time"])), UTC)


def test_a_forced_deletion_sends_the_zero(stage: Stage) -> None:
    driver(stage).step("DeleteSecret", driver(stage).step("DisableSecret", made(stage), None), 0)
    (request,) = stage.emulator.requests(action="DeleteSecret")
    assert request["parameters"] == {"SecretName": "db", "RecoveryWindowInDays": 0}
    assert stage.secret() is None


def test_a_step_that_is_refused_is_the_callers_to_judge(stage: Stage) -> None:
    with pytest.raises(Conflict):
        driver(stage).step("DeleteSecret", made(stage), 9)


def test_the_rules_name_only_steps_that_the_driver_knows(stage: Stage) -> None:
    live = made(stage)
    for step in RULES.steps:
        live = driver(stage).step(step.name, live, 9)
    assert stage.status() == "PendingDelete"


# keys


def test_a_key_id_is_resolved_without_a_call(stage: Stage) -> None:
    key = "11111111-2222-3333-4444-555555555555"
    assert driver(stage).resolve("kmsKeyId", key) == key
    assert stage.calls() == []


def test_an_alias_that_no_key_has_is_not_resolved(stage: Stage) -> None:
    with pytest.raises(CloudError, match="none"):
        driver(stage).resolve("kmsKeyId", "alias/none")


def test_a_deletion_without_a_decided_window_is_a_defect_and_no_call(stage: Stage) -> None:
    made = stage.process().create()
    stage.calls()
    with pytest.raises(Bug, match="db was about to be deleted without a window that was decided"):
        stage.process().operation().driver.step("DeleteSecret", made.live(), None)
    assert stage.calls() == []


def test_a_preview_warns_where_the_quota_of_secrets_is_used_up(stage: Stage) -> None:
    stage.process().create()
    stage.emulator.set_switches(ssm_quota="1")
    process = stage.process()
    process.preview_create("other")
    assert process.voice.warnings == ["other: 1 of 1 secrets of this region are in use, so another may be refused"]
