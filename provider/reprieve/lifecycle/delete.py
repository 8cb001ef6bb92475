"""Delete: the steps of the plan, one at a time, and nothing irreversible that was not declared.

After a step that was refused or not answered, the object is read and the plan over what is there decides: done, go on,
or give up. Only giving up undoes what this run did. What is gone or pending already is done, and said.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn

from reprieve.driver import Live, Status, Step
from reprieve.errors import CloudError, Conflict, Denied, Interrupted, OutcomeUnknown, Refused, ReprieveError
from reprieve.fields import Properties, reveal, without_nulls
from reprieve.lifecycle.deletion_plan import DeletionPlan, final_said
from reprieve.lifecycle.look import Absent, Unseen, look, recorded_elsewhere
from reprieve.lifecycle.marks import mark_of
from reprieve.lifecycle.session import Severity
from reprieve.lifecycle.state import date_said, name_of, plan_of, recorded_live, typed
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.calls import Job
    from reprieve.driver import Driver
    from reprieve.fields import Tree
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource

SETTLING_SECONDS = 10.0
"""How long a step is repeated that the cloud refuses although the state allows it: its changes arrive late."""


@dataclass
class Deletion:
    """One deletion under way: what it works on, and what it has done."""

    session: Session
    resource: Resource
    driver: Driver[Inputs]
    urn: str
    inputs: Mapping[str, Tree]
    state: Mapping[str, Tree]
    live: Live
    job: Job
    done: list[Step] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the object is called in messages."""
        return name_of(self.resource.name, self.inputs, self.live.id)

    def plan(self) -> DeletionPlan:
        """Plan what is left, over the newest known state."""
        now = datetime.now(UTC)
        return plan_of(self.session, self.resource, self.inputs, self.live, urn=self.urn, now=now)


def delete(
    session: Session,
    resource: Resource,
    *,
    urn: str,
    id: str,  # noqa: A002 - the protocol's word
    old_inputs: Properties,
    old_state: Properties,
    timeout: float,
) -> None:
    """Delete one object as its recorded inputs say; raises with the one way out where that is refused."""
    state = without_nulls(old_state)
    inputs = state | without_nulls(old_inputs)
    session.withdraw(urn)
    name = name_of(resource.name, inputs, id)
    if session.memory.made_here(id):
        session.warn(
            f"{name} was made or taken over by this run, so it is not deleted; only the old entry is dropped", urn
        )
        return
    session.memory.met(urn, id)
    driver = session.driver(resource, urn, timeout)
    live = _newest(session, driver, urn, id, state, name)
    if live is None:
        return
    deletion = Deletion(session, resource, driver, urn, inputs, state, live, session.job(urn, timeout))
    _refuse(deletion)
    _carry_out(deletion)
    session.memory.deleted(urn, id)


def _newest(
    session: Session, driver: Driver[Inputs], urn: str, object_id: str, state: Properties, name: str
) -> Live | None:
    """Return the newest known state of the object; None, and said, where it is gone for certain."""
    if elsewhere := recorded_elsewhere(session, state):
        raise Refused(f"{name} was not deleted: {elsewhere}")
    account, recorded = session.identity(urn).account, reveal(state.get("accountId"))
    if recorded and account != recorded:
        raise Refused(
            f"{name} was not deleted: it lives in account {recorded}, and the credentials belong to account {account}; "
            f"use credentials of {recorded}"
        )
    if known := session.memory.newest(object_id):
        return known
    sight = look(session, driver, urn, object_id, state)
    if isinstance(sight, Absent):
        session.say(Severity.INFO, f"{name} was gone already: {sight.why}", urn)
        return None
    if isinstance(sight, Unseen):
        raise sight.error.about(f"{name} was not deleted, since it could not be looked at first")
    return sight


def _refuse(deletion: Deletion) -> None:
    """Refuse before the first step: another's object, or what the plan refuses."""
    live, mark = deletion.live, mark_of(deletion.urn, deletion.session.config.owner)
    recorded = recorded_live(live.id, deletion.state).mark
    if live.mark is not None and live.mark not in {mark, recorded}:
        raise Refused(
            f"{deletion.name} was not deleted: it carries the mark of stack {live.mark.stack}; delete it there, or drop "
            f"it here with pulumi state delete {deletion.urn}"
        )
    if refusals := deletion.plan().refusals:
        raise Refused(f"{deletion.name} was not deleted, and nothing was called: {'; '.join(refusals)}")


