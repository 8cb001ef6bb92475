"""Create: make the object, or bring back the one that this stack deleted; never take what is somebody else's.

The ownership mark travels in the creating call. An object that is found under the name is taken over only when it
carries this urn's mark and no state is known to have it; it is restored only as `onPendingDeletion` declares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.driver import Live, Made, Status
from reprieve.errors import CloudError, Exists, Held, OutcomeUnknown, Refused, ReprieveError
from reprieve.fields import Properties, Trait, Tree, reveal, without_nulls
from reprieve.lifecycle.deletion_plan import final_said
from reprieve.lifecycle.finish import finished, make_as_declared, predecessor
from reprieve.lifecycle.look import made_again
from reprieve.lifecycle.operation import Recorded, names_missing_rights
from reprieve.lifecycle.state import AUTONAMED, NAMES, declared_name, known, preview_outputs, typed, writable
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.driver import Objection
    from reprieve.lifecycle.operation import Operation
    from reprieve.resources.inputs import Inputs


SETTLING_TRIES = 10
"""How often, a second apart, a creation is tried whose name is taken by nothing: what has just ended may hold it."""


@dataclass(frozen=True)
class Created:
    """What a creation made; the id is empty in a preview."""

    id: str
    state: Properties


@names_missing_rights
def create(operation: Operation, inputs: Properties, *, preview: bool) -> Created:
    """Create one object, or say in a preview why that would fail."""
    declared = without_nulls(inputs)
    if preview:
        if operation.config.looks:
            with operation.note_falls_with_it():
                _look_ahead(operation, declared)
        return Created("", preview_outputs(operation, declared, {}))
    try:
        with operation.note_falls_with_it():
            account = operation.identity().account  # known before anything is written
            made = _make(operation, declared)
    except ReprieveError as error:
        raise error.about(f"{declared_name(declared)} was not created") from error
    operation.memory.created(made.live.id)
    nothing = Recorded(made.live.id, {}, {"accountId": account})
    return Created(made.live.id, finished(operation, declared, made, nothing, "was created"))


def _make(operation: Operation, declared: Properties) -> Made:
    """Take what this stack has for this resource already, or else create."""
    driver = operation.driver
    wanted = typed(operation.resource, declared)
    if found := _own(operation, declared):
        return _take(operation, declared, found)
    tries_left = SETTLING_TRIES
    while True:
        try:
            return driver.create(wanted, operation.mark, predecessor(operation))
        except (Exists, OutcomeUnknown) as error:
            if found := _made_after_all(operation, wanted, error):
                return _take(operation, declared, found)
            tries_left -= 1
            if not tries_left or isinstance(error, OutcomeUnknown):
                raise
            operation.job.wait(1.0)


def _own(operation: Operation, declared: Properties) -> Live | None:
    """Look among this stack's objects, in one list that all creations of this process share.

    A fixed name that is the id is looked for by itself. Everything else is known by its mark alone: what an
    interrupted run made under a random name, or what the last destroy left pending.
    """
    rules = operation.rules
    is_named = rules.name_is_id and AUTONAMED not in declared
    try:
        own = operation.own_objects()
    except CloudError as error:
        if is_named:
            return None  # the creating call finds out by itself
        error.about("what this stack has of it already could not be looked for")
        raise
    if is_named:
        name = declared_name(declared)
        if operation.memory.was_deleted(operation.urn, name):
            return None  # the list is older than the deletion
        return _whole(operation, own.by_id[name]) if name in own.by_id else None
    if any(not live.mark_known for live in own.marked(None)):
        raise Refused(
            "the tags of this stack's objects cannot be read, so it is not known whether one is this resource's; grant "
            "the right to read tags"
        )
    # a successor is a new object: of what is there, only what an interrupted run made of it
    restores = reveal(declared.get("onPendingDeletion")) != "fail" and not operation.memory.ids_of(operation.urn)
    mine = [
        live
        for listed in own.marked(operation.mark)
        if not operation.memory.holder(listed.id)
        and (live := _whole(operation, listed))
        and (restores or live.status is not Status.PENDING_DELETION)
    ]
    fitting = [live for live in mine if not _differs(operation, declared, live)]
    # a live one is what an interrupted run made; of several pending ones the last to end was deleted last
    return max(fitting, key=lambda live: (live.deletes is None, live.deletes), default=None)


def _differs(operation: Operation, declared: Properties, live: Live) -> bool:
    """Tell whether an object of ours is another one than is declared now; warn of what an interrupted run left so."""
    differing = _immutables_that_differ(operation, declared, live)
    if differing and live.status is not Status.PENDING_DELETION:
        operation.warn(
            f"{live.id} was left by an interrupted run, with another {', '.join(differing)} than is declared now: it "
            "stays as it is; delete it in the cloud's console, or import it"
        )
    return bool(differing)


def _whole(operation: Operation, listed: Live) -> Live | None:
    """Return an object with all that the cloud tells of it, which not every list does."""
    return operation.driver.read(listed.id, fresh=True) if listed.partial else listed


def _made_after_all(operation: Operation, wanted: Inputs, error: CloudError) -> Live | None:
    """Look for what holds the name, or for what a call made whose answer was lost: its mark tells it."""
    try:
        found = None if operation.rules.name_is_id else _unknown_to_the_state(operation)
        found = found or operation.driver.find(wanted)
    except CloudError as blind:
        raise error from blind
    # the name may still be with the object that gives it to its successor
    return None if found and _gives_its_name(operation, found) else found


def _unknown_to_the_state(operation: Operation) -> Live | None:
    """Find a live object that carries the mark and is in no state."""
    unknown = (live for live in operation.driver.list_objects(operation.stack) if not operation.memory.holder(live.id))
    found = next((live for live in unknown if live.mark == operation.mark and not live.deletes), None)
    return _whole(operation, found) if found else None


def _gives_its_name(operation: Operation, live: Live) -> bool:
    """Tell whether the object is the one that this creation replaces, and its name moves to the new one."""
    mine = live.id in operation.memory.ids_of(operation.urn)
    return operation.rules.name_moves and mine and live.status is not Status.PENDING_DELETION


def _take(operation: Operation, declared: Properties, found: Live) -> Made:
    """Take over or restore what holds the name, or raise `Held` with whose it is and the way out."""
    # a name that was made for this run is not the one that the object keeps
    name = str(found.observed.get(operation.rules.name_field) or declared_name(declared))
    if reason := obstacle(operation, declared, found):
        raise Held(reason)
    pending = found.status is Status.PENDING_DELETION
    fields = writable(operation, declared, found)
    verb, said = "take over", "existed already with this resource's mark: it was taken over"
    if pending:
        verb, said = "restore", f"was restored (it was pending deletion, {final_said(found)})"
    with trail(operation, Entry(verb, found.id, [verb, *sorted(fields)])) as entry:
        live = operation.driver.restore(found) if pending else found
        operation.warn(f"{name} {said}, and is made as declared")
        made = make_as_declared(operation, live, declared, fields)
        entry.done = [verb, *sorted(fields - made.unfinished.keys())]
    return made


def obstacle(operation: Operation, declared: Mapping[str, Tree], found: Live) -> str:
    """Say why the object that holds the name is not this resource's to take; empty where it is."""
    pending = found.status is Status.PENDING_DELETION
    mode = reveal(declared.get("onPendingDeletion"))
    until = f", pending deletion and {final_said(found)}" if pending else ""
    field = operation.rules.id_field or operation.rules.name_field
    if found.kind:
        return f"the {field} is held by {found.kind}{until}; choose another name"
    if held := _held_here(operation, found):
        return held
    if pending and mode == "fail":
        return f"the {field} is held by an object that is pending deletion, {final_said(found)}; restore it, or wait"
    if found.mark != operation.mark and not (pending and mode == "restore"):
        return _foreign(operation, found, until, pending=pending)
    if differing := _immutables_that_differ(operation, declared, found):
        return (
            f"the {field} is held by this resource's own object{until}, and its {', '.join(differing)} cannot be "
            "changed; choose another name, or declare what it has"
        )
    return ""


