"""Pulumi's own commands take the schema without a word of warning, from the file and from the plugin."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reprieve.version import VERSION
from tests.engine.harness import ENVIRONMENT, REPOSITORY
from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.harness import Stack

FILE, PLUGIN = str(REPOSITORY / "schema.json"), str(ENVIRONMENT / "bin" / "pulumi-resource-reprieve")


@pytest.mark.parametrize(
    "command",
    [
        ["schema", "check", FILE],
        ["package", "info", FILE],
        ["package", "info", PLUGIN],
        ["package", "info", PLUGIN, "--resource", "KmsKey"],
        ["package", "info", PLUGIN, "--function", "getDeletionPlan"],
    ],
    ids=lambda command: " ".join(command[:2] + command[3:]),
)
def test_pulumi_takes_the_schema_without_a_warning(stack: Stack, command: list[str]) -> None:
    told = stack.run(*command)

    assert told.stderr == ""
    assert not [line for line in told.stdout.splitlines() if line.lower().startswith("warning")]


def test_package_add_gives_a_program_the_plugin_in_its_version(tencentcloud: Stack) -> None:
    tencentcloud.write_yaml({"db-password": secret()})

    tencentcloud.run("package", "add", PLUGIN)

    assert f"reprieve: reprieve@{VERSION}" in (tencentcloud.folder / "Pulumi.yaml").read_text()
    assert [step.operation for step in tencentcloud.preview().steps] == ["create"]


@pytest.mark.parametrize("source", [FILE, PLUGIN], ids=["file", "plugin"])
def test_get_schema_prints_what_the_file_says(stack: Stack, source: str) -> None:
    told = stack.run("package", "get-schema", source)

    assert told.stderr == ""
    assert told.json["resources"].keys() == json.loads((REPOSITORY / "schema.json").read_text())["resources"].keys()
