"""KMS instances, both generations of accounts, and the account's own condition."""

from __future__ import annotations

import pytest

from reprieve_emulator.alicloud.conditions import Condition
from reprieve_emulator.alicloud.instances.records import Generation, Instance
from reprieve_emulator.alicloud.regions import REGIONS
from tests.emulator.alicloud.calling import Caller

NOT_FOUND = "404 Forbidden.DKMSInstanceNotFound"
HERE = {"DKMSInstanceId": "kst-1"}
SECRET = {"SecretName": "db", "VersionId": "v1", "SecretData": "x"}


@pytest.fixture
def instance(kms: Caller) -> Instance:
    """An instance with room for two keys and one secret."""
    made = Instance(kms.account_id, "cn-hangzhou", "kst-1", 1_800_000_000, key_num=2, secret_num=1)
    kms.world.store.put(made)
    return made


def change(kms: Caller, instance: Instance, **fields: object) -> None:
    for name, value in fields.items():
        setattr(instance, name, value)
    kms.world.store.put(instance)


class TestReads:
    def test_an_instance_is_listed_and_described(self, kms: Caller, instance: Instance) -> None:
        assert kms("ListKmsInstances") == {
            "KmsInstances": {"KmsInstance": [{"KmsInstanceId": "kst-1", "KmsInstanceArn": instance.arn}]},
            "PageNumber": 1,
            "PageSize": 20,
            "TotalCount": 1,
        }
        shown = kms("GetKmsInstance", KmsInstanceId="kst-1")["KmsInstance"]
        assert (shown["Status"], shown["KeyNum"], shown["SecretNum"]) == ("Connected", 2, "1")
        assert shown["CreateTime"] == "2027-01-15T08:00:00Z"

    @pytest.mark.usefixtures("instance")
    def test_quotas_say_what_was_bought_and_what_is_used(self, kms: Caller) -> None:
        kms("CreateKey", **HERE)
        infos = kms("GetKmsInstanceQuotaInfos", KmsInstanceId="kst-1")["KmsInstanceQuotaInfos"]
        assert [info["ResourceType"] for info in infos] == ["key", "secret", "qps", "vpc"]
        assert infos[0] == {"ResourceType": "key", "ResourceQuota": 2, "UsedQuantity": 1}
        asked = {"KmsInstanceId": "kst-1", "ResourceType": "secret"}
        assert len(kms("GetKmsInstanceQuotaInfos", **asked)["KmsInstanceQuotaInfos"]) == 1
        assert kms.code("GetKmsInstanceQuotaInfos", KmsInstanceId="kst-1", ResourceType="cats") == (
            "400 InvalidParameter"
        )

    @pytest.mark.parametrize("action", ["GetKmsInstance", "GetKmsInstanceQuotaInfos", "ReleaseKmsInstance"])
    def test_an_instance_that_is_not_there_is_not_found(self, kms: Caller, action: str) -> None:
        assert kms.code(action, KmsInstanceId="kst-9") == NOT_FOUND

    def test_the_regions_are_those_that_are_served(self, kms: Caller) -> None:
        regions = kms("DescribeRegions")["Regions"]["Region"]
        assert [region["RegionId"] for region in regions] == list(REGIONS)


class TestKeysAndSecretsInside:
    def test_a_key_in_an_instance_has_its_id_form_and_protection(self, kms: Caller, instance: Instance) -> None:
        change(kms, instance, is_hardware=True)
        key = kms("CreateKey", **HERE)["KeyMetadata"]
        assert key["KeyId"].startswith("key-")
        assert (key["DKMSInstanceId"], key["ProtectionLevel"]) == ("kst-1", "HSM")

    @pytest.mark.usefixtures("instance")
    def test_secret_and_key_are_in_the_same_instance(self, kms: Caller, key_id: str) -> None:
        assert kms.code("CreateSecret", **SECRET, **HERE, EncryptionKeyId=key_id) == "400 InvalidParameter"
        inside = kms("CreateKey", **HERE)["KeyMetadata"]["KeyId"]
        assert kms.code("CreateSecret", **SECRET, EncryptionKeyId=inside) == "400 InvalidParameter"
        assert kms("CreateSecret", **SECRET, **HERE, EncryptionKeyId=inside)["DKMSInstanceId"] == "kst-1"
        assert kms("DescribeSecret", SecretName="db")["DKMSInstanceId"] == "kst-1"

    @pytest.mark.usefixtures("instance")
    def test_what_was_bought_is_a_limit(self, kms: Caller) -> None:
        for _ in range(2):
            kms("CreateKey", **HERE)
        assert kms.code("CreateKey", **HERE) == "400 Rejected.LimitExceeded"
        kms("CreateSecret", **SECRET, **HERE)
        assert kms.code("CreateSecret", **{**SECRET, "SecretName": "db2"}, **HERE) == "400 Rejected.LimitExceeded"
        assert kms.code("CreateKey") == "200 OK"

    @pytest.mark.parametrize("status", ["Uninitialized", "Connecting", "Disconnected", "Error"])
    def test_an_instance_that_is_not_connected_takes_nothing(
        self, kms: Caller, instance: Instance, status: str
    ) -> None:
        change(kms, instance, status=status)
        assert kms.code("CreateKey", **HERE) == "403 Forbidden.DKMSInstanceStateInvalid"
        assert kms.code("CreateSecret", **SECRET, **HERE) == "403 Forbidden.DKMSInstanceStateInvalid"

    def test_an_unknown_instance_is_not_found(self, kms: Caller) -> None:
        assert kms.code("CreateKey", **HERE) == NOT_FOUND


