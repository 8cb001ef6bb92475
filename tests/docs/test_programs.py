"""The programs that stand on the pages: YAML previewed by the engine, Python run, JSON and the rest read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from reprieve.config import check_config
from tests.docs.blocks import Block, of
from tests.docs.session import EMULATOR

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

SECTIONS = ("resources", "variables", "outputs")
THERE_ALREADY = "shop-legacy-token"
"""A secret that the pages look at, and do not make."""

YAML = {block: yaml.safe_load(block.text) for block in of("yaml")}
PROGRAMS = {block: text for block, text in YAML.items() if set(SECTIONS) & text.keys()}
SETTINGS = {
    block: text["config"] for block, text in YAML.items() if any("reprieve:" in key for key in text.get("config", {}))
}


def test_every_yaml_program_of_the_pages_can_be_previewed(tencentcloud: Stack, cloud: CloudSide) -> None:
    cloud.plant(THERE_ALREADY)
    merged: dict[str, Any] = {section: {} for section in SECTIONS}
    for number, (block, program) in enumerate(PROGRAMS.items()):
        for section, entries in _apart(f"p{number}", block, program).items():
            merged[section] |= entries
    tencentcloud.write_yaml(merged["resources"], variables=merged["variables"], outputs=merged["outputs"])

    preview = tencentcloud.preview()

    declared = {entry["type"] for entry in merged["resources"].values()} - {"pulumi:providers:reprieve"}
    assert {step.type.replace("index:", "") for step in preview.steps} == declared
    assert len(preview.steps) == sum("providers" not in entry["type"] for entry in merged["resources"].values())


def _apart(prefix: str, block: Block, program: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Rename what a program declares, so that all of them fit into one; what it asks of the configuration is given."""
    own = {name for section in SECTIONS for name in program.get(section, {})}
    asked = set(re.findall(r"\$\{([\w-]+)", block.text)) - own
    renamed = re.sub(r"\$\{([\w-]+)", rf"${{{prefix}-\1", json.dumps({s: program.get(s, {}) for s in SECTIONS}))
    sections = {
        section: {f"{prefix}-{name}": entry for name, entry in entries.items()}
        for section, entries in json.loads(renamed).items()
    }
    sections["variables"] |= {f"{prefix}-{name}": {"fn::secret": "correct horse battery staple"} for name in asked}
    return sections


@pytest.mark.parametrize("block", SETTINGS, ids=str)
def test_a_configuration_of_the_pages_is_accepted(block: Block) -> None:
    """What the block leaves out is whatever makes it whole."""
    given = {key.removeprefix("reprieve:"): value for key, value in SETTINGS[block].items() if "reprieve:" in key}
    _, problems = check_config({"cloud": "tencentcloud", "region": "ap-guangzhou"} | given)

    assert problems == []


def test_the_json_of_the_pages_is_json() -> None:
    for block in of("json"):
        assert json.loads(block.text), block


def test_every_python_program_of_the_pages_runs(emulator: Control, tmp_path: Path) -> None:
    """Pulumi programs run before Pulumi's own mocks, in one process of their own."""
    paths = []
    for number, block in enumerate(of("python")):
        paths.append(tmp_path / f"program{number}.py")
        paths[-1].write_text(f"# {block}\n" + block.text.replace(EMULATOR, emulator.url))

    command = [sys.executable, "-m", "tests.docs.run_python", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
