"""Everything that is installed is pinned with a hash, in every language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
LOCKS = [path for path in sorted(ROOT.glob("*/**/package-lock.json")) if "node_modules" not in path.parts]
MODULES = [path for path in sorted(ROOT.glob("*/**/go.mod")) if "node_modules" not in path.parts]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name_of)
def test_every_requirement_is_one_version_with_its_hashes(path: Path) -> None:
    lines = re.sub(r"\\\n\s*", "", path.read_text(encoding="utf-8")).splitlines()
    pinned = [line for line in lines if line and not line.lstrip().startswith("#")]

    assert pinned
    assert [line for line in pinned if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("path", REQUIREMENTS, ids=name_of)
def test_every_list_of_requirements_is_compiled_by_make_lock_and_installed_with_its_hashes(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if "pip install" in line and f"-r {name_of(path)}" in line]

    assert f"-o {name_of(path)}" in makefile
    assert installs
    assert all("--require-hashes" in line for line in installs)


@pytest.mark.parametrize("path", LOCKS, ids=name_of)
def test_every_package_of_nodejs_has_its_hash(path: Path) -> None:
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]

    assert [
        name for name, package in packages.items() if name and not package.get("integrity", package.get("link"))
    ] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_of_go_has_its_hashes(path: Path) -> None:
    required = re.findall(
        r"^\s*(?:require )?([\w.-]+\.[\w./-]+) (v\S+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    replaced = set(re.findall(r"^replace ([\w./-]+) ", path.read_text(encoding="utf-8"), re.MULTILINE))
    sums = path.with_name("go.sum").read_text(encoding="utf-8") if path.with_name("go.sum").exists() else ""

    assert [name for name, version in required if f"{name} {version}" not in sums and name not in replaced] == []
