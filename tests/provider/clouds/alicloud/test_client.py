from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import pytest

from reprieve.clouds.alicloud.client import Client, quota_of
from reprieve.config import Config
from reprieve.errors import CloudError, Denied, Gone, OutcomeUnknown, Throttled, Unavailable

if TYPE_CHECKING:
    from tests.provider.clouds.alicloud.conftest import Endpoint

VALUE = "a value & more"


def config_of(url: str = "", **settings: object) -> Config:
    given = {"cloud": "alicloud", "region": "cn-hangzhou", "accessKey": "LTAI-id", "secretKey": "k3y-secret"}
    return Config.read(given | ({"endpoint": url} if url else {}) | settings)


def client_of(endpoint: Endpoint) -> Client:
    return Client(config_of(endpoint.url))


def test_parameters_travel_as_texts_and_the_value_in_the_body_alone(endpoint: Endpoint) -> None:
    client_of(endpoint).send("kms:CreateSecret", {"SecretName": "db", "FetchTags": True, "N": 7, "SecretData": VALUE})

    (seen,) = endpoint.seen
    assert seen.query == {"SecretName": "db", "FetchTags": "true", "N": "7"}
    assert seen.body == "SecretData=a+value+%26+more"


def test_lists_are_numbered_from_one(endpoint: Endpoint) -> None:
    client_of(endpoint).send("kms:ListTagResources", {"ResourceId": ["a", "b"], "Tag": [{"Key": "k"}]})

    assert endpoint.seen[0].query == {"ResourceId.1": "a", "ResourceId.2": "b", "Tag.1.Key": "k"}


def test_each_service_has_its_version(endpoint: Endpoint) -> None:
    client = client_of(endpoint)
    client.send("kms:ListKeys", {})
    client.send("sts:GetCallerIdentity", {})

    assert [seen.headers["x-acs-version"] for seen in endpoint.seen] == ["2016-01-20", "2015-04-01"]


def test_a_code_is_an_error_also_with_status_200(endpoint: Endpoint) -> None:
    endpoint.answer(200, Code="Forbidden.NoPermission", Message="no", RequestId="r-2")

    with pytest.raises(Denied) as caught:
        client_of(endpoint).send("kms:DeleteSecret", {})

    assert str(caught.value) == (
        "kms:DeleteSecret answered Forbidden.NoPermission (no), request r-2; grant this action to the caller in RAM"
    )


def test_gone_is_the_exact_code_of_the_action_and_no_status(endpoint: Endpoint) -> None:
    endpoint.answer(404, Code="Forbidden.ResourceNotFound", Message="gone", RequestId="r-3")
    with pytest.raises(Gone, match="the secret does not exist"):
        client_of(endpoint).send("kms:DescribeSecret", {})

    endpoint.answer(404, Code="InvalidAccessKeyId.NotFound", Message="who?", RequestId="r-4")
    with pytest.raises(Denied, match="check the access key"):
        client_of(endpoint).send("kms:DescribeSecret", {})


def test_a_code_that_nobody_knows_decides_nothing(endpoint: Endpoint) -> None:
    endpoint.answer(404, Code="Brand.New", Message="new", RequestId="r-5")

    with pytest.raises(CloudError, match="not known to Reprieve") as caught:
        client_of(endpoint).send("kms:DescribeSecret", {})

    assert type(caught.value) is CloudError


@pytest.mark.parametrize("code", ["Throttling", "Throttling.User", "Rejected.Throttling"])
def test_every_throttling_code_says_wait(endpoint: Endpoint, code: str) -> None:
    endpoint.answer(400, Code=code, Message="slow", RequestId="r-6")

    with pytest.raises(Throttled):
        client_of(endpoint).send("kms:ListKeys", {})


@pytest.mark.parametrize("answer", [(502, "<html>bad gateway</html>"), (200, "<html>"), (200, "[]"), (404, "{}")])
def test_an_answer_that_is_not_the_api_leaves_the_outcome_unknown(endpoint: Endpoint, answer: tuple[int, str]) -> None:
    endpoint.answers = [answer]

    with pytest.raises(OutcomeUnknown, match="could not be read"):
        client_of(endpoint).send("kms:DeleteSecret", {})


def test_a_call_whose_connection_ends_may_have_been_carried_out(endpoint: Endpoint) -> None:
    endpoint.answers = [(0, "")]

    with pytest.raises(OutcomeUnknown, match="the connection ended before an answer came"):
        client_of(endpoint).send("kms:DeleteSecret", {})


def test_a_call_that_finds_no_listener_was_never_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(Unavailable, match="the endpoint cannot be reached"):
        Client(config_of(f"http://127.0.0.1:{port}")).send("kms:DeleteSecret", {})


def test_loopback_is_reached_past_any_proxy(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")

    client_of(endpoint).send("kms:ListKeys", {})

    assert len(endpoint.seen) == 1


def test_no_switch_of_the_sdk_prints_credentials(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEBUG", "sdk")
    logging.getLogger("darabonba-core").disabled = False

    client_of(endpoint).send("kms:ListKeys", {})

    printed = capfd.readouterr()
    assert "Authorization" in endpoint.seen[0].headers
    assert "uthorization" not in printed.out + printed.err
    assert "LTAI-id" not in printed.out + printed.err


def test_temporary_credentials_send_their_token(endpoint: Endpoint) -> None:
    Client(config_of(endpoint.url, securityToken="t0ken")).send("kms:ListKeys", {})

    assert endpoint.seen[0].headers["x-acs-security-token"] == "t0ken"


@pytest.mark.parametrize(
    ("actions", "rate"),
    [
        (("CreateSecret", "DeleteSecret"), 10),
        (("DescribeKey", "ListKeys", "ListAliasesByKeyId", "ListTagResources"), 50),
        (("EnableKey", "ScheduleKeyDeletion", "CreateAlias", "TagResource", "SetDeletionProtection"), 30),
        (("DescribeAccountKmsStatus",), 1),
    ],
)
def test_actions_share_the_rate_of_their_group(actions: tuple[str, ...], rate: int) -> None:
    quotas = {quota_of(f"kms:{action}") for action in actions}

    assert {quota.rate for quota in quotas} == {rate}
    assert len(quotas) == 1
