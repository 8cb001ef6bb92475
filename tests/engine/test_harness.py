"""What the other tests of this folder rely on, shown with programs that need no plugin of ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.harness import PASSPHRASE

if TYPE_CHECKING:
    from tests.accounts import Account
    from tests.engine.harness import Stack

DYNAMIC = """
import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Provider(ResourceProvider):
    def create(self, props):
        return CreateResult("made", {**props})

    def delete(self, id_, props):
        pulumi.log.info("taken away")

class Thing(Resource):
    def __init__(self, name, **props):
        super().__init__(Provider(), name, props)

thing = Thing("thing", colour="red", password=pulumi.Output.secret("correct horse"))
pulumi.export("colour", thing.id)
pulumi.export("password", pulumi.Output.secret("battery staple"))
"""


def test_a_yaml_program_runs_and_its_outputs_are_read(stack: Stack) -> None:
    stack.write_yaml({}, outputs={"greeting": "hello"})

    stack.up()

    assert stack.outputs() == {"greeting": "hello"}


def test_a_dynamic_provider_of_a_python_program_creates_and_deletes(stack: Stack) -> None:
    stack.write_python(DYNAMIC)

    created = stack.up()
    state = stack.resource("thing")
    planned = stack.destroy("--preview-only")
    destroyed = stack.destroy()

    assert [(step.operation, step.name) for step in created.steps] == [("create", "thing")]
    assert state["outputs"]["colour"] == "red"
    assert [(step.operation, step.name) for step in planned.steps] == [("delete", "thing")]
    assert [(step.operation, step.name) for step in destroyed.steps] == [("delete", "thing")]
    assert stack.export().get("resources", []) == []


def test_secrets_are_encrypted_in_the_state(stack: Stack) -> None:
    stack.write_python(DYNAMIC)

    stack.up()

    stored = "".join(path.read_text() for path in stack.state.rglob("*.json"))
    assert "red" in stored
    assert "correct horse" not in stored
    assert stack.outputs()["password"] == "battery staple"


def test_the_configuration_of_the_provider_can_be_set_and_taken_away(stack: Stack) -> None:
    stack.write_yaml({}, outputs={"region": "${reprieve:region}"})
    stack.configure(region="ap-guangzhou", site="china")
    stack.configure(site=None)

    assert stack.run("config", "--json").json.keys() == {"reprieve:region"}


def test_an_unexpected_failure_fails_the_test_with_what_the_command_said(stack: Stack) -> None:
    stack.write_yaml({}, outputs={"broken": "${missing}"})

    with pytest.raises(AssertionError, match=r'(?s)pulumi up .*failed with .*resource or variable named "missing"'):
        stack.up()


def test_an_unexpected_success_fails_the_test(stack: Stack) -> None:
    with pytest.raises(AssertionError, match=r"pulumi up .* succeeded against expectation"):
        stack.up(expect_failure=True)


def test_an_expected_failure_keeps_the_diagnostics(stack: Stack) -> None:
    stack.write_yaml({}, outputs={"broken": "${missing}"})

    failed = stack.preview(expect_failure=True)

    assert 'resource or variable named "missing" could not be found' in "\n".join(failed.messages("error"))


def test_a_plugin_that_is_not_installed_is_not_looked_for_outside(stack: Stack) -> None:
    stack.write_yaml({"pet": {"type": "random:RandomPet"}})

    failed = stack.preview(expect_failure=True)

    assert "random" in failed.text


def test_nothing_of_the_users_accounts_reaches_the_commands(stack: Stack) -> None:
    assert not {name for name in stack.environment if "TOKEN" in name or "SECRET" in name or "KEY" in name}
    assert stack.environment["PULUMI_CONFIG_PASSPHRASE"] == PASSPHRASE
    assert Path(stack.environment["HOME"]) != Path.home()


def test_a_stack_of_a_cloud_has_an_account_of_its_own(tencentcloud: Stack, account: Account) -> None:
    shown = tencentcloud.run("config", "--json").json

    assert shown["reprieve:endpoint"]["value"].startswith("http://127.0.0.1:")
    assert tencentcloud.environment["TENCENTCLOUD_SECRET_ID"] == account.access_key
