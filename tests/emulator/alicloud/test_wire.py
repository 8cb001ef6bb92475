"""Signatures, formats and envelopes, by the vendor's pages on both signatures, sample responses and common errors."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from reprieve_emulator.accounts import Account, make_access_key, make_token
from reprieve_emulator.alicloud import acs3, rpc
from reprieve_emulator.cloud import Received
from tests.emulator.alicloud.calling import DAY, Caller
from tests.emulator.calling import HOST, exchange

if TYPE_CHECKING:
    from reprieve_emulator.world import World

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_published_acs3_signature_is_verified() -> None:
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": EMPTY,
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    query = [("RegionId", "cn-shanghai"), ("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd")]
    signature = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    authorization = acs3.Authorization("YourAccessKeyId", ";".join(sorted(headers)), signature)
    acs3.verify(authorization, Received("POST", "/", "", headers, b""), query, "YourAccessKeySecret")


def test_the_published_rpc_signature_is_verified() -> None:
    pairs = {
        "Timestamp": "2016-02-23T12:46:24Z",
        "Format": "XML",
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "Version": "2014-05-26",
        "SignatureVersion": "1.0",
        "Signature": "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
    }
    rpc.verify(pairs, "GET", "testsecret")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_signed_by_parameters_is_answered(kms: Caller, method: str) -> None:
    answer = kms.send_pairs("CreateKey", {"Description": "a b+c~d*e/ü"}, method)
    assert answer.status_code == 200
    assert answer.json()["KeyMetadata"]["Description"] == "a b+c~d*e/ü"


def test_parameters_may_come_in_query_and_form_together(kms: Caller) -> None:
    given = {"SecretName": "db", "VersionId": "v1"}
    assert kms.code("CreateSecret", **given) == "400 MissingParameter"
    assert kms.code("CreateSecret", **given, SecretData="in the form of the newer signature") == "200 OK"
    pairs = {"SecretName": "other", "VersionId": "v1", "SecretData": "in the form of the older one"}
    assert kms.send_pairs("CreateSecret", pairs).status_code == 200


def test_a_success_is_flat_json_with_a_request_id(kms: Caller) -> None:
    answer = kms.send("ListKeys", {})
    assert answer.headers["content-type"] == "application/json;charset=utf-8"
    reply = answer.json()
    assert reply.pop("RequestId") == answer.headers["x-acs-request-id"]
    assert reply == {"Keys": {"Key": []}, "PageNumber": 1, "PageSize": 10, "TotalCount": 0}


def test_a_refusal_names_code_message_host_and_help(kms: Caller) -> None:
    answer = kms.send("DescribeKey", {"KeyId": "nothing"})
    refusal = answer.json()
    assert answer.status_code == 404
    assert refusal.pop("RequestId")
    assert refusal == {
        "HostId": HOST,
        "Code": "Forbidden.KeyNotFound",
        "Message": "The specified Key is not found.",
        "Recommend": "https://api.aliyun.com/troubleshoot?q=Forbidden.KeyNotFound&product=Kms",
    }


def test_a_refusal_in_the_form_of_kms_has_the_status_in_it(kms: Caller) -> None:
    kms.world.switches.set("alicloud_error_form", "kms")
    refusal = kms.send("DescribeKey", {"KeyId": "nothing"}).json()
    assert list(refusal) == ["HttpStatus", "Code", "Message", "RequestId"]
    assert refusal["HttpStatus"] == 404


class TestXml:
    @pytest.mark.parametrize("format_", [None, "XML", "xml"])
    def test_the_older_interface_answers_xml_unless_json_is_asked(self, kms: Caller, format_: str | None) -> None:
        kms("CreateAlias", AliasName="alias/a", KeyId=kms("CreateKey")["KeyMetadata"]["KeyId"])
        kms("CreateKey", Description="<&>")
        answer = kms.send_pairs("ListKeys", {}, Format=format_)
        assert answer.headers["content-type"] == "text/xml;charset=utf-8"
        root = ET.fromstring(answer.text)  # noqa: S314 - the emulator's own
        assert root.tag == "KMS"
        assert len(root.findall("Keys/Key/KeyId")) == 2
        assert root.findtext("TotalCount") == "2"
        assert root.findtext("RequestId")

    def test_a_refusal_is_xml_too(self, kms: Caller) -> None:
        answer = kms.send_pairs("DescribeKey", {"KeyId": "nothing"}, Format=None)
        root = ET.fromstring(answer.text)  # noqa: S314 - the emulator's own
        assert (answer.status_code, root.tag) == (404, "Error")
        assert root.findtext("Code") == "Forbidden.KeyNotFound"

    def test_text_is_escaped_and_truths_are_lower_case(self, kms: Caller) -> None:
        kms.world.switches.set("alicloud_xml_root", "response")
        key_id = kms("CreateKey", Description="<&>")["KeyMetadata"]["KeyId"]
        answer = kms.send_pairs("DescribeKey", {"KeyId": key_id}, Format="XML")
        root = ET.fromstring(answer.text)  # noqa: S314 - the emulator's own
        assert root.tag == "DescribeKeyResponse"
        assert root.findtext("KeyMetadata/Description") == "<&>"

    def test_acs3_answers_xml_where_the_accept_header_asks_for_it(self, kms: Caller) -> None:
        kms.changed_headers = {"accept": "application/xml"}
        assert kms.send("ListKeys", {}).text.startswith("<?xml")


class TestRefusedSignatures:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"authorization": "ACS3-HMAC-SHA256 nonsense"}, "400 IncompleteSignature"),
            ({"x-acs-date": "2026-01-01T00:00:00Z"}, "400 InvalidTimeStamp.Expired"),
            ({"x-acs-action": "CreateKey"}, "400 SignatureDoesNotMatch"),
            ({"host": "elsewhere"}, "400 SignatureDoesNotMatch"),
            ({"x-acs-content-sha256": None}, "400 IncompleteSignature"),
        ],
    )
    def test_a_header_changed_after_signing_is_noticed(
        self, kms: Caller, changed: dict[str, str | None], code: str
    ) -> None:
        kms.forged_headers = changed
        assert kms.code("ListKeys") == code

    def test_host_action_date_and_nonce_must_be_signed(self, kms: Caller) -> None:
        kms.changed_headers = {"x-acs-signature-nonce": None}
        answer = kms.send("ListKeys", {})
        assert answer.json()["Code"] == "IncompleteSignature"
        assert "Not signed: x-acs-signature-nonce" in answer.json()["Message"]

    def test_another_secret_does_not_match(self, kms: Caller) -> None:
        kms.access_key_secret = "another"
        assert kms.code("ListKeys") == "400 SignatureDoesNotMatch"
        assert kms.send_pairs("ListKeys", {}).json()["Code"] == "SignatureDoesNotMatch"

    def test_a_refused_signature_repeats_what_was_signed_without_secret_values(self, kms: Caller) -> None:
        kms.access_key_secret = "another"
        given = {"SecretName": "a", "VersionId": "1", "SecretData": "hush-hush"}
        message = kms.send_pairs("CreateSecret", given).json()["Message"]
        assert "server string to sign is:POST&%2F&AccessKeyId" in message
        assert "hush" not in message

    @pytest.mark.parametrize("name", ["AccessKeyId", "SignatureNonce", "Signature"])
    def test_a_missing_common_parameter_is_named(self, kms: Caller, name: str) -> None:
        answer = kms.send_pairs("ListKeys", {}, **{name: None})
        assert answer.json()["Code"] == "MissingParameter"
        assert f'"{name}"' in answer.json()["Message"]

    @pytest.mark.parametrize(("name", "value"), [("SignatureMethod", "HMAC-MD5"), ("SignatureVersion", "2.0")])
    def test_another_method_or_version_is_refused(self, kms: Caller, name: str, value: str) -> None:
        assert kms.send_pairs("ListKeys", {}, **{name: value}).json()["Code"] == "IncompleteSignature"

    def test_an_unknown_access_key_is_not_found(self, kms: Caller) -> None:
        kms.access_key_id = "LTAInobody"
        assert kms.code("ListKeys") == "404 InvalidAccessKeyId.NotFound"

    def test_an_access_key_of_the_other_cloud_is_not_found(self, kms: Caller) -> None:
        other = kms.world.store.get(Account, cloud="tencentcloud")
        assert other
        key = make_access_key(kms.world.store, other, "AKID")
        kms.access_key_id, kms.access_key_secret = key.access_key_id, key.access_key_secret
        assert kms.code("ListKeys") == "404 InvalidAccessKeyId.NotFound"


class TestNonces:
    def test_a_nonce_comes_once(self, kms: Caller) -> None:
        kms.changed_headers = {"x-acs-signature-nonce": "same"}
        assert kms.code("ListKeys") == "200 OK"
        assert kms.code("ListKeys") == "400 SignatureNonceUsed"
        assert kms.send_pairs("ListKeys", {}, SignatureNonce="same").json()["Code"] == "SignatureNonceUsed"

    def test_a_nonce_belongs_to_its_access_key(self, kms: Caller) -> None:
        other = Caller.of(kms.world, "two")
        kms.changed_headers = other.changed_headers = {"x-acs-signature-nonce": "same"}
        assert kms.code("ListKeys") == "200 OK"
        assert other.code("ListKeys") == "200 OK"

    def test_a_forged_request_uses_no_nonce_up(self, kms: Caller) -> None:
        secret, kms.access_key_secret = kms.access_key_secret, "another"
        kms.changed_headers = {"x-acs-signature-nonce": "same"}
        assert kms.code("ListKeys") == "400 SignatureDoesNotMatch"
        kms.access_key_secret = secret
        assert kms.code("ListKeys") == "200 OK"

    def test_a_nonce_is_forgotten_after_a_day(self, kms: Caller) -> None:
        kms.changed_headers = {"x-acs-signature-nonce": "same"}
        assert kms.code("ListKeys") == "200 OK"
        kms.world.clock.skew = DAY + 1
        kms.changed_headers |= {"x-acs-date": moment(time.time() + DAY + 1)}
        assert kms.code("ListKeys") == "200 OK"


class TestClock:
    @pytest.mark.parametrize(
        ("off", "code"), [(-890, "200 OK"), (890, "200 OK"), (-910, "400 InvalidTimeStamp.Expired")]
    )
    def test_a_timestamp_may_be_fifteen_minutes_off(self, kms: Caller, off: int, code: str) -> None:
        kms.changed_headers = {"x-acs-date": moment(time.time() + off)}
        assert kms.code("ListKeys") == code

    def test_the_window_of_the_newer_signature_is_a_switch(self, kms: Caller) -> None:
        kms.changed_headers = {"x-acs-date": moment(time.time() - 600)}
        kms.world.switches.set("alicloud_acs3_window_seconds", "300")
        assert kms.code("ListKeys") == "400 InvalidTimeStamp.Expired"
        older = kms.send_pairs("ListKeys", {}, Timestamp=moment(time.time() - 600))
        assert older.status_code == 200

    @pytest.mark.parametrize("timestamp", ["", "yesterday", "2026-01-01 00:00:00"])
    def test_a_malformed_timestamp_is_refused(self, kms: Caller, timestamp: str) -> None:
        assert kms.send_pairs("ListKeys", {}, Timestamp=timestamp).json()["Code"] == "InvalidTimeStamp.Format"

    @pytest.mark.parametrize("timestamp", ["yesterday", "2020-01-01T00:00:00Z"])
    def test_a_switch_makes_both_codes_those_of_kms(self, kms: Caller, timestamp: str) -> None:
        kms.world.switches.set("alicloud_timestamp_code", "kms")
        assert kms.send_pairs("ListKeys", {}, Timestamp=timestamp).json()["Code"] == "IllegalTimestamp"

    def test_moving_the_objects_clock_leaves_signatures_alone(self, kms: Caller) -> None:
        kms.world.clock.move(400 * DAY)
        assert kms.code("ListKeys") == "200 OK"


class TestTokens:
    @pytest.fixture
    def role(self, world: World) -> Caller:
        """A session of a role, which ends in an hour."""
        account = world.store.get(Account, cloud="alicloud", name="one")
        assert account
        key = make_token(
            world.store,
            account,
            "LTAI",
            expires=world.clock.seconds() + 3600,
            kind="role",
            session_name="ci",
            user_id="deployer",
        )
        return Caller(world, key.access_key_id, key.access_key_secret, key.token)

    def test_a_session_is_answered_in_both_signatures(self, role: Caller) -> None:
        assert role.code("ListKeys") == "200 OK"
        assert role.send_pairs("ListKeys", {}).status_code == 200

    def test_a_session_without_its_token_is_refused(self, role: Caller) -> None:
        role.token = ""
        assert role.code("ListKeys") == "400 MissingSecurityToken"

    def test_another_token_is_refused(self, role: Caller, kms: Caller) -> None:
        role.token = kms.token = "another"
        assert role.code("ListKeys") == "400 InvalidSecurityToken.MismatchWithAccessKey"
        assert kms.code("ListKeys") == "400 InvalidSecurityToken.MismatchWithAccessKey"

    def test_a_session_ends(self, role: Caller) -> None:
        role.world.clock.move(3601)
        assert role.code("ListKeys") == "400 InvalidSecurityToken.Expired"


class TestRequests:
    def test_another_method_is_refused(self, kms: Caller) -> None:
        answer = exchange(kms.world, "PUT", "/", {"host": HOST, "x-acs-action": "ListKeys"})
        assert (answer.status_code, answer.json()["Code"]) == (403, "UnsupportedHTTPMethod")

    def test_a_body_that_is_no_text_cannot_be_parsed(self, kms: Caller) -> None:
        answer = exchange(kms.world, "POST", "/", {"host": HOST, "x-acs-action": "ListKeys"}, b"\xff\xfe")
        assert (answer.status_code, answer.json()["Code"]) == (400, "ParseRequestParameterException")

    def test_a_name_that_is_both_value_and_list_cannot_be_parsed(self, kms: Caller) -> None:
        answer = kms.send("TagResources", {"Tag": "a", "Tag.1.Key": "b"})
        assert answer.json()["Code"] == "ParseRequestParameterException"

    def test_an_unknown_action_or_version_is_named(self, kms: Caller) -> None:
        assert kms.code("NoSuchAction") == "404 InvalidAction.NotFound"
        assert kms.send("ListKeys", {}, version="2014-05-26").json()["Code"] == "InvalidVersion"

    def test_truths_are_read_in_any_case(self, kms: Caller, key_id: str) -> None:
        for text in ("true", "True", "TRUE"):
            assert kms.code("SetDeletionProtection", KeyId=key_id, EnableDeletionProtection=text) == "200 OK"
        assert kms.code("SetDeletionProtection", KeyId=key_id, EnableDeletionProtection="1") == "400 InvalidParameter"

    @pytest.mark.parametrize("days", ["seven", "7.0", "-7", "\u0667", ""])
    def test_a_number_is_decimal_digits(self, kms: Caller, key_id: str, days: str) -> None:
        answer = kms.send("ScheduleKeyDeletion", {"KeyId": key_id, "PendingWindowInDays": days})
        assert (answer.status_code, answer.json()["Code"]) == (400, "InvalidParameter")

    def test_an_unknown_parameter_is_ignored_or_refused(self, kms: Caller) -> None:
        assert kms.code("ListKeys", Colour="red") == "200 OK"
        kms.world.switches.set("alicloud_unknown_parameter", "refused")
        assert kms.code("ListKeys", Colour="red") == "400 InvalidParameter"
        assert kms.code("ListKeys", RegionId="cn-beijing") == "200 OK"


class TestRegions:
    def where(self, kms: Caller, **parameters: object) -> str:
        arn: str = kms("CreateKey", **parameters)["KeyMetadata"]["Arn"]
        return arn.split(":")[2]

    def test_the_region_is_the_parameters_the_headers_the_hosts_or_the_paths(self, kms: Caller) -> None:
        assert self.where(kms) == "cn-hangzhou"
        kms.path = "/eu-central-1"
        assert self.where(kms) == "eu-central-1"
        kms.host = "kms.cn-shanghai.aliyuncs.com"
        assert self.where(kms) == "cn-shanghai"
        kms.host = "kms-vpc.cn-beijing.aliyuncs.com:8320"
        assert self.where(kms) == "cn-beijing"
        kms.changed_headers = {"x-acs-region-id": "us-west-1"}
        assert self.where(kms) == "us-west-1"
        assert self.where(kms, RegionId="me-east-1") == "me-east-1"

    def test_an_unknown_region_is_not_found(self, kms: Caller) -> None:
        assert kms.code("ListKeys", RegionId="cn-atlantis") == "404 InvalidRegionId.NotFound"

    def test_regions_and_accounts_see_nothing_of_each_other(self, kms: Caller, key_id: str) -> None:
        assert kms.code("DescribeKey", KeyId=key_id, RegionId="cn-beijing") == "404 Forbidden.KeyNotFound"
        assert Caller.of(kms.world, "two").code("DescribeKey", KeyId=key_id) == "404 Forbidden.KeyNotFound"


class TestIdentity:
    def ask(self, caller: Caller) -> dict[str, str]:
        reply: dict[str, str] = caller.send("GetCallerIdentity", {}, service="sts").json()
        assert reply.pop("RequestId")
        return reply

    def test_the_account_itself(self, kms: Caller) -> None:
        account = kms.account_id
        assert len(account) == 16
        assert self.ask(kms) == {
            "IdentityType": "Account",
            "AccountId": account,
            "PrincipalId": account,
            "UserId": account,
            "Arn": f"acs:ram::{account}:root",
        }

    def test_a_user_of_the_account(self, kms: Caller) -> None:
        account = kms.world.store.get(Account, account_id=kms.account_id)
        assert account
        key = make_access_key(kms.world.store, account, "LTAI", user_id="ada")
        identity = self.ask(Caller(kms.world, key.access_key_id, key.access_key_secret))
        assert (identity["IdentityType"], identity["UserId"]) == ("RAMUser", "ada")
        assert identity["Arn"] == f"acs:ram::{kms.account_id}:user/ada"

    def test_a_session_of_a_role(self, kms: Caller) -> None:
        account = kms.world.store.get(Account, account_id=kms.account_id)
        assert account
        later = kms.world.clock.seconds() + 60
        key = make_token(
            kms.world.store, account, "LTAI", expires=later, kind="role", session_name="ci", user_id="deployer"
        )
        identity = self.ask(Caller(kms.world, key.access_key_id, key.access_key_secret, key.token))
        assert (identity["IdentityType"], identity["RoleId"]) == ("AssumedRoleUser", "deployer")
        assert identity["Arn"] == f"acs:ram::{kms.account_id}:assumed-role/deployer/ci"


def test_the_log_names_the_service_and_hides_secret_values(kms: Caller, db: str) -> None:
    kms("PutSecretValue", SecretName=db, VersionId="v2", SecretData="hush-hush")
    kms("Encrypt", KeyId=kms("CreateKey")["KeyMetadata"]["KeyId"], Plaintext="aHVzaC1odXNo")
    entries = list(kms.world.log.find(cloud="alicloud"))
    assert [entry["action"] for entry in entries] == ["CreateSecret", "PutSecretValue", "CreateKey", "Encrypt"]
    assert {entry["service"] for entry in entries} == {"kms"}
    assert "hush" not in str(entries)
    assert "aHVzaC1odXNo" not in str(entries)
