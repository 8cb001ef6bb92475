"""The account of a run or of many: every deed with what is known of its object now."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from reprieve.lifecycle.deletion_plan import days
from reprieve_cli.report.deeds import DELETION, RESTORE, Deed, Outcome

if TYPE_CHECKING:
    from reprieve_cli.report.reading import Flaw, Sources


class Fate(StrEnum):
    """What is known of the object of a deed at the time of the report."""

    PENDING = "pending deletion"
    FINAL = "final"
    GONE = "gone already"
    RESTORED = "restored"
    TAKEN_OVER = "taken over"
    KEPT = "kept in the cloud"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    FOLLOWED = "overtaken"


GONE = "was gone already"
"""What a deletion says that found nothing."""

TROUBLE = frozenset({Fate.FAILED, Fate.INTERRUPTED})


@dataclass(frozen=True)
class Told:
    """A deed and the fate of its object; `until` is when the object is or was final, or when what came next was done.

    `about`: the day is counted from the window, not told by the cloud. `after`: the operation that came next.
    """

    deed: Deed
    fate: Fate
    until: datetime | None = None
    about: bool = False
    after: str = ""

    def days_left(self, now: datetime) -> int:
        """Count the days until the end, a part of a day as one."""
        return math.ceil((self.until - now) / timedelta(days=1)) if self.until else 0

    def said(self, now: datetime) -> str:
        """Say in a few words what became of the object."""
        day = f"{'about ' if self.about else ''}{self.until:%Y-%m-%d %H:%M} UTC" if self.until else ""
        match self.fate:
            case Fate.PENDING if self.until:
                return f"restorable until {day} ({days(self.days_left(now))} left)"
            case Fate.FINAL:
                return f"final since {day}" if day else "final at once"
            case Fate.RESTORED if day:
                return f"restored on {day}"
            case Fate.FOLLOWED:
                return f"followed by a {self.after} on {day}"
        return str(self.fate)


@dataclass(frozen=True)
class Account:
    """What there is to tell at a moment: the deeds, the counts of other types, the lines that could not be read."""

    now: datetime
    sources: Sequence[str]
    told: Sequence[Told]
    others: Mapping[str, int]
    flaws: Sequence[Flaw]

    @classmethod
    def of(cls, sources: Sources, now: datetime) -> Account:
        """Tell what the sources hold."""
        deeds = sources.deeds()
        told = [_told(deed, deeds[number + 1 :], now) for number, deed in enumerate(deeds)]
        return cls(now, tuple(sources.names), told, dict(sorted(sources.others.items())), tuple(sources.flaws))

    def having(self, *fates: Fate) -> list[Told]:
        """Return the deeds with one of these fates, the first to be final first."""
        chosen = [one for one in self.told if one.fate in fates]
        return sorted(chosen, key=lambda one: (one.until is None, one.until, one.deed.name))

    @property
    def in_trouble(self) -> bool:
        """Whether something failed, was interrupted, or could not be read."""
        return bool(self.flaws or self.having(*TROUBLE))

    def summary(self) -> str:
        """Say in one line how much of everything there is."""
        return ", ".join(f"{number} {word}" for word, number in self.counts()) or "nothing was deleted or restored"

    def counts(self) -> Iterator[tuple[str, int]]:
        """Yield how many objects met each fate, what needs attention first."""
        for fate, word in _WORDS.items():
            if number := len({one.deed.place for one in self.having(fate)}):
                yield word, number
        if number := sum(self.others.values()):
            yield "of other types", number


_WORDS = {
    Fate.FAILED: "failed",
    Fate.INTERRUPTED: "interrupted",
    Fate.PENDING: "restorable",
    Fate.FINAL: "final",
    Fate.GONE: "gone already",
    Fate.RESTORED: "restored",
    Fate.TAKEN_OVER: "taken over",
    Fate.KEPT: "kept in the cloud",
    Fate.FOLLOWED: "overtaken by a later run",
}


def _told(deed: Deed, later: Sequence[Deed], now: datetime) -> Told:
    """Tell the fate of a deed's object by what came next."""
    following = next((one for one in later if one.place == deed.place and one.outcome is Outcome.DONE), None)
    if following:
        restored = deed.outcome is Outcome.DONE and deed.operation == DELETION and following.operation == RESTORE
        return Told(deed, Fate.RESTORED if restored else Fate.FOLLOWED, following.ended, after=following.operation)
    if deed.outcome is not Outcome.DONE:
        return Told(deed, _NOT_DONE[deed.outcome])
    if deed.operation == DELETION:
        return _deleted(deed, now)
    return Told(deed, Fate.RESTORED if deed.operation == RESTORE else Fate.TAKEN_OVER, deed.ended)


_NOT_DONE = {Outcome.FAILED: Fate.FAILED, Outcome.INTERRUPTED: Fate.INTERRUPTED, Outcome.KEPT: Fate.KEPT}


def _deleted(deed: Deed, now: datetime) -> Told:
    if GONE in deed.said:
        return Told(deed, Fate.GONE)
    if not deed.window and (deed.window == 0 or deed.final_on is None):
        return Told(deed, Fate.FINAL, deed.ended)
    ended = deed.ended or deed.began
    final_on = deed.final_on or (ended + timedelta(days=deed.window or 0) if ended else None)
    over = final_on is not None and final_on <= now
    return Told(deed, Fate.FINAL if over else Fate.PENDING, final_on, about=deed.final_on is None)
