"""The outputs of an object: its inputs echoed, what the cloud tells of it, and what a deletion would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.config import limits_of
from reprieve.driver import Live, Mark, Status
from reprieve.fields import UNKNOWN, Hidden, Properties, Trait, Tree, hides, reveal, unknown_in, without_nulls
from reprieve.lifecycle.deletion_plan import Declared, DeletionPlan, plan_deletion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource

COMPUTED_INPUTS = ("status", "deletionPlan")
"""Inputs that Check adds, so that a diff can show them; no program writes them."""

PLAN_FIELDS = frozenset(
    {"recoveryWindowInDays", "forceDelete", "deletionProtection", "deleteWhileInUse", "enabled", "kmsKeyId"}
)
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
    """Return the known inputs as the resource's model."""
    accepted = resource.traits.keys()
    return resource.inputs.model_validate(
        {key: value for key, value in known(inputs).values.items() if key in accepted}
    )


def writable(resource: Resource, inputs: Mapping[str, Tree]) -> frozenset[str]:
    """Return the declared fields that can be written to an object that exists."""
    fixed = resource.having(Trait.LOCAL) | resource.having(Trait.IMMUTABLE)
    return frozenset(known(inputs).values.keys() & resource.traits.keys()) - fixed


def recorded_live(object_id: str, state: Mapping[str, Tree]) -> Live:
    """Return the object as the state last saw it."""
    values = known(state).values
    mark = values.get("ownershipMark")
    return Live(
        id=object_id,
        status=Status(str(values.get("status", Status.ENABLED))),
        observed=values,
        mark=Mark(**mark) if isinstance(mark, dict) else None,
        mark_known=isinstance(mark, dict),
    )


def plan_of(
    session: Session,
    resource: Resource,
    inputs: Mapping[str, Tree],
    live: Live | None = None,
    *,
    urn: str = "",
    now: datetime | None = None,
) -> DeletionPlan:
    """Plan the deletion of what the inputs declare; with a urn, the override of this destroy counts."""
    return plan_deletion(
        Declared.of(known(inputs).values),
        session.cloud.rules(resource),
        limits_of(session.config, resource.name),
        live,
        override=bool(urn) and session.overrides(urn),
        now=now,
    )


def declared_plan(session: Session, resource: Resource, inputs: Mapping[str, Tree]) -> Tree:
    """Return the plan as it stands in inputs and outputs, or UNKNOWN where an option is not known yet."""
    if known(inputs).unknown & PLAN_FIELDS - {"kmsKeyId"}:
        return UNKNOWN
    return plan_of(session, resource, inputs).output()


def declared_status(inputs: Mapping[str, Tree]) -> Tree:
    """Return the state that the inputs ask for."""
    if unknown_in(inputs.get("enabled")):
        return UNKNOWN
    return str(Status.DISABLED if reveal(inputs.get("enabled")) is False else Status.ENABLED)


def outputs(
    session: Session,
    resource: Resource,
    inputs: Mapping[str, Tree],
    live: Live,
    before: Mapping[str, Tree],
    account: str,
) -> Properties:
    """Build the state of an object that exists; `before` is what was recorded, kept where the cloud tells nothing."""
    state: Properties = {key: value for key, value in before.items() if key not in _FRESH}
    state |= {key: value for key, value in inputs.items() if key not in COMPUTED_INPUTS}
    state |= {key: value for key, value in live.observed.items() if value or key in inputs}
    if live.tags is not None and "tags" in inputs:
        state["tags"] = dict(live.tags)
    state |= {
        "cloud": str(session.config.cloud),
        "region": session.config.region,
        "accountId": account,
        "status": str(live.status),
        "deletionPlan": declared_plan(session, resource, inputs),
    }
    optional = {
        "creationDate": date_said(live.created) or reveal(before.get("creationDate")),
        "deletionDate": date_said(live.deletes),
        "ownershipMark": _mark_said(live.mark) or before.get("ownershipMark"),
        "arn": live.arn or before.get("arn"),
    }
    return _hidden(resource, state | {key: value for key, value in optional.items() if value}, inputs)


def preview_outputs(
    session: Session, resource: Resource, inputs: Mapping[str, Tree], before: Mapping[str, Tree]
) -> Properties:
    """Build what a preview can say: everything that is declared or recorded; the rest is left out, so unknown."""
    state: Properties = {key: value for key, value in before.items() if key not in _FRESH}
    state |= {key: value for key, value in inputs.items() if key not in COMPUTED_INPUTS}
    state |= {
        "cloud": str(session.config.cloud),
        "region": session.config.region,
        "status": declared_status(inputs),
        "deletionPlan": declared_plan(session, resource, inputs),
    }
    return _hidden(resource, state, inputs)


def date_said(moment: datetime | None) -> str | None:
    """Write a moment as it stands in the state: UTC, ISO 8601, whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def unfinished_in(state: Mapping[str, Tree]) -> frozenset[str]:
    """Return the fields that a failed run left unwritten."""
    fields = reveal(state.get("unfinishedSteps"))
    return frozenset(str(name) for name in fields) if isinstance(fields, list) else frozenset()


def name_of(resource_name: str, inputs: Mapping[str, Tree], object_id: str = "") -> str:
    """Return what an object is called in a message."""
    return str(reveal(inputs.get("name")) or reveal(inputs.get("alias")) or object_id or resource_name)


def _hidden(resource: Resource, state: Properties, inputs: Mapping[str, Tree]) -> Properties:
    """Hide what is always secret, and what the program marked as secret."""
    secret = resource.secret_fields | {key for key, value in inputs.items() if hides(value)}
    return {
        key: Hidden(reveal(value)) if key in secret and not unknown_in(value) else value for key, value in state.items()
    }


def _mark_said(mark: Mark | None) -> Properties | None:
    return {"stack": mark.stack, "resource": mark.resource} if mark else None


def without(properties: Mapping[str, Tree], names: Iterable[str]) -> Properties:
    """Return the properties without the named ones."""
    dropped = set(names)
    return {key: value for key, value in properties.items() if key not in dropped}


_FRESH = frozenset({"status", "deletionDate", "deletionPlan", "unfinishedSteps", "ownershipMark"})
