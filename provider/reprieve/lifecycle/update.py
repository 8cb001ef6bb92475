"""Update: only the calls that the change needs; options of a deletion need none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import Refused, ReprieveError
from reprieve.fields import Properties, Tree, reveal, unknown_in, without_nulls
from reprieve.lifecycle.deletion_plan import final_said
from reprieve.lifecycle.diff import in_place
from reprieve.lifecycle.finish import finished, make_as_declared
from reprieve.lifecycle.look import Absent, Unseen, look, recorded_elsewhere
from reprieve.lifecycle.marks import mark_of
from reprieve.lifecycle.state import name_of, outputs, preview_outputs, recorded_live, typed, writable
from reprieve.lifecycle.trail import Entry, trail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.driver import Driver
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Inputs, Resource


def update(
    session: Session,
    resource: Resource,
    *,
    urn: str,
    id: str,  # noqa: A002 - the protocol's word
    old_inputs: Properties,
    old_state: Properties,
    news: Properties,
    ignored: Sequence[str],
    preview: bool,
    timeout: float,
) -> Properties:
    """Write what changed, and return the new state."""
    session.memory.met(urn, id)
    session.withdraw(urn)
    declared, before = without_nulls(news), without_nulls(old_state)
    fields = in_place(session, resource, urn, old_inputs=old_inputs, old_state=old_state, news=news)
    driver = session.driver(resource, urn, timeout)
    if preview:
        if fields and session.config.looks and not any(unknown_in(value) for value in declared.values()):
            _look_ahead(session, resource, driver, urn, declared, fields)
        return preview_outputs(session, resource, declared, before)
    name = name_of(resource.name, declared, id)
    if elsewhere := recorded_elsewhere(session, before):
        raise Refused(f"{name}: {elsewhere}")
    account = str(reveal(before.get("accountId")))
    restores = _asks_restore(before, declared)
    if not fields and not restores:
        return _recorded_again(session, resource, declared, before, id)
    if session.identity(urn).account != account:
        raise Refused(
            f"{name} lives in account {account}, and the credentials belong to another one; use those of {account}"
        )
    fields -= frozenset(ignored)
    live = _current(session, driver, urn, id, before, name)
    if restores and live.status is Status.PENDING_DELETION:
        fields |= writable(resource, declared) - frozenset(ignored)
        live = _restore(session, driver, urn, name, live)
    mark = mark_of(urn, session.config.owner)
    made = make_as_declared(driver, live, typed(resource, declared), mark, fields | {"ownershipMark"})
    session.memory.saw(made.live)
    return finished(session, resource, declared, made, before, account, "was updated")


def _asks_restore(before: Mapping[str, Tree], declared: Mapping[str, Tree]) -> bool:
    pending = reveal(before.get("status")) == Status.PENDING_DELETION
    return pending and reveal(declared.get("onPendingDeletion")) == "restore"


def _recorded_again(
    session: Session, resource: Resource, declared: Properties, before: Properties, object_id: str
) -> Properties:
    """Record new options of a deletion; the cloud does not know them, so it is not called."""
    live = recorded_live(object_id, before)
    state = outputs(session, resource, declared, live, before, str(reveal(before.get("accountId"))))
    return state | {key: before[key] for key in ("status", "deletionDate", "ownershipMark") if key in before}


def _current(session: Session, driver: Driver[Inputs], urn: str, object_id: str, before: Properties, name: str) -> Live:
    """Return the object in its newest known state, with what only the state knows of it."""
    recorded = recorded_live(object_id, before)
    live = session.memory.newest(object_id)
    if live is None and recorded.status is Status.PENDING_DELETION:
        sight = look(session, driver, urn, object_id, before, fresh=True)
        if isinstance(sight, Absent):
            raise Refused(f"{name} was not updated: {sight.why}; run pulumi refresh")
        if isinstance(sight, Unseen):
            raise sight.error.about(f"{name} was not updated")
        live = sight
    if live is None:
        return recorded
    return replace(live, observed={**recorded.observed, **live.observed})


def _restore(session: Session, driver: Driver[Inputs], urn: str, name: str, live: Live) -> Live:
    said = final_said(live)
    with trail(session, Entry("restore", urn, live.id, ["restore"])) as entry:
        restored = driver.restore(live)
        entry.done.append("restore")
    session.warn(f"{name} was pending deletion, {said}; it was restored, as onPendingDeletion declares", urn)
    return restored


def _look_ahead(
    session: Session,
    resource: Resource,
    driver: Driver[Inputs],
    urn: str,
    declared: Properties,
    fields: frozenset[str],
) -> None:
    """Fail the preview for what is certain to fail, and warn of what is not."""
    name = name_of(resource.name, declared)
    try:
        objections = driver.objections(typed(resource, declared), session.memory.newest(name), fields)
    except ReprieveError as error:
        session.warn(f"{name}: what {session.cloud.name} would say to the change could not be checked: {error}", urn)
        return
    for objection in objections:
        if objection.certain:
            raise Refused(f"{name} cannot be changed: {objection.text}")
        session.warn(f"{name}: {objection.text}", urn)
