"""Read: refresh, import and get. Pending is a state; gone needs proof; what cannot be seen stays as it was.

An error here would block every later preview, up and destroy of the stack, so a read of a recorded object never fails:
it warns. Each read also notes what a deletion would do; the note is told only if nothing else happens to the object.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import CloudError, Denied, Refused
from reprieve.fields import Hidden, Properties, Trait, Tree, reveal, without_nulls
from reprieve.lifecycle.deletion_plan import DeletionPlan, final_said, window_said
from reprieve.lifecycle.look import Absent, Unseen, look
from reprieve.lifecycle.session import Note, Severity
from reprieve.lifecycle.state import name_of, outputs, plan_of, unfinished_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.driver import Driver
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource


@dataclass(frozen=True)
class Found:
    """An object as it is: its canonical id, its inputs and its state."""

    id: str
    inputs: Properties
    state: Properties


def read(
    session: Session,
    resource: Resource,
    *,
    urn: str,
    id: str,  # noqa: A002 - the protocol's word
    state: Properties,
    inputs: Properties,
    timeout: float,
) -> Found | None:
    """Read one object; None where it is gone for certain. Raises only at an import or a get."""
    driver = session.driver(resource, urn, timeout)
    recorded, declared = without_nulls(state), without_nulls(inputs)
    if "accountId" not in recorded:
        return _import(session, resource, driver, urn, id)
    session.memory.met(urn, id)
    name = name_of(resource.name, declared, id)
    sight = look(session, driver, urn, id, recorded)
    if isinstance(sight, Absent):
        session.withdraw(urn)
        session.warn(f"{name} is gone: {sight.why}; it is dropped from the state", urn)
        return None
    if isinstance(sight, Unseen):
        session.warn(f"{name} was not checked, its recorded state is kept: {sight.error}", urn)
        session.note(urn, Note(Severity.WARNING, f"{name}: what a deletion would do now could not be checked"))
        return Found(id, inputs, state)
    if sight.kind:
        session.warn(f"{name} is {sight.kind}, which Reprieve does not manage; its recorded state is kept", urn)
        return Found(id, inputs, state)
    _tell(session, resource, urn, name, sight, declared)
    refreshed = _refreshed(declared, sight)
    account = str(reveal(recorded["accountId"]))
    fresh = outputs(session, resource, refreshed, sight, recorded, account)
    if unfinished := unfinished_in(recorded):
        fresh["unfinishedSteps"] = sorted(unfinished)
    return Found(id, refreshed, fresh)


def _refreshed(declared: Properties, live: Live) -> Properties:
    """Write into the inputs what the cloud says of the fields that are managed; what is left out stays out."""
    inputs = dict(declared)
    for field, value in live.observed.items():
        managed = field in inputs and isinstance(value, bool | int | str)
        if managed and field not in _NOT_DRIFT and reveal(inputs[field]) != value:
            inputs[field] = Hidden(value) if isinstance(inputs[field], Hidden) else value
    if "tags" in inputs and live.tags is not None and reveal(inputs["tags"]) != dict(live.tags):
        inputs["tags"] = dict(live.tags)
    if "status" in inputs:
        inputs["status"] = str(live.status)
    return inputs


_NOT_DRIFT = frozenset({"kmsKeyId", "kmsInstanceId", "name", "versionId"})
"""What cannot change behind our back, and may be spelled in another way than the cloud spells it."""


def _tell(session: Session, resource: Resource, urn: str, name: str, live: Live, inputs: Mapping[str, Tree]) -> None:
    """Warn of a pending object at once; note what a deletion of any other would do."""
    if live.status is Status.PENDING_DELETION:
        ways = "undo: declare onPendingDeletion: restore, then pulumi up"
        if reveal(inputs.get("onPendingDeletion")) == "restore":
            ways = "undo: pulumi up"
        session.warn(f"{name} is pending deletion, {final_said(live)}; {ways}", urn)
        return
    plan = plan_of(session, resource, inputs, live, urn=urn, now=datetime.now(UTC))
    loud = plan.refusals or plan.changes or plan.warnings or not plan.reversible
    severity = Severity.WARNING if loud else Severity.INFO
    session.note(urn, Note(severity, deletion_said(name, plan, session.cloud.rules(resource).effect)))


def deletion_said(name: str, plan: DeletionPlan, effect: str) -> str:
    """Say in one line what a deletion of the object would do, in conditional words."""
    if plan.refusals:
        return f"{name}: deleting would be refused: {'; '.join(plan.refusals)}"
    changes = "".join(f"; {text}" for text in (*plan.changes, *plan.warnings))
    if not plan.reversible:
        return f"{name}: deleting is final at once and cannot be undone ({window_said(plan.window)}){changes}"
    about = f" (about {plan.final_on:%Y-%m-%d})" if plan.final_on else ""
    return (f"{name}: deleting {effect}, final after {plan.window} days{about}; undo: pulumi up{changes}").replace(
        "after 1 days", "after 1 day"
    )


def _import(session: Session, resource: Resource, driver: Driver[Inputs], urn: str, object_id: str) -> Found | None:
    """Read an object that no state knows yet. Options of deletion and values stay out of the inputs."""
    account = session.identity(urn).account
    try:
        live = driver.read(object_id, fresh=True)
    except CloudError as error:
        raise error.about(f"reading {resource.name} {object_id}") from error
    if live is None:
        return None
    if live.kind:
        raise Refused(f"{object_id} is {live.kind}, which Reprieve does not manage; leave it to its owner")
    session.memory.met(urn, live.id)
    inputs: Properties = {
        key: value
        for key, value in live.observed.items()
        if key in resource.traits and not resource.traits[key] & {Trait.LOCAL, Trait.VALUE} and value not in {"", True}
    }
    if live.tags:
        inputs["tags"] = dict(live.tags)
    state = outputs(session, resource, inputs, live, _value(session, driver, urn, live), account)
    return Found(live.id, inputs, state)


def _value(session: Session, driver: Driver[Inputs], urn: str, live: Live) -> Properties:
    """Read the content once, into the outputs alone, if the rights allow."""
    if live.status is not Status.ENABLED:
        return {}
    try:
        return dict(driver.read_value(live.id))
    except Denied as error:
        session.warn(f"{live.id} was imported without its value, so the first up writes it: {error}", urn)
        return {}
