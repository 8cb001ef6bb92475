"""Make an object as it is declared: what creation, restore, update and the finishing of a failed run share.

Every verb underneath may be repeated, so whatever did not end well is simply written again: its fields are recorded
as unfinished, and the next run writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.driver import Made, Status
from reprieve.errors import Bug, HalfMade, ReprieveError
from reprieve.lifecycle.state import declared_name, outputs, typed

if TYPE_CHECKING:
    from reprieve.driver import Live
    from reprieve.fields import Properties
    from reprieve.lifecycle.operation import Operation, Recorded


def make_as_declared(operation: Operation, live: Live, declared: Properties, fields: frozenset[str]) -> Made:
    """Write the fields, and the mark where it is stale; a failure leaves all of them unfinished."""
    try:
        inputs = typed(operation.resource, declared)
        replacing = predecessor(operation, live.id) if operation.rules.name_field in fields else None
        return operation.driver.update(live, inputs, operation.mark, fields | {"ownershipMark"}, replacing)
    except Bug:
        raise
    except ReprieveError as error:
        return Made(live, dict.fromkeys(sorted(fields) or ["ownershipMark"], str(error)))


def predecessor(operation: Operation, successor: str = "") -> Live | None:
    """Return the object that this one replaces, where its name can move to the new one."""
    if not operation.rules.name_moves:
        return None
    others = operation.memory.ids_of(operation.urn) - {successor}
    known = (operation.memory.newest(object_id) or operation.driver.read(object_id) for object_id in sorted(others))
    return next((live for live in known if live and live.status is not Status.PENDING_DELETION), None)


def finished(operation: Operation, declared: Properties, made: Made, before: Recorded, attempted: str) -> Properties:
    """Return the state of what was made, or raise `HalfMade` with it and the reasons."""
    state = outputs(operation, declared, made.live, before.state, before.account)
    if not made.unfinished:
        return state
    state["unfinishedSteps"] = sorted(made.unfinished)
    by_reason: dict[str, list[str]] = {}
    for field, reason in sorted(made.unfinished.items()):
        by_reason.setdefault(reason, []).append(field)
    name = declared_name(declared) or made.live.id
    raise HalfMade(
        made.live.id,
        state,
        [
            f"{name} {attempted}, but {', '.join(fields)} could not be written: {reason}; the next up finishes it"
            for reason, fields in by_reason.items()
        ],
    )
