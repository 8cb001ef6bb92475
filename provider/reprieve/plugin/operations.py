"""One function for each call of the engine that needs the core: decode, delegate, encode.

Importing this module loads the core, pydantic with it. That takes longer than the start may, so `server` imports it on
use: one entrance for all threads, so that none ever meets a half-loaded core.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from reprieve import functions
from reprieve.config import Config
from reprieve.errors import InputError, Problem
from reprieve.lifecycle import check as checking
from reprieve.lifecycle import create as creating
from reprieve.lifecycle import delete as deleting
from reprieve.lifecycle import diff as diffing
from reprieve.lifecycle import read as reading
from reprieve.lifecycle import update as updating
from reprieve.lifecycle.operation import Operation, Recorded
from reprieve.lifecycle.session import Session
from reprieve.plugin.configuration import changes_said, settings
from reprieve.plugin.status import failures
from reprieve.plugin.stubs import provider_pb2
from reprieve.plugin.values import decode, encode
from reprieve.resources.catalogue import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from reprieve.lifecycle.session import Voice

_URN: Final = re.compile(r"urn:pulumi:.+?::.+?::(?P<type>.+?)::.+", re.DOTALL)
_MODES: Final[Mapping[int, Literal["propose", "enforce", "disable"]]] = {
    provider_pb2.CheckRequest.AutonamingOptions.PROPOSE: "propose",
    provider_pb2.CheckRequest.AutonamingOptions.ENFORCE: "enforce",
    provider_pb2.CheckRequest.AutonamingOptions.DISABLE: "disable",
}
_KINDS: Final = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


def configure(request: provider_pb2.ConfigureRequest, voice: Voice) -> Session:
    """Begin to work with a configuration; makes no call."""
    return Session(Config.read(settings(request.args)), voice)


def check(session: Session, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
    """Check a resource's inputs."""
    try:
        news = decode(request.news)
        operation = _operation(session, request.urn)
        checked = checking.check(operation, decode(request.olds), news, _naming(request))
    except InputError as error:
        return provider_pb2.CheckResponse(failures=failures(error.problems, {}))
    if checked.problems:
        return provider_pb2.CheckResponse(failures=failures(checked.problems, news))
    return provider_pb2.CheckResponse(inputs=encode(checked.inputs))


def diff(session: Session, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
    """Compare what is recorded with what is declared."""
    recorded = Recorded.of(request.id, decode(request.old_inputs), decode(request.olds))
    difference = diffing.diff(_operation(session, request.urn), recorded, decode(request.news))
    changes = difference.changes
    return provider_pb2.DiffResponse(
        changes=changes_said(bool(changes)),
        diffs=sorted({_top_of(path) for path in changes}),
        replaces=sorted({_top_of(path) for path, change in changes.items() if change.replaces}),
        deleteBeforeReplace=difference.delete_before_replace,
        hasDetailedDiff=bool(changes),
        detailedDiff={
            path: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces])
            for path, change in changes.items()
        },
    )


def create(session: Session, request: provider_pb2.CreateRequest) -> provider_pb2.CreateResponse:
    """Make the object, or say what would be made."""
    operation = _operation(session, request.urn, request.timeout)
    created = creating.create(operation, decode(request.properties), preview=request.preview)
    return provider_pb2.CreateResponse(
        id=created.id, properties=encode(created.state), refresh_before_update=session.config.looks
    )


def read(session: Session, request: provider_pb2.ReadRequest) -> provider_pb2.ReadResponse:
    """Look at the object; an empty answer says that it is gone."""
    recorded = Recorded.of(request.id, decode(request.inputs), decode(request.properties))
    found = reading.read(_operation(session, request.urn, request.timeout), recorded)
    if found is None:
        return provider_pb2.ReadResponse()
    return provider_pb2.ReadResponse(
        id=found.id,
        properties=encode(found.state),
        inputs=encode(found.inputs),
        refresh_before_update=session.config.looks,
    )


def update(session: Session, request: provider_pb2.UpdateRequest) -> provider_pb2.UpdateResponse:
    """Make the object as declared, or say what it would be."""
    state = updating.update(
        _operation(session, request.urn, request.timeout),
        Recorded.of(request.id, decode(request.old_inputs), decode(request.olds)),
        decode(request.news),
        ignored=request.ignoreChanges,
        preview=request.preview,
    )
    return provider_pb2.UpdateResponse(properties=encode(state), refresh_before_update=session.config.looks)


def delete(session: Session, request: provider_pb2.DeleteRequest) -> None:
    """Delete the object as its recorded inputs say."""
    recorded = Recorded.of(request.id, decode(request.old_inputs), decode(request.properties))
    deleting.delete(_operation(session, request.urn, request.timeout), recorded)


def _top_of(path: str) -> str:
    """Return the first key of a property path."""
    return path.partition(".")[0].partition("[")[0]


def invoke(session: Session, request: provider_pb2.InvokeRequest) -> provider_pb2.InvokeResponse:
    """Answer a function of the schema."""
    try:
        answer = functions.invoke(session, request.tok, decode(request.args))
    except InputError as error:
        return provider_pb2.InvokeResponse(failures=failures(error.problems, {}))
    response = provider_pb2.InvokeResponse()
    # the field's name is a word of the language
    getattr(response, "return").CopyFrom(encode(answer))
    return response


def list_objects(session: Session, request: provider_pb2.ListRequest) -> Iterator[provider_pb2.ListResponse]:
    """Name the objects that could be imported, at most as many as are asked for (0: all)."""
    if request.limit < 0:
        raise InputError([Problem("limit", f"is {request.limit}, and must be at least 0, which means all")])
    objects = functions.list_objects(session, request.token, decode(request.query))
    for object_id, name in islice(objects, request.limit or None):
        yield provider_pb2.ListResponse(result=provider_pb2.ListResponse.Result(id=object_id, name=name))


def _operation(session: Session, urn: str, timeout: float = 0.0) -> Operation:
    """Begin an operation on the resource that the urn is of; its last type stands after those of its parents."""
    parts = _URN.fullmatch(urn)
    if not parts:
        raise InputError([Problem("", "the urn is none; it has the form urn:pulumi:stack::project::type::name")])
    token = parts["type"].rpartition("$")[2]
    if token not in RESOURCES:
        raise InputError([Problem("", f'reprieve has no resource "{token}"; it has {", ".join(sorted(RESOURCES))}')])
    return Operation.of(session, RESOURCES[token], urn, timeout)


def _naming(request: provider_pb2.CheckRequest) -> checking.Naming:
    if not request.HasField("autonaming"):
        return checking.Naming("random", seed=request.randomSeed)
    options = request.autonaming
    # a mode that only a newer engine knows leaves the choice to us
    return checking.Naming(_MODES.get(options.mode, "propose"), options.proposed_name, request.randomSeed)
