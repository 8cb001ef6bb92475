"""What is secret stays out of the state's plain part, of everything printed and of every log; no code is stored."""

from __future__ import annotations

import base64
import json
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from reprieve.dynamic.provider import Provider, provider
from tests.dynamic.programs import secret

if TYPE_CHECKING:
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PLANTED = ("planted-value-1", "planted-description-2", "planted-value-3")
ARGUMENTS = (
    'name="db-password", secret_string="planted-value-1", '
    'description=pulumi.Output.secret("planted-description-2"), tags={"team": "shop"}'
)
VERBOSE = ("--logtostderr", "-v=8")
PRINTS = (
    "from pulumi.dynamic.dynamic import serialize_provider; from reprieve.dynamic.provider import Provider; "
    "print(serialize_provider(Provider()))"
)


@pytest.fixture
def configured(tencentcloud: Stack, account: Account) -> Stack:
    """The stack with its credentials as secrets of its configuration, none in the environment."""
    for name in account.environment:
        del tencentcloud.environment[name]
    for key, value in (("accessKey", account.access_key), ("secretKey", account.secret_key)):
        tencentcloud.run("config", "set", "--secret", f"reprieve:{key}", value)
    return tencentcloud


def test_no_value_and_no_credential_is_printed_or_stored_in_plain(
    configured: Stack, cloud: CloudSide, account: Account
) -> None:
    configured.write_python(secret(ARGUMENTS))
    runs = [configured.preview("--diff", *VERBOSE), configured.up(*VERBOSE), configured.refresh("--diff", *VERBOSE)]
    cloud.control.add_fault(action="PutSecretValue", code="InvalidParameterValue", message="bad: planted-value-3")
    configured.write_python(secret(ARGUMENTS.replace("planted-value-1", "planted-value-3")))
    failed = configured.up("--diff", *VERBOSE, expect_failure=True)
    runs += [failed, configured.up("--diff", *VERBOSE), configured.destroy("--diff", *VERBOSE)]

    assert "bad: [secret]" in failed.text
    printed = "".join(run.text + json.dumps(run.events) for run in runs)
    stored = "".join(path.read_text(errors="replace") for path in configured.state.rglob("*") if path.is_file())
    for text in (*PLANTED, account.access_key, account.secret_key):
        assert text not in printed
        assert text not in stored
        assert base64.b64encode(text.encode()).decode() not in printed + stored


def test_the_state_names_the_provider_and_holds_nothing_else_of_it(tencentcloud: Stack) -> None:
    tencentcloud.write_python(secret())

    tencentcloud.up()

    for part in ("inputs", "outputs"):
        kept = base64.b64decode(tencentcloud.resource("password")[part]["__provider"])
        assert b"reprieve.dynamic.provider" in kept
        assert len(kept) < 80
        assert b"/" not in kept


def test_the_provider_is_stored_in_the_same_words_by_every_process() -> None:
    told = subprocess.run(
        [sys.executable, "-c", PRINTS], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )

    assert told.stdout.strip() == serialize_provider(Provider())


def test_the_provider_that_is_stored_can_be_made_again() -> None:
    kept = base64.b64decode(serialize_provider(Provider()))

    assert isinstance(pickle.loads(kept), Provider)  # noqa: S301 - made two lines above
    assert pickle.dumps(Provider()).count(provider.__module__.encode()) == 1
