from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tools.cache import key_of, provide

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own for every test."""
    monkeypatch.setenv("REPRIEVE_ENGINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def make_one_file(folder: Path) -> None:
    (folder / "program").write_text("made")


def test_what_is_made_once_is_found_again(cache: Path) -> None:
    makings: list[Path] = []

    for _ in range(2):
        folder = provide("piece-1", makings.append)

    assert folder == cache / "piece-1"
    assert len(makings) == 1


def test_two_at_once_make_it_once() -> None:
    makings: list[Path] = []
    together = threading.Barrier(2)

    def ask() -> None:
        together.wait()
        provide("piece-1", makings.append)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(makings) == 1


def test_a_failure_leaves_nothing_that_looks_complete(cache: Path) -> None:
    def fail(folder: Path) -> None:
        make_one_file(folder)
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        provide("piece-1", fail)

    assert [path.name for path in cache.iterdir()] == ["piece-1.lock"]
    assert (provide("piece-1", make_one_file) / "program").read_text() == "made"


def test_the_key_is_that_of_what_the_files_say(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("require pulumi v1")
    before = key_of(tmp_path.glob("go.*"))
    (tmp_path / "go.mod").write_text("require pulumi v2")

    assert key_of(tmp_path.glob("go.*")) != before