def _held_here(operation: Operation, found: Live) -> str:
    """Say that the state of this stack has the object already."""
    holder = operation.memory.holder(found.id)
    if holder is None or (holder == operation.urn and made_again(found, operation.memory.created_on(found.id))):
        return ""
    if holder != operation.urn:
        return f"it is held by {holder} of this stack; if you renamed the resource, add an alias for its old name"
    if operation.memory.was_deleted(operation.urn, found.id):
        return "it is the object that was just deleted for the replacement, and the cloud still holds its name"
    said = "it is the object being replaced; choose another name, or leave the name to Pulumi"
    if operation.rules.force:
        said += ", or record forceDelete: true in one up and set the resource option deleteBeforeReplace in the next"
    return said


def _foreign(operation: Operation, found: Live, until: str, *, pending: bool) -> str:
    take = f"import it: pulumi import {operation.resource.token} NAME {found.id}"
    if pending:
        take = "declare onPendingDeletion: restore to take it"
    field = operation.rules.id_field or operation.rules.name_field
    if found.mark:
        whose = f"an object of stack {found.mark.stack}"
        if found.mark.stack == operation.stack:
            whose = "an object of another resource of this stack"
    else:
        whose = "an object without an ownership mark" if found.mark_known else "an object whose tags cannot be read"
    return f"the {field} is held by {whose}{until}; choose another name, or {take}"


