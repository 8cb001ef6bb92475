"""What a destroy would do to each object of a stack, as data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reprieve.lifecycle.before_deletion import Outlook
    from reprieve.lifecycle.deletion_plan import DeletionPlan
    from reprieve_cli.stacks import Entry, Stack


class Outcome(StrEnum):
    """How a destroy would end for an object: the core's verdicts, and what the engine does without asking it."""

    REVERSIBLE = "reversible"
    FINAL = "final"
    PENDING = "pending"
    GONE = "gone"
    FORGOTTEN = "forgotten"
    REFUSED = "refused"
    UNCHECKED = "unchecked"
    DROPPED = "dropped"
    KEPT = "kept"
    EXCLUDED = "excluded"


STAYS = frozenset({Outcome.REFUSED, Outcome.UNCHECKED, Outcome.KEPT})
"""These stay in the state, and in the cloud."""

LEFT = frozenset({Outcome.DROPPED, Outcome.FORGOTTEN})
"""These leave the state and stay in the cloud, so that nobody looks after them."""


@dataclass(frozen=True)
class Forecast:
    """One object: in which round it is deleted, how that ends and why, and what the core said besides.

    `outlook` is None where the core is not asked; `open_order`: what goes in the same round decides how it ends.
    """

    entry: Entry
    round: int
    outcome: Outcome
    why: tuple[str, ...] = ()
    outlook: Outlook | None = None
    said: tuple[str, ...] = ()
    open_order: bool = False

    @property
    def plan(self) -> DeletionPlan | None:
        """The plan of its deletion, where there is one to carry out."""
        deletes = self.outcome in {Outcome.REVERSIBLE, Outcome.FINAL}
        return self.outlook.plan if self.outlook and deletes else None

    @property
    def steps(self) -> tuple[str, ...]:
        """The calls of its deletion, in order."""
        return tuple(step.name for step in self.plan.steps) if self.plan else ()

    @property
    def window(self) -> int | None:
        """The recovery window that is sent, in days; None where there is none."""
        return self.plan.window if self.plan else None

    @property
    def final_on(self) -> datetime | None:
        """When it is final: about then, or, where it is pending already, exactly then."""
        if self.outcome is Outcome.PENDING and self.outlook and self.outlook.live:
            return self.outlook.live.deletes
        return self.plan.final_on if self.plan else None

    @property
    def undo(self) -> str:
        """What undoes it."""
        return self.plan.undo if self.plan and self.plan.reversible else ""

    @property
    def changes(self) -> tuple[str, ...]:
        """Where the deletion differs from what the object declares."""
        return (*self.plan.changes, *self.plan.warnings) if self.plan else ()

    @property
    def unsure(self) -> str:
        """What nobody knows before the call."""
        return self.outlook.unsure if self.outlook else ""

    @property
    def status(self) -> str:
        """The state in the cloud; empty where it was not seen."""
        return str(self.outlook.live.status) if self.outlook and self.outlook.live else ""


@dataclass(frozen=True)
class StackForecast:
    """One stack: its objects in the order of their deletion, notes, and the calls that the reads had no right to."""

    stack: Stack
    objects: tuple[Forecast, ...]
    notes: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """How many objects end how."""
        return Counter(forecast.outcome for forecast in self.objects)


_REQUEST = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def comparable(texts: Iterable[str]) -> list[str]:
    """Return texts without the ids of requests, of which every call has another one."""
    return [_REQUEST.sub("", text) for text in texts]
