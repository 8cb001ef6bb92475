"""The control API through its client, against a real server, with the vendor's SDK as the caller."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account

DAY = 86_400
VALUE = "a value that nobody may see"


class Secrets:
    """The vendor's generic client for SSM."""

    def __init__(self, url: str, access_key: str, secret_key: str, token: str | None = None) -> None:
        http = HttpProfile(protocol="http", endpoint=urlsplit(url).netloc)
        credential = Credential(access_key, secret_key, token)
        self._client = CommonClient("ssm", "2019-09-23", credential, "ap-guangzhou", ClientProfile(httpProfile=http))

    def ask(self, action: str, **parameters: object) -> dict[str, Any]:
        reply: dict[str, Any] = self._client.call_json(action, parameters)["Response"]
        return reply

    def code(self, action: str, **parameters: object) -> str:
        try:
            self.ask(action, **parameters)
        except TencentCloudSDKException as refusal:
            return str(refusal.code)
        return "OK"


@pytest.fixture
def secrets(emulator: Control, account: Account) -> Secrets:
    return Secrets(emulator.url, account.access_key, account.secret_key)


def create(secrets: Secrets, name: str = "db") -> str:
    return secrets.code("CreateSecret", SecretName=name, VersionId="v1", SecretString=VALUE)


def test_the_clock_moves_stops_and_is_read(emulator: Control, secrets: Secrets) -> None:
    emulator.freeze_clock()
    before = emulator.now()
    assert emulator.move_clock(days=2, seconds=3) == before + 2 * DAY + 3
    emulator.set_clock(2_000_000_000)
    create(secrets)
    assert secrets.ask("DescribeSecret", SecretName="db")["CreateTime"] == 2_000_000_000
    emulator.freeze_clock(frozen=False)
    emulator.skew_signature_clock(3600)
    assert create(secrets, "second") == "AuthFailure.SignatureExpire"


def test_requests_are_listed_without_secret_values(emulator: Control, account: Account, secrets: Secrets) -> None:
    create(secrets)
    assert secrets.code("DescribeSecret", SecretName="nothing") == "ResourceNotFound"
    made, missed = emulator.requests(account=account.id)
    assert (made["service"], made["action"], made["region"], made["code"]) == (
        "ssm",
        "CreateSecret",
        "ap-guangzhou",
        "OK",
    )
    assert made["parameters"]["SecretString"] == "[redacted]"
    assert made["committed"] is True
    assert (missed["code"], missed["committed"]) == ("ResourceNotFound", False)
    assert VALUE not in json.dumps(emulator.requests())
    assert emulator.requests(action="CreateSecret", since=made["number"]) == []
    with pytest.raises(ValueError, match="a request has no colour"):
        emulator.requests(colour="red")
    emulator.clear_requests()
    assert emulator.requests() == []


def test_objects_are_shown_without_secret_values_unless_asked(emulator: Control, secrets: Secrets) -> None:
    create(secrets)
    (version,) = emulator.objects("tencentcloud_ssm_versions")
    assert version["secret_string"] == "[redacted]"
    (version,) = emulator.objects("tencentcloud_ssm_versions", values=True)
    assert version["secret_string"] == VALUE
    with pytest.raises(ValueError, match=r"no table jars; known are .*tencentcloud_ssm_secrets"):
        emulator.objects("jars")


def test_objects_that_the_api_cannot_make_are_planted(emulator: Control, account: Account, secrets: Secrets) -> None:
    fields = {"account": account.id, "region": "ap-guangzhou", "name": "mysql", "creator_uin": account.id}
    emulator.plant("tencentcloud_ssm_secrets", **fields, create_time=1, secret_type=1, product_name="Mysql")
    assert secrets.ask("DescribeSecret", SecretName="mysql")["ProductName"] == "Mysql"
    with pytest.raises(ValueError, match="colour"):
        emulator.plant("tencentcloud_ssm_secrets", **fields, create_time=1, colour="red")


def test_an_error_is_injected_once_and_leaves_no_trace(emulator: Control, secrets: Secrets) -> None:
    emulator.add_fault(service="ssm", action="CreateSecret", code="InternalError", message="an accident")
    assert create(secrets) == "InternalError"
    assert emulator.faults()[0]["count"] == 0
    assert create(secrets) == "OK"


def test_a_throttle_lasts_until_it_is_removed(emulator: Control, secrets: Secrets) -> None:
    fault = emulator.add_fault(action="CreateSecret", throttle=True, count=None)
    assert [create(secrets), create(secrets)] == ["RequestLimitExceeded"] * 2
    emulator.remove_faults(fault)
    assert create(secrets) == "OK"


@pytest.mark.parametrize(("cut", "found"), [("before_commit", "ResourceNotFound"), ("after_commit", "OK")])
def test_a_cut_connection_keeps_or_loses_the_work(emulator: Control, secrets: Secrets, cut: str, found: str) -> None:
    emulator.add_fault(action="CreateSecret", cut=cut)
    assert create(secrets) == "ClientNetworkError"
    assert secrets.code("DescribeSecret", SecretName="db") == found
    (request,) = emulator.requests(action="CreateSecret")
    assert (request["outcome"], request["committed"]) == ("cut", cut == "after_commit")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"body": "malformed"}, "JSONDecodeError"),
        ({"body": "half"}, "ChunkedEncodingError"),
        ({"status": 502}, "TencentCloudSDKException"),
    ],
)
def test_a_broken_reply_hides_work_that_was_done(
    emulator: Control, secrets: Secrets, fault: dict[str, object], error: str
) -> None:
    emulator.add_fault(action="CreateSecret", **fault)
    with pytest.raises(Exception) as broken:  # noqa: PT011 - the SDK lets the exceptions of its parts through
        secrets.ask("CreateSecret", SecretName="db", SecretString=VALUE)
    assert type(broken.value).__name__ == error
    assert secrets.code("DescribeSecret", SecretName="db") == "OK"


