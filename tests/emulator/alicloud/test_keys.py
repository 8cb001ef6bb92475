"""Keys: what they may be, the state table, rotation, protection, and the end of the window."""

from __future__ import annotations

from typing import Any

import pytest

from reprieve_emulator.alicloud.aliases.records import Alias
from reprieve_emulator.alicloud.keys.records import Key, KeyVersion
from tests.emulator.alicloud.calling import DAY, Caller, tags

STUCK = "409 Rejected.StateModifiedFailed"
PENDING = "409 Rejected.PendingDeletion"
OK = "200 OK"


def describe(kms: Caller, key_id: str) -> dict[str, Any]:
    found: dict[str, Any] = kms("DescribeKey", KeyId=key_id)["KeyMetadata"]
    return found


def state(kms: Caller, key_id: str) -> str:
    return str(describe(kms, key_id)["KeyState"])


def in_state(kms: Caller, wanted: str) -> str:
    """Make a key in a state."""
    given = {"Origin": "EXTERNAL"} if wanted == "PendingImport" else {}
    key_id: str = kms("CreateKey", **given)["KeyMetadata"]["KeyId"]
    if wanted == "Disabled":
        kms("DisableKey", KeyId=key_id)
    if wanted == "PendingDeletion":
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
    assert state(kms, key_id) == wanted
    return key_id


class TestCreate:
    def test_a_key_is_enabled_and_symmetric_by_default(self, kms: Caller) -> None:
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        key = kms("CreateKey", Description="of the shop")["KeyMetadata"]
        version = key.pop("PrimaryKeyVersion")
        key_id = key["KeyId"]
        assert version
        assert key == {
            "KeyId": key_id,
            "Arn": f"acs:kms:cn-hangzhou:{kms.account_id}:key/{key_id}",
            "CreationDate": "2027-01-15T08:00:00Z",
            "Creator": kms.account_id,
            "Description": "of the shop",
            "KeyState": "Enabled",
            "KeySpec": "Aliyun_AES_256",
            "KeyUsage": "ENCRYPT/DECRYPT",
            "Origin": "Aliyun_KMS",
            "ProtectionLevel": "SOFTWARE",
            "DeleteDate": "",
            "MaterialExpireTime": "",
            "LastRotationDate": "2027-01-15T08:00:00Z",
            "AutomaticRotation": "Disabled",
        }

    @pytest.mark.parametrize(
        ("spec", "default", "other"),
        [
            ("Aliyun_AES_256", "ENCRYPT/DECRYPT", ""),
            ("Aliyun_SM4", "ENCRYPT/DECRYPT", ""),
            ("RSA_2048", "SIGN/VERIFY", "ENCRYPT/DECRYPT"),
            ("RSA_3072", "SIGN/VERIFY", "ENCRYPT/DECRYPT"),
            ("EC_SM2", "SIGN/VERIFY", "ENCRYPT/DECRYPT"),
            ("EC_P256", "SIGN/VERIFY", ""),
            ("EC_P256K", "SIGN/VERIFY", ""),
        ],
    )
    def test_each_kind_has_its_usages(self, kms: Caller, spec: str, default: str, other: str) -> None:
        assert kms("CreateKey", KeySpec=spec)["KeyMetadata"]["KeyUsage"] == default
        unfit = "SIGN/VERIFY" if spec.startswith("Aliyun") else "ENCRYPT/DECRYPT"
        if other:
            assert kms("CreateKey", KeySpec=spec, KeyUsage=other)["KeyMetadata"]["KeyUsage"] == other
        else:
            assert kms.code("CreateKey", KeySpec=spec, KeyUsage=unfit) == "400 InvalidParameter"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("KeySpec", "AES_128"),
            ("KeyUsage", "MAC"),
            ("Origin", "Elsewhere"),
            ("ProtectionLevel", "PAPER"),
            ("Description", "d" * 8193),
            ("EnableAutomaticRotation", "perhaps"),
        ],
    )
    def test_a_value_outside_its_rules_is_refused_by_name(self, kms: Caller, field: str, value: str) -> None:
        refusal = kms.send("CreateKey", {field: value}).json()
        assert refusal["Code"] == "InvalidParameter"
        assert f'"{field}"' in refusal["Message"]

    def test_a_protection_level_that_the_region_lacks_is_unsupported(self, kms: Caller) -> None:
        assert kms("CreateKey", ProtectionLevel="HSM")["KeyMetadata"]["ProtectionLevel"] == "HSM"
        kms.world.switches.set("alicloud_hsm", "not_offered")
        assert kms.code("CreateKey", ProtectionLevel="HSM") == "400 Unsupported.ProtectionLevel"

    def test_the_quota_is_a_limit_that_counts_pending_keys_by_switch(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_key_quota", "1")
        in_state(kms, "PendingDeletion")
        assert kms.code("CreateKey") == "400 Rejected.LimitExceeded"
        kms.world.switches.set("alicloud_key_quota_counts_pending", "no")
        assert kms.code("CreateKey") == OK


STATES = ("Enabled", "Disabled", "PendingDeletion", "PendingImport")
TABLE: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("EnableKey", ""): (OK, OK, STUCK, STUCK),
    ("DisableKey", ""): (OK, OK, STUCK, STUCK),
    ("ScheduleKeyDeletion", "PendingWindowInDays=7"): (OK, OK, STUCK, OK),
    ("CancelKeyDeletion", ""): (STUCK, STUCK, OK, STUCK),
    ("UpdateKeyDescription", "Description=d"): (OK, OK, PENDING, OK),
    ("CreateAlias", "AliasName=alias/new"): (OK, OK, STUCK, OK),
    ("UpdateAlias", "AliasName=alias/old"): (OK, OK, PENDING, OK),
    ("TagResource", 'Tags=[{"TagKey":"a","TagValue":"b"}]'): (OK, OK, PENDING, OK),
    ("UntagResource", 'TagKeys=["a"]'): (OK, OK, PENDING, OK),
    ("ListResourceTags", ""): (OK, OK, OK, OK),
    ("DescribeKey", ""): (OK, OK, OK, OK),
    ("ListKeyVersions", ""): (OK, OK, OK, OK),
    ("UpdateRotationPolicy", "EnableAutomaticRotation=false"): (
        OK,
        "409 Rejected.Disabled",
        PENDING,
        "409 Rejected.PendingImport",
    ),
    ("Encrypt", "Plaintext=YQ=="): (OK, "409 Rejected.Disabled", PENDING, "409 Rejected.PendingImport"),
    ("GenerateDataKey", ""): (OK, "409 Rejected.Disabled", PENDING, "409 Rejected.PendingImport"),
    ("SetDeletionProtection", "EnableDeletionProtection=true"): (OK, OK, PENDING, OK),
}


