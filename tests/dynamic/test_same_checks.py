"""Both flavours find the same problems, fill in the same inputs and plan the same deletion, on every cloud."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from reprieve.dynamic import operations as flavour
from reprieve.errors import Refused
from reprieve.plugin import operations as plugin
from reprieve.plugin.stubs import provider_pb2
from reprieve.plugin.values import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from reprieve.lifecycle.session import Session

REGIONS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}
TYPES = ("reprieve:index", "pulumi-python:dynamic/reprieve")
Check: TypeAlias = "Callable[[Session, str, dict[str, Any]], tuple[list[tuple[str, str]], dict[str, Any]]]"
WINDOW, MARK = {"recoveryWindowInDays": 12}, {"tags": {"reprieve:stack": "x", "a": "?" * 200}}
DECLARED: dict[str, tuple[str, dict[str, Any]]] = {
    "a secret": ("Secret", {"name": "db", "secretString": "a", **WINDOW}),
    "a secret with its defaults": ("Secret", {"name": "db", "secretBinary": "AAAA", "tags": {}}),
    "a forced secret": ("Secret", {"name": "db", "secretString": "a", "forceDelete": True}),
    "a wrong secret": (
        "Secret",
        {"name": "no spaces", "enabled": False, "versionId": "-", "recoveryWindowInDays": 31, **MARK},
    ),
    "a contradiction": ("Secret", {"name": "db", "secretString": "a", "secretBinary": "b", "forceDelete": 1, **WINDOW}),
    "a key": ("KmsKey", {"alias": "shop/db", "rotationPeriodInDays": 90, "deletionProtection": True}),
    "a longer window": ("KmsKey", {"alias": "db", "recoveryWindowInDays": 31}),
    "a spec": ("KmsKey", {"alias": "db", "keySpec": "SM4", "keyUsage": "ENCRYPT_DECRYPT"}),
    "a wrong key": (
        "KmsKey",
        {"alias": "a b", "keySpec": "RSA_1024", "keyUsage": "x", "rotationPeriodInDays": 1, "windowInDays": 7, **MARK},
    ),
    "an API key": ("ApiKey", {"name": "shop", "accessKeyId": "shop0id00", "accessKeySecret": "s" * 20}),
    "a wrong API key": ("ApiKey", {"name": "", "accessKeyId": "half", "whenProductOffline": "wait", "enabled": "yes"}),
}


@pytest.fixture(params=REGIONS)
def settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The provider's configuration for one cloud; no engine listens."""
    monkeypatch.setattr(sys, "argv", ["server"])
    return {"cloud": request.param, "region": REGIONS[request.param]}


def by_plugin(session: Session, urn: str, news: dict[str, Any]) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    reply = plugin.check(session, provider_pb2.CheckRequest(urn=urn, news=encode(news)))
    return sorted((failure.property, failure.reason) for failure in reply.failures), decode(reply.inputs)


def by_flavour(session: Session, urn: str, news: dict[str, Any]) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    result = flavour.check(session, {}, news | {"__urn": urn, "__secrets": []})
    failures = sorted((failure.property, failure.reason) for failure in result.failures)
    inputs = {key: value for key, value in (result.inputs or {}).items() if not key.startswith("__")}
    return failures, {} if failures else decode(encode_plain(inputs))


def encode_plain(inputs: dict[str, Any]) -> Any:  # noqa: ANN401 - the protocol's
    """Write what the server would send, whose secrets have the protocol's own form."""
    message = provider_pb2.CheckRequest()
    message.news.update(inputs)
    return message.news


@pytest.mark.parametrize(("kind", "news"), DECLARED.values(), ids=DECLARED.keys())
def test_a_declaration_is_checked_alike(settings: dict[str, str], kind: str, news: dict[str, Any]) -> None:
    session = flavour.configure({f"reprieve:{key}": value for key, value in settings.items()})
    urns = (f"urn:pulumi:dev::shop::{kinds}:{kind}::db" for kinds in TYPES)
    found = [outcome(check, session, urn, news) for check, urn in zip((by_plugin, by_flavour), urns, strict=True)]

    assert found[0] == found[1]


def outcome(check: Check, session: Session, urn: str, news: dict[str, Any]) -> object:
    """Return problems and inputs, or what is said where the cloud has no such resource."""
    try:
        problems, inputs = check(session, urn, news)
    except Refused as error:
        return str(error)
    assert bool(problems) != ("deletionPlan" in inputs)
    return problems, inputs


def test_a_resource_that_the_cloud_lacks_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["server"])
    session = flavour.configure({"reprieve:cloud": "alicloud", "reprieve:region": "cn-hangzhou"})
    kind, news = DECLARED["an API key"]

    told = outcome(by_flavour, session, f"urn:pulumi:dev::shop::{TYPES[1]}:{kind}::db", news)

    assert told == "Alibaba Cloud has no ApiKey; give the resource a provider whose cloud has it"
