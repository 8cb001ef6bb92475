"""The pages on migration: every field is one of ours, every default is what the code works with, and the code runs."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest
import yaml

from reprieve.config import Limits
from reprieve.lifecycle.deletion_plan import default_window
from reprieve.peers.deletion import rules_of
from reprieve.peers.kinds import KINDS
from reprieve.resources.catalogue import RESOURCES
from tests.cli.states import one_object, run
from tests.engine.harness import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PAGES = REPOSITORY / "docs" / "migration"
FIELDS = (PAGES / "fields.md").read_text()
SECTIONS = re.findall(r"^## (\w+) from (.*?)\n(.*?)(?=^## |\Z)", FIELDS, re.DOTALL | re.MULTILINE)
INPUTS = {resource.name: resource.traits.keys() for resource in RESOURCES.values()}


def rows(table: str) -> list[list[str]]:
    """Return the cells of a table without its head."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]


def named(cell: str) -> list[str]:
    """Return what a cell names."""
    return re.findall(r"`(\w+)`", cell)


def left_out(kind: str, argument: str) -> list[str]:
    """Return the row of an argument of a type."""
    (table,) = (table for _, types, table in SECTIONS if kind in named(types))
    return next(row for row in rows(table) if argument in named(row[0]))


@pytest.mark.parametrize(("resource", "table"), [(resource, table) for resource, _, table in SECTIONS])
def test_every_field_of_the_tables_is_an_input_of_ours(resource: str, table: str) -> None:
    assert {field for row in rows(table) for field in named(row[1])} <= INPUTS[resource]


def test_every_attribute_that_is_read_has_its_row() -> None:
    told = {
        (kind, argument)
        for _, types, table in SECTIONS
        for kind in named(types)
        for row in rows(table)
        for argument in named(row[0])
    }
    read = {(kind, attribute) for kind, facts in KINDS.items() if "v2" not in kind for attribute in facts.attributes}

    assert read - told == set()


@pytest.mark.parametrize(
    ("kind", "argument"),
    [
        ("tencentcloud_ssm_secret", "recovery_window_in_days"),
        ("tencentcloud_kms_key", "pending_delete_window_in_days"),
        ("alicloud_kms_secret", "recovery_window_in_days"),
        ("alicloud_kms_key", "pending_window_in_days"),
    ],
)
def test_the_windows_of_the_tables_are_those_of_the_code(kind: str, argument: str) -> None:
    adopted = one_object(kind)
    was = adopted.deletion.was
    then = "the destroy fails" if was is None else str(was.get("recoveryWindowInDays", "0: destroyed at once"))

    assert left_out(kind, argument)[2:] == [then, str(default_window(rules_of(adopted.entry.type), Limits(where="")))]


def test_the_commands_of_the_pages_are_those_that_the_command_tells() -> None:
    pages = "".join(path.read_text() for path in PAGES.glob("*.md"))
    blocks = "".join(re.findall(r"```console\n(.*?)```", pages, re.DOTALL)).splitlines()
    told = [
        command
        for name in ("pulumi-export", "terraform-show")
        for step in json.loads(run("adopt", str(REPOSITORY / f"tests/cli/fixtures/{name}.json"), "--json").stdout)[
            "steps"
        ]
        for command in step["commands"]
    ]

    def verb(line: str) -> tuple[str, ...]:
        words = shlex.split(line)
        return tuple(words[: 3 if words[1] in {"state", "config", "stack"} else 2])

    assert {verb(line) for line in blocks} <= {verb(line) for line in told} | {("reprieve", "adopt")}


def test_the_program_that_imports_by_itself_runs_as_it_stands(tencentcloud: Stack, cloud: CloudSide) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (PAGES / "pulumi.md").read_text(), re.DOTALL)
    cloud.plant("db-theirs")
    cloud.forget()
    tencentcloud.write_yaml(yaml.safe_load(block)["resources"])

    first = tencentcloud.up()
    written = cloud.writes
    tencentcloud.destroy()

    assert [step.operation for step in first.steps] == ["import", "update"]
    assert written == []
    assert cloud.windows == [14]


def test_the_exit_codes_of_the_page_are_those_of_the_help(tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("{}")
    page = (PAGES / "terraform.md").read_text()

    assert "with 3 if the file is no state" in page
    assert run("adopt", str(tmp_path / "none.json")).exit_code == 3
