"""Requests of each kind to one emulator, by seed."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from reprieve_emulator.clouds import make_world
from tests.fuzz.emulator_requests import Requests

if TYPE_CHECKING:
    from tests.fuzz.emulator_requests import Draws

AFRESH: Final = 500
"""After so many requests the emulator is made anew: some of them move its clock or let all others fail."""


@dataclass
class Answers:
    """How often each status came for each kind of request, and what should never come."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def fuzz_emulator(*, per_kind: int, seed: object) -> Answers:
    """Send so many requests of each kind; return what came back."""
    answers = Answers()
    requests = Requests(make_world())
    for number in range(per_kind):
        if number % AFRESH == AFRESH - 1:
            requests.close()
            requests = Requests(make_world())
        for kind in requests.kinds:
            random = Random(f"{seed} {kind} {number}")  # noqa: S311 - no cryptography
            status = ask(requests, kind, random, answers, f"seed {seed}, {kind} {number}")
            answers.statuses.setdefault(kind, Counter())[status] += 1
    requests.close()
    return answers


def ask(requests: Requests, kind: str, draws: Draws, answers: Answers, about: str) -> int:
    """Send one request; an exception, or a mistake that only the log tells, is a failure."""
    status = 0
    try:
        status = requests.kinds[kind](draws)
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        requests.mistakes.seen.append(traceback.format_exc())
    answers.failures += [f"{about}: {said[-700:]}" for said in requests.mistakes.seen]
    requests.mistakes.seen.clear()
    return status
