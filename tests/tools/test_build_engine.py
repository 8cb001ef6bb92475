from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import build_engine
from tools.build_engine import PROGRAMS, CannotBuildError, find_on_path, provide_engine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for every test."""
    monkeypatch.setenv("REPRIEVE_ENGINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def put_on_path(folder: Path, monkeypatch: pytest.MonkeyPatch, version: str, *programs: str) -> None:
    folder.mkdir()
    for program in programs:
        path = folder / program
        path.write_text(f"#!/bin/sh\necho {version}\n")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


def test_a_new_pulumi_on_path_with_its_language_hosts_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.200.0", *PROGRAMS)

    assert provide_engine() == tmp_path / "bin"


def test_an_old_pulumi_on_path_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.199.9", *PROGRAMS)

    assert find_on_path() == {}


def test_language_hosts_without_a_pulumi_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.259.0", *(name for name in PROGRAMS if name != "pulumi"))

    assert find_on_path() == {}


def test_only_what_a_new_pulumi_on_path_lacks_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.259.0", *(name for name in PROGRAMS if not name.endswith("-go")))
    built: list[str] = []

    def build(module: str, program: Path) -> None:
        built.append(module)
        program.write_text("built")

    monkeypatch.setattr(build_engine, "build_program", build)

    folder = provide_engine()

    assert built == ["go"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(PROGRAMS)
    assert (folder / "pulumi").resolve() == tmp_path / "bin" / "pulumi"
    assert (folder / "pulumi-language-go").read_text() == "built"


def test_each_program_is_built_once_and_a_new_host_builds_no_cli(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in build_engine.PACKAGES:
        (tmp_path / "modules" / module).mkdir(parents=True)
        (tmp_path / "modules" / module / "go.mod").write_text("require pulumi v1")
    built: list[str] = []

    def build(module: str, program: Path) -> None:
        built.append(module)
        program.write_text("built")

    monkeypatch.setattr(build_engine, "MODULES", tmp_path / "modules")
    monkeypatch.setattr(build_engine, "build_program", build)
    monkeypatch.setattr(build_engine, "copy_scripts", lambda folder: [(folder / name).touch() for name in PROGRAMS])
    monkeypatch.setenv("PATH", str(tmp_path))

    first = provide_engine()
    again = provide_engine()
    (tmp_path / "modules" / "go" / "go.mod").write_text("require pulumi v2")
    other = provide_engine()

    assert built == [*build_engine.PACKAGES, "go"]
    assert first == again != other


def test_a_machine_without_go_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        CannotBuildError, match=r"no go on PATH; install Go 1\.26 or newer, or a pulumi of at least 3\.200"
    ):
        provide_engine()
