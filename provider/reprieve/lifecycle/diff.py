"""Diff: what changes, what has to be replaced, and which replacements are refused before anything is deleted.

The engine also asks for a Diff in every refresh, with the roles swapped; a refusal there would block a destroy. So this
refuses only after a Check of the same urn in this process, or when the new inputs hold something unknown, which no
refresh or destroy sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reprieve.errors import Refused, ReprieveError
from reprieve.fields import Properties, Trait, Tree, reveal, unknown_in, without_nulls
from reprieve.lifecycle.check import defaults_of
from reprieve.lifecycle.deletion_plan import window_said
from reprieve.lifecycle.look import stay_here
from reprieve.lifecycle.state import AUTONAMED, COMPUTED_INPUTS, name_of, plan_of, top_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.lifecycle.operation import Operation, Recorded


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


def diff(operation: Operation, recorded: Recorded, news: Properties) -> Difference:
    """Compare the recorded object with the declared one."""
    urn, memory = operation.urn, operation.memory
    operation.met(recorded)
    declared = without_nulls(news)
    stays = operation.rules.name_is_id and _name_stays(operation.rules.name_field, recorded, declared)
    result = Difference(_changes(operation, recorded, declared), delete_before_replace=stays)
    in_program = memory.is_declared(urn)
    real = in_program or any(unknown_in(value) for value in declared.values())
    if real:
        with operation.note_falls_with_it():
            _refuse(operation, recorded, declared, result)
    if in_program:
        _tell_of_tags(operation, recorded, declared)
    if in_program and not result.replaces:
        operation.withdraw()
    # --replace and taint ask for no real Diff: only what is deleted at once may make room for its successor then
    if stays and (real or not plan_of(operation, recorded.inputs).reversible):
        memory.replacing(urn, recorded.id)
    return result


def to_write(operation: Operation, recorded: Recorded, declared: Properties) -> frozenset[str]:
    """Return the fields that an update has to write to the cloud: those that changed, and those left unfinished."""
    fields = {top_of(path) for path in _changes(operation, recorded, declared)}
    return frozenset(fields - operation.local - set(COMPUTED_INPUTS)) | recorded.unfinished


def _changes(operation: Operation, recorded: Recorded, declared: Properties) -> dict[str, Change]:
    """Compare field by field; what is absent on both sides or not managed any more is no change."""
    changes: dict[str, Change] = {}
    for field in operation.resource.traits:
        changes |= _field_changes(operation, field, recorded, declared.get(field))
    for field in recorded.unfinished:
        changes.setdefault(field, Change("update"))
    return changes | _computed_changes(recorded, declared)


def _field_changes(operation: Operation, field: str, recorded: Recorded, new: Tree) -> dict[str, Change]:
    traits = operation.resource.traits[field]
    old = recorded.inputs.get(field)
    if new is None:
        # what is left out keeps what it has, except what leaving out takes away
        return {field: Change("delete")} if Trait.CLEARS in traits and old not in (None, "") else {}
    if old is None and field in operation.local:
        # an import records no option of a deletion: what counts without one is no change
        defaults = defaults_of(operation.resource, operation.rules, operation.limits)
        counts = unknown_in(new) or reveal(new) == defaults.get(field)
        return {} if counts else {field: Change("add")}
    old = recorded.state.get(field) if old is None else old
    before, after = reveal(old), reveal(new)
    if before == after:
        return {}
    if isinstance(before, dict) and isinstance(after, dict):
        return {} if operation.rules.tags_stay else _tag_changes(before, after)
    replaces = Trait.IMMUTABLE in traits
    if replaces and _same_key(operation, field, recorded, declared=new):
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


def _same_key(operation: Operation, field: str, recorded: Recorded, declared: Tree) -> bool:
    """Tell whether another text names the same key: an alias, an ARN and an id may."""
    now, text = reveal(recorded.state.get(field)), reveal(declared)
    if field != "kmsKeyId" or now is None or unknown_in(declared):
        return False
    if now == text:
        return True
    try:
        return operation.driver.resolve(field, str(text)) == now
    except ReprieveError as error:
        raise Refused(
            f"{name_of(recorded)}: {field} was changed, and the key that it names now could not be looked up, so it is "
            f"not known whether the secret would be replaced: {error}"
        ) from error


def _computed_changes(recorded: Recorded, declared: Properties) -> dict[str, Change]:
    """Show the computed inputs, so that a diff tells the new plan and the state that comes back."""
    changes = {
        field: Change("update")
        for field in COMPUTED_INPUTS
        if field in recorded.inputs and field in declared and reveal(recorded.inputs[field]) != reveal(declared[field])
    }
    if recorded.is_pending:
        changes.pop("status", None)
        if reveal(declared.get("onPendingDeletion")) == "restore":
            changes["status"] = Change("update")
    return changes


def _refuse(operation: Operation, recorded: Recorded, declared: Properties, result: Difference) -> None:
    """Raise for what must not be tried: the engine shows it in the preview, before anything is deleted."""
    name = name_of(recorded)
    try:
        stay_here(operation, recorded)
    except Refused as error:
        raise error.about(name) from None
    if recorded.is_pending:
        own = operation.resource.having(Trait.LOCAL) | set(COMPUTED_INPUTS)
        _refuse_pending(name, recorded, declared, result.changes.keys() - own)
    if result.replaces:
        causes = ", ".join(sorted(path for path, change in result.changes.items() if change.replaces))
        plan = plan_of(operation, recorded.inputs)
        _refuse_replacement(operation, f"{name}: changing {causes} replaces it", recorded, declared, result)
        end = window_said(plan.window)
        operation.warn(f"{name}: changing {causes} replaces it{operation.rules.lost}; the old one is deleted, {end}")


def _tell_of_tags(operation: Operation, recorded: Recorded, declared: Properties) -> None:
    """Warn of tags that would have to be written after the creation, where the cloud cannot do that."""
    wanted = reveal(declared.get("tags"))
    if operation.rules.tags_stay and wanted is not None and wanted != (reveal(recorded.state.get("tags")) or {}):
        operation.warn(
            f"{name_of(recorded)}: its tags differ from the declared ones and stay as they are, since "
            f"{operation.rules.cloud} writes them at creation only; change them in its console"
        )


def _refuse_pending(name: str, recorded: Recorded, declared: Properties, written: set[str]) -> None:
    mode = reveal(declared.get("onPendingDeletion"))
    until = f"is pending deletion, final on {reveal(recorded.state.get('deletionDate')) or 'an unknown day'}"
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


def _refuse_replacement(
    operation: Operation, said: str, recorded: Recorded, declared: Properties, result: Difference
) -> None:
    plan, id_field = plan_of(operation, recorded.inputs), operation.rules.id_field
    if reveal(recorded.inputs.get("deletionProtection")) is True:
        raise Refused(
            f"{said}, and deletionProtection is recorded; set deletionProtection to false in one up, change it in the "
            "next"
        )
    if id_field and reveal(declared.get(id_field)) == recorded.id:
        raise Refused(
            f"{said}, and the new one cannot have {id_field} {recorded.id} while the old one is there; declare another "
            f"{id_field} with it"
        )
    if result.delete_before_replace and operation.rules.holds_name_while_pending and plan.reversible:
        raise Refused(
            f"{said}, and {operation.rules.cloud} holds its name while the old one is pending deletion "
            f"({window_said(plan.window)}); give it a new name, leave the name to Pulumi, or record forceDelete: true "
            "in an up before this one"
        )


def _name_stays(name_field: str, recorded: Recorded, declared: Properties) -> bool:
    """Tell whether the physical name would be the same after a replacement."""
    if AUTONAMED in declared:
        return False  # a replacement gets another name
    return name_field in declared and reveal(declared[name_field]) == reveal(recorded.inputs.get(name_field))
