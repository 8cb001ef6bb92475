"""Read: refresh, import and get. Pending is a state; gone needs proof; what cannot be seen stays as it was.

An error here would block every later preview, up and destroy of the stack, so a read of a recorded object never fails:
it warns. Each read also notes what a deletion would do; the note is told only if nothing else happens to the object.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import CloudError, Refused
from reprieve.fields import Hidden, Properties, Trait, reveal
from reprieve.lifecycle.deletion_plan import DeletionPlan, days, final_said
from reprieve.lifecycle.look import Absent, Unseen, look, stranger
from reprieve.lifecycle.operation import Recorded, names_missing_rights
from reprieve.lifecycle.session import Severity
from reprieve.lifecycle.state import AUTONAMED, name_of, outputs, plan_of

if TYPE_CHECKING:
    from reprieve.lifecycle.operation import Operation
    from reprieve.resources.inputs import Resource


@names_missing_rights
def read(operation: Operation, recorded: Recorded) -> Recorded | None:
    """Read one object; None where it is gone for certain. Raises only at an import or a get."""
    if not recorded.account:
        return _import(operation, recorded.id)
    operation.met(recorded)
    name = name_of(recorded)
    sight = look(operation, recorded)
    if isinstance(sight, Absent):
        operation.withdraw()
        operation.warn(f"{name} is gone: {sight.why}; it is dropped from the state")
        return None
    if isinstance(sight, Unseen):
        operation.warn(f"{name} was not checked, its recorded state is kept: {sight.error}")
        return recorded
    if sight.kind:
        operation.warn(f"{name} is {sight.kind}, which Reprieve does not manage; its recorded state is kept")
        return recorded
    _tell(operation, name, sight, recorded)
    inputs = _refreshed(operation.resource, recorded.inputs, sight)
    unfinished = recorded.unfinished
    if _lost_its_protection(recorded, sight):
        operation.warn(f"{name}: its deletion protection was switched off in the cloud; the next up switches it on")
        inputs["deletionProtection"] = recorded.inputs["deletionProtection"]
        unfinished |= {"deletionProtection"}
    state = outputs(operation, inputs, sight, recorded.state, recorded.account)
    if unfinished:
        state["unfinishedSteps"] = sorted(unfinished)
    return Recorded(recorded.id, inputs, state)


def _lost_its_protection(recorded: Recorded, live: Live) -> bool:
    """Tell whether the cloud has switched off what is recorded: a read must not lift a protection, only an up may."""
    recorded_on = reveal(recorded.inputs.get("deletionProtection")) is True
    return recorded_on and live.observed.get("deletionProtection") is False


def _refreshed(resource: Resource, declared: Properties, live: Live) -> Properties:
    """Write into the inputs what the cloud says of the fields that are managed; what is left out stays out."""
    inputs = dict(declared)
    for field, value in live.observed.items():
        if value is None and field in resource.having(Trait.CLEARS):
            inputs.pop(field, None)
        plain = reveal(value)
        managed = field in inputs and isinstance(plain, bool | int | str)
        if managed and field not in _NOT_DRIFT and reveal(inputs[field]) != plain:
            inputs[field] = Hidden(plain) if isinstance(inputs[field], Hidden) else value
    if "tags" in inputs and live.tags is not None and reveal(inputs["tags"]) != dict(live.tags):
        inputs["tags"] = dict(live.tags)
    if AUTONAMED in inputs and isinstance(inputs.get("name"), str):
        inputs["name"] = live.observed.get("name", inputs["name"])  # a restored object keeps the name that it had
    if "status" in inputs:
        inputs["status"] = str(live.status)
    return inputs


_NOT_DRIFT = frozenset({"kmsKeyId", "kmsInstanceId", "name", "versionId"})
"""What cannot change behind our back, and may be spelled in another way than the cloud spells it."""


def _tell(operation: Operation, name: str, live: Live, recorded: Recorded) -> None:
    """Warn of a pending object at once; note what a deletion would do, of a pending one only that it is refused."""
    pending = live.status is Status.PENDING_DELETION
    blockers = () if pending else operation.driver.blockers(live, thorough=False)
    plan = plan_of(operation, recorded.inputs, live, blockers=[blocker for blocker in blockers if blocker.checked])
    if stack := stranger(operation, recorded, live):
        plan = replace(plan, refusals=(f"it carries the mark of stack {stack}", *plan.refusals))
    if pending:
        declares = reveal(recorded.inputs.get("onPendingDeletion")) == "restore"
        way = "pulumi up" if declares else "declare onPendingDeletion: restore, then pulumi up"
        operation.warn(f"{name} is pending deletion, {final_said(live)}; undo: {way}")
    if pending and not plan.refusals:
        return
    unchecked = "".join(f"; {blocker.text}" for blocker in blockers if not blocker.checked)
    loud = plan.refusals or plan.changes or plan.warnings or unchecked or not plan.reversible
    said = deletion_said(name, plan, operation.rules.effect) + unchecked
    operation.note(Severity.WARNING if loud else Severity.INFO, said)


def deletion_said(name: str, plan: DeletionPlan, effect: str) -> str:
    """Say in one line what a deletion of the object would do, in conditional words."""
    if plan.refusals:
        return f"{name}: deleting would be refused: {'; '.join(plan.refusals)}"
    changes = "".join(f"; {text}" for text in (*plan.changes, *plan.warnings))
    if not plan.reversible:
        return f"{name}: deleting is final at once and cannot be undone{changes}"
    about = f" (about {plan.final_on:%Y-%m-%d})" if plan.final_on else ""
    return f"{name}: deleting {effect}, final after {days(plan.window or 0)}{about}; undo: pulumi up{changes}"


def _import(operation: Operation, object_id: str) -> Recorded | None:
    """Read an object that no state knows yet. Options of deletion and values stay out of the inputs."""
    account = operation.identity().account
    try:
        live = operation.driver.read(object_id, fresh=True)
    except CloudError as error:
        raise error.about(f"reading {operation.resource.name} {object_id}") from error
    if live is None:
        return None
    if live.kind:
        raise Refused(f"{object_id} is {live.kind}, which Reprieve does not manage; leave it to its owner")
    operation.memory.met(operation.urn, live.id)
    operation.memory.saw(live)  # an update of the same run writes the mark that it lacks
    inputs = _importable(operation, live)
    state = outputs(operation, inputs, live, _value(operation, live), account)
    return Recorded(live.id, inputs, state)


def _importable(operation: Operation, live: Live) -> Properties:
    """Return the inputs that a program would write: no options of deletion, no values, no defaults."""
    traits, defaults = operation.resource.traits, operation.resource.defaults
    inputs: Properties = {
        field: value
        for field, value in live.observed.items()
        if field in traits and not traits[field] & _NOT_IMPORTED and value not in {"", None, True, defaults.get(field)}
    }
    for one, other in operation.rules.together:
        if not {one, other} <= inputs.keys():
            inputs = {field: value for field, value in inputs.items() if field not in {one, other}}
    # a key may be the cloud's default, and the cloud does not tell
    inputs.pop("kmsKeyId", None)
    return inputs | ({"tags": dict(live.tags)} if live.tags else {})


_NOT_IMPORTED = frozenset({Trait.LOCAL, Trait.VALUE, Trait.SECRET})


def _value(operation: Operation, live: Live) -> Properties:
    """Read the content once, into the outputs alone, if the rights allow."""
    if live.status is not Status.ENABLED:
        return {}
    try:
        return dict(operation.driver.read_value(live.id))
    except CloudError as error:
        operation.warn(f"{live.id} was imported without its value, so the first up writes it: {error}")
        return {}
