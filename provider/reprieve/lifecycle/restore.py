"""Restore: bring back what is pending deletion, without a program that declares it.

Nothing but the deletion is undone: the value stays the old one, and on a cloud that disables what it restores the
object stays disabled. The next up writes what is declared. A secret comes back after the key that encrypts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.driver import Live, Status
from reprieve.errors import CloudError, Gone
from reprieve.lifecycle.operation import Operation
from reprieve.lifecycle.trail import Entry, trail
from reprieve.resources.kms_key import KMS_KEY

if TYPE_CHECKING:
    from collections.abc import Collection

    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Resource


@dataclass(frozen=True)
class Pending:
    """An object that was found pending deletion, and the session that found it."""

    session: Session
    resource: Resource
    live: Live

    def operation(self) -> Operation:
        """Begin an operation on it; no urn is known."""
        return Operation.of(self.session, self.resource, "")


def restore(pending: Pending) -> Live:
    """Take one object out of its window; what is not pending any more is done already."""
    operation, live = pending.operation(), pending.live
    with trail(operation, Entry("restore", live.id, ["restore"])) as entry:
        try:
            restored = operation.driver.restore(live)
        except CloudError as error:
            raise error.about(f"{live.id} was not restored") from error
        entry.done = ["restore"]
    return restored


def refusal(pending: Pending, marks: Collection[str]) -> str:
    """Say why an object is not to be restored by whoever speaks for the stacks of these marks; empty where it is.

    What carries no mark is nobody's: it is refused only where its tags could not be read.
    """
    live = pending.live
    if live.kind:
        return f"it is {live.kind}, which Reprieve does not manage; restore it where it is managed"
    if not live.mark_known:
        return "its tags cannot be read, so nobody knows whose it is; grant the right to read tags"
    if live.mark and live.mark.stack not in marks:
        return f"it carries the mark of stack {live.mark.stack}"
    return ""


def key_of(pending: Pending) -> str:
    """Return the id of the key that encrypts an object; empty where none does."""
    if pending.resource is KMS_KEY or not pending.session.cloud.offers(KMS_KEY):
        return ""
    live: Live | None = pending.live
    if pending.live.partial:
        # not every list tells all that a read does
        live = pending.operation().driver.read(pending.live.id, fresh=True)
    return str(live.observed.get("kmsKeyId") or "") if live else ""


def pending_key(session: Session, key_id: str) -> Pending | None:
    """Return a key that is pending deletion, and so has to come back before what it encrypts; else None."""
    try:
        key = Operation.of(session, KMS_KEY, "").driver.read(key_id, fresh=True)
    except Gone:
        return None
    return Pending(session, KMS_KEY, key) if key and key.status is Status.PENDING_DELETION else None
