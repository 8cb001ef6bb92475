"""A sample of what `make fuzz` sends to the emulator; the same requests for everybody."""

from __future__ import annotations

from tests.fuzz.emulator_run import fuzz_emulator

PER_KIND = 150


def test_no_request_makes_the_emulator_fail() -> None:
    answers = fuzz_emulator(per_kind=PER_KIND, seed="sample")

    assert answers.failures == []
    assert {kind: statuses.total() for kind, statuses in answers.statuses.items()} == dict.fromkeys(
        ("signed", "pairs", "garbled", "control"), PER_KIND
    )
    assert answers.statuses["signed"][200] > PER_KIND / 10