@pytest.mark.parametrize(
    ("action", "extra", "before", "code"),
    [
        (action, extra, before, code)
        for (action, extra), codes in TABLE.items()
        for before, code in zip(STATES, codes, strict=True)
    ],
)
def test_the_vendors_table_of_states_holds(kms: Caller, action: str, extra: str, before: str, code: str) -> None:
    kms("CreateAlias", AliasName="alias/old", KeyId=in_state(kms, "Enabled"))
    key_id = in_state(kms, before)
    name, _, value = extra.partition("=")
    assert kms.code(action, KeyId=key_id, **({name: value} if name else {})) == code


class TestDeletion:
    def test_an_enabled_key_is_scheduled_and_the_reply_says_nothing(self, kms: Caller, key_id: str) -> None:
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        assert kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7) == {}
        assert describe(kms, key_id)["DeleteDate"] == "2027-01-22T08:00:00Z"
        assert describe(kms, key_id)["KeyState"] == "PendingDeletion"

    @pytest.mark.parametrize(
        ("window", "code"),
        [(0, "400 InvalidParameter"), (6, "400 InvalidParameter"), (366, OK), (367, "400 InvalidParameter")],
    )
    def test_a_window_is_seven_to_366_days(self, kms: Caller, key_id: str, window: int, code: str) -> None:
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=window) == code

    def test_the_older_longest_window_is_a_switch(self, kms: Caller, key_id: str) -> None:
        kms.world.switches.set("alicloud_key_window_longest_days", "30")
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=31) == "400 InvalidParameter"

    def test_the_window_must_be_given(self, kms: Caller, key_id: str) -> None:
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id) == "400 MissingParameter"

    def test_pending_keys_are_listed(self, kms: Caller) -> None:
        key_id = in_state(kms, "PendingDeletion")
        assert [key["KeyId"] for key in kms("ListKeys")["Keys"]["Key"]] == [key_id]

    def test_a_cancelled_key_is_enabled_whatever_it_was(self, kms: Caller) -> None:
        key_id = in_state(kms, "Disabled")
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms("CancelKeyDeletion", KeyId=key_id)
        assert (state(kms, key_id), describe(kms, key_id)["DeleteDate"]) == ("Enabled", "")

    def test_the_state_before_comes_back_by_switch(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_cancelled_state", "previous")
        key_id = in_state(kms, "Disabled")
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms("CancelKeyDeletion", KeyId=key_id)
        assert state(kms, key_id) == "Disabled"

    @pytest.mark.parametrize("after", ["PendingImport", "Enabled"])
    def test_an_imported_key_without_material_comes_back_by_switch(self, kms: Caller, after: str) -> None:
        kms.world.switches.set("alicloud_cancelled_import", after)
        key_id = in_state(kms, "PendingImport")
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms("CancelKeyDeletion", KeyId=key_id)
        assert state(kms, key_id) == after

    def test_the_end_of_the_window_ends_key_aliases_and_tags(self, kms: Caller, key_id: str) -> None:
        kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
        kms("TagResource", KeyId=key_id, Tags=tags(a="b"))
        kms("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7)
        kms.world.clock.move(7 * DAY - 2)
        assert kms.code("DescribeKey", KeyId=key_id) == OK
        kms.world.clock.move(3)
        for action in ("DescribeKey", "CancelKeyDeletion", "EnableKey", "ListResourceTags"):
            assert kms.code(action, KeyId=key_id) == "404 Forbidden.KeyNotFound"
        assert kms.code("DescribeKey", KeyId="alias/shop") == "404 Forbidden.AliasNotFound"
        assert kms("ListAliases")["TotalCount"] == 0
        listed = {"RegionId": "cn-hangzhou", "ResourceType": "key"}
        assert kms("ListTagResources", **listed)["TagResources"]["TagResource"] == []


class TestProtection:
    def test_a_protected_key_cannot_be_scheduled(self, kms: Caller, key_id: str) -> None:
        given = {"EnableDeletionProtection": "true", "DeletionProtectionDescription": "the shop"}
        kms("SetDeletionProtection", KeyId=key_id, **given)
        shown = describe(kms, key_id)
        assert (shown["DeletionProtection"], shown["DeletionProtectionDescription"]) == ("Enabled", "the shop")
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7) == STUCK
        kms.world.switches.set("alicloud_protected_key_code", "Forbidden.NoPermission")
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7) == "403 Forbidden.NoPermission"
        kms("SetDeletionProtection", ProtectedResourceArn=shown["Arn"], EnableDeletionProtection="false")
        assert describe(kms, key_id)["DeletionProtectionDescription"] == ""
        assert kms.code("ScheduleKeyDeletion", KeyId=key_id, PendingWindowInDays=7) == OK

    def test_it_must_name_a_key(self, kms: Caller) -> None:
        assert kms.code("SetDeletionProtection", EnableDeletionProtection="true") == "400 MissingParameter"


