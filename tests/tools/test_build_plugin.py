from __future__ import annotations

import io
import os
import platform
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest

from reprieve.version import VERSION
from tools import build_plugin
from tools.build_plugin import archive_name, left_out, pack, provide_plugin

if TYPE_CHECKING:
    from pathlib import Path

A_DAY = 24 * 3600


@pytest.mark.parametrize(
    ("system", "machine", "words"),
    [
        ("linux", "x86_64", "linux-amd64"),
        ("linux", "aarch64", "linux-arm64"),
        ("darwin", "arm64", "darwin-arm64"),
        ("darwin", "x86_64", "darwin-amd64"),
        ("win32", "AMD64", "windows-amd64"),
    ],
)
def test_the_archive_is_named_as_pulumi_looks_for_it(
    system: str, machine: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)

    assert archive_name() == f"pulumi-resource-reprieve-v{VERSION}-{words}.tar.gz"


def test_an_archive_tells_of_neither_time_nor_owner_nor_rights(tmp_path: Path) -> None:
    archives = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        (folder / "inside").mkdir(parents=True)
        (folder / "program").write_text("run me")
        (folder / "program").chmod(0o700 if number == 1 else 0o755)
        (folder / "inside" / "data").write_text("read me")
        os.utime(folder / "inside" / "data", (number, number))
        archives.append(io.BytesIO())
        pack(folder, archives[-1])

    one, two = (archive.getvalue() for archive in archives)
    assert one == two
    with tarfile.open(fileobj=io.BytesIO(one)) as packed:
        entries = packed.getmembers()
    assert [(entry.name, oct(entry.mode), entry.mtime) for entry in entries] == [
        ("inside", "0o755", 0),
        ("inside/data", "0o644", 0),
        ("program", "0o755", 0),
    ]


def test_what_tests_and_tools_need_is_left_out_and_what_the_plugin_needs_is_not() -> None:
    out = set(left_out())

    assert {"pytest", "hypothesis", "mypy", "PyInstaller", "click", "starlette", "debugpy", "pulumi.automation"} <= out
    assert out.isdisjoint({"reprieve", "grpc", "google", "pydantic", "tenacity", "tencentcloud", "pulumi.runtime"})
    assert out.isdisjoint({"alibabacloud_tea_openapi", "alibabacloud_credentials", "requests", "pulumi.runtime.proto"})


def test_builds_that_nobody_used_for_a_day_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPRIEVE_ENGINE_CACHE", str(tmp_path))
    monkeypatch.setattr(build_plugin, "build", lambda folder: (folder / "built").touch())
    for name, age in (("plugin-old", 2 * A_DAY), ("plugin-of-another-checkout", 60), ("pulumi-old", 2 * A_DAY)):
        (tmp_path / name).mkdir()
        since = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (since, since))

    built = provide_plugin()

    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert left == {built.name, "plugin-of-another-checkout", "pulumi-old"}