def _carry_out(deletion: Deletion) -> None:
    """Run the steps, and say how it ended."""
    plan = deletion.plan()
    if plan.done:
        deletion.session.say(Severity.INFO, f"{deletion.name} {plan.done}; nothing was called", deletion.urn)
        return
    names = [step.name for step in plan.steps]
    override = deletion.session.overrides(deletion.urn)
    entry = Entry("deletion", deletion.urn, deletion.live.id, names, plan.window, override)
    with trail(deletion.session, entry) as written:
        try:
            _rewrite_stale_mark(deletion)
            _run_steps(deletion)
        finally:
            written.done = [step.name for step in deletion.done]
            written.final_on = date_said(deletion.live.deletes)
    _tell_the_end(deletion, plan)


def _rewrite_stale_mark(deletion: Deletion) -> None:
    """Write the current mark before the window begins: a restore knows its object by it."""
    live, mark = deletion.live, mark_of(deletion.urn, deletion.session.config.owner)
    if not live.mark_known or live.mark == mark or not deletion.plan().reversible:
        return
    try:
        inputs = typed(deletion.resource, deletion.inputs)
        deletion.live = deletion.driver.update(live, inputs, mark, frozenset({"ownershipMark"})).live
    except CloudError as error:
        deletion.session.warn(
            f"{deletion.name}: the ownership mark could not be renewed, so pulumi up will not know it as its own while "
            f"it is pending: {error}",
            deletion.urn,
        )


def _run_steps(deletion: Deletion) -> None:
    """Run step after step until the plan over the newest state has none left."""
    patience = time.monotonic() + SETTLING_SECONDS
    while (plan := deletion.plan()).steps:
        step = plan.steps[0]
        try:
            deletion.live = deletion.driver.step(step.name, deletion.live, plan.window)
        except Interrupted as error:
            raise error.about(_so_far(deletion, f"stopped before {step.name}")) from error
        except CloudError as error:
            if _is_settled(deletion, step, error, last=len(plan.steps) == 1):
                return
            if time.monotonic() > patience:
                _give_up(deletion, step, error)
            deletion.job.wait(SETTLING_SECONDS / 10)
            continue
        deletion.done.append(step)
        if len(plan.steps) == 1:
            return


def _is_settled(deletion: Deletion, step: Step, error: CloudError, *, last: bool) -> bool:
    """Look after a step that was refused or not answered: True where nothing is left, else go on, or give up."""
    sight = look(deletion.session, deletion.driver, deletion.urn, deletion.live.id, deletion.state, fresh=True)
    if isinstance(sight, Absent):
        return True
    if isinstance(sight, Unseen):
        _give_up(deletion, step, error, seen=False)
    before, deletion.live = deletion.live, sight
    if sight.status is Status.PENDING_DELETION:
        return True
    undone = bool(deletion.done) and sight.status in deletion.done[-1].needed_in
    if undone or not (isinstance(error, Conflict | OutcomeUnknown) or sight.status is not before.status):
        _give_up(deletion, step, error)
    return False


def _give_up(deletion: Deletion, step: Step, error: CloudError, *, seen: bool = True) -> NoReturn:
    """Undo what this run did, and fail with what was tried, the state now and the way out."""
    undone, failed = _undo(deletion) if seen else ([], "")
    did = ""
    if deletion.done:
        did = f"; done before: {', '.join(step.name for step in deletion.done)}"
        did += f", undone by {', '.join(undone)}" if undone else ", not undone"
    state = f"it is now {deletion.live.status}" if seen else "its state now is not known"
    raise Refused(
        f"{deletion.name} was not deleted: {error}{did}{failed}; {state}; {_way_out(deletion, error)}"
    ) from error


def _undo(deletion: Deletion) -> tuple[list[str], str]:
    """Take back the steps of this run, the last one first; name an undo that fails."""
    undone: list[str] = []
    for step in reversed(deletion.done):
        if step.undo is None or deletion.live.status in step.needed_in:
            continue
        try:
            deletion.live = deletion.driver.step(step.undo, deletion.live, None)
        except ReprieveError as error:
            return undone, f"; the undo {step.undo} failed: {error}"
        undone.append(step.undo)
    return undone, ""


def _way_out(deletion: Deletion, error: CloudError) -> str:
    if isinstance(error, Denied):
        return f"grant the right, or go on without this object: pulumi destroy --exclude '{deletion.urn}'"
    if error.hint:
        return "then run it again"
    return "run it again; if it fails again, look at the object in the cloud's console"


def _so_far(deletion: Deletion, what: str) -> str:
    done = ", ".join(step.name for step in deletion.done) or "nothing"
    return f"{deletion.name} was not deleted: {what}, {done} was done, the next run goes on from there"


def _tell_the_end(deletion: Deletion, plan: DeletionPlan) -> None:
    if plan.reversible:
        said = f"{deletion.name} was deleted: {final_said(deletion.live)}; undo: pulumi up"
    else:
        said = f"{deletion.name} was deleted and cannot be restored"
    changed = "".join(f"; {text}" for text in plan.changes)
    deletion.session.say(Severity.WARNING if changed else Severity.INFO, said + changed, deletion.urn)
