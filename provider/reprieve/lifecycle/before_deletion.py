"""What a deletion does before its first step: find the newest state, look for what uses the object, ask for the plan.

A deletion goes on from here, and a preview of a whole destroy stops here: so the one cannot differ from the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from reprieve.driver import NOTHING, Live, Status
from reprieve.errors import CloudError, Discontinued, Refused, ReprieveError
from reprieve.fields import reveal
from reprieve.lifecycle.look import Absent, Unseen, another, look, stay_here, stay_in_account, stranger
from reprieve.lifecycle.session import Severity
from reprieve.lifecycle.state import name_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.driver import Blocker, Ends, Step
    from reprieve.fields import Properties
    from reprieve.lifecycle.deletion_plan import DeletionPlan
    from reprieve.lifecycle.operation import Operation, Recorded


@dataclass
class Deletion:
    """One deletion under way: what it works on, and what it has done."""

    operation: Operation
    recorded: Recorded
    live: Live
    blockers: Sequence[Blocker]
    done: list[Step] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the object is called in messages."""
        return name_of(self.recorded)

    @property
    def inputs(self) -> Properties:
        """The recorded inputs; what they lack stands in the outputs."""
        return self.recorded.state | self.recorded.inputs

    def plan(self) -> DeletionPlan:
        """Plan what is left, over the newest known state."""
        return plan_of(self.operation, self.inputs, self.live, blockers=self.blockers)


@dataclass(frozen=True)
class Stopped:
    """The deletion cannot begin; `since` continues "was not deleted"."""

    error: ReprieveError
    since: str = ""


class Verdict(StrEnum):
    """What a deletion would be, in one word."""

    REVERSIBLE = "reversible"
    FINAL = "final"
    PENDING = "pending"
    GONE = "gone"
    FORGOTTEN = "forgotten"
    REFUSED = "refused"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Nothing:
    """There is nothing to delete, and why."""

    verdict: Verdict
    why: str
    severity: Severity = Severity.INFO


@dataclass(frozen=True)
class Outlook:
    """What a deletion would do now.

    `why` says what stands against it, or why nothing is done. `plan` is None where it was not asked for. `unsure` says
    what nobody knows before the call.
    """

    verdict: Verdict
    why: tuple[str, ...] = ()
    plan: DeletionPlan | None = None
    live: Live | None = None
    unsure: str = ""


def foresee(operation: Operation, recorded: Recorded, after: Ends = NOTHING) -> Outlook:
    """Say what a deletion would do now, and change nothing; `after` are objects of the same account and region."""
    prepared = prepare(operation, recorded, after)
    if isinstance(prepared, Stopped):
        certain = isinstance(prepared.error, Refused)
        return Outlook(Verdict.REFUSED if certain else Verdict.UNCHECKED, (str(prepared.error),))
    if isinstance(prepared, Nothing):
        return Outlook(prepared.verdict, (prepared.why,))
    plan = prepared.plan()
    if why := refusals_of(prepared, plan):
        return Outlook(Verdict.REFUSED, why, plan, prepared.live)
    if plan.done:
        return Outlook(Verdict.PENDING, (plan.done,), plan, prepared.live)
    unsure = operation.rules.unsure_when_used if prepared.blockers else ""
    return Outlook(Verdict.REVERSIBLE if plan.reversible else Verdict.FINAL, (), plan, prepared.live, unsure)


def prepare(operation: Operation, recorded: Recorded, after: Ends = NOTHING) -> Deletion | Nothing | Stopped:
    """Look at the object and at what uses it."""
    live = _newest(operation, recorded)
    if not isinstance(live, Live):
        return live
    try:
        pending = live.status is Status.PENDING_DELETION
        blockers = () if pending else operation.driver.blockers(live, thorough=True, after=after)
    except ReprieveError as error:
        return Stopped(error, ", since what uses it could not be looked at")
    return Deletion(operation, recorded, live, blockers)


def refusals_of(deletion: Deletion, plan: DeletionPlan) -> tuple[str, ...]:
    """Say what stands against a deletion: another's object, or what the plan refuses."""
    if stack := stranger(deletion.operation, deletion.recorded, deletion.live):
        urn = deletion.operation.urn
        return (
            f"it carries the mark of stack {stack}; delete it there, or drop it here with pulumi state delete '{urn}'",
        )
    return plan.refusals


def _newest(operation: Operation, recorded: Recorded) -> Live | Nothing | Stopped:
    """Return the newest known state of the object, or that there is nothing to delete."""
    try:
        stay_here(operation, recorded)
        stay_in_account(operation, recorded)
    except ReprieveError as error:
        return Stopped(error)
    if known := operation.memory.newest(recorded.id) or _listed(operation, recorded):
        return known
    sight = look(operation, recorded)
    if isinstance(sight, Absent):
        return Nothing(Verdict.GONE, f"was gone already: {sight.why}")
    if isinstance(sight, Unseen) and isinstance(sight.error, Discontinued) and _forgets(recorded):
        what = f"{sight.error.action} answered {sight.error.code or 'nothing that is an answer'}"
        why = f"was dropped from the state and not deleted, as whenProductOffline declares: {what}"
        return Nothing(Verdict.FORGOTTEN, why, Severity.WARNING)
    if isinstance(sight, Unseen):
        return Stopped(sight.error, ", since it could not be looked at first")
    return sight


def _listed(operation: Operation, recorded: Recorded) -> Live | None:
    """Return the object as the list tells that all deletions of this process share; what it lacks is looked at."""
    try:
        found = operation.own_objects().by_id.get(recorded.id)
    except CloudError:
        return None
    return found if found and not found.partial and not another(found, recorded) else None


def _forgets(recorded: Recorded) -> bool:
    return reveal(recorded.inputs.get("whenProductOffline")) == "forget"
