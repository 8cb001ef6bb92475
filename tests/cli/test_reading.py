"""A stack as the command sees it: through the real engine in both flavours, and from an exported file."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from reprieve.fields import Hidden, reveal, unknown_in
from reprieve_cli.engine import Engine
from reprieve_cli.exports import UnreadableState
from reprieve_cli.order import Order
from reprieve_cli.reading import read_file, read_stack
from reprieve_cli.stacks import Flavour
from tests.cli.environment import entered
from tests.dynamic import programs as dynamic
from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from tests.engine.harness import Stack


def test_a_stack_is_read_with_the_secrets_provider_of_its_own(
    tencentcloud: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = {"type": "reprieve:KmsKey", "properties": {"alias": "db-key"}, "options": {"protect": True}}
    password = secret(kmsKeyId="${key.id}", recoveryWindowInDays=14)
    tencentcloud.write_yaml(
        {"key": key, "password": password, "kept": secret(name="kept", options={"retainOnDelete": True})}
    )
    tencentcloud.up()
    entered(tencentcloud, monkeypatch)

    stack = read_stack(Engine(tencentcloud.folder), "dev")

    assert (stack.full_name, stack.others) == ("shop/dev", Counter())
    found = {entry.urn.rpartition("::")[2]: entry for entry in stack.entries}
    assert found["password"].recorded.inputs["recoveryWindowInDays"] == 14
    assert found["password"].recorded.inputs["secretString"] == Hidden(VALUE)
    assert found["password"].flavour is Flavour.PLUGIN
    assert found["password"].provider.values["region"] == "ap-guangzhou"
    assert found["password"].handling.reads_first
    assert found["key"].handling.protected
    assert found["kept"].handling.retained
    assert stack.config
    assert stack.config["reprieve:region"] == "ap-guangzhou"


def test_the_dynamic_flavour_is_configured_by_the_stack(tencentcloud: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    tencentcloud.write_python(dynamic.secret(f"{dynamic.NAMED}, recovery_window_in_days=9"))
    tencentcloud.up()
    entered(tencentcloud, monkeypatch)

    stack = read_stack(Engine(tencentcloud.folder), None)
    (entry,) = stack.entries

    assert entry.flavour is Flavour.DYNAMIC
    assert entry.name == "db-password"
    assert reveal(entry.recorded.inputs["recoveryWindowInDays"]) == 9
    assert entry.recorded.inputs["secretString"] == Hidden(VALUE)
    assert entry.provider.name == "the stack's configuration"
    assert entry.provider.values["cloud"] == "tencentcloud"


def test_a_file_keeps_what_it_holds_encrypted() -> None:
    state = {"version": 3, "deployment": {"resources": [provider(), ciphered()]}}
    (entry,) = read_file(json.dumps(state)).entries
    assert unknown_in(entry.recorded.inputs["secretString"])
    assert entry.provider.encrypted == ("accessKey",)
    assert "accessKey" not in entry.provider.values


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PULUMI_CONFIG_PASSPHRASE": "another"}, "reading the state of dev: pulumi said: .*incorrect passphrase"),
        ({"PATH": "/nowhere"}, "there is no pulumi on PATH; install it, or read an export with --file"),
    ],
    ids=["passphrase", "no pulumi"],
)
def test_a_stack_that_cannot_be_read_says_what_pulumi_says(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str
) -> None:
    entered(stack, monkeypatch)
    # what is encrypted with one passphrase cannot be read with another
    stack.run("config", "set", "--secret", "anything", "hidden")
    stack.write_yaml({}, outputs={"seen": {"fn::secret": "hidden"}})
    stack.up()
    for name, value in changed.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(UnreadableState, match=said):
        read_stack(Engine(stack.folder), "dev")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "it is not JSON"),
        ("[]", "it is JSON, but no object"),
        ("{}", "it is no output of pulumi stack export"),
        ('{"deployment": {"resources": [{}]}}', "it is damaged: KeyError on the way"),
    ],
)
def test_what_is_no_export_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnreadableState, match=said):
        read_file(text)


def test_the_engine_deletes_in_rounds_by_how_deep_a_resource_stands() -> None:
    key, user, other = one("key"), one("user", dependencies=["urn:key"]), one("other")
    above = one("above", propertyDependencies={"x": ["urn:other"]})
    last = one("last", dependencies=["urn:above"])

    order = Order.of([key, user, other, above, last])

    assert order.waves() == [2, 1, 2, 1, 0]
    assert order.waves(without=frozenset({2, 3})) == [1, 0, 2, 2, 1]
    assert order.kept_with([4]) == {2, 3}


def test_what_needs_a_component_needs_what_is_in_it() -> None:
    component = one("component", custom=False)
    inside = one("inside", parent="urn:component")
    user = one("user", dependencies=["urn:component"])

    assert Order.of([component, inside, user]).waves() == [2, 1, 0]


def one(name: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    return {"urn": f"urn:{name}", "type": "test:index:Thing", "custom": True, **more}


SPECIAL, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
HIDDEN = {SPECIAL: SECRET, "ciphertext": "bm8="}
PLACE = "urn:pulumi:dev::shop::"


def provider() -> dict[str, Any]:
    inputs = {"cloud": "tencentcloud", "region": "ap-guangzhou", "accessKey": HIDDEN, "version": "1.0.0"}
    return {
        "urn": f"{PLACE}pulumi:providers:reprieve::default",
        "type": "pulumi:providers:reprieve",
        "id": "1",
        "inputs": inputs,
    }


def ciphered() -> dict[str, Any]:
    reference = f"{PLACE}pulumi:providers:reprieve::default::1"
    return {
        "urn": f"{PLACE}reprieve:index:Secret::password",
        "type": "reprieve:index:Secret",
        "custom": True,
        "id": "db",
        "inputs": {"name": "db", "secretString": HIDDEN},
        "outputs": {"name": "db"},
        "provider": reference,
    }
