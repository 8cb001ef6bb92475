"""The vendor's Python clients, of both generations, run whole lives against a real process."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from alibabacloud_kms20160120 import models
from alibabacloud_kms20160120.client import Client as TypedClient
from alibabacloud_tea_openapi.client import Client as GenericClient
from alibabacloud_tea_openapi.exceptions import ClientException, ServerException, ThrottlingException
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from aliyunsdkcore.acs_exception.exceptions import ServerException as OlderException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from darabonba.runtime import RuntimeOptions

from reprieve_emulator.alicloud.services import SERVICES
from tests.accounts import Account
from tests.emulator.alicloud.life import LIVES
from tests.emulator.judges.life import Step, live

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

SIGNATURES = [None, "v2"]
"""ACS3, which is the default, and RPC version 1."""
ONLY_NEWER = {"GetKmsInstanceQuotaInfos", "ReleaseKmsInstance"}
"""Actions that the older packages do not have."""


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clients go through a proxy whatever NO_PROXY says."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shop(emulator: Control) -> Account:
    """An account of Alibaba Cloud with an instance of KMS, without rates."""
    emulator.set_quotas(None)
    made = Account.of(emulator.add_account("shop", cloud="alicloud"))
    place = {"account": made.id, "region": "cn-hangzhou", "create_time": 1}
    emulator.plant("alicloud_instances", instance_id="kst-life", **place)
    return made


def settings(control: Control, account: Account, signature: str | None = None, **changed: object) -> Config:
    given: dict[str, object] = {
        "access_key_id": account.access_key,
        "access_key_secret": account.secret_key,
        "endpoint": urlsplit(control.url).netloc,
        "protocol": "HTTP",
        "signature_algorithm": signature,
        **changed,
    }
    return Config(**given)


class Typed:
    """The product's client; what it does not know of a reply is lost, and noticed here."""

    def __init__(self, config: Config) -> None:
        self._client = TypedClient(config)

    def ask(self, _: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        method = getattr(self._client, re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower())
        request_class = getattr(models, f"{action}Request", None)
        body = (method(request_class().from_map(parameters)) if request_class else method()).body
        assert mistakes(body) == []
        reply: dict[str, Any] = body.to_map()
        assert reply["RequestId"]
        return reply


class Generic:
    """The client without a product, which takes any action."""

    def __init__(self, config: Config, method: str = "POST", **headers: str) -> None:
        self._client, self._method, self._headers = GenericClient(config), method, headers

    def ask(self, service: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        body = {name: parameters[name] for name in ("SecretData",) if name in parameters}
        query = {name: value for name, value in parameters.items() if name not in body}
        how = Params(
            action=action,
            version=SERVICES[service].version,
            protocol="HTTP",
            pathname="/",
            method=self._method,
            auth_type="AK",
            style="RPC",
            req_body_type="formData",
            body_type="json",
        )
        request = OpenApiRequest(query=Utils.query(query), body=body or None, headers=self._headers)
        reply: dict[str, Any] = self._client.call_api(how, request, RuntimeOptions())["body"]
        return reply


class Older:
    """The older generation's client with its request classes; it signs by RPC version 1."""

    def __init__(self, control: Control, account: Account, token: str = "") -> None:
        if token:
            session = StsTokenCredential(account.access_key, account.secret_key, token)
            self._client = AcsClient(region_id="cn-hangzhou", credential=session)
        else:
            self._client = AcsClient(account.access_key, account.secret_key, "cn-hangzhou")
        self._host = urlsplit(control.url).netloc

    def ask(self, _: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        answer = self._client.do_action_with_exception(self._request(action, parameters))
        reply: dict[str, Any] = json.loads(answer)
        assert reply["RequestId"]
        return reply

    def read(self, action: str, parameters: dict[str, Any]) -> ET.Element:
        request = self._request(action, parameters)
        request.set_accept_format("XML")
        # the newer method asks for JSON whatever was set
        with pytest.deprecated_call():
            return ET.fromstring(self._client.do_action(request))  # noqa: S314 - the emulator's own

    def _request(self, action: str, parameters: dict[str, Any]) -> Any:  # noqa: ANN401 - the vendor's class
        module = importlib.import_module(f"aliyunsdkkms.request.v20160120.{action}Request")
        request = getattr(module, f"{action}Request")()
        request.set_endpoint(self._host)
        request.set_protocol_type("http")
        for name, value in parameters.items():
            if name != "RegionId":
                setter = getattr(request, f"set_{name}", None) or getattr(request, f"set_{name}s")
                setter(value)
        return request


def mistakes(model: Any, path: str = "") -> list[str]:  # noqa: ANN401 - the vendor's models have no types
    """Give the fields whose values are not of the type that the model states."""
    found = []
    for name, parameter in inspect.signature(type(model).__init__).parameters.items():
        value = getattr(model, name, None)
        stated = {"str": str, "int": int, "bool": bool}.get(str(parameter.annotation))
        if stated and value is not None and type(value) is not stated:
            found.append(f"{path}{name} is {value!r}, not {parameter.annotation}")
        for place, item in enumerate(value if isinstance(value, list) else [value]):
            if hasattr(item, "to_map"):
                found += mistakes(item, f"{path}{name}.{place}.")
    return found


def answered(control: Control, account: Account) -> list[str]:
    entries = control.requests(account=account.id)
    assert {entry["code"] for entry in entries} == {"OK"}
    return [entry["action"] for entry in entries]


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_life_runs_through_the_typed_client(
    emulator: Control, shop: Account, life: str, signature: str | None
) -> None:
    live(LIVES[life], Typed(settings(emulator, shop, signature)).ask)
    assert answered(emulator, shop) == [step.action for step in LIVES[life]]


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_generic_client_gets_nothing_that_the_models_do_not_have(
    emulator: Control, shop: Account, life: str, signature: str | None
) -> None:
    generic = Generic(settings(emulator, shop, signature))

    def ask(service: str, action: str, parameters: dict[str, Any]) -> dict[str, Any]:
        reply = generic.ask(service, action, parameters)
        assert getattr(models, f"{action}ResponseBody")().from_map(reply).to_map() == reply
        return reply

    live(LIVES[life], ask)
    assert answered(emulator, shop) == [step.action for step in LIVES[life]]


@pytest.mark.parametrize("life", LIVES)
def test_a_life_runs_through_the_older_client(emulator: Control, shop: Account, life: str) -> None:
    steps = [step for step in LIVES[life] if step.action not in ONLY_NEWER]
    live(steps, Older(emulator, shop).ask)
    assert answered(emulator, shop) == [step.action for step in steps]


def test_the_older_client_gets_xml_when_it_asks_for_it(emulator: Control, shop: Account) -> None:
    older = Older(emulator, shop)
    given = {"SecretName": "db", "VersionId": "v1", "SecretData": "x"}
    root = older.read("CreateSecret", given)
    assert (root.tag, root.findtext("SecretName")) == ("KMS", "db")
    root = older.read("CreateSecret", given)
    assert (root.tag, root.findtext("Code")) == ("Error", "Rejected.ResourceExist")


def test_the_older_client_tells_a_wrong_secret_from_a_wrong_signature(emulator: Control, shop: Account) -> None:
    wrong = Account(shop.id, shop.access_key, "another")
    with pytest.raises(OlderException) as refused:
        Older(emulator, wrong).ask("kms", "ListKeys", {})
    assert refused.value.get_error_code() == "InvalidAccessKeySecret"


def test_the_lives_take_every_action() -> None:
    taken = {step.action for steps in LIVES.values() for step in steps}
    assert taken == set(SERVICES["kms"].actions)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_caller_is_known(emulator: Control, shop: Account, signature: str | None) -> None:
    identity = Generic(settings(emulator, shop, signature)).ask("sts", "GetCallerIdentity", {})
    assert (identity["AccountId"], identity["IdentityType"]) == (shop.id, "Account")


@pytest.mark.parametrize("signature", SIGNATURES)
def test_temporary_credentials_are_taken(emulator: Control, shop: Account, signature: str | None) -> None:
    token = emulator.add_token(shop.id, session_name="ci", user_id="deployer")
    session = Account(shop.id, token["access_key_id"], token["access_key_secret"])
    config = settings(emulator, session, signature, security_token=token["token"])
    assert Generic(config).ask("sts", "GetCallerIdentity", {})["IdentityType"] == "AssumedRoleUser"


def test_temporary_credentials_are_taken_of_the_older_client(emulator: Control, shop: Account) -> None:
    token = emulator.add_token(shop.id, session_name="ci", user_id="deployer")
    session = Account(shop.id, token["access_key_id"], token["access_key_secret"])
    assert Older(emulator, session, token=token["token"]).ask("kms", "ListKeys", {})["TotalCount"] == 0


@pytest.mark.parametrize("signature", SIGNATURES)
def test_the_region_is_the_endpoints_path_or_a_header(emulator: Control, shop: Account, signature: str | None) -> None:
    endpoint = f"{urlsplit(emulator.url).netloc}/cn-beijing"
    by_path = Generic(settings(emulator, shop, signature, endpoint=endpoint))
    by_header = Generic(settings(emulator, shop, signature), **{"x-acs-region-id": "cn-beijing"})
    for client in (by_path, by_header):
        arn = client.ask("kms", "CreateKey", {})["KeyMetadata"]["Arn"]
        assert arn.startswith("acs:kms:cn-beijing:")


@pytest.mark.parametrize("signature", SIGNATURES)
def test_an_endpoint_with_a_scheme_and_a_read_by_get_are_verified(
    emulator: Control, shop: Account, signature: str | None
) -> None:
    config = settings(emulator, shop, signature, endpoint=emulator.url)
    assert Generic(config).ask("kms", "ListKeys", {})["TotalCount"] == 0
    by_get = Generic(settings(emulator, shop, signature), "GET")
    assert by_get.ask("kms", "CreateKey", {"Description": "a b"})["KeyMetadata"]["Description"] == "a b"


@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_refusal_reaches_the_client_with_code_status_and_request_id(
    emulator: Control, shop: Account, signature: str | None
) -> None:
    with pytest.raises(ClientException) as refused:
        Typed(settings(emulator, shop, signature)).ask("kms", "DescribeSecret", {"SecretName": "none"})
    (entry,) = emulator.requests(account=shop.id)
    assert (refused.value.code, refused.value.status_code) == ("Forbidden.ResourceNotFound", 404)
    assert refused.value.request_id == entry["request_id"]


def test_the_vendors_own_trouble_and_too_many_requests_are_classes_of_their_own(
    emulator: Control, shop: Account
) -> None:
    typed = Typed(settings(emulator, shop))
    emulator.add_fault(service="kms", code="ServiceUnavailableTemporary", account=shop.id)
    with pytest.raises(ServerException) as failed:
        typed.ask("kms", "ListKeys", {})
    assert (failed.value.code, failed.value.status_code) == ("ServiceUnavailableTemporary", 503)
    emulator.set_switches(alicloud_retry_after_milliseconds="2000")
    emulator.add_fault(service="kms", throttle=True, account=shop.id)
    with pytest.raises(ThrottlingException) as throttled:
        typed.ask("kms", "ListKeys", {})
    assert (throttled.value.code, throttled.value.retry_after) == ("Rejected.Throttling", 2000)


def test_a_missing_right_names_the_action(emulator: Control, shop: Account) -> None:
    emulator.deny("kms:DeleteSecret", account=shop.id)
    typed = Typed(settings(emulator, shop))
    with pytest.raises(ClientException, match=r"kms:DeleteSecret, caller: ") as refused:
        typed.ask("kms", "DeleteSecret", {"SecretName": "none"})
    assert (refused.value.code, refused.value.status_code) == ("Forbidden.NoPermission", 403)


@pytest.mark.parametrize("fault", [{"cut": "after_commit"}, {"body": "half"}, {"body": "malformed"}])
def test_a_lost_answer_leaves_the_work_done(emulator: Control, shop: Account, fault: dict[str, str]) -> None:
    generic = Generic(settings(emulator, shop))
    emulator.add_fault(service="kms", action="CreateSecret", account=shop.id, **fault)
    step = Step("kms", "CreateSecret", {"SecretName": "db", "VersionId": "v1", "SecretData": "x"})
    with pytest.raises(Exception):  # noqa: B017, PT011 - each kind of loss has a class of its own
        generic.ask(step.service, step.action, step.parameters)
    assert generic.ask("kms", "GetSecretValue", {"SecretName": "db"})["SecretData"] == "x"
