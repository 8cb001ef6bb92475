"""One function for each call of the dynamic server: decode, delegate, encode. Loads the core.

The server passes on less than the engine says: no preview of a creation or update, no old inputs, no time-outs, nothing
of `ignoreChanges` and naming, no cancel. An object that is half made cannot be reported as such either: it is recorded
with what is unfinished, and the program fails the run (`declared`).
"""

from __future__ import annotations

import atexit
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pulumi import dynamic

from reprieve.config import Config, check_config
from reprieve.dynamic.declared import SECRETS, URN
from reprieve.dynamic.wire import decode, decode_recorded, encode, encode_recorded, kept
from reprieve.errors import HalfMade, InputError
from reprieve.lifecycle import check as checking
from reprieve.lifecycle import create as creating
from reprieve.lifecycle import delete as deleting
from reprieve.lifecycle import diff as diffing
from reprieve.lifecycle import read as reading
from reprieve.lifecycle import update as updating
from reprieve.lifecycle.operation import Operation
from reprieve.lifecycle.session import Session, Severity
from reprieve.lifecycle.state import COMPUTED_INPUTS
from reprieve.plugin.progress import EngineVoice
from reprieve.plugin.status import failures
from reprieve.resources.catalogue import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.fields import Properties
    from reprieve.resources.inputs import Resource

NAMESPACE = "reprieve:"


def configure(settings: Mapping[str, Any]) -> Session:
    """Begin to work with the stack's configuration; makes no call."""
    own = {key.removeprefix(NAMESPACE): value for key, value in settings.items() if key.startswith(NAMESPACE)}
    inputs, problems = check_config(own)
    if problems:
        raise InputError([replace(problem, path=NAMESPACE + problem.path) for problem in problems])
    voice = EngineVoice()
    # the engine tells every plugin its address in the last argument; the server itself makes no use of it
    voice.connect(sys.argv[-1] if len(sys.argv) > 1 else "")
    session = Session(Config.read(inputs), voice)
    # the server answers Cancel without telling anyone
    atexit.register(session.cancel)
    return session


def check(session: Session, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dynamic.CheckResult:
    """Check the inputs; a name is made from a seed of our own, since the engine's is not passed on."""
    operation = _operation(session, news)
    declared = decode(operation.resource, news)
    naming = checking.Naming("random", seed=os.urandom(32))
    checked = checking.check(operation, decode(operation.resource, olds), declared, naming)
    told = failures(checked.problems, declared)
    inputs = checked.inputs | {key: declared[key] for key in (URN, SECRETS)}
    return dynamic.CheckResult(
        encode(inputs), [dynamic.CheckFailure(failure.property, failure.reason) for failure in told]
    )


def diff(session: Session, object_id: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dynamic.DiffResult:
    """Compare; every other input is an update, without a call, since a deletion is told the recorded ones only."""
    operation = _operation(session, news)
    recorded = decode_recorded(operation.resource, object_id, olds)
    declared = decode(operation.resource, news)
    difference = diffing.diff(operation, recorded, declared)
    stale = _recordable(operation.resource, recorded.inputs) != _recordable(operation.resource, declared)
    return dynamic.DiffResult(
        changes=bool(difference.changes) or stale,
        replaces=sorted({path for path, change in difference.changes.items() if change.replaces}),
        delete_before_replace=difference.delete_before_replace,
    )


def create(session: Session, props: Mapping[str, Any]) -> dynamic.CreateResult:
    """Make the object."""
    operation = _operation(session, props)
    declared = decode(operation.resource, props)
    try:
        created = creating.create(operation, declared, preview=False)
    except HalfMade as error:
        created = creating.Created(error.id, _unfinished(operation, error))
    return dynamic.CreateResult(created.id, encode_recorded(operation.resource, declared, created.state))


def read(session: Session, object_id: str, props: Mapping[str, Any]) -> dynamic.ReadResult:
    """Look at the object; an empty id says that it is gone."""
    operation = _operation(session, props)
    found = reading.read(operation, decode_recorded(operation.resource, object_id, props))
    if found is None:
        return dynamic.ReadResult("", {})
    return dynamic.ReadResult(
        found.id, encode_recorded(operation.resource, found.inputs, found.state), encode(found.inputs)
    )


def update(session: Session, object_id: str, olds: Mapping[str, Any], news: Mapping[str, Any]) -> dynamic.UpdateResult:
    """Make the object as declared."""
    operation = _operation(session, news)
    recorded = decode_recorded(operation.resource, object_id, olds)
    declared = decode(operation.resource, news)
    try:
        state = updating.update(operation, recorded, declared, ignored=(), preview=False)
    except HalfMade as error:
        state = _unfinished(operation, error)
    return dynamic.UpdateResult(encode_recorded(operation.resource, declared, state))


def delete(session: Session, object_id: str, props: Mapping[str, Any]) -> None:
    """Delete the object as its outputs say."""
    operation = _operation(session, props)
    deleting.delete(operation, decode_recorded(operation.resource, object_id, props))


def _operation(session: Session, properties: Mapping[str, Any]) -> Operation:
    """Begin an operation on the resource whose urn stands in its inputs and outputs."""
    urn = str(properties[URN])
    token = f"reprieve:index:{urn.split('::')[2].rpartition(':')[2]}"
    return Operation.of(session, RESOURCES[token], urn)


def _recordable(resource: Resource, inputs: Properties) -> Properties:
    return {key: value for key, value in kept(resource, inputs).items() if key not in COMPUTED_INPUTS}


def _unfinished(operation: Operation, error: HalfMade) -> Properties:
    for reason in error.reasons:
        operation.say(reason, Severity.WARNING)
    return error.state