class TestServiceKeys:
    @pytest.fixture
    def service_key(self, kms: Caller) -> str:
        """A key that a product made."""
        key = Key(kms.account_id, "cn-hangzhou", "of-oss", creator="Oss", create_time=1, owner="Oss")
        kms.world.store.put(key)
        kms.world.store.put(KeyVersion("of-oss", "v", 1, "00" * 32))
        kms.world.store.put(Alias(kms.account_id, "cn-hangzhou", "alias/acs/oss", "of-oss"))
        return "of-oss"

    def test_it_can_be_read_and_not_changed(self, kms: Caller, service_key: str) -> None:
        assert kms("DescribeKey", KeyId="alias/acs/oss")["KeyMetadata"]["Creator"] == "Oss"
        given: dict[str, dict[str, Any]] = {
            "ScheduleKeyDeletion": {"PendingWindowInDays": 7},
            "UpdateKeyDescription": {"Description": "d"},
        }
        for action in ("ScheduleKeyDeletion", "DisableKey", "UpdateKeyDescription"):
            code = kms.code(action, KeyId=service_key, **given.get(action, {}))
            assert code == "409 Rejected.UnsupportedOperation"

    @pytest.mark.parametrize("code", ["403 Forbidden.NoPermission", "409 Rejected.StateModifiedFailed"])
    def test_the_code_of_the_refusal_is_a_switch(self, kms: Caller, service_key: str, code: str) -> None:
        kms.world.switches.set("alicloud_service_key_code", code.split()[1])
        assert kms.code("ScheduleKeyDeletion", KeyId=service_key, PendingWindowInDays=7) == code

    def test_filters_tell_products_keys_from_users(self, kms: Caller, service_key: str, key_id: str) -> None:
        for creator, found in (("Service", service_key), ("User", key_id)):
            filters = [{"Key": "CreatorType", "Values": [creator]}]
            assert [key["KeyId"] for key in kms("ListKeys", Filters=filters)["Keys"]["Key"]] == [found]


