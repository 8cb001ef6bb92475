"""`reprieve preview` and `reprieve destroy` over whole stacks of keys and what they encrypt, with the real engine.

Here the order counts: what is deleted before a key does not use it any more, and what is not deleted keeps its key.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.accounts import Account
from tests.cli.environment import entered
from tests.cli.states import run
from tests.engine.harness import Stack
from tools.build_engine import provide_engine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reprieve_emulator.control import Control

CLOUDS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}
KEYS = 8
"""Keys of one stack; each encrypts up to three secrets."""
LONG = 10
"""Stacks of each cloud in the long run; one otherwise."""

KEY_OPTIONS: list[dict[str, Any]] = [
    {},
    {},
    {"recoveryWindowInDays": 7},
    {"recoveryWindowInDays": 30},
    {"recoveryWindowInDays": 7, "deleteWhileInUse": True},
    {"deletionProtection": True},
]
SECRET_OPTIONS: list[dict[str, Any]] = [
    {},
    {"recoveryWindowInDays": 7},
    {"recoveryWindowInDays": 14},
    {"recoveryWindowInDays": 30},
    {"forceDelete": True},
    {"deletionProtection": True},
]
ENGINES: list[dict[str, Any]] = [{}] * 7 + [{"protect": True}, {"retainOnDelete": True}]
OF_SECRETS: list[dict[str, Any]] = [*ENGINES, {"deletedWith": "${key0}"}]


@pytest.fixture
def stack(request: pytest.FixtureRequest, tmp_path: Path, emulator: Control) -> Stack:
    """An empty stack in an empty account of a cloud."""
    cloud = str(request.param)
    (tmp_path / "home").mkdir()
    stack = Stack(provide_engine(), tmp_path / "home", tmp_path / "program", project="reprieve", name="bench")
    account = Account.of(emulator.add_account("shop", cloud=cloud))
    emulator.set_quotas(None)
    # where SSM binds its keys no option lets the deletion of a key with live secrets pass, and KMS says so
    emulator.set_switches(ssm_binds_key="never")
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key}
    stack.configure(cloud=cloud, region=CLOUDS[cloud], endpoint=emulator.url, **keys)
    return stack


@pytest.mark.parametrize("number", range(LONG if settings.default and settings.default.max_examples > 100 else 1))
@pytest.mark.parametrize("stack", CLOUDS, indirect=True)
def test_a_whole_destroy_is_as_its_preview(
    stack: Stack, number: int, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    made = _made(stack, Random(number))  # noqa: S311 - drawn, not secret
    entered(stack, monkeypatch)
    if number % 3 == 1:
        monkeypatch.setenv("REPRIEVE_FORCE_DELETE", "reprieve/bench")

    run("preview", "--stack", "bench", "--save", "saved.json")
    result = run("destroy", "--stack", "bench", "--yes", "--preview", "saved.json", "--record", "run", "--json")

    told = json.loads((stack.folder / "saved.json").read_text())["stacks"][0]["objects"]
    ended = json.loads(result.stdout)
    left = {one["urn"] for one in stack.export().get("resources", [])}
    assert len(told) == made
    for one in told:
        deed = next((deed for deed in ended["report"]["objects"] if deed["urn"] == one["urn"]), None)
        HAPPENED[one["outcome"]](one, deed, left)
    assert ended["run"]["stacks"][0]["otherThanPreviewed"] == []
    record_property("cases", len(told))


def _deleted(one: dict[str, Any], deed: dict[str, Any] | None, left: set[str]) -> None:
    assert deed
    assert one["urn"] not in left
    assert deed["state"] == ("final" if one["outcome"] == "final" else "pending deletion")
    assert (deed["steps"], deed["done"]) == (one["steps"], one["steps"])
    assert deed["recoveryWindowInDays"] == one["recoveryWindowInDays"]
    assert one["outcome"] == "final" or deed["restorableUntil"][:10] == one["finalOn"][:10]


def _refused(one: dict[str, Any], deed: dict[str, Any] | None, left: set[str]) -> None:
    assert deed
    if one["openOrder"]:
        return
    assert one["urn"] in left
    assert "; ".join(one["why"]) in deed["why"]


def _kept(one: dict[str, Any], deed: dict[str, Any] | None, left: set[str]) -> None:
    assert one["urn"] in left
    assert deed is None or "protect" in deed["why"]


def _dropped(one: dict[str, Any], deed: dict[str, Any] | None, left: set[str]) -> None:
    assert deed
    assert one["urn"] not in left
    assert deed["state"] == "kept in the cloud"


HAPPENED = {"reversible": _deleted, "final": _deleted, "refused": _refused, "kept": _kept, "dropped": _dropped}


def _made(stack: Stack, random: Random) -> int:
    """Make keys and secrets; some name their key by its id, so that the engine knows of no dependency."""
    resources: dict[str, Any] = {}
    literal: dict[str, str] = {}
    for number in range(KEYS):
        key = f"key{number}"
        resources[key] = _resource("KmsKey", {"alias": key, **random.choice(KEY_OPTIONS)}, random.choice(ENGINES))
        for place in range(random.randrange(4)):
            name = f"secret{number}{place}"
            given = {"name": name, "secretString": {"fn::secret": "one"}, **random.choice(SECRET_OPTIONS)}
            resources[name] = _resource("Secret", given | {"kmsKeyId": f"${{{key}.id}}"}, random.choice(OF_SECRETS))
            if random.random() < 0.25:
                literal[name] = key
    stack.write_yaml(resources)
    stack.up()
    for name, key in literal.items():
        resources[name]["properties"]["kmsKeyId"] = stack.resource(key)["id"]
    stack.write_yaml(resources)
    stack.up()
    return len(resources)


def _resource(kind: str, properties: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    return {"type": f"reprieve:{kind}", "properties": properties, "options": dict(options)}
