from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tools import build_engine
from tools.build_engine import CannotBuildError, find_engine_on_path, provide, provide_engine

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


def build_one_file(folder: Path) -> None:
    (folder / "program").write_text("built")


def test_what_is_built_once_is_found_again(cache: Path) -> None:
    builds: list[Path] = []

    for _ in range(2):
        folder = provide("engine-1", builds.append)

    assert folder == cache / "engine-1"
    assert len(builds) == 1


def test_two_at_once_build_it_once() -> None:
    builds: list[Path] = []
    together = threading.Barrier(2)

    def ask() -> None:
        together.wait()
        provide("engine-1", builds.append)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(builds) == 1


def test_a_failed_build_leaves_nothing_that_looks_built(cache: Path) -> None:
    def fail(folder: Path) -> None:
        build_one_file(folder)
        raise CannotBuildError("go build failed")

    with pytest.raises(CannotBuildError, match="go build failed"):
        provide("engine-1", fail)

    assert [path.name for path in cache.iterdir()] == ["engine-1.lock"]
    assert (provide("engine-1", build_one_file) / "program").read_text() == "built"


def test_a_new_pulumi_on_path_with_its_language_hosts_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.200.0", *build_engine.PROGRAMS)

    assert provide_engine() == tmp_path / "bin"


def test_an_old_pulumi_on_path_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.199.9", *build_engine.PROGRAMS)

    assert find_engine_on_path() is None


def test_a_pulumi_without_language_hosts_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_path(tmp_path / "bin", monkeypatch, "v3.259.0", "pulumi")

    assert find_engine_on_path() is None


def test_a_machine_without_go_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        CannotBuildError, match=r"no go on PATH; install Go 1\.26 or newer, or a pulumi of at least 3\.200"
    ):
        provide_engine()


def test_the_folder_is_named_after_the_pinned_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cli").mkdir()
    monkeypatch.setattr(build_engine, "MODULES", tmp_path)
    (tmp_path / "cli" / "go.mod").write_text("require pulumi v1")
    before = build_engine.key_of("*/go.*")
    (tmp_path / "cli" / "go.mod").write_text("require pulumi v2")

    assert build_engine.key_of("*/go.*") != before
