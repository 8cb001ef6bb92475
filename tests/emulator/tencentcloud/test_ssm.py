"""Secrets: the state table, limits and answers of SSM."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.tencentcloud.ssm.records import Secret
from tests.emulator.calling import Caller, RefusedError

if TYPE_CHECKING:
    from reprieve_emulator.world import World

DAY = 86_400
ALL_ACTIONS = (
    "DescribeSecret",
    "EnableSecret",
    "DisableSecret",
    "RestoreSecret",
    "DeleteSecret",
    "ListSecretVersionIds",
)


def make(call: Caller, name: str = "db", state: str = "Enabled", **fields: object) -> None:
    call("ssm", "CreateSecret", SecretName=name, **{"VersionId": "v1", "SecretString": "hush", **fields})
    if state in {"Disabled", "PendingDelete"}:
        call("ssm", "DisableSecret", SecretName=name)
    if state == "PendingDelete":
        call("ssm", "DeleteSecret", SecretName=name, RecoveryWindowInDays=7)


def status(call: Caller, name: str = "db") -> str:
    return str(call("ssm", "DescribeSecret", SecretName=name)["Status"])


@pytest.mark.parametrize(
    ("state", "action", "extra", "outcome"),
    [
        ("Enabled", "DisableSecret", {}, "Disabled"),
        ("Enabled", "EnableSecret", {}, "Enabled"),
        ("Enabled", "DeleteSecret", {"RecoveryWindowInDays": 7}, "FailedOperation"),
        ("Enabled", "DeleteSecret", {}, "FailedOperation"),
        ("Enabled", "RestoreSecret", {}, "FailedOperation"),
        ("Disabled", "EnableSecret", {}, "Enabled"),
        ("Disabled", "DisableSecret", {}, "Disabled"),
        ("Disabled", "DeleteSecret", {"RecoveryWindowInDays": 1}, "PendingDelete"),
        ("Disabled", "DeleteSecret", {"RecoveryWindowInDays": 30}, "PendingDelete"),
        ("Disabled", "DeleteSecret", {"RecoveryWindowInDays": 31}, "InvalidParameterValue"),
        ("Disabled", "DeleteSecret", {"RecoveryWindowInDays": 0}, "gone"),
        ("Disabled", "DeleteSecret", {}, "gone"),
        ("Disabled", "RestoreSecret", {}, "FailedOperation"),
        ("Disabled", "UpdateDescription", {"Description": "d"}, "Disabled"),
        ("Disabled", "PutSecretValue", {"VersionId": "v2", "SecretString": "x"}, "Disabled"),
        ("Disabled", "UpdateSecret", {"VersionId": "v1", "SecretString": "x"}, "Disabled"),
        ("Disabled", "DeleteSecretVersion", {"VersionId": "v1"}, "Disabled"),
        ("Disabled", "GetSecretValue", {"VersionId": "v1"}, "ResourceUnavailable.ResourceDisabled"),
        ("PendingDelete", "EnableSecret", {}, "FailedOperation"),
        ("PendingDelete", "DisableSecret", {}, "FailedOperation"),
        ("PendingDelete", "DeleteSecret", {"RecoveryWindowInDays": 7}, "FailedOperation"),
        ("PendingDelete", "DeleteSecret", {}, "FailedOperation"),
        ("PendingDelete", "RestoreSecret", {}, "Disabled"),
        ("PendingDelete", "UpdateDescription", {"Description": "d"}, "FailedOperation"),
        ("PendingDelete", "PutSecretValue", {"VersionId": "v2", "SecretString": "x"}, "FailedOperation"),
        ("PendingDelete", "UpdateSecret", {"VersionId": "v1", "SecretString": "x"}, "FailedOperation"),
        ("PendingDelete", "DeleteSecretVersion", {"VersionId": "v1"}, "PendingDelete"),
        ("PendingDelete", "GetSecretValue", {"VersionId": "v1"}, "ResourceUnavailable.ResourcePendingDeleted"),
        ("PendingDelete", "ListSecretVersionIds", {}, "PendingDelete"),
    ],
)
def test_a_state_permits_what_the_table_says(
    call: Caller, state: str, action: str, extra: dict[str, object], outcome: str
) -> None:
    make(call, state=state)
    code = call.code("ssm", action, SecretName="db", **extra)
    if code != "OK":
        assert code == outcome
        assert status(call) == state
    elif outcome == "gone":
        assert call.code("ssm", "DescribeSecret", SecretName="db") == "ResourceNotFound"
    else:
        assert status(call) == outcome


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_a_secret_that_is_gone_is_not_found(call: Caller, action: str) -> None:
    with pytest.raises(RefusedError, match="The secret db does not exist") as refusal:
        call("ssm", action, SecretName="db")
    assert refusal.value.code == "ResourceNotFound"


def test_a_secret_ends_at_its_deadline_with_versions_and_tags(world: World, call: Caller) -> None:
    call("tag", "CreateTags", Tags=[{"TagKey": "team", "TagValue": "shop"}])
    make(call, Tags=[{"TagKey": "team", "TagValue": "shop"}])
    call("ssm", "DisableSecret", SecretName="db")
    world.clock.freeze()
    reply = call("ssm", "DeleteSecret", SecretName="db", RecoveryWindowInDays=7)
    assert reply == {"SecretName": "db", "DeleteTime": world.clock.seconds() + 7 * DAY, "FlowID": 0}
    assert call("ssm", "DescribeSecret", SecretName="db")["DeleteTime"] == reply["DeleteTime"]
    world.clock.move(7 * DAY - 1)
    assert status(call) == "PendingDelete"
    world.clock.move(1)
    assert call.code("ssm", "DescribeSecret", SecretName="db") == "ResourceNotFound"
    assert call("tag", "GetResources")["ResourceTagMappingList"] == []
    make(call)
    assert call("ssm", "GetSecretValue", SecretName="db", VersionId="v1")["SecretString"] == "hush"


def test_a_restored_secret_has_no_deadline_and_is_disabled(world: World, call: Caller) -> None:
    make(call, state="PendingDelete")
    call("ssm", "RestoreSecret", SecretName="db")
    described = call("ssm", "DescribeSecret", SecretName="db")
    assert (described["Status"], described["DeleteTime"]) == ("Disabled", 0)
    world.clock.move(31 * DAY)
    assert status(call) == "Disabled"


def test_a_pending_secret_holds_its_name_unless_the_switch_frees_it(world: World, call: Caller) -> None:
    make(call, state="PendingDelete")
    with pytest.raises(RefusedError, match="exists already") as refusal:
        make(call)
    assert refusal.value.code == "ResourceInUse.SecretExists"
    world.switches.set("ssm_name_while_pending", "free")
    make(call)
    assert status(call) == "Enabled"


@pytest.mark.parametrize(
    ("switch", "value", "case"),
    [
        ("ssm_repeated_toggle", "refused", ("Enabled", "EnableSecret", "FailedOperation")),
        ("ssm_repeated_toggle", "refused", ("Disabled", "DisableSecret", "FailedOperation")),
        ("ssm_delete_enabled_code", "UnsupportedOperation", ("Enabled", "DeleteSecret", "UnsupportedOperation")),
        ("ssm_delete_pending", "accepted", ("PendingDelete", "DeleteSecret", "OK")),
    ],
)
def test_a_switch_changes_a_refusal(call: Caller, switch: str, value: str, case: tuple[str, str, str]) -> None:
    state, action, code = case
    make(call, state=state)
    call.world.switches.set(switch, value)
    assert call.code("ssm", action, SecretName="db") == code


def test_a_state_may_show_late_by_looks(world: World, call: Caller) -> None:
    make(call)
    world.switches.set("ssm_lag_looks", "2")
    call("ssm", "DisableSecret", SecretName="db")
    assert status(call) == "Enabled"
    assert call.code("ssm", "DeleteSecret", SecretName="db", RecoveryWindowInDays=7) == "FailedOperation"
    assert call.code("ssm", "DeleteSecret", SecretName="db", RecoveryWindowInDays=7) == "OK"


@pytest.mark.parametrize("name", ["", "-a", "_a", "a/b", "a.b", "ä", "a" * 129])
def test_a_name_outside_its_limits_is_refused(call: Caller, name: str) -> None:
    assert call.code("ssm", "CreateSecret", SecretName=name, SecretString="v") == "InvalidParameterValue"


@pytest.mark.parametrize("name", ["a", "0", "A-b_9", "a" * 128])
def test_a_name_inside_its_limits_is_accepted(call: Caller, name: str) -> None:
    assert call.code("ssm", "CreateSecret", SecretName=name, SecretString="v") == "OK"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"SecretString": ""},
        {"SecretString": "a", "SecretBinary": "YQ=="},
        {"SecretBinary": "no base64"},
        {"SecretString": "a" * 32_769},
        {"SecretString": "ü" * 16_385},
        {"SecretBinary": base64.b64encode(b"a" * 32_769).decode()},
        {"SecretString": "a", "VersionId": ".1"},
        {"SecretString": "a", "VersionId": "1" * 65},
        {"SecretString": "a", "Description": "d" * 2049},
        {"SecretString": "a", "EncryptType": 2},
        {"SecretString": "a", "SecretType": 5},
    ],
)
def test_a_create_outside_its_limits_is_refused(call: Caller, fields: dict[str, object]) -> None:
    assert call.code("ssm", "CreateSecret", SecretName="db", **fields) == "InvalidParameterValue"
    assert call("ssm", "ListSecrets")["TotalCount"] == 0


@pytest.mark.parametrize(
    "fields", [{"SecretString": "ü" * 16_384}, {"SecretBinary": base64.b64encode(b"\0" * 32_768).decode()}]
)
def test_a_value_of_32_kib_is_kept_as_it_is(call: Caller, fields: dict[str, str]) -> None:
    assert call("ssm", "CreateSecret", SecretName="db", **fields)["VersionId"] == "SSM_Current"
    value = call("ssm", "GetSecretValue", SecretName="db", VersionId="SSM_Current")
    assert {name: value[name] for name in fields} == fields


def test_the_eleventh_version_exceeds_the_limit_and_a_deleted_one_makes_room(call: Caller) -> None:
    make(call)
    for number in range(2, 11):
        call("ssm", "PutSecretValue", SecretName="db", VersionId=f"v{number}", SecretString=str(number))
    extra = {"SecretName": "db", "VersionId": "v11", "SecretString": "11"}
    assert call.code("ssm", "PutSecretValue", **extra) == "LimitExceeded"
    call("ssm", "DeleteSecretVersion", SecretName="db", VersionId="v1")
    call("ssm", "PutSecretValue", **extra)
    versions = call("ssm", "ListSecretVersionIds", SecretName="db")["Versions"]
    assert [version["VersionId"] for version in versions] == [f"v{number}" for number in range(11, 1, -1)]


def test_a_secret_without_versions_is_legal(call: Caller) -> None:
    make(call)
    call("ssm", "DeleteSecretVersion", SecretName="db", VersionId="v1")
    assert call("ssm", "ListSecretVersionIds", SecretName="db")["Versions"] == []
    assert call.code("ssm", "GetSecretValue", SecretName="db", VersionId="v1") == "ResourceNotFound"


def test_put_adds_and_update_overwrites(call: Caller) -> None:
    make(call)
    taken = call.code("ssm", "PutSecretValue", SecretName="db", VersionId="v1", SecretString="x")
    assert taken == "ResourceInUse.VersionIdExists"
    absent = call.code("ssm", "UpdateSecret", SecretName="db", VersionId="v2", SecretString="x")
    assert absent == "ResourceNotFound"
    call("ssm", "UpdateSecret", SecretName="db", VersionId="v1", SecretBinary="YQ==")
    value = call("ssm", "GetSecretValue", SecretName="db", VersionId="v1")
    assert (value["SecretString"], value["SecretBinary"]) == ("", "YQ==")


def test_the_quota_counts_pending_secrets_unless_the_switch_says_no(world: World, call: Caller) -> None:
    world.switches.set("ssm_quota", "1")
    make(call, state="PendingDelete")
    assert call.code("ssm", "CreateSecret", SecretName="b", SecretString="v") == "LimitExceeded"
    world.switches.set("ssm_quota_counts_pending", "no")
    assert call.code("ssm", "CreateSecret", SecretName="b", SecretString="v") == "OK"


def test_lists_filter_by_name_state_and_tags_newest_first(call: Caller) -> None:
    call("tag", "CreateTags", Tags=[{"TagKey": "team", "TagValue": "a"}, {"TagKey": "tier", "TagValue": "b"}])
    tag = [{"TagKey": "team", "TagValue": "a"}]
    make(call, "db-one", Tags=tag)
    make(call, "db-two", state="PendingDelete", Tags=[*tag, {"TagKey": "tier", "TagValue": "b"}])
    make(call, "web")

    def names(**filters: object) -> list[str]:
        reply = call("ssm", "ListSecrets", **filters)
        assert reply["TotalCount"] >= len(reply["SecretMetadatas"])
        return [row["SecretName"] for row in reply["SecretMetadatas"]]

    assert names() == ["web", "db-two", "db-one"]
    assert names(OrderType=1, SearchSecretName="db") == ["db-one", "db-two"]
    assert names(State=3) == ["db-two"]
    assert names(SearchSecretName="d_-") == []
    assert names(TagFilters=[{"TagKey": "team"}]) == ["db-two", "db-one"]
    both = [{"TagKey": "team", "TagValue": ["a"]}, {"TagKey": "tier", "TagValue": ["x", "b"]}]
    assert names(TagFilters=both) == ["db-two"]
    assert names(Offset=1, Limit=1) == ["db-two"]
    assert call.code("ssm", "ListSecrets", Limit=101) == "InvalidParameterValue"
    assert call.code("ssm", "ListSecrets", State=6) == "InvalidParameterValue"


def test_regions_and_accounts_are_apart(world: World, call: Caller) -> None:
    make(call)
    for other in (Caller.of(world, "two"), Caller.of(world)):
        other.region = "ap-shanghai" if other.account_id == call.account_id else other.region
        assert other("ssm", "ListSecrets")["TotalCount"] == 0
        make(other)
    assert call("ssm", "ListSecrets")["TotalCount"] == 1


def test_tags_at_create_need_their_pairs_unless_the_switch_makes_them(world: World, call: Caller) -> None:
    tags = [{"TagKey": "team", "TagValue": "shop"}]
    assert call.code("ssm", "CreateSecret", SecretName="a", SecretString="v", Tags=tags) == (
        "InvalidParameterValue.TagsNotExisted"
    )
    twice = call.code("ssm", "CreateSecret", SecretName="a", SecretString="v", Tags=tags * 2)
    assert twice == "InvalidParameterValue.TagKeysDuplicated"
    world.switches.set("tencentcloud_unknown_tags", "created")
    assert call("ssm", "CreateSecret", SecretName="a", SecretString="v", Tags=tags)["TagCode"] == 0
    world.switches.set("tencentcloud_tag_code", "2")
    assert call("ssm", "CreateSecret", SecretName="b", SecretString="v", Tags=tags)["TagCode"] == 2
    assert call("ssm", "CreateSecret", SecretName="c", SecretString="v")["TagCode"] == 0
    tagged = call("tag", "GetResources")["ResourceTagMappingList"]
    assert [row["Resource"].rpartition("/")[2] for row in tagged] == ["a"]


def plant(world: World, call: Caller, **fields: object) -> None:
    base = {"account": call.account_id, "region": call.region, "name": "db", "creator_uin": call.account_id}
    world.store.put(Secret(**{**base, "create_time": 1, **fields}))  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["Creating", "Failed"])
def test_what_its_product_has_not_finished_is_uninitialized(world: World, call: Caller, state: str) -> None:
    plant(world, call, status=state, secret_type=1, product_name="Mysql")
    assert status(call) == state
    for action in ("EnableSecret", "DisableSecret", "DeleteSecret"):
        assert call.code("ssm", action, SecretName="db") == "ResourceUnavailable.ResourceUninitialized"
    read = call.code("ssm", "GetSecretValue", SecretName="db", VersionId="SSM_Current")
    assert read == "ResourceUnavailable.ResourceUninitialized"


def test_a_products_secret_is_listed_by_its_type_and_refuses_new_values(world: World, call: Caller) -> None:
    plant(world, call, secret_type=1, product_name="Mysql")
    assert call("ssm", "ListSecrets")["TotalCount"] == 0
    assert call("ssm", "ListSecrets", SecretType=1)["SecretMetadatas"][0]["ProductName"] == "Mysql"
    put = {"SecretName": "db", "VersionId": "v", "SecretString": "x"}
    assert call.code("ssm", "PutSecretValue", **put) == "FailedOperation"
    plant(world, call, secret_type=1, product_name="Mysql", rotation=True)
    assert call.code("ssm", "PutSecretValue", **put) == "OperationDenied.AutoRotatedResource"


def test_an_ssh_key_accepts_only_window_0(world: World, call: Caller) -> None:
    plant(world, call, secret_type=2, status="Disabled")
    assert call.code("ssm", "DeleteSecret", SecretName="db", RecoveryWindowInDays=7) == "InvalidParameterValue"
    assert call.code("ssm", "DeleteSecret", SecretName="db") == "OK"


def test_a_default_key_is_shown_only_by_switch(world: World, call: Caller) -> None:
    make(call)
    assert call("ssm", "DescribeSecret", SecretName="db")["KmsKeyId"] == ""
    world.switches.set("ssm_default_key_id", "filled")
    key_id = call("ssm", "DescribeSecret", SecretName="db")["KmsKeyId"]
    assert call("kms", "DescribeKey", KeyId=key_id)["KeyMetadata"]["Owner"] == "ssm"
    assert call("ssm", "ListSecrets")["SecretMetadatas"][0]["KmsKeyType"] == "DEFAULT"


def test_a_secret_is_unreadable_while_its_key_is_not_in_use(world: World, call: Caller) -> None:
    world.switches.set("ssm_binds_key", "never")
    key_id = call("kms", "CreateKey", Alias="k")["KeyId"]
    make(call, KmsKeyId=key_id)
    read = {"SecretName": "db", "VersionId": "v1"}
    call("kms", "DisableKey", KeyId=key_id)
    assert call.code("ssm", "GetSecretValue", **read) == "FailedOperation.AccessKmsError"
    write = call.code("ssm", "UpdateSecret", **read, SecretString="x")
    assert write == "FailedOperation.AccessKmsError"
    made = call.code("ssm", "CreateSecret", SecretName="other", SecretString="v", KmsKeyId=key_id)
    assert made == "FailedOperation.AccessKmsError"
    call("kms", "ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    assert call.code("ssm", "GetSecretValue", **read) == "FailedOperation.AccessKmsError"
    call("kms", "CancelKeyDeletion", KeyId=key_id)
    call("kms", "EnableKey", KeyId=key_id)
    assert call("ssm", "GetSecretValue", **read)["SecretString"] == "hush"


@pytest.mark.parametrize(
    ("switch", "state", "code"),
    [
        ("live", "Enabled", "FailedOperation.CmkUsedByCloudProduct"),
        ("live", "Disabled", "FailedOperation.CmkUsedByCloudProduct"),
        ("live", "PendingDelete", "OK"),
        ("pending", "PendingDelete", "FailedOperation.CmkUsedByCloudProduct"),
        ("never", "Enabled", "OK"),
    ],
)
def test_a_secret_binds_its_key_as_the_switch_says(
    world: World, call: Caller, switch: str, state: str, code: str
) -> None:
    world.switches.set("ssm_binds_key", switch)
    key_id = call("kms", "CreateKey", Alias="k")["KeyId"]
    make(call, state=state, KmsKeyId=key_id)
    assert call.code("kms", "DisableKey", KeyId=key_id) == code


def test_a_deletion_may_be_a_task_that_takes_a_while(world: World, call: Caller) -> None:
    make(call, state="Disabled")
    assert call.code("ssm", "DescribeAsyncRequestInfo", FlowID=1) == "ResourceNotFound"
    world.switches.set("ssm_flow_looks", "2")
    flow = call("ssm", "DeleteSecret", SecretName="db", RecoveryWindowInDays=7)["FlowID"]
    shown = [call("ssm", "DescribeAsyncRequestInfo", FlowID=flow)["TaskStatus"] for _ in range(3)]
    assert shown == [0, 0, 1]


@pytest.mark.parametrize(("key", "value"), [("k$", "v"), ("k", ""), ("k" * 128, "v")])
def test_pairs_that_could_not_be_made_are_refused_at_create(world: World, call: Caller, key: str, value: str) -> None:
    world.switches.set("tencentcloud_unknown_tags", "created")
    tags = [{"TagKey": key, "TagValue": value}]
    code = call.code("ssm", "CreateSecret", SecretName="a", SecretString="v", Tags=tags)
    assert code == "InvalidParameterValue"
