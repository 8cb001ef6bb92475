"""The outputs of an object: its inputs echoed, what the cloud tells of it, and what a deletion would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reprieve.driver import Live, Mark, Status
from reprieve.fields import UNKNOWN, Hidden, Properties, Trait, Tree, hides, reveal, unknown_in, without_nulls
from reprieve.lifecycle.deletion_plan import Declared, DeletionPlan, Destroy, plan_deletion
from reprieve.shapes import fitted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.driver import Blocker
    from reprieve.lifecycle.operation import Operation, Recorded
    from reprieve.resources.inputs import Inputs, Resource

COMPUTED_INPUTS = ("status", "deletionPlan")
"""Inputs that Check adds, so that a diff can show them; no program writes them."""

NAMES = frozenset({"name", "alias"})
"""The inputs that name an object to people."""

PLAN_FIELDS = frozenset({"recoveryWindowInDays", "forceDelete", "deletionProtection", "deleteWhileInUse", "enabled"})
INTERNAL = "__"
"""Keys with this beginning are the engine's or ours, and shown by nobody."""

AUTONAMED = "__autonamed"
"""Says in the inputs that the name was made by Check, so that a replacement gets another one."""


@dataclass(frozen=True)
class Known:
    """Inputs in the clear, the names that are not known yet apart."""

    values: dict[str, Tree]
    unknown: frozenset[str]


def known(properties: Mapping[str, Tree]) -> Known:
    """Part the inputs that are known from those that are not."""
    present = without_nulls(properties)
    unknown = frozenset(key for key, value in present.items() if unknown_in(value))
    return Known({key: reveal(value) for key, value in present.items() if key not in unknown}, unknown)


def typed(resource: Resource, inputs: Mapping[str, Tree]) -> Inputs:
    """Return the known inputs as the resource's model; raises InputError where no Check would have let them through."""
    accepted = resource.traits.keys()
    values = {key: value for key, value in known(inputs).values.items() if key in accepted}
    return fitted(resource.inputs, values, resource.name)


def writable(operation: Operation, inputs: Mapping[str, Tree], live: Live) -> frozenset[str]:
    """Return the fields to be written to an object that exists: what is declared, and what is to be taken away.

    A name that was made automatically gives way to the one that the object has.
    """
    resource = operation.resource
    fixed = operation.local | resource.having(Trait.IMMUTABLE)
    left_over = {field for field in resource.having(Trait.CLEARS) if live.observed.get(field)}
    named = NAMES if AUTONAMED in inputs else frozenset()
    return frozenset((known(inputs).values.keys() & resource.traits.keys()) | left_over) - fixed - named


def plan_of(
    operation: Operation,
    inputs: Mapping[str, Tree],
    live: Live | None = None,
    *,
    blockers: Sequence[Blocker] | None = None,
) -> DeletionPlan:
    """Plan the deletion of what the inputs declare; with `blockers`, the override and the date of today count too."""
    return plan_deletion(
        Declared.of(known(inputs).values),
        operation.rules,
        operation.limits,
        live,
        Destroy(datetime.now(UTC), operation.overrides, tuple(blockers)) if blockers is not None else None,
    )


def declared_plan(operation: Operation, inputs: Mapping[str, Tree]) -> Tree:
    """Return the plan as it stands in inputs and outputs, or UNKNOWN where an option is not known yet."""
    if known(inputs).unknown & PLAN_FIELDS:
        return UNKNOWN
    return plan_of(operation, inputs).output()


def declared_status(inputs: Mapping[str, Tree]) -> Tree:
    """Return the state that the inputs ask for."""
    if unknown_in(inputs.get("enabled")):
        return UNKNOWN
    return str(Status.DISABLED if reveal(inputs.get("enabled")) is False else Status.ENABLED)


def outputs(
    operation: Operation, inputs: Mapping[str, Tree], live: Live, before: Mapping[str, Tree], account: str
) -> Properties:
    """Build the state of an object that exists; `before` is what was recorded, kept where the cloud tells nothing."""
    state = preview_outputs(operation, inputs, before)
    # what was asked for stands, except where the cloud spells a fixed field in its own way
    echoed = (inputs.keys() - operation.resource.having(Trait.IMMUTABLE)) | _FRESH
    state |= {key: value for key, value in live.observed.items() if key not in echoed and (value or key in inputs)}
    if live.tags is not None and "tags" in inputs:
        state["tags"] = dict(live.tags)
    state |= {"accountId": account, "status": str(live.status)}
    # another's mark does not take the place of a recorded one: a deletion compares the two
    marked = before.get("ownershipMark")
    optional = {
        "creationDate": date_said(live.created) or reveal(before.get("creationDate")),
        "deletionDate": date_said(live.deletes),
        "ownershipMark": _mark_said(live.mark) if live.mark == operation.mark or not marked else marked,
        "arn": live.arn or before.get("arn"),
    }
    state |= {key: value for key, value in optional.items() if value}
    return _hidden(operation.resource, state, inputs)


def preview_outputs(operation: Operation, inputs: Mapping[str, Tree], before: Mapping[str, Tree]) -> Properties:
    """Build what a preview can say: everything that is declared or recorded; the rest is left out, so unknown."""
    gone = _FRESH | (operation.resource.having(Trait.CLEARS) - inputs.keys())
    state: Properties = {key: value for key, value in before.items() if key not in gone}
    state |= {key: value for key, value in inputs.items() if key not in COMPUTED_INPUTS}
    state |= {
        "cloud": str(operation.config.cloud),
        "region": operation.config.region,
        "status": declared_status(inputs),
        "deletionPlan": declared_plan(operation, inputs),
    }
    return _hidden(operation.resource, state, inputs)


def date_said(moment: datetime | None) -> str | None:
    """Write a moment as it stands in the state: UTC, ISO 8601, whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def name_of(recorded: Recorded) -> str:
    """Return what a recorded object is called in a message."""
    return declared_name(recorded.inputs) or declared_name(recorded.state) or recorded.id


def declared_name(inputs: Mapping[str, Tree]) -> str:
    """Return what a declared object is called in a message."""
    return str(reveal(inputs.get("name")) or reveal(inputs.get("alias")) or "")


def top_of(path: str) -> str:
    """Return the top-level property of a path."""
    return path.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]


def _hidden(resource: Resource, state: Properties, inputs: Mapping[str, Tree]) -> Properties:
    """Hide what is always secret, and what the program marked as secret."""
    secret = resource.secret_fields | {key for key, value in inputs.items() if hides(value)}
    return {
        key: Hidden(reveal(value)) if key in secret and not unknown_in(value) else value for key, value in state.items()
    }


def _mark_said(mark: Mark | None) -> Properties | None:
    return {"stack": mark.stack, "resource": mark.resource} if mark else None


_FRESH = frozenset({"status", "deletionDate", "deletionPlan", "unfinishedSteps", "ownershipMark"})
