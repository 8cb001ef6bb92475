"""Make an object as it is declared: what creation, restore, update and the finishing of a failed run share.

Every verb underneath may be repeated, so whatever did not end well is simply written again: its fields are recorded
as unfinished, and the next run writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.driver import Made
from reprieve.errors import Bug, HalfMade, ReprieveError
from reprieve.lifecycle.state import name_of, outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.driver import Driver, Live, Mark
    from reprieve.fields import Properties, Tree
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource


def make_as_declared(driver: Driver[Inputs], live: Live, inputs: Inputs, mark: Mark, fields: frozenset[str]) -> Made:
    """Write the fields; a failure names all of them as unfinished."""
    if not fields:
        return Made(live)
    try:
        return driver.update(live, inputs, mark, fields)
    except Bug:
        raise
    except ReprieveError as error:
        return Made(live, dict.fromkeys(sorted(fields), str(error)))


def finished(
    session: Session,
    resource: Resource,
    inputs: Properties,
    made: Made,
    before: Mapping[str, Tree],
    account: str,
    attempted: str,
) -> Properties:
    """Return the state of what was made, or raise `HalfMade` with it and the reasons."""
    state = outputs(session, resource, inputs, made.live, before, account)
    if not made.unfinished:
        return state
    state["unfinishedSteps"] = sorted(made.unfinished)
    name = name_of(resource.name, inputs, made.live.id)
    by_reason: dict[str, list[str]] = {}
    for field, reason in made.unfinished.items():
        by_reason.setdefault(reason, []).append(field)
    reasons = [
        f"{name} {attempted}, but {', '.join(sorted(fields))} could not be written: {reason}; the next pulumi up "
        "finishes it"
        for reason, fields in by_reason.items()
    ]
    raise HalfMade(made.live.id, state, reasons)
