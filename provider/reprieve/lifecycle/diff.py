"""Diff: what changes, what has to be replaced, and which replacements are refused before anything is deleted.

The engine also asks for a Diff in every refresh, with the roles swapped; a refusal there would block a destroy. So this
refuses only after a Check of the same urn in this process, or when the new inputs hold something unknown, which no
refresh or destroy sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reprieve.driver import Status
from reprieve.errors import CloudError, Refused
from reprieve.fields import Properties, Trait, Tree, reveal, unknown_in, without_nulls
from reprieve.lifecycle.deletion_plan import window_said
from reprieve.lifecycle.look import recorded_elsewhere
from reprieve.lifecycle.state import (
    AUTONAMED,
    COMPUTED_INPUTS,
    name_of,
    plan_of,
    unfinished_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Resource


@dataclass(frozen=True)
class Change:
    """How one property changes."""

    kind: Literal["add", "delete", "update"]
    replaces: bool = False


@dataclass(frozen=True)
class Difference:
    """What changes, by property path, and whether the old object has to go before the new one is made."""

    changes: dict[str, Change]
    delete_before_replace: bool

    @property
    def replaces(self) -> bool:
        """Whether anything forces a replacement."""
        return any(change.replaces for change in self.changes.values())


@dataclass(frozen=True)
class Sides:
    """The two sides of a comparison, nulls left out."""

    old_inputs: Mapping[str, Tree]
    old_state: Mapping[str, Tree]
    news: Mapping[str, Tree]


def diff(
    session: Session,
    resource: Resource,
    *,
    urn: str,
    id: str,  # noqa: A002 - the protocol's word
    old_inputs: Properties,
    old_state: Properties,
    news: Properties,
    ignored: Sequence[str],
) -> Difference:
    """Compare the recorded object with the declared one."""
    session.memory.met(urn, id)
    sides = Sides(without_nulls(old_inputs), without_nulls(old_state), without_nulls(news))
    declared = session.memory.is_declared(urn)
    rules = session.cloud.rules(resource)
    changes = _changes(session, resource, urn, sides)
    stays = _name_stays(rules.name_field, sides) and rules.name_is_id
    result = Difference(changes, delete_before_replace=stays)
    if declared or any(unknown_in(value) for value in sides.news.values()):
        _refuse(session, resource, urn, sides, result)
    if declared and not result.replaces:
        session.withdraw(urn)
    if stays:
        session.memory.replacing(urn, id)
    return result


def in_place(
    session: Session, resource: Resource, urn: str, *, old_inputs: Properties, old_state: Properties, news: Properties
) -> frozenset[str]:
    """Return the fields that an update has to write to the cloud: those that changed, and those left unfinished."""
    sides = Sides(without_nulls(old_inputs), without_nulls(old_state), without_nulls(news))
    changes = _changes(session, resource, urn, sides)
    fields = {path.split(".")[0].split("[")[0] for path in changes}
    local = resource.having(Trait.LOCAL)
    if session.cloud.rules(resource).protects_itself:
        local -= {"deletionProtection"}
    return frozenset(fields - local - set(COMPUTED_INPUTS)) | unfinished_in(sides.old_state)


def _changes(session: Session, resource: Resource, urn: str, sides: Sides) -> dict[str, Change]:
    """Compare field by field; what is absent on both sides or not managed any more is no change."""
    changes: dict[str, Change] = {}
    for field in resource.traits:
        changes |= _field_changes(session, resource, urn, field, sides)
    for field in unfinished_in(sides.old_state):
        changes.setdefault(field, Change("update"))
    return changes | _computed_changes(sides)


def _field_changes(session: Session, resource: Resource, urn: str, field: str, sides: Sides) -> dict[str, Change]:
    traits = resource.traits[field]
    old, new = sides.old_inputs.get(field), sides.news.get(field)
    if new is None:
        # what is left out keeps what it has, except a description, which is then empty
        return {field: Change("delete")} if old not in {None, ""} and field == "description" else {}
    if old is None:
        if Trait.LOCAL in traits:
            return {}
        old = sides.old_state.get(field)
    if Trait.VALUE in traits and old is None and not unknown_in(new):
        return {field: Change("add")}
    if reveal(old) == reveal(new):
        return {}
    before, after = reveal(old), reveal(new)
    if isinstance(before, dict) and isinstance(after, dict):
        return _tag_changes(before, after)
    replaces = Trait.IMMUTABLE in traits
    if replaces and not unknown_in(new) and _same_thing(session, resource, urn, field, sides, new):
        return {}
    return {field: Change("update" if old is not None else "add", replaces)}


def _tag_changes(before: Mapping[str, Tree], after: Mapping[str, Tree]) -> dict[str, Change]:
    changes: dict[str, Change] = {}
    for key in before.keys() | after.keys():
        path = f"tags.{key}" if key.isidentifier() else f'tags["{key}"]'
        if key not in after:
            changes[path] = Change("delete")
        elif before.get(key) != after[key]:
            changes[path] = Change("update" if key in before else "add")
    return dict(sorted(changes.items()))


def _same_thing(session: Session, resource: Resource, urn: str, field: str, sides: Sides, new: Tree) -> bool:
    """Tell whether another text names the same thing: an alias, an ARN and an id of one key."""
    now = reveal(sides.old_state.get(field))
    if field != "kmsKeyId" or now is None:
        return False
    if now == reveal(new):
        return True
    try:
        return session.driver(resource, urn).resolve(field, str(reveal(new))) == now
    except CloudError as error:
        raise Refused(
            f"{name_of(resource.name, sides.news)}: {field} was changed, and the key that it names now cannot be "
            f"looked up, so it is not known whether the secret would be replaced: {error}"
        ) from error


def _computed_changes(sides: Sides) -> dict[str, Change]:
    """Show the computed inputs, so that a diff tells the new plan and the state that comes back."""
    changes = {
        field: Change("update")
        for field in COMPUTED_INPUTS
        if field in sides.old_inputs
        and field in sides.news
        and reveal(sides.old_inputs[field]) != reveal(sides.news[field])
    }
    if _is_pending(sides) and reveal(sides.news.get("onPendingDeletion")) != "restore":
        changes.pop("status", None)
    elif _is_pending(sides) and "status" in sides.news:
        changes["status"] = Change("update")
    return changes


def _refuse(session: Session, resource: Resource, urn: str, sides: Sides, result: Difference) -> None:
    """Raise for what must not be tried: the engine shows it in the preview, before anything is deleted."""
    name = name_of(resource.name, sides.news)
    if elsewhere := recorded_elsewhere(session, sides.old_state):
        raise Refused(f"{name}: {elsewhere}")
    written = result.changes.keys() - set(COMPUTED_INPUTS) - resource.having(Trait.LOCAL)
    if _is_pending(sides):
        _refuse_pending(name, sides, written)
    if result.replaces:
        _refuse_replacement(session, resource, name, sides, result)


def _refuse_pending(name: str, sides: Sides, written: set[str]) -> None:
    mode = reveal(sides.news.get("onPendingDeletion"))
    until = f"is pending deletion, final on {reveal(sides.old_state.get('deletionDate')) or 'an unknown day'}"
    if mode == "fail":
        raise Refused(
            f"{name} {until}, and onPendingDeletion is fail; restore it in the cloud, or declare onPendingDeletion: "
            "restore"
        )
    if mode != "restore" and written:
        raise Refused(
            f"{name} {until}, so {', '.join(sorted(written))} cannot be changed; declare onPendingDeletion: restore to "
            "bring it back first"
        )


def _refuse_replacement(session: Session, resource: Resource, name: str, sides: Sides, result: Difference) -> None:
    causes = ", ".join(sorted(path for path, change in result.changes.items() if change.replaces))
    if reveal(sides.old_inputs.get("deletionProtection")) is True:
        raise Refused(
            f"{name}: changing {causes} replaces it, and deletionProtection is recorded; set deletionProtection to "
            "false in one up, change it in the next"
        )
    plan = plan_of(session, resource, sides.old_inputs)
    rules = session.cloud.rules(resource)
    if result.delete_before_replace and rules.holds_name_while_pending and plan.reversible:
        raise Refused(
            f"{name}: changing {causes} replaces it, and {rules.cloud} holds its name while the old one is pending "
            f"deletion ({window_said(plan.window)}); give it a new name, leave the name to Pulumi, or record "
            "forceDelete: true in an up before this one"
        )


def _is_pending(sides: Sides) -> bool:
    return reveal(sides.old_state.get("status")) == Status.PENDING_DELETION


def _name_stays(name_field: str, sides: Sides) -> bool:
    """Tell whether the physical name would be the same after a replacement."""
    if AUTONAMED in sides.news or AUTONAMED in sides.old_inputs:
        return False
    return name_field in sides.news and reveal(sides.news[name_field]) == reveal(sides.old_inputs.get(name_field))
