"""Policies in the vendors' own form: what they give, and what of them is refused rather than overlooked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve.clouds.alicloud import client as alicloud
from reprieve.clouds.tencentcloud import client as tencentcloud
from reprieve.config import Config
from reprieve.errors import Denied

if TYPE_CHECKING:
    from collections.abc import Callable

    from reprieve.calls import Send
    from reprieve_emulator.control import Control

CLIENTS: dict[str, tuple[Callable[[Config], tencentcloud.Client | alicloud.Client], str]] = {
    "tencentcloud": (tencentcloud.Client, "ap-guangzhou"),
    "alicloud": (alicloud.Client, "cn-hangzhou"),
}


def document(cloud: str, *actions: str, effect: str = "Allow") -> dict[str, Any]:
    if cloud == "alicloud":
        return {"Version": "1", "Statement": [{"Effect": effect, "Action": list(actions), "Resource": "*"}]}
    statement = {"effect": effect.lower(), "action": list(actions), "resource": ["*"]}
    return {"version": "2.0", "statement": [statement]}


def user_of(emulator: Control, cloud: str) -> tuple[str, Send]:
    account = emulator.add_account("rights", cloud=cloud)["account_id"]
    key = emulator.add_access_key(account, user_id="ada")
    kind, region = CLIENTS[cloud]
    keys = {"accessKey": key["access_key_id"], "secretKey": key["access_key_secret"]}
    return account, kind(Config.read({"cloud": cloud, "region": region, "endpoint": emulator.url, **keys})).send


@pytest.mark.parametrize("cloud", CLIENTS)
def test_a_user_has_the_rights_of_the_policies_and_no_other(emulator: Control, cloud: str) -> None:
    account, send = user_of(emulator, cloud)
    send("kms:ListKeys", {})

    emulator.attach_policy(account, "ada", document(cloud, "kms:CreateKey", "kms:De*"))
    send("kms:CreateKey", {"Alias": "a"} if cloud == "tencentcloud" else {})
    with pytest.raises(Denied, match="kms:ListKeys"):
        send("kms:ListKeys", {})

    emulator.attach_policy(account, "ada", document(cloud, "kms:List*"), name="more")
    send("kms:ListKeys", {})


@pytest.mark.parametrize("cloud", CLIENTS)
def test_a_denial_wins_and_no_policy_means_all_rights(emulator: Control, cloud: str) -> None:
    account, send = user_of(emulator, cloud)
    emulator.attach_policy(account, "ada", document(cloud, "*"))
    emulator.attach_policy(account, "ada", document(cloud, "kms:ListKeys", effect="Deny"), name="denial")
    with pytest.raises(Denied):
        send("kms:ListKeys", {})

    emulator.detach_policies(account, "ada")
    send("kms:ListKeys", {})


def test_tencents_prefix_of_actions_and_its_other_name_of_api_gateway_are_known(emulator: Control) -> None:
    account, send = user_of(emulator, "tencentcloud")
    emulator.attach_policy(account, "ada", document("tencentcloud", "name/apigw:DescribeApiKeysStatus"))

    send("apigateway:DescribeApiKeysStatus", {})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"version": "1"}, "a policy has a version, which is 2.0"),
        ({"statement": [{"effect": "allow", "action": "*", "resource": "qcs::kms:::key/*"}]}, "its resource is *"),
        ({"statement": [{"effect": "allow", "action": "*", "resource": "*", "condition": {}}]}, "its resource is *"),
        ({"statement": [{"effect": "maybe", "action": "*", "resource": "*"}]}, "maybe is missing or unknown"),
    ],
)
def test_what_would_not_be_obeyed_is_refused(emulator: Control, wrong: dict[str, Any], said: str) -> None:
    account, _ = user_of(emulator, "tencentcloud")

    with pytest.raises(ValueError, match=said.replace("*", r"\*")):
        emulator.attach_policy(account, "ada", document("tencentcloud", "*") | wrong)
