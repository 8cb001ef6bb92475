"""The vendor's typed Python clients run whole lives against a real process, in every signature that they have."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile

from tests.emulator.judges.life import LIVES, live

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account

VERSIONS = {"ssm": "v20190923", "kms": "v20190118", "apigateway": "v20180808", "tag": "v20180813", "sts": "v20180813"}
WAYS = [("TC3-HMAC-SHA256", "POST"), ("TC3-HMAC-SHA256", "GET"), ("HmacSHA256", "POST"), ("HmacSHA1", "GET")]


class TypedClients:
    """One typed client per service, as the vendor's documentation makes them."""

    def __init__(self, control: Control, account: Account, way: tuple[str, str], token: str | None = None) -> None:
        algorithm, method = way
        host = urlsplit(control.url).netloc
        http = HttpProfile(protocol="http", endpoint=host, reqMethod=method)
        self._profile = ClientProfile(signMethod=algorithm, httpProfile=http)
        self._credential = Credential(account.access_key, account.secret_key, token)

    def ask(self, service: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        package = f"tencentcloud.{service}.{VERSIONS[service]}"
        models, clients = import_module(f"{package}.models"), import_module(f"{package}.{service}_client")
        client_class = next(kind for name, kind in vars(clients).items() if name.lower() == f"{service}client")
        client = client_class(self._credential, "ap-guangzhou", self._profile)
        request = getattr(models, f"{action}Request")()
        request.from_json_string(json.dumps(parameters))
        reply: dict[str, Any] = json.loads(getattr(client, action)(request).to_json_string())
        assert reply["RequestId"]
        return reply


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_life_runs_through_the_typed_clients(
    emulator: Control, account: Account, life: str, way: tuple[str, str]
) -> None:
    emulator.set_quotas(None)
    live(LIVES[life], TypedClients(emulator, account, way).ask)
    answered = emulator.requests(account=account.id)
    assert {request["code"] for request in answered} == {"OK"}
    assert [request["action"] for request in answered] == [step.action for step in LIVES[life]]


def test_an_error_reaches_the_typed_client_with_code_and_request_id(emulator: Control, account: Account) -> None:
    clients = TypedClients(emulator, account, WAYS[0])
    with pytest.raises(TencentCloudSDKException) as refusal:
        clients.ask("ssm", "DescribeSecret", {"SecretName": "nothing"})
    (request,) = emulator.requests(account=account.id)
    assert (refusal.value.code, refusal.value.requestId) == ("ResourceNotFound", request["request_id"])


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_temporary_credentials_are_accepted_with_their_token(
    emulator: Control, account: Account, way: tuple[str, str]
) -> None:
    made = emulator.add_token(account.id, session_name="ci", user_id="4611")
    session = type(account)(account.id, made["access_key_id"], made["access_key_secret"])
    reply = TypedClients(emulator, session, way, made["token"]).ask("sts", "GetCallerIdentity", {})
    assert (reply["Type"], reply["UserId"]) == ("CAMRole", "4611:ci")