class TestList:
    @pytest.mark.parametrize(
        ("key", "value", "places"),
        [
            ("KeyState", "Disabled", [1]),
            ("KeySpec", "RSA_2048", [2]),
            ("KeyUsage", "SIGN/VERIFY", [2]),
            ("ProtectionLevel", "HSM", [0]),
            ("AliasName", "alias/shop", [1]),
            ("TagKey", "team", [0]),
            ("TagValue", "shop", [0]),
            ("DKMSInstanceId", "kst-1", []),
        ],
    )
    def test_keys_are_filtered(self, kms: Caller, key: str, value: str, places: list[int]) -> None:
        made = [
            kms("CreateKey", ProtectionLevel="HSM", Tags=tags(team="shop"))["KeyMetadata"]["KeyId"],
            in_state(kms, "Disabled"),
            kms("CreateKey", KeySpec="RSA_2048")["KeyMetadata"]["KeyId"],
        ]
        kms("CreateAlias", AliasName="alias/shop", KeyId=made[1])
        found = kms("ListKeys", Filters=[{"Key": key, "Values": [value]}])["Keys"]["Key"]
        assert [item["KeyId"] for item in found] == [made[place] for place in places]

    def test_the_filter_by_id_may_be_written_as_the_vendor_writes_it(self, kms: Caller, key_id: str) -> None:
        kms("CreateKey")
        found = kms("ListKeys", Filters=[{"Key": "keyId", "Values": [key_id]}])
        assert found["TotalCount"] == 1


