"""What a deletion of an object would do: one pure function, and nobody else decides anything about deletions.

The window is what the object declares, else the limits' own, else the larger of 30 days and the limits' minimum; it
is always sent. Without live state and override the plan holds no date, so that it is the same on every run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reprieve.driver import Live, Rules, Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reprieve.config import Limits
    from reprieve.driver import Blocker
    from reprieve.fields import Properties

INSIST = "to delete it all the same, record deleteWhileInUse: true in an up before this one"
"""The way out of being used."""

DEFAULT_WINDOW = 30
"""Days; the longest that every cloud offers for every resource, so the longest time to change one's mind."""


@dataclass(frozen=True)
class Declared:
    """What an object's inputs say about its deletion."""

    window: int | None = None
    force: bool = False
    protected: bool = False
    while_in_use: bool = False
    enabled: bool = True

    @classmethod
    def of(cls, inputs: Mapping[str, object]) -> Declared:
        """Take the options out of plain inputs; what is absent has its default."""
        window = inputs.get("recoveryWindowInDays")
        return cls(
            window=window if isinstance(window, int) else None,
            force=inputs.get("forceDelete") is True,
            protected=inputs.get("deletionProtection") is True,
            while_in_use=inputs.get("deleteWhileInUse") is True,
            enabled=inputs.get("enabled") is not False,
        )


@dataclass(frozen=True)
class Destroy:
    """What counts only when a deletion is near: today, the override of this destroy, and what uses the object."""

    now: datetime
    override: bool = False
    blockers: tuple[Blocker, ...] = ()


@dataclass(frozen=True)
class DeletionPlan:
    """The steps of a deletion, its window in days (None: none is sent; 0: at once), and what speaks against it.

    `done` says why nothing is left to do; `refusals` stop the deletion; `changes` say where the plan differs from
    what the object declares.
    """

    steps: tuple[Step, ...]
    window: int | None
    undo: str
    final_on: datetime | None = None
    done: str = ""
    refusals: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def reversible(self) -> bool:
        """Whether the deletion can be undone for a while."""
        return bool(self.window or self.done)

    def output(self) -> Properties:
        """Return the plan as it stands in inputs and outputs."""
        shown: Properties = {
            "steps": [self._said(step) for step in self.steps],
            "reversible": self.reversible,
            "undo": self.undo,
        }
        return shown | ({"recoveryWindowInDays": self.window} if self.window is not None else {})

    def _said(self, step: Step) -> str:
        if step is not self.steps[-1]:
            return f"{step.name} (if it is in use)" if step.when_used else step.name
        return f"{step.name} ({window_said(self.window)})"


def window_said(window: int | None) -> str:
    """Say a window in words."""
    if window is None:
        return "final at once"
    if window == 0:
        return "no recovery window: final at once"
    return f"recovery window of {days(window)}"


def days(number: int) -> str:
    """Say a number of days."""
    return "1 day" if number == 1 else f"{number} days"


def plan_deletion(
    declared: Declared,
    rules: Rules,
    limits: Limits,
    live: Live | None = None,
    destroy: Destroy | None = None,
) -> DeletionPlan:
    """Plan the deletion of one object: what it would be by itself, or in a `destroy` that is under way."""
    override = destroy is not None and destroy.override
    window, changes, forbidden = _window(declared, rules, limits, destroy)
    status = live.status if live else Status.ENABLED if declared.enabled else Status.DISABLED
    refusals = list(_refusals(declared, live))
    if live and status is Status.PENDING_DELETION:
        done = f"is pending deletion already, {final_said(live)}"
        return DeletionPlan((), None, rules.undo, live.deletes, done=done, refusals=tuple(refusals))
    used = list(_used(destroy, window))
    perhaps_used = used or (destroy is None and declared.while_in_use)
    steps = tuple(step for step in rules.steps if status in step.needed_in and (perhaps_used or not step.when_used))
    if not steps:
        refusals.append(f"it is {status}, and {rules.cloud} deletes nothing in that state; wait until it is over")
    goes_on = declared.while_in_use or override
    return DeletionPlan(
        steps=steps,
        window=window,
        undo=rules.undo if window else "none: the deletion is final",
        final_on=destroy.now + timedelta(days=window) if destroy and window else None,
        refusals=(*forbidden, *refusals, *(() if goes_on or not used else ("; ".join((*used, INSIST)),))),
        changes=tuple(changes),
        warnings=tuple(used) if goes_on else (),
    )


