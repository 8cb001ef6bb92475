from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import build_sdks
from tools.build_engine import CannotBuildError
from tools.build_sdks import give_node_packages, run
from tools.generate_sdk import generate

if TYPE_CHECKING:
    from pathlib import Path


def test_a_machine_without_a_tool_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotBuildError, match=r"no npm on PATH; install Node\.js 20 and Go 1\.26"):
        run("npm", "ci", folder=tmp_path)


def test_a_tool_that_fails_is_shown_with_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module broken\n")
    (tmp_path / "main.go").write_text("package main\n\nfunc main() { nothing() }\n")

    with pytest.raises(CannotBuildError, match=r"(?s)^go vet \. failed in .*undefined: nothing"):
        run("go", "vet", ".", folder=tmp_path)


def test_a_program_finds_the_pinned_packages_and_the_sdk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node_modules/@pulumi", "node_modules/typescript", "bin", "program"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.setattr(build_sdks, "provide_node_packages", lambda: tmp_path / "node_modules")
    monkeypatch.setattr(build_sdks, "provide_node_sdk", lambda: tmp_path / "bin")

    give_node_packages(tmp_path / "program")

    found = {path.name: path.resolve() for path in (tmp_path / "program" / "node_modules").iterdir()}
    assert found == {
        "@pulumi": tmp_path / "node_modules" / "@pulumi",
        "typescript": tmp_path / "node_modules" / "typescript",
        "pulumi-reprieve": tmp_path / "bin",
    }


def test_generating_takes_away_what_is_stale_and_leaves_what_is_pinned(tmp_path: Path) -> None:
    for name in ("stale.ts", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "stale").mkdir()

    generate("nodejs", tmp_path)

    there = {path.name for path in tmp_path.iterdir()}
    assert {"secret.ts", "package.json", "package-lock.json"} <= there
    assert not {"stale.ts", "stale"} & there
