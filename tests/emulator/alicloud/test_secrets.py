"""Secrets: versions and stages, both ways of deletion, and the key behind a secret."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from reprieve_emulator.accounts import Account, make_access_key
from reprieve_emulator.alicloud.secrets.records import Secret
from reprieve_emulator.faults import Denial
from tests.emulator.alicloud.calling import DAY, Caller, tags

IN_WINDOW = "409 Rejected.ResourceInDeleteWindow"
GONE = "404 Forbidden.ResourceNotFound"


def stages(kms: Caller, **parameters: object) -> dict[str, list[str]]:
    found = kms("ListSecretVersionIds", SecretName="db", **parameters)["VersionIds"]["VersionId"]
    return {version["VersionId"]: version["VersionStages"]["VersionStage"] for version in found}


def put(kms: Caller, version_id: str, data: str = "new", **parameters: object) -> str:
    return kms.code("PutSecretValue", SecretName="db", VersionId=version_id, SecretData=data, **parameters)


class TestCreate:
    def test_the_reply_names_the_secret_across_accounts(self, kms: Caller) -> None:
        reply = kms("CreateSecret", SecretName="shop/db", VersionId="v1", SecretData="hush")
        arn = f"acs:kms:cn-hangzhou:{kms.account_id}:secret/shop/db"
        assert reply == {"Arn": arn, "SecretName": "shop/db", "VersionId": "v1", "SecretType": "Generic"}

    def test_the_first_version_is_current(self, kms: Caller, db: str) -> None:
        assert stages(kms) == {"v1": ["ACSCurrent"]}
        value = kms("GetSecretValue", SecretName=db)
        assert (value["SecretData"], value["SecretDataType"]) == ("hush", "text")

    def test_a_taken_name_exists_already(self, kms: Caller, db: str) -> None:
        assert kms.code("CreateSecret", SecretName=db, VersionId="v1", SecretData="x") == "409 Rejected.ResourceExist"

    @pytest.mark.parametrize("name", ["", "a b", "acs/ram/user/ada", "ä", "a" * 193, "a$"])
    def test_a_name_outside_its_rules_is_refused(self, kms: Caller, name: str) -> None:
        code = kms.code("CreateSecret", SecretName=name, VersionId="v1", SecretData="x")
        assert code == "400 InvalidParameter"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("VersionId", ""),
            ("VersionId", "v" * 65),
            ("SecretData", ""),
            ("SecretData", "x" * 30_721),
            ("SecretData", "ä" * 15_361),
            ("SecretDataType", "yaml"),
            ("SecretType", "Rds"),
            ("Description", "d" * 8193),
            ("Tags", "not json"),
            ("Tags", '{"a": 1}'),
            ("Tags", tags(aliyun="v")),
        ],
    )
    def test_a_value_outside_its_rules_is_refused_by_name(self, kms: Caller, field: str, value: object) -> None:
        given = {"SecretName": "db", "VersionId": "v1", "SecretData": "x", field: value}
        answer = kms.send("CreateSecret", given)
        assert answer.json()["Code"] == "InvalidParameter"
        assert f'"{field}"' in answer.json()["Message"]

    def test_binary_data_is_base64_and_counts_decoded(self, kms: Caller) -> None:
        given = {"SecretName": "db", "VersionId": "v1", "SecretDataType": "binary"}
        assert kms.code("CreateSecret", **given, SecretData="***") == "400 InvalidParameter"
        data = base64.b64encode(bytes(30_720)).decode()
        assert kms.code("CreateSecret", **given, SecretData=data) == "200 OK"
        assert kms("GetSecretValue", SecretName="db")["SecretDataType"] == "binary"

    def test_the_quota_is_a_limit(self, kms: Caller, db: str) -> None:
        kms.world.switches.set("alicloud_secret_quota", "1")
        code = kms.code("CreateSecret", SecretName=f"{db}2", VersionId="v1", SecretData="x")
        assert code == "400 Rejected.LimitExceeded"


class TestDescribe:
    def test_tags_are_shown_only_when_asked_for(self, kms: Caller) -> None:
        kms("CreateSecret", SecretName="db", VersionId="v1", SecretData="x", Tags=tags(team="shop"))
        assert "Tags" not in kms("DescribeSecret", SecretName="db")
        shown = kms("DescribeSecret", SecretName="db", FetchTags="true")
        assert shown["Tags"] == {"Tag": [{"TagKey": "team", "TagValue": "shop"}]}
        assert kms.code("DescribeSecret", SecretName="db", FetchTags="perhaps") == "400 InvalidParameter"

    def test_a_live_secret_has_no_planned_time_or_an_empty_one(self, kms: Caller, db: str) -> None:
        assert "PlannedDeleteTime" not in kms("DescribeSecret", SecretName=db)
        kms.world.switches.set("alicloud_live_planned_time", "empty")
        assert kms("DescribeSecret", SecretName=db)["PlannedDeleteTime"] == ""

    def test_a_secret_is_found_by_its_arn(self, kms: Caller, db: str) -> None:
        arn = kms("DescribeSecret", SecretName=db)["Arn"]
        assert kms("GetSecretValue", SecretName=arn)["SecretData"] == "hush"
        foreign = arn.replace(kms.account_id, "1" * 16)
        assert kms.code("GetSecretValue", SecretName=foreign) == GONE

    def test_a_managed_secret_shows_kind_rotation_and_owner(self, kms: Caller) -> None:
        kms.world.store.put(
            Secret(
                kms.account_id,
                "cn-hangzhou",
                "rds",
                creator="rds",
                create_time=1,
                update_time=1,
                kind="Rds",
                owner="rds",
                rotation_seconds=7 * DAY,
                next_rotation_time=7 * DAY,
                extended_config="{}",
            )
        )
        shown = kms("DescribeSecret", SecretName="rds")
        assert (shown["SecretType"], shown["OwingService"], shown["ExtendedConfig"]) == ("Rds", "rds", "{}")
        assert (shown["AutomaticRotation"], shown["RotationInterval"]) == ("Enabled", "604800s")
        code = kms.code("PutSecretValue", SecretName="rds", VersionId="v9", SecretData="x")
        assert code == "409 Rejected.UnsupportedOperation"


class TestList:
    @pytest.fixture(autouse=True)
    def three(self, kms: Caller) -> None:
        for name in ("a", "b", "c"):
            kms("CreateSecret", SecretName=name, VersionId="v1", SecretData="x", Tags=tags(name=name))

    def names(self, kms: Caller, **parameters: object) -> list[str]:
        return [secret["SecretName"] for secret in kms("ListSecrets", **parameters)["SecretList"]["Secret"]]

    def test_pages_hold_all_in_the_order_of_creation(self, kms: Caller) -> None:
        assert self.names(kms, PageSize=2) == ["a", "b"]
        assert self.names(kms, PageSize=2, PageNumber=2) == ["c"]
        assert kms("ListSecrets", PageSize=2)["TotalCount"] == 3

    @pytest.mark.parametrize("parameters", [{"PageNumber": 0}, {"PageSize": 0}, {"PageSize": 101}])
    def test_a_page_outside_its_rules_is_refused(self, kms: Caller, parameters: dict[str, int]) -> None:
        assert kms.code("ListSecrets", **parameters) == "400 InvalidParameter"

    def test_description_key_and_instance_are_not_listed(self, kms: Caller) -> None:
        listed = kms("ListSecrets", FetchTags="true")["SecretList"]["Secret"][0]
        assert set(listed) == {"SecretName", "SecretType", "CreateTime", "UpdateTime", "Tags"}

    @pytest.mark.parametrize(
        ("filters", "names"),
        [
            ([("SecretName", ["a", "c"])], ["a", "c"]),
            ([("SecretName", ["a", "c"]), ("TagValue", ["c"])], ["c"]),
            ([("TagKey", ["name"])], ["a", "b", "c"]),
            ([("SecretType", ["Rds"])], []),
        ],
    )
    def test_filters_are_joined_by_and_their_values_by_or(
        self, kms: Caller, filters: list[tuple[str, list[str]]], names: list[str]
    ) -> None:
        given = [{"Key": key, "Values": values} for key, values in filters]
        assert self.names(kms, Filters=given) == names

    @pytest.mark.parametrize("filters", ["no json", [{"Key": "Colour", "Values": ["red"]}], [{"Key": "SecretName"}]])
    def test_a_filter_that_is_not_known_is_refused(self, kms: Caller, filters: object) -> None:
        assert kms.code("ListSecrets", Filters=filters) == "400 InvalidParameter"


class TestVersions:
    def test_a_new_version_takes_current_and_leaves_previous(self, kms: Caller, db: str) -> None:
        assert put(kms, "v2") == "200 OK"
        assert put(kms, "v3") == "200 OK"
        assert stages(kms) == {"v2": ["ACSPrevious"], "v3": ["ACSCurrent"]}
        assert stages(kms, IncludeDeprecated="true")["v1"] == []
        assert kms("GetSecretValue", SecretName=db, VersionStage="ACSPrevious")["VersionId"] == "v2"
        assert kms("GetSecretValue", SecretName=db, VersionId="v1")["SecretData"] == "hush"

    @pytest.mark.usefixtures("db")
    def test_the_same_id_with_the_same_data_changes_nothing(self, kms: Caller) -> None:
        assert put(kms, "v2", "two") == put(kms, "v3", "three") == "200 OK"
        before = stages(kms)
        assert put(kms, "v2", "two") == "200 OK"
        assert stages(kms) == before

    @pytest.mark.usefixtures("db")
    def test_the_same_id_with_other_data_is_rejected(self, kms: Caller) -> None:
        assert put(kms, "v1", "other") == "409 Rejected.ResourceExist"
        kms.world.switches.set("alicloud_version_conflict_code", "InvalidParameter")
        assert put(kms, "v1", "other") == "400 InvalidParameter"

    @pytest.mark.usefixtures("db")
    def test_an_eleventh_version_removes_the_oldest(self, kms: Caller) -> None:
        for number in range(2, 12):
            assert put(kms, f"v{number}") == "200 OK"
        assert list(stages(kms, IncludeDeprecated="true")) == [f"v{number}" for number in range(2, 12)]

    @pytest.mark.usefixtures("db")
    def test_current_and_previous_are_never_removed(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_secret_versions", "1")
        put(kms, "v2")
        assert list(stages(kms, IncludeDeprecated="true")) == ["v1", "v2"]

    @pytest.mark.parametrize("given", [["LIVE"], {"VersionStage": ["LIVE"]}])
    def test_own_stages_leave_the_current_version_alone(self, kms: Caller, db: str, given: object) -> None:
        assert put(kms, "v2", VersionStages=given) == "200 OK"
        assert stages(kms) == {"v1": ["ACSCurrent"], "v2": ["LIVE"]}
        assert kms("GetSecretValue", SecretName=db, VersionStage="LIVE")["VersionId"] == "v2"

    @pytest.mark.parametrize("given", ["LIVE", [1], {"Stage": ["LIVE"]}, [""]])
    @pytest.mark.usefixtures("db")
    def test_stages_that_are_no_list_are_refused(self, kms: Caller, given: object) -> None:
        assert put(kms, "v2", VersionStages=given) == "400 InvalidParameter"

    @pytest.mark.parametrize("asked", [{"VersionId": "v9"}, {"VersionStage": "LIVE"}])
    def test_a_version_that_does_not_exist_is_not_found(self, kms: Caller, db: str, asked: dict[str, str]) -> None:
        assert kms.code("GetSecretValue", SecretName=db, **asked) == GONE

    def test_id_and_stage_must_agree(self, kms: Caller, db: str) -> None:
        put(kms, "v2")
        assert kms.code("GetSecretValue", SecretName=db, VersionId="v1", VersionStage="ACSCurrent") == GONE


class TestStages:
    @pytest.fixture(autouse=True)
    def two(self, kms: Caller, db: str) -> None:
        put(kms, "v2")
        self.secret = {"SecretName": db}

    def move(self, kms: Caller, stage: str, **parameters: object) -> str:
        return kms.code("UpdateSecretVersionStage", **self.secret, VersionStage=stage, **parameters)

    def test_current_can_be_moved_back(self, kms: Caller) -> None:
        assert self.move(kms, "ACSCurrent", MoveToVersion="v1") == "200 OK"
        assert stages(kms) == {"v1": ["ACSCurrent"], "v2": ["ACSPrevious"]}

    def test_an_own_stage_is_put_moved_and_taken_off(self, kms: Caller) -> None:
        assert self.move(kms, "LIVE", MoveToVersion="v1") == "200 OK"
        assert self.move(kms, "LIVE", MoveToVersion="v2", RemoveFromVersion="v1") == "200 OK"
        assert stages(kms)["v2"] == ["ACSCurrent", "LIVE"]
        assert self.move(kms, "LIVE", RemoveFromVersion="v2") == "200 OK"
        assert stages(kms)["v2"] == ["ACSCurrent"]

    def test_a_reserved_stage_cannot_be_taken_off(self, kms: Caller) -> None:
        assert self.move(kms, "ACSCurrent", RemoveFromVersion="v2") == "400 MissingParameter"
        assert self.move(kms, "LIVE") == "400 MissingParameter"

    def test_versions_and_their_stages_must_exist(self, kms: Caller) -> None:
        assert self.move(kms, "LIVE", MoveToVersion="v9") == GONE
        assert self.move(kms, "LIVE", RemoveFromVersion="v1") == "400 InvalidParameter"


class TestUpdate:
    def test_the_description_changes_and_the_update_time_with_it(self, kms: Caller, db: str) -> None:
        kms.world.clock.move(60)
        kms("UpdateSecret", SecretName=db, Description="of the shop")
        shown = kms("DescribeSecret", SecretName=db)
        assert shown["Description"] == "of the shop"
        assert shown["UpdateTime"] > shown["CreateTime"]


class TestDelete:
    def delete(self, kms: Caller, **parameters: object) -> str:
        return kms.code("DeleteSecret", SecretName="db", **parameters)

    def test_the_reply_says_when_and_thirty_days_are_the_default(self, kms: Caller, db: str) -> None:
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        reply = kms("DeleteSecret", SecretName=db)
        assert reply == {"SecretName": db, "PlannedDeleteTime": "2027-02-14T08:00:00Z"}
        assert kms("DescribeSecret", SecretName=db)["PlannedDeleteTime"] == "2027-02-14T08:00:00Z"
        assert kms("ListSecrets")["SecretList"]["Secret"][0]["PlannedDeleteTime"] == "2027-02-14T08:00:00Z"

    @pytest.mark.parametrize(
        ("form", "written"),
        [
            ("seconds", "2027-01-22T08:00:00Z"),
            ("nanoseconds", "2027-01-22T08:00:00.12345678Z"),
            ("nanoseconds_beijing", "2027-01-22T16:00:00.12345678+08:00"),
        ],
    )
    def test_the_planned_time_has_the_form_of_the_switch(self, kms: Caller, db: str, form: str, written: str) -> None:
        kms.world.switches.set("alicloud_planned_time_form", form)
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        assert kms("DeleteSecret", SecretName=db, RecoveryWindowInDays="7")["PlannedDeleteTime"] == written

    @pytest.mark.parametrize("window", ["0", "6", "31", "-7", "seven", "7.5", "\u0667", "7" * 5000])
    @pytest.mark.usefixtures("db")
    def test_a_window_is_seven_to_thirty_days(self, kms: Caller, window: str) -> None:
        assert self.delete(kms, RecoveryWindowInDays=window) == "400 InvalidParameter"
        assert self.delete(kms, RecoveryWindowInDays="30") == "200 OK"

    @pytest.mark.usefixtures("db")
    def test_the_limits_of_the_window_are_a_switch(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_recovery_window", "any")
        assert self.delete(kms, RecoveryWindowInDays="0") == "400 InvalidParameter"
        assert self.delete(kms, RecoveryWindowInDays="1") == "200 OK"

    @pytest.mark.usefixtures("db")
    def test_a_pending_secret_refuses_another_deletion_and_its_name(self, kms: Caller) -> None:
        assert self.delete(kms) == "200 OK"
        assert self.delete(kms) == IN_WINDOW
        assert self.delete(kms, ForceDeleteWithoutRecovery="true") == IN_WINDOW
        assert kms.code("CreateSecret", SecretName="db", VersionId="v1", SecretData="x") == IN_WINDOW

    @pytest.mark.usefixtures("db")
    def test_force_may_go_past_the_window_by_switch(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_force_while_pending", "accepted")
        self.delete(kms)
        assert self.delete(kms, ForceDeleteWithoutRecovery="true") == "200 OK"
        assert kms.code("DescribeSecret", SecretName="db") == GONE

    def test_a_pending_value_cannot_be_read_or_written(self, kms: Caller, db: str) -> None:
        self.delete(kms)
        assert kms.code("GetSecretValue", SecretName=db) == IN_WINDOW
        assert put(kms, "v2") == IN_WINDOW
        assert kms.code("UpdateSecret", SecretName=db, Description="d") == IN_WINDOW
        assert kms.code("TagResource", SecretName=db, Tags=tags(a="b")) == IN_WINDOW
        kms.world.switches.set("alicloud_pending_value_code", "Forbidden.ResourceNotFound")
        assert kms.code("GetSecretValue", SecretName=db) == GONE
        kms.world.switches.set("alicloud_write_while_pending", "accepted")
        assert put(kms, "v2") == "200 OK"

    def test_a_restored_secret_has_its_value_again(self, kms: Caller, db: str) -> None:
        self.delete(kms)
        assert kms("RestoreSecret", SecretName=db) == {"SecretName": db}
        assert kms("GetSecretValue", SecretName=db)["SecretData"] == "hush"
        assert "PlannedDeleteTime" not in kms("DescribeSecret", SecretName=db)
        assert kms.code("RestoreSecret", SecretName=db) == "409 Rejected.ResourceInUse"

    def test_the_end_of_the_window_ends_the_secret_with_its_tags(self, kms: Caller, db: str) -> None:
        kms("TagResource", SecretName=db, Tags=tags(a="b"))
        self.delete(kms, RecoveryWindowInDays="7")
        kms.world.clock.move(7 * DAY - 2)
        assert kms.code("DescribeSecret", SecretName=db) == "200 OK"
        kms.world.clock.move(3)
        for action in ("DescribeSecret", "RestoreSecret", "DeleteSecret", "GetSecretValue"):
            assert kms.code(action, SecretName=db) == GONE
        assert kms.code("CreateSecret", SecretName=db, VersionId="v1", SecretData="x") == "200 OK"
        assert kms("DescribeSecret", SecretName=db, FetchTags="true")["Tags"] == {"Tag": []}

    def test_force_ends_the_secret_at_once_and_frees_its_name(self, kms: Caller, db: str) -> None:
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        reply = kms("DeleteSecret", SecretName=db, ForceDeleteWithoutRecovery="true")
        assert reply["PlannedDeleteTime"] == "2027-01-15T08:00:00Z"
        assert kms.code("RestoreSecret", SecretName=db) == GONE
        assert kms.code("CreateSecret", SecretName=db, VersionId="v1", SecretData="x") == "200 OK"

    @pytest.mark.usefixtures("db")
    def test_a_forced_name_may_stay_held_for_some_looks(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_forced_name_looks", "2")
        self.delete(kms, ForceDeleteWithoutRecovery="true")
        given = {"SecretName": "db", "VersionId": "v1", "SecretData": "x"}
        codes = [kms.code("CreateSecret", **given) for _ in range(3)]
        assert codes == [IN_WINDOW, IN_WINDOW, "200 OK"]

    @pytest.mark.parametrize(("setting", "code"), [("ignored", "200 OK"), ("refused", "400 InvalidParameter")])
    @pytest.mark.usefixtures("db")
    def test_force_with_a_window_is_a_switch(self, kms: Caller, setting: str, code: str) -> None:
        kms.world.switches.set("alicloud_force_with_window", setting)
        assert self.delete(kms, ForceDeleteWithoutRecovery="true", RecoveryWindowInDays="7") == code

    @pytest.mark.usefixtures("db")
    def test_force_is_true_or_false(self, kms: Caller) -> None:
        assert self.delete(kms, ForceDeleteWithoutRecovery="yes") == "400 InvalidParameter"


class TestEncryptingKey:
    def create(self, kms: Caller, key: str, **parameters: Any) -> str:  # noqa: ANN401 - parameters are JSON
        given = {"SecretName": "db", "VersionId": "v1", "SecretData": "hush", "EncryptionKeyId": key}
        return kms.code("CreateSecret", **given, **parameters)

    def test_id_arn_and_alias_name_the_same_key(self, kms: Caller, key_id: str) -> None:
        kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
        arn = kms("DescribeKey", KeyId=key_id)["KeyMetadata"]["Arn"]
        for name in (key_id, arn, "alias/shop"):
            assert self.create(kms, name) == "200 OK"
            assert kms("DescribeSecret", SecretName="db")["EncryptionKeyId"] == key_id
            kms("DeleteSecret", SecretName="db", ForceDeleteWithoutRecovery="true")

    def test_without_a_key_none_is_shown_or_a_product_key(self, kms: Caller, db: str) -> None:
        assert "EncryptionKeyId" not in kms("DescribeSecret", SecretName=db)
        kms.world.switches.set("alicloud_default_key_id", "filled")
        kms("CreateSecret", SecretName="other", VersionId="v1", SecretData="x")
        default = kms("DescribeSecret", SecretName="other")["EncryptionKeyId"]
        assert kms.code("ScheduleKeyDeletion", KeyId=default, PendingWindowInDays=7) == (
            "409 Rejected.UnsupportedOperation"
        )
        assert kms("GetSecretValue", SecretName="other")["SecretData"] == "x"

    @pytest.mark.parametrize("code", ["Forbidden.ResourceNotFound", "Forbidden.KeyNotFound"])
    def test_a_missing_key_is_not_found(self, kms: Caller, code: str) -> None:
        kms.world.switches.set("alicloud_missing_encryption_key_code", code)
        assert self.create(kms, "nothing") == f"404 {code}"

    def test_a_pair_cannot_encrypt_secrets(self, kms: Caller) -> None:
        pair = kms("CreateKey", KeySpec="RSA_2048", KeyUsage="ENCRYPT/DECRYPT")["KeyMetadata"]["KeyId"]
        assert self.create(kms, pair) == "400 InvalidParameter"

    def test_a_key_that_is_not_in_use_stops_reading_and_writing(self, kms: Caller, key_id: str) -> None:
        self.create(kms, key_id)
        kms("DisableKey", KeyId=key_id)
        assert kms.code("GetSecretValue", SecretName="db") == "409 Rejected.Disabled"
        assert put(kms, "v2") == "409 Rejected.Disabled"
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        assert kms.code("GetSecretValue", SecretName="db") == "409 Rejected.PendingDeletion"
        kms("CancelKeyDeletion", KeyId=key_id)
        assert kms("GetSecretValue", SecretName="db")["SecretData"] == "hush"

    def test_a_key_that_is_gone_takes_the_secret_with_it(self, kms: Caller, key_id: str) -> None:
        self.create(kms, key_id)
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms.world.clock.move(7 * DAY + 1)
        assert kms.code("GetSecretValue", SecretName="db") == "404 Forbidden.KeyNotFound"
        kms.world.switches.set("alicloud_unusable_encryption_key", "ignored")
        assert kms.code("GetSecretValue", SecretName="db") == "200 OK"

    @pytest.mark.parametrize("right", ["GenerateDataKey", "Decrypt"])
    def test_the_caller_needs_rights_on_a_key_of_its_own(self, kms: Caller, key_id: str, right: str) -> None:
        account = kms.world.store.get(Account, account_id=kms.account_id)
        assert account
        access = make_access_key(kms.world.store, account, "LTAI", user_id="ada")
        ada = Caller(kms.world, access.access_key_id, access.access_key_secret)
        assert self.create(kms, key_id) == "200 OK"
        kms.world.denials.append(Denial(f"kms:{right}", user="ada"))
        answer = (
            ada.send("GetSecretValue", {"SecretName": "db"})
            if right == "Decrypt"
            else ada.send("PutSecretValue", {"SecretName": "db", "VersionId": "v2", "SecretData": "x"})
        )
        assert answer.json()["Code"] == "Forbidden.NoPermission"
        assert f"Action: kms:{right}, caller: ada" in answer.json()["Message"]


def test_a_dry_run_says_what_would_have_happened(kms: Caller, db: str) -> None:
    assert kms.code("GetSecretValue", SecretName=db, DryRun="true") == "400 DryRunOperationError"
    assert kms.code("GetSecretValue", SecretName="nothing", DryRun="true") == GONE
    assert kms.code("GetSecretValue", SecretName=db, DryRun="false") == "200 OK"