class TestRelease:
    @pytest.mark.usefixtures("instance")
    def test_all_windows_end_with_the_instance(self, kms: Caller) -> None:
        key_id = kms("CreateKey", **HERE)["KeyMetadata"]["KeyId"]
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=30)
        kms("CreateSecret", **SECRET, **HERE)
        kms("DeleteSecret", SecretName="db")
        kms("ReleaseKmsInstance", KmsInstanceId="kst-1", ForceDeleteWithoutBackup="true")
        assert kms.code("CancelKeyDeletion", KeyId=key_id) == "404 Forbidden.KeyNotFound"
        assert kms.code("RestoreSecret", SecretName="db") == "404 Forbidden.ResourceNotFound"
        assert kms("ListKmsInstances")["TotalCount"] == 0

    def test_without_a_backup_it_must_be_forced(self, kms: Caller, instance: Instance) -> None:
        assert kms.code("ReleaseKmsInstance", KmsInstanceId="kst-1") == "409 Rejected.UnsupportedOperation"
        change(kms, instance, is_backed_up=True)
        assert kms.code("ReleaseKmsInstance", KmsInstanceId="kst-1") == "200 OK"

    def test_a_protected_instance_stays(self, kms: Caller, instance: Instance) -> None:
        change(kms, instance, deletion_protection=True)
        asked = {"KmsInstanceId": "kst-1", "ForceDeleteWithoutBackup": "true"}
        assert kms.code("ReleaseKmsInstance", **asked) == "409 Rejected.UnsupportedOperation"
        kms.world.switches.set("alicloud_release_code", "InvalidParameter")
        assert kms.code("ReleaseKmsInstance", **asked) == "400 InvalidParameter"


class TestAccountsThatNeedAnInstance:
    @pytest.fixture(autouse=True)
    def needs_instance(self, kms: Caller) -> None:
        kms.world.store.put(Generation(kms.account_id, needs_instance=True))

    @pytest.mark.parametrize("code", ["Rejected.LimitExceeded", "InvalidParameter"])
    def test_one_default_key_is_all_outside_instances(self, kms: Caller, code: str) -> None:
        kms.world.switches.set("alicloud_second_default_key_code", code)
        assert kms.code("CreateKey") == "200 OK"
        assert kms.code("CreateKey") == f"400 {code}"
        assert kms.code("CreateKey", RegionId="cn-beijing") == "200 OK"
        assert Caller.of(kms.world, "two").code("CreateKey") == "200 OK"

    def test_a_secret_needs_an_instance(self, kms: Caller) -> None:
        assert kms.code("CreateSecret", **SECRET) == "400 MissingParameter"
        kms.world.switches.set("alicloud_secret_without_instance_code", "Forbidden.NoPermission")
        assert kms.code("CreateSecret", **SECRET) == "403 Forbidden.NoPermission"

    @pytest.mark.usefixtures("instance")
    def test_inside_an_instance_all_is_as_before(self, kms: Caller) -> None:
        assert kms.code("CreateKey", **HERE) == "200 OK"
        assert kms.code("CreateKey", **HERE) == "200 OK"
        assert kms.code("CreateSecret", **SECRET, **HERE) == "200 OK"


class TestConditions:
    @pytest.mark.parametrize(
        ("state", "code", "status"),
        [
            ("not_enabled", "403 Forbidden.KmsServiceNotEnabled", "NotEnabled"),
            ("in_debt", "403 Forbidden.InDebt", "InDebt"),
            ("in_debt_overdue", "403 Forbidden.InDebtOverdue", "Suspended"),
        ],
    )
    def test_a_condition_stops_the_service_and_can_be_asked_for(
        self, kms: Caller, state: str, code: str, status: str
    ) -> None:
        kms.world.store.put(Condition(kms.account_id, state))
        assert kms.code("ListKeys") == code
        assert kms("DescribeAccountKmsStatus") == {"AccountStatus": status}
        assert kms.send("GetCallerIdentity", {}, service="sts").status_code == 200

    def test_opening_activates_the_service_and_pays_no_debt(self, kms: Caller) -> None:
        assert kms("DescribeAccountKmsStatus") == {"AccountStatus": "Enabled"}
        kms.world.store.put(Condition(kms.account_id, "not_enabled"))
        assert kms("OpenKmsService") == {}
        assert kms.code("ListKeys") == "200 OK"
        kms.world.store.put(Condition(kms.account_id, "in_debt"))
        kms("OpenKmsService")
        assert kms.code("ListKeys") == "403 Forbidden.InDebt"

    def test_a_disabled_access_key_may_do_nothing(self, kms: Caller) -> None:
        kms.world.store.put(Condition(kms.account_id, "access_key_disabled"))
        assert kms.code("DescribeAccountKmsStatus") == "403 Forbidden.AccessKey"
        answer = kms.send("GetCallerIdentity", {}, service="sts")
        assert (answer.status_code, answer.json()["Code"]) == (403, "Forbidden.AccessKey")
