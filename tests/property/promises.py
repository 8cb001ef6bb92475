"""What a preview said of a deletion, read out of the sentences that the user sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCES = {
    "refused": r"deleting would be refused: (?P<why>.+)",
    "final": r"deleting is final at once and cannot be undone(?P<more>; .+)?",
    "reversible": r"deleting .+?, final after (?P<days>\d+) days? \(about (?P<date>[\d-]{10})\); undo: pulumi up"
    r"(?P<more>; .+)?",
    "pending": r"is pending deletion, (?P<until>final on .+ UTC) \(\d+ days? left\); undo: .+",
    "gone": r"is gone: (?P<why>.+); it is dropped from the state",
    "not ours": r"is (?P<why>.+, which Reprieve does not manage); its recorded state is kept",
}
BESIDES = ("is pending deletion, final on", "its deletion protection was switched off in the cloud")
"""What is said of the object as it is, before what a deletion would do."""


@dataclass(frozen=True)
class Promise:
    """What was said: `verdict` is one of the keys of SENTENCES; `more` is said besides, and again at the end."""

    verdict: str
    why: str = ""
    days: int | None = None
    date: str = ""
    until: str = ""
    more: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    """What a preview did not look at, by its own words: only a deletion itself does."""


def promise_of(name: str, lines: Sequence[str]) -> Promise:
    """Read what a preview says of an object: one sentence, or that it is pending and why that would stay so."""
    *others, whole = lines
    assert all(any(said in other for said in BESIDES) for other in others), lines
    line, *unchecked = re.split(r"; (?=[^;]+ is not checked(?:;|$))", whole)
    for verdict, sentence in SENTENCES.items():
        if found := re.fullmatch(f"{re.escape(name)}:? {sentence}", line):
            parts = found.groupdict(default="")
            return Promise(
                verdict,
                parts.get("why", ""),
                int(parts["days"]) if parts.get("days") else None,
                parts.get("date", ""),
                parts.get("until", ""),
                tuple(filter(None, parts.get("more", "").split("; "))),
                tuple(unchecked),
            )
    raise AssertionError(f"not a sentence that a preview says: {line}")