def test_delays_come_before_the_work_and_before_the_answer(emulator: Control, secrets: Secrets) -> None:
    emulator.add_fault(action="CreateSecret", delay_before_work=0.05, delay_before_answer=0.05)
    create(secrets)
    (request,) = emulator.requests(action="CreateSecret")
    assert request["seconds"] >= 0.1


def test_a_denied_right_is_named_and_given_back(emulator: Control, account: Account, secrets: Secrets) -> None:
    denial = emulator.deny("ssm:Create*", account=account.id)
    with pytest.raises(TencentCloudSDKException, match=r"not authorized to perform operation \(ssm:CreateSecret\)"):
        secrets.ask("CreateSecret", SecretName="db", SecretString=VALUE)
    emulator.set_switches(tencentcloud_denial_code="AuthFailure.UnauthorizedOperation")
    assert create(secrets) == "AuthFailure.UnauthorizedOperation"
    emulator.remove_denials(denial)
    assert create(secrets) == "OK"


def test_rates_are_documented_by_default_and_can_be_lifted(emulator: Control, secrets: Secrets) -> None:
    emulator.set_quotas(0.05)
    codes = [secrets.code("ListSecrets") for _ in range(6)]
    assert codes[0] == "OK"
    assert "RequestLimitExceeded" in codes
    emulator.set_quotas(None)
    assert {secrets.code("ListSecrets") for _ in range(6)} == {"OK"}


def test_switches_are_read_and_set(emulator: Control) -> None:
    emulator.set_switches(ssm_quota=3)
    assert emulator.switches()["ssm_quota"] == "3"
    with pytest.raises(ValueError, match="no switch colour"):
        emulator.set_switches(colour="red")


def test_accounts_keys_and_tokens_are_made_and_end(emulator: Control) -> None:
    account = emulator.add_account("other", account_id="100000000042", app_id="1300000042")
    assert account["account_id"] in [known["account_id"] for known in emulator.accounts()]
    key = emulator.add_access_key("100000000042", user_id="100000000043")
    user = Secrets(emulator.url, key["access_key_id"], key["access_key_secret"])
    assert create(user) == "OK"
    emulator.remove_access_key(key["access_key_id"])
    assert create(user) == "AuthFailure.SecretIdNotFound"
    token = emulator.add_token("100000000042", seconds=60)
    session = Secrets(emulator.url, token["access_key_id"], token["access_key_secret"], token["token"])
    assert create(session, "second") == "OK"
    emulator.move_clock(seconds=61)
    assert create(session, "third") == "AuthFailure.TokenFailure"
    with pytest.raises(ValueError, match="no account 7"):
        emulator.add_access_key("7")


def test_a_reset_leaves_the_ready_accounts_alone(emulator: Control, secrets: Secrets) -> None:
    create(secrets)
    emulator.reset()
    assert emulator.objects("tencentcloud_ssm_secrets") == []
    assert {account["name"] for account in emulator.accounts()} == {"one", "two"}
    assert create(secrets) == "AuthFailure.SecretIdNotFound"


@pytest.mark.parametrize("when", ["delay_before_work", "delay_before_answer"])
def test_a_request_that_is_under_way_at_a_reset_is_cut_and_leaves_no_trace(
    emulator: Control, secrets: Secrets, when: str
) -> None:
    emulator.add_fault(action="CreateSecret", **{when: 0.5})
    with ThreadPoolExecutor() as pool:
        under_way = pool.submit(create, secrets)
        while emulator.faults()[0]["count"]:
            pass
        emulator.reset()
        answered = under_way.result()

    assert answered == "ClientNetworkError"
    assert emulator.objects("tencentcloud_ssm_secrets") == []
    assert emulator.requests() == []


def test_a_reply_arrives_in_one_piece(emulator: Control) -> None:
    host, port = urlsplit(emulator.url).hostname, urlsplit(emulator.url).port
    with socket.create_connection((host, port)) as connection:
        connection.sendall(b"GET /_control/clock HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
        first = connection.recv(65_536)
    head, _, body = first.partition(b"\r\n\r\n")
    assert b"200 OK" in head
    assert json.loads(body)["frozen"] is False


def test_a_dump_brings_objects_keys_and_time_back(emulator: Control, secrets: Secrets, account: Account) -> None:
    emulator.set_clock(2_000_000_000)
    create(secrets)
    kept = emulator.dump()
    emulator.reset()
    emulator.load(kept)

    assert secrets.ask("GetSecretValue", SecretName="db", VersionId="v1")["SecretString"] == VALUE
    assert abs(emulator.now() - 2_000_000_000) < DAY
    assert account.id in {each["account_id"] for each in emulator.accounts()}


def test_a_dump_of_what_is_not_known_is_refused_and_changes_nothing(emulator: Control, secrets: Secrets) -> None:
    create(secrets)

    with pytest.raises(ValueError, match="no table nothing"):
        emulator.load({"now": 0, "tables": {"nothing": []}})

    assert secrets.code("DescribeSecret", SecretName="db") == "OK"
