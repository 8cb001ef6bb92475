"""The states that earlier versions left behind, under this one, through the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.version import VERSION
from tests.upgrades.recording import PROGRAMS, RECORDED, Recording, recordings

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.engine.harness import Stack


def name_of(one: Recording) -> str:
    return f"{one.folder.parent.name}-{one.folder.name}"


@pytest.mark.parametrize("recording", recordings(), ids=name_of)
def test_what_an_earlier_version_recorded_previews_without_a_change(
    recording: Recording, stack: Stack, emulator: Control
) -> None:
    recording.restore(stack, emulator)
    emulator.clear_requests()

    preview = stack.preview("--expect-no-changes", "--diff")

    assert {step.operation for step in preview.steps} - {"refresh"} == {"same"}
    assert not [line for line in preview.messages("warning") if "upgrades-pending" not in line]
    codes = {call["code"] for call in emulator.requests()}
    assert codes == (set() if recording.folder.name.startswith("dynamic") else {"OK"})


@pytest.mark.parametrize("recording", [one for one in recordings() if "dynamic" in one.folder.name], ids=name_of)
def test_what_an_earlier_version_recorded_is_changed_and_deleted(
    recording: Recording, stack: Stack, emulator: Control
) -> None:
    recording.restore(stack, emulator)
    program = recording.program.read_text(encoding="utf-8")
    stack.write_python(program.replace("recorded-by-the-first-version", "written-by-this-one"))
    emulator.clear_requests()

    changed = stack.up()
    written = [call["action"] for call in emulator.requests() if call["action"].startswith(("Put", "Create", "Delete"))]
    deleted = stack.destroy()

    assert [step.name for step in changed.steps if step.operation != "same"] == ["password"]
    assert written == ["PutSecretValue"]
    assert {step.operation for step in deleted.steps} == {"delete"}


def test_every_version_has_left_all_flavours_behind() -> None:
    programs = {program.stem for program in PROGRAMS.iterdir()}

    for version in RECORDED.iterdir():
        assert {folder.name for folder in version.iterdir()} >= programs, version
    assert "0.1.0" in {version.name for version in RECORDED.iterdir()}
    assert (RECORDED / VERSION).exists() or VERSION != "0.1.0"