def _immutables_that_differ(operation: Operation, declared: Mapping[str, Tree], found: Live) -> list[str]:
    """Compare what cannot be changed; a name that was made automatically gives way."""
    values = known(declared).values
    fixed = operation.resource.having(Trait.IMMUTABLE) - (NAMES if AUTONAMED in declared else frozenset())
    return [
        field
        for field in sorted(fixed)
        if field in values
        and field in found.observed
        and not _is(operation, field, found.observed[field], values[field])
    ]


def _is(operation: Operation, field: str, there: object, declared: Tree) -> bool:
    """Tell whether a field is as declared; a key may be named by alias or ARN too."""
    if field != "kmsKeyId" or there is None or there == declared:
        return there == declared
    try:
        return operation.driver.resolve(field, str(declared)) == there
    except ReprieveError:
        return False  # what cannot be looked up is no key that is known to be the same


def _look_ahead(operation: Operation, declared: Properties) -> None:
    """Fail the preview for what is certain to fail, and warn of what is not."""
    name, wanted = declared_name(declared), typed(operation.resource, declared)
    named = operation.rules.name_field in known(declared).values and AUTONAMED not in declared
    try:
        found = _own(operation, declared) or (operation.driver.find(wanted) if named else None)
        objections = list(operation.driver.objections(wanted, None, frozenset(known(declared).values)))
    except ReprieveError as error:
        operation.warn(f"{name} could not be looked for, so its creation is not checked: {error}")
        return
    if found and not operation.memory.goes_first(operation.urn, found.id) and not _gives_its_name(operation, found):
        _look_at_holder(operation, declared, found)
    raise_certain(operation, f"{name} cannot be created", objections)


def _look_at_holder(operation: Operation, declared: Properties, found: Live) -> None:
    name = declared_name(declared)
    if reason := obstacle(operation, declared, found):
        raise Held(f"{name} cannot be created: {reason}")
    if found.status is Status.PENDING_DELETION:
        operation.warn(f"{name} is pending deletion, {final_said(found)}: this up restores it as declared")
    else:
        operation.warn(f"{name} exists already with this resource's mark: this up takes it over")


def raise_certain(operation: Operation, attempted: str, objections: Sequence[Objection]) -> None:
    """Raise what the cloud would certainly refuse, all of it; warn of the rest."""
    if certain := [objection.text for objection in objections if objection.certain]:
        raise Refused(f"{attempted}: {'; '.join(certain)}")
    for objection in objections:
        operation.warn(f"{attempted.partition(' ')[0]}: {objection.text}")
