"""The same mistake is told in the same words by both flavours."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import TYPE_CHECKING

import pulumi_reprieve
import pytest

from reprieve import dynamic
from reprieve.resources.catalogue import RESOURCES
from tests.dynamic.programs import NAMED, secret
from tests.engine.harness import REPOSITORY

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack

SERVERS_OWN = "Exception calling application: "
WRONG = {
    "each field on its own": [
        'name="no spaces", recovery_window_in_days=31, version_id="-", on_pending_deletion="wait"',
        'tags={"reprieve:stack": "x", "team": "a?b"}, secret_string="planted-9431", secret_binary="AAAA"',
    ],
    "a contradiction, and no value": ['name="db-password", force_delete=True, recovery_window_in_days=7'],
    "secrets that do not fit": [
        'name="db-password", description=pulumi.Output.secret("planted-9431" * 200)',
        'secret_binary=pulumi.Output.secret("planted-9431?")',
    ],
    "a wrong type": ['name="db-password", secret_string="planted-9431", enabled="yes", recovery_window_in_days="7"'],
}


def with_plugin(program: str) -> str:
    return program.replace("from reprieve.dynamic import", "from pulumi_reprieve import")


def told(result: Result) -> list[str]:
    """Return the errors on the resource, without what names its type and what the dynamic server puts before them."""
    errors = [line.message for line in result.diagnostics if line.severity == "error" and line.urn.endswith("password")]
    texts = [text.partition("resource 'password'")[2] or text for text in errors]
    return sorted(text.replace(SERVERS_OWN, "").strip() for text in texts)


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_declaration_is_told_in_the_plugins_words(
    tencentcloud: Stack, cloud: CloudSide, arguments: list[str]
) -> None:
    program = secret(", ".join(arguments))

    tencentcloud.write_python(with_plugin(program))
    plugin = tencentcloud.preview(expect_failure=True)
    tencentcloud.write_python(program)
    flavour = tencentcloud.preview(expect_failure=True)

    assert told(flavour) == told(plugin)
    assert told(flavour)
    assert "planted-9431" not in flavour.text
    assert cloud.calls == []


def test_a_held_name_is_told_in_the_plugins_words(tencentcloud: Stack, cloud: CloudSide) -> None:
    cloud.plant("db-password")

    tencentcloud.write_python(with_plugin(secret()))
    plugin = tencentcloud.up(expect_failure=True)
    tencentcloud.write_python(secret())
    flavour = tencentcloud.up(expect_failure=True)

    assert told(flavour) == told(plugin)
    assert "the name is held by an object without an ownership mark" in "".join(told(flavour))


def test_an_answer_of_the_cloud_is_told_with_its_code_and_without_a_traceback(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    cloud.control.add_fault(action="CreateSecret", code="UnauthorizedOperation", count=None)
    tencentcloud.write_python(secret())

    failed = tencentcloud.up(expect_failure=True)

    (text,) = told(failed)
    assert text.startswith("db-password was not created: ssm:CreateSecret answered UnauthorizedOperation")
    assert "Traceback" not in failed.text


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"cloud": None}, "reprieve:cloud: is required"),
        ({"alowedAccountIds": '["1"]'}, 'reprieve:alowedAccountIds: is not a property of the provider; did you mean "'),
        ({"endpoint": "http://example.com"}, "reprieve:endpoint: plain http is for loopback addresses only; use https"),
    ],
    ids=["missing", "misspelt", "wrong"],
)
def test_what_is_wrong_with_the_stacks_configuration_is_named(
    tencentcloud: Stack, settings: dict[str, str | None], text: str
) -> None:
    tencentcloud.configure(**settings)
    tencentcloud.write_python(secret())

    assert text in tencentcloud.preview(expect_failure=True).text


def test_the_limits_of_the_stacks_configuration_hold(tencentcloud: Stack) -> None:
    tencentcloud.configure(deletion={"secret": {"minRecoveryWindowInDays": 14, "allowForceDelete": False}})
    tencentcloud.write_python(secret(f"{NAMED}, recovery_window_in_days=7"))
    short = tencentcloud.preview(expect_failure=True)
    tencentcloud.write_python(secret(f"{NAMED}, force_delete=True"))
    forced = tencentcloud.preview(expect_failure=True)

    assert "must be at least 14: the provider's deletion.secret.minRecoveryWindowInDays" in short.text
    assert "the provider's deletion.secret.allowForceDelete forbids it" in forced.text


def test_a_misspelt_argument_is_told_with_what_may_be_meant(tencentcloud: Stack) -> None:
    tencentcloud.write_python(secret(f"{NAMED}, pending_window_in_days=7, force_deletes=True"))

    texts = told(tencentcloud.preview(expect_failure=True))

    assert 'is not a property of Secret; did you mean "forceDelete"?' in texts[0]
    assert 'is not a property of Secret; did you mean "recoveryWindowInDays"?' in texts[1]


@pytest.mark.parametrize("name", ["Secret", "KmsKey", "ApiKey"])
def test_the_arguments_are_those_of_the_generated_sdk(name: str) -> None:
    module = importlib.import_module(getattr(dynamic, name).__module__)
    own = inspect.get_annotations(getattr(module, f"{name}Arguments"))
    generated = inspect.signature(getattr(pulumi_reprieve, name)._internal_init).parameters.keys()  # noqa: SLF001

    assert own.keys() == generated - {"__self__", "resource_name", "opts", "__props__"}


@pytest.mark.parametrize("name", ["Secret", "KmsKey", "ApiKey"])
def test_the_outputs_are_those_of_the_generated_sdk(name: str) -> None:
    own = inspect.get_annotations(getattr(dynamic, name)).keys() | {"unfinished_steps"}
    generated = vars(getattr(pulumi_reprieve, name)).items()

    assert own == {attribute for attribute, value in generated if isinstance(value, property)}


def test_the_program_of_the_docs_runs(tencentcloud: Stack) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", (REPOSITORY / "docs" / "dynamic.md").read_text(), re.DOTALL)
    tencentcloud.run("config", "set", "--secret", "dbPassword", "correct horse")
    tencentcloud.write_python(program)

    tencentcloud.up()

    assert tencentcloud.outputs()["undo"].startswith("pulumi up within the window")


def test_every_resource_is_offered() -> None:
    assert {token.rpartition(":")[2] for token in RESOURCES} <= set(dynamic.__all__)
