from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from reprieve.calls import Quota
from reprieve.clouds.tencentcloud.client import Client, quota_of
from reprieve.config import Config
from reprieve.errors import CloudError, Denied, Gone, OutcomeUnknown, ServiceOff, Unavailable
from tests.provider.stage import DAY, REGION, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve.fields import Tree

VARIABLES = (
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_ROLE_ARN",
    "TKE_REGION",
    "TKE_PROVIDER_ID",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "http_proxy",
    "https_proxy",
    "NO_PROXY",
    "no_proxy",
)
IDENTITY = "sts:GetCallerIdentity"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def config(**settings: Tree) -> Config:
    return Config.read({"cloud": "tencentcloud", "region": REGION, **settings})


def refused(client: Client, action: str = IDENTITY, /, **params: object) -> CloudError:
    with pytest.raises(CloudError) as caught:
        client.send(action, params)
    return caught.value


def test_temporary_credentials_are_sent_with_their_token(stage: Stage) -> None:
    token = stage.emulator.add_token(stage.account.id)
    keys = {"accessKey": token["access_key_id"], "secretKey": token["access_key_secret"]}
    client = Client(stage.config(**keys, securityToken=token["token"]))
    assert client.send(IDENTITY, {})["AccountId"] == stage.account.id
    assert refused(Client(stage.config(**keys, securityToken="other"))).code == "AuthFailure.TokenFailure"


# where calls go


@pytest.mark.parametrize(
    ("settings", "scheme", "host"),
    [
        ({}, "https", "ssm.tencentcloudapi.com"),
        ({"site": "china"}, "https", "ssm.tencentcloudapi.com"),
        ({"site": "international"}, "https", "ssm.intl.tencentcloudapi.com"),
        ({"endpoint": "http://127.0.0.1:9"}, "http", "127.0.0.1:9"),
        ({"endpoint": "proxy.example:8443"}, "https", "proxy.example:8443"),
        ({"endpoints": {"ssm": "https://own.example"}, "endpoint": "https://other.example"}, "https", "own.example"),
        ({"endpoints": {"kms": "https://own.example"}}, "https", "ssm.tencentcloudapi.com"),
    ],
)
def test_a_call_goes_where_the_configuration_says(settings: dict[str, Tree], scheme: str, host: str) -> None:
    client = Client(config(**settings, accessKey="id", secretKey="key"))._client("ssm")  # noqa: SLF001 - the SDK's
    http = client.profile.httpProfile
    assert (http.scheme or http.protocol, http.endpoint) == (scheme, host)
    assert client.region == REGION


def test_a_request_times_out_after_ten_seconds() -> None:
    client = Client(config(accessKey="id", secretKey="key"))._client("ssm")  # noqa: SLF001 - the SDK's
    assert client.profile.httpProfile.reqTimeout == 10


def test_a_proxy_is_passed_by_on_loopback(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert Client(stage.config()).send(IDENTITY, {})["AccountId"] == stage.account.id


def test_the_region_is_sent(stage: Stage) -> None:
    Client(stage.config(region="ap-shanghai")).send("ssm:ListSecrets", {})
    (request,) = stage.emulator.requests(action="ListSecrets")
    assert request["region"] == "ap-shanghai"


# what comes back


def test_an_answer_is_the_replys_fields(stage: Stage) -> None:
    assert Client(stage.config()).send("ssm:ListSecrets", {})["TotalCount"] == 0


def test_a_refusal_carries_code_words_and_request_id(stage: Stage) -> None:
    error = refused(Client(stage.config()), "ssm:DescribeSecret", SecretName="db")
    (request,) = stage.emulator.requests(action="DescribeSecret")
    assert isinstance(error, Gone)
    assert (error.action, error.code, error.request_id) == (
        "ssm:DescribeSecret",
        "ResourceNotFound",
        request["request_id"],
    )
    assert "does not exist" in error.said


def test_wrong_credentials_are_named(stage: Stage) -> None:
    wrong = Client(stage.config(secretKey="wrong"))
    error = refused(wrong)
    assert isinstance(error, Denied)
    assert error.code == "AuthFailure.SignatureFailure"
    assert error.hint == "the secret key does not belong to the access key; check the access key of the provider"


def test_a_clock_that_is_off_is_named(stage: Stage) -> None:
    stage.emulator.skew_signature_clock(DAY)
    error = refused(Client(stage.config()))
    assert error.code == "AuthFailure.SignatureExpire"
    assert error.hint == "set this machine's clock: it is over five minutes off"


def test_a_wrong_region_is_no_missing_object(stage: Stage) -> None:
    error = refused(Client(stage.config(region="nowhere")), "ssm:DescribeSecret", SecretName="db")
    assert isinstance(error, ServiceOff)


def test_a_call_that_was_never_sent_may_be_repeated() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        error = refused(Client(config(endpoint=address, accessKey="id", secretKey="key")))
    assert isinstance(error, Unavailable)
    assert str(error) == (
        "sts:GetCallerIdentity got no answer (the endpoint cannot be reached); check endpoint, region and network"
    )


@pytest.mark.parametrize("cut", ["before_commit", "after_commit"])
def test_a_connection_that_ends_leaves_the_outcome_unknown(stage: Stage, cut: str) -> None:
    client = Client(stage.config())
    stage.emulator.add_fault(service="sts", cut=cut)
    error = refused(client)
    assert isinstance(error, OutcomeUnknown)
    assert str(error) == (
        "sts:GetCallerIdentity got no answer (the connection ended before an answer came); check endpoint, region and "
        "network"
    )


@pytest.mark.parametrize("fault", [{"body": "malformed"}, {"body": "half"}, {"status": 500}, {"status": 404}])
def test_an_answer_that_is_not_the_apis_leaves_the_outcome_unknown(stage: Stage, fault: dict[str, object]) -> None:
    client = Client(stage.config())
    stage.emulator.add_fault(service="sts", **fault)
    assert isinstance(refused(client), OutcomeUnknown)
    assert client.send(IDENTITY, {})["AccountId"] == stage.account.id


# rates


def test_every_action_has_a_quota_of_its_own() -> None:
    assert quota_of("ssm:DescribeSecret") == Quota("ssm:DescribeSecret", 40)
    assert quota_of("ssm:UpdateSecret") == Quota("ssm:UpdateSecret", 20)
    assert quota_of("tag:TagResources") == Quota("tag:TagResources", 20)
