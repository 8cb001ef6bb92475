"""Create: make the object, or bring back the one that this stack deleted; never take what is somebody else's.

The ownership mark travels in the creating call. An object that is found under the name is taken over only when it
carries this urn's mark and no state is known to have it; it is restored only as `onPendingDeletion` declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.driver import Live, Made, Mark, Status
from reprieve.errors import CloudError, Exists, Held, OutcomeUnknown, Refused, ReprieveError
from reprieve.fields import Properties, Trait, Tree, reveal, without_nulls
from reprieve.lifecycle.deletion_plan import final_said
from reprieve.lifecycle.finish import finished, make_as_declared
from reprieve.lifecycle.marks import mark_of
from reprieve.lifecycle.state import AUTONAMED, known, name_of, preview_outputs, typed, writable
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.driver import Driver
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource


@dataclass(frozen=True)
class Created:
    """What a creation made; the id is empty in a preview."""

    id: str
    state: Properties


def create(
    session: Session, resource: Resource, *, urn: str, inputs: Properties, preview: bool, timeout: float
) -> Created:
    """Create one object, or say in a preview why that would fail."""
    declared = without_nulls(inputs)
    driver = session.driver(resource, urn, timeout)
    if preview:
        if session.config.looks:
            _look_ahead(session, resource, driver, urn, declared)
        return Created("", preview_outputs(session, resource, declared, {}))
    account = session.identity(urn).account
    mark = mark_of(urn, session.config.owner)
    made = _make(session, resource, driver, urn, declared, mark)
    session.memory.created(made.live.id)
    return Created(made.live.id, finished(session, resource, declared, made, {}, account, "was created"))


def _make(
    session: Session, resource: Resource, driver: Driver[Inputs], urn: str, declared: Properties, mark: Mark
) -> Made:
    """Take what this stack has under the name already, or else create."""
    wanted = typed(resource, declared)
    name = name_of(resource.name, declared)
    if AUTONAMED not in declared and (found := _own(session, resource, driver, urn, name)):
        return _take(session, resource, driver, urn, declared, mark, found)
    try:
        return driver.create(wanted, mark)
    except (Exists, OutcomeUnknown) as error:
        found = driver.find(wanted)
        if found is None:
            raise error.about(f"{name} was not created") from error
        return _take(session, resource, driver, urn, declared, mark, found)
    except CloudError as error:
        raise error.about(f"{name} was not created") from error


def _own(session: Session, resource: Resource, driver: Driver[Inputs], urn: str, name: str) -> Live | None:
    """Look for a fixed name among this stack's objects: one shared list instead of a refused call for each."""
    try:
        return next((live for live in session.own_objects(resource, driver, urn) if live.id == name), None)
    except CloudError:
        return None  # the creating call finds out by itself


def _take(
    session: Session,
    resource: Resource,
    driver: Driver[Inputs],
    urn: str,
    declared: Properties,
    mark: Mark,
    found: Live,
) -> Made:
    """Take over or restore what holds the name, or raise `Held` with whose it is and the way out."""
    name = name_of(resource.name, declared)
    if reason := obstacle(session, resource, urn, declared, mark, found):
        raise Held(f"{name} was not created: {reason}")
    pending = found.status is Status.PENDING_DELETION
    fields = writable(resource, declared)
    steps = ["restore"] if pending else ["take over"]
    with trail(
        session, Entry("restore" if pending else "take-over", urn, found.id, [*steps, *sorted(fields)])
    ) as entry:
        live = driver.restore(found) if pending else found
        said = f"was restored: it was pending deletion, {final_said(found)}" if pending else "was taken over"
        session.warn(f"{name} {said}; it carries this resource's mark, and is now made as declared", urn)
        entry.done += steps
        made = make_as_declared(driver, live, typed(resource, declared), mark, fields | {"ownershipMark"})
        entry.done += sorted(fields - made.unfinished.keys())
    return made


def obstacle(
    session: Session, resource: Resource, urn: str, declared: Mapping[str, Tree], mark: Mark, found: Live
) -> str:
    """Say why the object that holds the name is not this resource's to take; empty where it is."""
    pending = found.status is Status.PENDING_DELETION
    mode = reveal(declared.get("onPendingDeletion"))
    until = f", pending deletion and {final_said(found)}" if pending else ""
    if found.kind:
        return f"the name is held by {found.kind}{until}; choose another name"
    if held := _held_here(session, urn, found):
        return held
    if pending and mode == "fail":
        return f"the name is held by an object that is pending deletion, {final_said(found)}; restore it, or wait"
    if found.mark != mark and not (pending and mode == "restore"):
        return _foreign(resource, found, until, pending=pending)
    if differing := _immutables_that_differ(resource, declared, found):
        return (
            f"the name is held by this resource's own object{until}, whose {', '.join(differing)} cannot be changed; "
            "choose another name, or declare what it has"
        )
    return ""


def _held_here(session: Session, urn: str, found: Live) -> str:
    """Say that the state of this stack has the object already."""
    holder = session.memory.holder(found.id)
    if holder == urn:
        if session.memory.was_deleted(urn, found.id):
            return "it is the object that was just deleted for the replacement, and the cloud still holds its name"
        return "it is the object being replaced; set the resource option deleteBeforeReplace, or choose another name"
    if holder:
        return f"it is held by {holder} of this stack; if you renamed the resource, add an alias for its old name"
    return ""


def _foreign(resource: Resource, found: Live, until: str, *, pending: bool) -> str:
    take = (
        "declare onPendingDeletion: restore to take it" if pending else f"import it: {import_command(resource, found)}"
    )
    if found.mark is None:
        whose = "an object without an ownership mark" if found.mark_known else "an object whose tags cannot be read"
        return f"the name is held by {whose}{until}; choose another name, or {take}"
    return f"the name is held by an object of stack {found.mark.stack}{until}; choose another name, or {take}"


def import_command(resource: Resource, found: Live) -> str:
    """Return the command that adopts an object."""
    return f"pulumi import {resource.token} NAME {found.id}"


def _immutables_that_differ(resource: Resource, declared: Mapping[str, Tree], found: Live) -> list[str]:
    values = known(declared).values
    return [
        field
        for field in sorted(resource.having(Trait.IMMUTABLE))
        if field in values and field in found.observed and found.observed[field] != values[field]
    ]


def _look_ahead(session: Session, resource: Resource, driver: Driver[Inputs], urn: str, declared: Properties) -> None:
    """Fail the preview for what is certain to fail, and warn of what is not."""
    name = name_of(resource.name, declared)
    wanted = typed(resource, declared)
    try:
        found = None if AUTONAMED in declared else driver.find(wanted)
        objections = list(driver.objections(wanted, found, frozenset(known(declared).values)))
    except ReprieveError as error:
        session.warn(
            f"{name} could not be looked up in {session.cloud.name}, so its creation is not checked: {error}", urn
        )
        return
    if found and not session.memory.goes_first(urn, found.id):
        mark = mark_of(urn, session.config.owner)
        if reason := obstacle(session, resource, urn, declared, mark, found):
            raise Held(f"{name} cannot be created: {reason}")
        if found.status is Status.PENDING_DELETION:
            session.warn(f"{name} is pending deletion, {final_said(found)}: this up restores it as declared", urn)
        else:
            session.warn(f"{name} exists already with this resource's mark: this up takes it over", urn)
    for objection in objections:
        if objection.certain:
            raise Refused(f"{name} cannot be created: {objection.text}")
        session.warn(f"{name}: {objection.text}", urn)
