"""Signatures and envelopes, by the vendor's pages on signatures and common errors."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from reprieve_emulator.cloud import Received
from reprieve_emulator.tencentcloud import tc3
from tests.emulator.calling import HOST, Caller, RefusedError, Signing, exchange

if TYPE_CHECKING:
    from reprieve_emulator.world import World

DAY = 86_400


def test_the_published_check_vector_gives_the_published_canonical_request() -> None:
    headers = {
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
        "x-tc-action": "describeinstances",
    }
    names = sorted(headers)
    payload_hash = "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064"
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    canonical = f"POST\n/\n\n{lines}\n{';'.join(names)}\n{payload_hash}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    assert digest == "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"


@pytest.mark.parametrize("action", ["DescribeSecret", "describesecret"])
def test_a_signed_action_header_is_accepted_as_sent_and_in_lower_case(action: str) -> None:
    timestamp, body, secret = 1551113065, b'{"SecretName": "a"}', "secret of nobody"
    headers = {
        "content-type": "application/json; charset=utf-8",
        "host": "ssm.tencentcloudapi.com",
        "x-tc-action": action,
    }
    signing = Signing("ssm", timestamp, headers, body)
    authorization = tc3.parse(signing.authorization("AKIDx", secret))
    sent = {**headers, "x-tc-action": "DescribeSecret", "x-tc-timestamp": str(timestamp)}
    tc3.verify(authorization, Received("POST", "/", "", sent, body), secret)


def test_an_answer_is_json_with_a_request_id_and_status_200(call: Caller) -> None:
    for action in ("GetServiceStatus", "NoSuchAction"):
        answer = call.send("ssm", action, {})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/json"
        assert answer.json()["Response"]["RequestId"]


def test_a_host_with_scheme_text_verifies_as_received(call: Caller) -> None:
    timestamp = int(time.time())
    signed = {"content-type": "application/json", "host": f"http://{HOST}"}
    signing = Signing("ssm", timestamp, signed, b"{}")
    headers = {
        **signed,
        "x-tc-action": "GetServiceStatus",
        "x-tc-version": "2019-09-23",
        "x-tc-timestamp": str(timestamp),
        "x-tc-region": "ap-guangzhou",
        "authorization": signing.authorization(call.access_key_id, call.access_key_secret),
    }
    assert exchange(call.world, "POST", "/ssm", headers, b"{}").json()["Response"]["ServiceEnabled"] is True


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("authorization", None, "AuthFailure.InvalidAuthorization"),
        ("authorization", "SKIP", "AuthFailure.InvalidAuthorization"),
        ("x-tc-timestamp", "yesterday", "AuthFailure.InvalidAuthorization"),
        ("host", "elsewhere", "AuthFailure.SignatureFailure"),
        ("x-tc-token", "of somebody", "AuthFailure.TokenFailure"),
        ("x-tc-version", "2018-01-01", "NoSuchVersion"),
        ("x-tc-action", "MakeCoffee", "InvalidAction"),
        ("x-tc-region", "moon-1", "UnsupportedRegion"),
        ("x-tc-region", None, "MissingParameter"),
    ],
)
def test_a_changed_header_is_refused_by_its_code(call: Caller, header: str, value: str | None, code: str) -> None:
    call.changed_headers = {header: value}
    assert call.code("ssm", "GetServiceStatus") == code


def test_an_unknown_access_key_is_refused(call: Caller) -> None:
    call.access_key_id = "AKIDnobody"
    with pytest.raises(RefusedError, match="The SecretId is not found") as refusal:
        call("ssm", "GetServiceStatus")
    assert refusal.value.code == "AuthFailure.SecretIdNotFound"


def test_another_secret_is_refused(call: Caller) -> None:
    call.access_key_secret += "x"
    assert call.code("ssm", "GetServiceStatus") == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(("seconds", "code"), [(-290, "OK"), (290, "OK"), (-310, "E"), (310, "E")])
def test_the_clock_window_is_five_minutes(call: Caller, seconds: int, code: str) -> None:
    call.timestamp = int(time.time()) + seconds
    expected = "OK" if code == "OK" else "AuthFailure.SignatureExpire"
    assert call.code("ssm", "GetServiceStatus") == expected


def test_a_moved_clock_leaves_signatures_alone_and_a_skewed_one_does_not(call: Caller) -> None:
    call.world.clock.move(40 * DAY)
    assert call.code("ssm", "GetServiceStatus") == "OK"
    call.world.clock.skew = 600
    assert call.code("ssm", "GetServiceStatus") == "AuthFailure.SignatureExpire"


def test_a_scope_of_another_day_is_refused(call: Caller) -> None:
    answer = call.send("ssm", "GetServiceStatus", {})
    today = time.strftime("%Y-%m-%d", time.gmtime())
    authorization = answer.request.headers["authorization"].replace(today, "2020-02-20")
    call.changed_headers = {"authorization": authorization}
    with pytest.raises(RefusedError, match="date of the credential scope") as refusal:
        call("ssm", "GetServiceStatus")
    assert refusal.value.code == "AuthFailure.SignatureFailure"


def test_content_type_and_host_must_be_signed(call: Caller) -> None:
    answer = call.send("ssm", "GetServiceStatus", {})
    authorization = answer.request.headers["authorization"].replace("content-type;host", "host")
    call.changed_headers = {"authorization": authorization}
    assert call.code("ssm", "GetServiceStatus") == "AuthFailure.SignatureFailure"


def test_an_unsigned_payload_is_accepted_when_announced(call: Caller) -> None:
    timestamp = int(time.time())
    signed = {"content-type": "application/json", "host": HOST}
    signing = Signing("ssm", timestamp, signed, b"UNSIGNED-PAYLOAD")
    call.timestamp = timestamp
    call.changed_headers = {
        "x-tc-content-sha256": "UNSIGNED-PAYLOAD",
        "authorization": signing.authorization(call.access_key_id, call.access_key_secret),
    }
    assert call.code("ssm", "GetServiceStatus") == "OK"


def test_a_query_is_read_in_a_get_with_tc3(call: Caller) -> None:
    call("tag", "CreateTags", Tags=[{"TagKey": "team", "TagValue": "a b"}])
    timestamp = int(time.time())
    query = "SecretName=db&SecretString=v+1%261&Tags.0.TagKey=team&Tags.0.TagValue=a+b"
    signed = {"content-type": "application/x-www-form-urlencoded", "host": HOST}
    signing = Signing("ssm", timestamp, signed, b"", "GET", query)
    headers = {
        **signed,
        "x-tc-action": "CreateSecret",
        "x-tc-version": "2019-09-23",
        "x-tc-timestamp": str(timestamp),
        "x-tc-region": "ap-guangzhou",
        "authorization": signing.authorization(call.access_key_id, call.access_key_secret),
    }
    answer = exchange(call.world, "GET", f"/?{query}", headers).json()["Response"]
    assert answer["SecretName"] == "db"
    assert call("ssm", "GetSecretValue", SecretName="db", VersionId="SSM_Current")["SecretString"] == "v 1&1"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("algorithm", ["HmacSHA1", "HmacSHA256"])
def test_version_1_signatures_are_verified_over_decoded_pairs(call: Caller, method: str, algorithm: str) -> None:
    call("ssm", "CreateSecret", SecretName="a_b", SecretString="v")
    pairs = {
        "Action": "ListSecrets",
        "Version": "2019-09-23",
        "Nonce": "7",
        "Timestamp": str(int(time.time())),
        "Region": "ap-guangzhou",
        "SecretId": call.access_key_id,
        "SignatureMethod": algorithm,
        "SearchSecretName": "a_b",
        "Limit": "5",
    }
    text = f"{method}{HOST}/?" + "&".join(f"{name}={pairs[name]}" for name in sorted(pairs))
    digest = hashlib.sha1 if algorithm == "HmacSHA1" else hashlib.sha256
    signature = base64.b64encode(hmac.new(call.access_key_secret.encode(), text.encode(), digest).digest()).decode()
    form = urlencode({**pairs, "Signature": signature}, quote_via=quote)
    headers = {"host": HOST, "content-type": "application/x-www-form-urlencoded"}
    if method == "GET":
        answer = exchange(call.world, "GET", f"/?{form}", headers)
    else:
        answer = exchange(call.world, "POST", "/", headers, form.encode())
    assert answer.json()["Response"]["TotalCount"] == 1
    forged = form.replace("Limit=5", "Limit=6")
    refused = exchange(call.world, "GET", f"/?{forged}", headers).json()["Response"]
    assert refused["Error"]["Code"] == "AuthFailure.SignatureFailure"


def test_temporary_credentials_need_their_token_and_end(world: World, call: Caller) -> None:
    made = call("sts", "GetFederationToken", Name="ci", Policy="{}", DurationSeconds=60)
    credentials = made["Credentials"]
    session = Caller(world, credentials["TmpSecretId"], credentials["TmpSecretKey"], token=credentials["Token"])
    assert session("sts", "GetCallerIdentity")["UserId"].endswith(":ci")
    assert Caller(world, session.access_key_id, session.access_key_secret).code("sts", "GetCallerIdentity") == (
        "AuthFailure.TokenFailure"
    )
    world.clock.move(61)
    with pytest.raises(RefusedError, match="The token has expired") as refusal:
        session("sts", "GetCallerIdentity")
    assert refusal.value.code == "AuthFailure.TokenFailure"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "InvalidParameter"),
        (b"[]", "InvalidParameter"),
        (json.dumps({"SecretName": "a", "Colour": "red"}).encode(), "UnknownParameter"),
        (json.dumps({"SecretName": None}).encode(), "MissingParameter"),
        (json.dumps({"SecretName": 7}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": "7"}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": 7.0}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": True}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": -1}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": 2**64}).encode(), "InvalidParameter"),
        (b'{"SecretName": "\\ud800"}', "InvalidParameter"),
        (json.dumps({"SecretName": "a", "CleanSSHKey": "true"}).encode(), "InvalidParameter"),
        (json.dumps({"SecretName": "a", "RecoveryWindowInDays": None}).encode(), "ResourceNotFound"),
    ],
)
def test_parameters_are_checked_before_the_work(call: Caller, body: bytes, code: str) -> None:
    answer = call.send("ssm", "DeleteSecret", body).json()["Response"]
    assert answer["Error"]["Code"] == code


def test_a_window_as_text_is_accepted_by_switch(call: Caller) -> None:
    call.world.switches.set("tencentcloud_integers_as_text", "accepted")
    assert call.code("ssm", "DeleteSecret", SecretName="a", RecoveryWindowInDays="7") == "ResourceNotFound"


def test_a_parameter_inside_a_list_is_named_by_its_path(call: Caller) -> None:
    with pytest.raises(RefusedError, match=r"`Tags\.0\.TagValue`") as refusal:
        call("ssm", "CreateSecret", SecretName="a", SecretString="v", Tags=[{"TagKey": "k"}])
    assert refusal.value.code == "MissingParameter"


def test_an_unknown_protocol_meets_no_cloud(world: World) -> None:
    assert exchange(world, "GET", "/", {}).status_code == 404