def _refusals(declared: Declared, live: Live | None) -> Iterator[str]:
    """Say what stands against any deletion, also against dropping what is pending already."""
    if declared.protected:
        yield "deletionProtection is recorded in the state; set it to false in one up, delete in the next"
    elif live and live.observed.get("deletionProtection") is True:
        yield "deletion protection is on in the cloud; set deletionProtection to false in one up, delete in the next"
    if live and live.kind:
        yield f"it is {live.kind}, which Reprieve does not manage"


def _used(destroy: Destroy | None, window: int | None) -> Iterator[str]:
    """Say what still needs the object when it would end, with the window that would suffice for it."""
    if destroy is None:
        return
    for blocker in destroy.blockers:
        longer = _days_until(blocker, destroy)
        if not blocker.until:
            yield blocker.text
        elif longer > (window or 0):
            end = destroy.now + timedelta(days=window or 0)
            yield f"{blocker.text}, and it would end on {end:%Y-%m-%d}; a recovery window of {days(longer)} suffices"


def _days_until(blocker: Blocker, destroy: Destroy) -> int:
    """Count the days until the user of an object goes away by itself; 0 where it stays."""
    return (blocker.until.date() - destroy.now.date()).days if blocker.until else 0


def default_window(rules: Rules, limits: Limits) -> int | None:
    """Return the window of an object that declares none."""
    if rules.window is None:
        return None
    return limits.window or max(DEFAULT_WINDOW, limits.least_window or 0)


def final_said(live: Live, now: datetime | None = None) -> str:
    """Say when a pending deletion becomes final, with the days left."""
    if live.deletes is None:
        return "final on a day that the cloud does not tell"
    left = math.ceil((live.deletes - (now or datetime.now(UTC))) / timedelta(days=1))
    return f"final on {live.deletes:%Y-%m-%d %H:%M} UTC ({days(max(left, 0))} left)"


def _window(
    declared: Declared, rules: Rules, limits: Limits, destroy: Destroy | None
) -> tuple[int | None, list[str], list[str]]:
    """Return the window that is sent, what the limits or the override change of it, and what the limits refuse."""
    if rules.window is None:
        return None, [], []
    if declared.force:
        forbidden = f"forceDelete is recorded, and the provider's {limits.where}.allowForceDelete forbids it"
        return 0, [], [] if limits.force_allowed else [forbidden]
    least = max(rules.window.least, limits.least_window or 0)
    if least > rules.window.most:
        demanded = f"the provider's {limits.where}.minRecoveryWindowInDays demands {days(least)}"
        return rules.window.most, [], [f"{demanded}, and {rules.cloud} takes {rules.window}"]
    window = declared.window or default_window(rules, limits) or DEFAULT_WINDOW
    if destroy and destroy.override:
        shortest = 0 if rules.force and limits.force_allowed else least
        # never before what it is needed for, as far as the cloud allows
        needed = max((_days_until(blocker, destroy) for blocker in destroy.blockers), default=0)
        sent = min(max(shortest, needed), rules.window.most)
        verb = "shortens" if sent < window else "raises"
        said = f"REPRIEVE_FORCE_DELETE {verb} the recovery window from {days(window)} to {sent}"
        return sent, [said] if sent != window else [], []
    if window < least:
        said = f"{limits.where}.minRecoveryWindowInDays raises the recovery window from {window} to {days(least)}"
        return least, [said], []
    return window, [], []
