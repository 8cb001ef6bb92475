"""Delete: the steps of the plan, one at a time, and nothing irreversible that was not declared.

After a step that was refused or not answered, the object is read and the plan over what is there decides: done, go on,
or give up. Only giving up undoes what this run did. What is gone or pending already is done, and said.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

from reprieve.driver import Live, Status, Step
from reprieve.errors import (
    CloudError,
    Conflict,
    Denied,
    Interrupted,
    InUse,
    OutcomeUnknown,
    Refused,
    ReprieveError,
)
from reprieve.lifecycle.before_deletion import Deletion, Nothing, Stopped, prepare, refusals_of
from reprieve.lifecycle.deletion_plan import DeletionPlan, final_said
from reprieve.lifecycle.look import Absent, Unseen, look, stranger
from reprieve.lifecycle.operation import names_missing_rights
from reprieve.lifecycle.session import Severity
from reprieve.lifecycle.state import date_said, name_of, typed
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.lifecycle.operation import Operation, Recorded

SETTLING_SECONDS = 10.0
"""How long a step is repeated that the cloud refuses although the state allows it: its changes arrive late."""


@names_missing_rights
def delete(operation: Operation, recorded: Recorded) -> None:
    """Delete one object as its recorded inputs say; raises with the one way out where that is refused."""
    operation.withdraw()
    if operation.memory.made_here(recorded.id):
        operation.warn(f"{name_of(recorded)} was made or taken over by this run, so only its old entry is dropped")
        return
    operation.met(recorded)
    deletion = prepare(operation, recorded)
    if isinstance(deletion, Nothing):
        operation.say(f"{name_of(recorded)} {deletion.why}", deletion.severity)
        return
    if isinstance(deletion, Stopped):
        raise deletion.error.about(f"{name_of(recorded)} was not deleted{deletion.since}")
    if refusals := refusals_of(deletion, deletion.plan()):
        nothing = "" if stranger(operation, recorded, deletion.live) else ", and nothing was called"
        raise Refused(f"{deletion.name} was not deleted{nothing}: {'; '.join(refusals)}")
    _carry_out(deletion)
    operation.memory.deleted(operation.urn, recorded.id)


def _carry_out(deletion: Deletion) -> None:
    """Run the steps, and say how it ended."""
    plan, operation = deletion.plan(), deletion.operation
    if plan.done:
        operation.say(f"{deletion.name} {plan.done}; nothing was called")
        return
    for text in plan.warnings:
        operation.warn(f"{deletion.name} is deleted although {text}")
    names = [step.name for step in plan.steps]
    with trail(operation, Entry("deletion", deletion.live.id, names, plan.window, operation.overrides)) as written:
        try:
            _rewrite_stale_mark(deletion)
            _run_steps(deletion)
        finally:
            written.done = [step.name for step in deletion.done]
            written.final_on = date_said(deletion.live.deletes)
    _tell_the_end(deletion, plan)


def _rewrite_stale_mark(deletion: Deletion) -> None:
    """Write the current mark before the window begins: a restore knows its object by it."""
    operation, live = deletion.operation, deletion.live
    if not live.mark_known or live.mark == operation.mark or not deletion.plan().reversible:
        return
    try:
        inputs = typed(operation.resource, deletion.inputs)
        deletion.live = operation.driver.update(live, inputs, operation.mark, frozenset({"ownershipMark"})).live
    except CloudError as error:
        operation.warn(
            f"{deletion.name}: the ownership mark could not be renewed, so pulumi up will not know it as its own while "
            f"it is pending: {error}"
        )


def _run_steps(deletion: Deletion) -> None:
    """Run step after step until the plan over the newest state has none left."""
    patience = time.monotonic() + SETTLING_SECONDS
    while (plan := deletion.plan()).steps:
        try:
            if _ends(deletion, plan, patience):
                return
        except Interrupted as error:
            raise error.about(_so_far(deletion, f"stopped before {plan.steps[0].name}")) from error


def _ends(deletion: Deletion, plan: DeletionPlan, patience: float) -> bool:
    """Carry out the next step; True where nothing is left to do."""
    step = plan.steps[0]
    try:
        deletion.live = deletion.operation.driver.step(step.name, deletion.live, plan.window)
    except CloudError as error:
        return _is_settled(deletion, step, error, patience)
    deletion.done.append(step)
    if step.when_used:
        deletion.blockers = ()
    return len(plan.steps) == 1


def _is_settled(deletion: Deletion, step: Step, error: CloudError, patience: float) -> bool:
    """Look after a step that was refused or not answered: True where nothing is left, else go on, or give up."""
    maybe_done = isinstance(error, Conflict | OutcomeUnknown)
    while True:
        sight = look(deletion.operation, deletion.recorded, fresh=True)
        if isinstance(sight, Absent):
            return True
        if isinstance(sight, Unseen):
            _give_up(deletion, step, error, seen=False)
        deletion.live = sight
        if sight.status is Status.PENDING_DELETION:
            return True
        if sight.status not in step.needed_in:
            deletion.done += [step] if maybe_done else []
            return False
        if not maybe_done or time.monotonic() > patience:
            _give_up(deletion, step, error)
        deletion.operation.job.wait(SETTLING_SECONDS / 10)
        # a state before our own last step is a late sight of it, or somebody took the step back: only time tells
        if not (deletion.done and sight.status in deletion.done[-1].needed_in):
            return False


def _give_up(deletion: Deletion, step: Step, error: CloudError, *, seen: bool = True) -> NoReturn:
    """Undo what this run did, and fail with what was tried, the state now and the way out."""
    # ending all use may have ended some of it
    done = [*deletion.done, step] if step.when_used else deletion.done
    undone, failed = _undo(deletion, done) if seen else ([], "")
    did = ""
    if deletion.done:
        did = f"; done before: {', '.join(step.name for step in deletion.done)}"
        did += f", undone by {', '.join(undone)}" if undone else ", not undone"
    state = f"it is now {deletion.live.status}" if seen else "its state now is not known"
    said = str(error).removesuffix(f"; {error.hint}")
    raise Refused(
        f"{deletion.name} was not deleted: {said}{did}{failed}; {state}; {_way_out(deletion, error)}"
    ) from error


def _undo(deletion: Deletion, done: Sequence[Step]) -> tuple[list[str], str]:
    """Take back the steps of this run, the last one first, ended use at the end; name an undo that fails."""
    undone: list[str] = []
    uses = [step for step in done if step.when_used]
    for step in [*(step for step in reversed(done) if not step.when_used), *uses]:
        if step.undo is None or (deletion.live.status in step.needed_in and not step.when_used):
            continue
        try:
            deletion.live = _take_back(deletion, step.undo)
        except ReprieveError as error:
            return undone, f"; the undo {step.undo} failed: {error}"
        undone.append(step.undo)
    return undone, ""


def _take_back(deletion: Deletion, undo: str) -> Live:
    """Carry out one undo, again while the cloud has not noticed yet what was done before it."""
    patience = time.monotonic() + SETTLING_SECONDS
    while True:
        try:
            return deletion.operation.driver.step(undo, deletion.live, None)
        except (Conflict, OutcomeUnknown):
            if time.monotonic() > patience:
                raise
            deletion.operation.job.wait(SETTLING_SECONDS / 10)


def _way_out(deletion: Deletion, error: CloudError) -> str:
    operation = deletion.operation
    if isinstance(error, Denied):
        without = f"pulumi destroy --exclude '{operation.urn}'"
        return f"{error.hint}, or go on without this object: {without}"
    pending = [blocker.text for blocker in deletion.blockers if blocker.until]
    if isinstance(error, InUse) and pending:
        return f"{'; '.join(pending)}: run it again after that, or delete those at once with forceDelete"
    return error.hint or "run it again; if it fails again, look at the object in the cloud's console"


def _so_far(deletion: Deletion, what: str) -> str:
    done = ", ".join(step.name for step in deletion.done) or "nothing"
    return f"{deletion.name} was not deleted: {what}, {done} was done, the next run goes on from there"


def _tell_the_end(deletion: Deletion, plan: DeletionPlan) -> None:
    if plan.reversible:
        said = f"{deletion.name} was deleted: {final_said(deletion.live)}; undo: pulumi up"
    else:
        said = f"{deletion.name} was deleted and cannot be restored"
    changed = "".join(f"; {text}" for text in plan.changes)
    deletion.operation.say(said + changed, Severity.WARNING if changed else Severity.INFO)