class TestRotation:
    def rotate(self, kms: Caller, key_id: str, interval: str) -> str:
        given = {"EnableAutomaticRotation": "true", "RotationInterval": interval}
        return kms.code("UpdateRotationPolicy", KeyId=key_id, **given)

    @pytest.mark.parametrize("interval", ["7d", "168h", "10080m", "604800s"])
    def test_an_interval_has_a_unit_and_is_shown_in_seconds(self, kms: Caller, key_id: str, interval: str) -> None:
        kms.world.clock.set(1_800_000_000)
        kms.world.clock.freeze()
        assert self.rotate(kms, key_id, interval) == OK
        shown = describe(kms, key_id)
        assert (shown["AutomaticRotation"], shown["RotationInterval"]) == ("Enabled", "604800s")
        assert shown["NextRotationDate"] == "2027-01-22T08:00:00Z"

    @pytest.mark.parametrize("interval", ["6d", "731d", "7", "7w", ""])
    def test_an_interval_outside_its_rules_is_refused(self, kms: Caller, key_id: str, interval: str) -> None:
        assert self.rotate(kms, key_id, interval) == "400 InvalidParameter"

    def test_a_new_key_rotates_within_a_year_unless_the_switch_says_otherwise(self, kms: Caller) -> None:
        given = {"EnableAutomaticRotation": "true", "RotationInterval": "366d"}
        assert kms.code("CreateKey", **given) == "400 InvalidParameter"
        kms.world.switches.set("alicloud_rotation_longest_days", "730")
        assert kms.code("CreateKey", **given) == OK

    def test_the_interval_must_be_given(self, kms: Caller, key_id: str) -> None:
        assert kms.code("CreateKey", EnableAutomaticRotation="true") == "400 MissingParameter"
        code = kms.code("UpdateRotationPolicy", KeyId=key_id, EnableAutomaticRotation="true")
        assert code == "400 MissingParameter"

    def test_what_kms_did_not_make_is_not_rotated(self, kms: Caller) -> None:
        given = {"EnableAutomaticRotation": "true", "RotationInterval": "7d"}
        assert kms.code("CreateKey", Origin="EXTERNAL", **given) == "400 Unsupported.Origin"
        assert kms.code("CreateKey", KeySpec="RSA_2048", **given) == "400 InvalidParameter"
        assert kms.code("CreateKeyVersion", KeyId=in_state(kms, "PendingImport")) == "400 Unsupported.Origin"

    def test_time_brings_new_versions_and_a_disabled_key_waits(self, kms: Caller, key_id: str) -> None:
        self.rotate(kms, key_id, "7d")
        kms.world.clock.move(15 * DAY)
        assert kms("ListKeyVersions", KeyId=key_id)["TotalCount"] == 3
        kms("DisableKey", KeyId=key_id)
        kms.world.clock.move(15 * DAY)
        assert kms("ListKeyVersions", KeyId=key_id)["TotalCount"] == 3
        assert describe(kms, key_id)["AutomaticRotation"] == "Suspended"

    def test_rotation_can_be_ended(self, kms: Caller, key_id: str) -> None:
        self.rotate(kms, key_id, "7d")
        kms("UpdateRotationPolicy", KeyId=key_id, EnableAutomaticRotation="false")
        shown = describe(kms, key_id)
        assert shown["AutomaticRotation"] == "Disabled"
        assert "NextRotationDate" not in shown

    def test_a_version_made_by_hand_is_the_primary_one(self, kms: Caller, key_id: str) -> None:
        made = kms("CreateKeyVersion", KeyId=key_id)["KeyVersion"]
        assert describe(kms, key_id)["PrimaryKeyVersion"] == made["KeyVersionId"]
        asked = {"KeyId": key_id, "KeyVersionId": made["KeyVersionId"]}
        assert kms("DescribeKeyVersion", **asked)["KeyVersion"] == made
        code = kms.code("DescribeKeyVersion", KeyId=key_id, KeyVersionId="nothing")
        assert code == "404 Forbidden.KeyVersionNotFound"


class TestLag:
    def test_the_old_state_shows_for_some_looks(self, kms: Caller, key_id: str) -> None:
        kms.world.switches.set("alicloud_key_lag_looks", "2")
        kms("DisableKey", KeyId=key_id)
        assert [state(kms, key_id) for _ in range(3)] == ["Enabled", "Enabled", "Disabled"]

    def test_the_old_state_shows_for_some_time(self, kms: Caller, key_id: str) -> None:
        kms.world.switches.set("alicloud_key_lag_milliseconds", "3600000")
        kms("DisableKey", KeyId=key_id)
        assert {state(kms, key_id) for _ in range(5)} == {"Enabled"}

    def test_a_disabled_key_may_encrypt_for_a_while(self, kms: Caller, key_id: str) -> None:
        kms.world.switches.set("alicloud_key_lag_looks", "1")
        kms("DisableKey", KeyId=key_id)
        codes = [kms.code("Encrypt", KeyId=key_id, Plaintext="YQ==") for _ in range(2)]
        assert codes == [OK, "409 Rejected.Disabled"]


@pytest.mark.parametrize("action", ["EnableKey", "DisableKey", "CancelKeyDeletion", "ListResourceTags"])
def test_an_alias_names_a_key_only_where_the_vendor_says_so(kms: Caller, key_id: str, action: str) -> None:
    kms("CreateAlias", AliasName="alias/shop", KeyId=key_id)
    assert kms.code(action, KeyId="alias/shop") == "400 Unsupported.Alias"
    assert kms("DescribeKey", KeyId="alias/shop")["KeyMetadata"]["KeyId"] == key_id


def test_an_arn_names_a_key_of_its_own_account_and_region_only(kms: Caller, key_id: str) -> None:
    arn = describe(kms, key_id)["Arn"]
    assert kms.code("DisableKey", KeyId=arn) == OK
    assert kms.code("DisableKey", KeyId=arn.replace("hangzhou", "beijing")) == "404 Forbidden.KeyNotFound"
