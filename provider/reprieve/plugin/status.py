"""What the engine is told when a call fails: one gRPC code for every error, and a message for the user.

The engine shows the message alone, and takes the codes UNKNOWN, INTERNAL and DATA_LOSS to mean that its state may no
longer be true (`resourceStateAndError` in Pulumi's `provider_plugin.go`): UNKNOWN is said where that is so, never else.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn

import grpc
from google.protobuf.message import DecodeError
from grpc import StatusCode

from reprieve import errors
from reprieve.fields import hides
from reprieve.plugin.stubs import provider_pb2, status_pb2
from reprieve.plugin.values import encode

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from reprieve.fields import Properties

    Interceptor = grpc.ServerInterceptor[Message, Message]
else:
    Interceptor = grpc.ServerInterceptor

CODES: Final[Mapping[type[Exception], StatusCode]] = {
    NotImplementedError: StatusCode.UNIMPLEMENTED,
    errors.InputError: StatusCode.INVALID_ARGUMENT,
    errors.ConfigurationError: StatusCode.INVALID_ARGUMENT,
    errors.Refused: StatusCode.FAILED_PRECONDITION,
    errors.Held: StatusCode.ALREADY_EXISTS,
    errors.CloudError: StatusCode.FAILED_PRECONDITION,
    errors.Denied: StatusCode.PERMISSION_DENIED,
    errors.Gone: StatusCode.NOT_FOUND,
    errors.Conflict: StatusCode.FAILED_PRECONDITION,
    errors.InUse: StatusCode.FAILED_PRECONDITION,
    errors.Exists: StatusCode.ALREADY_EXISTS,
    errors.InvalidRequest: StatusCode.INVALID_ARGUMENT,
    errors.ServiceOff: StatusCode.FAILED_PRECONDITION,
    errors.Discontinued: StatusCode.FAILED_PRECONDITION,
    errors.LimitReached: StatusCode.RESOURCE_EXHAUSTED,
    errors.TagMissing: StatusCode.FAILED_PRECONDITION,
    errors.Unavailable: StatusCode.UNAVAILABLE,
    errors.Throttled: StatusCode.RESOURCE_EXHAUSTED,
    errors.OutcomeUnknown: StatusCode.UNKNOWN,
    errors.Interrupted: StatusCode.CANCELLED,
    # the engine stores the detail and ignores the code; should the detail get lost, the state is indeed not true
    errors.HalfMade: StatusCode.UNKNOWN,
}
WRITING: Final = frozenset({"Create", "Update", "Delete"})
UNREADABLE: Final = "the request cannot be read: it is no message of the protocol, or nested more than 100 levels deep"
PACKAGE: Final = errors.__file__.removesuffix("errors.py")


class Guard(Interceptor):
    """Turn whatever a method raises into a code, a message and its detail.

    `rereads` tells whether a half-made resource is to be read before the next update.
    """

    def __init__(self, rereads: Callable[[], bool]) -> None:
        self._rereads = rereads

    def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:  # noqa: ANN401 - grpc's own types
        """Wrap the method that the engine calls."""
        handler = continuation(handler_call_details)
        method = handler_call_details.method.rpartition("/")[2]
        if handler is None:
            return None
        handler = handler._replace(request_deserializer=_forgiving(handler.request_deserializer))
        if handler.response_streaming:
            return handler._replace(unary_stream=self._guard_stream(method, handler.unary_stream))
        return handler._replace(unary_unary=self._guard(method, handler.unary_unary))

    def _guard(self, method: str, behaviour: Callable[..., Message]) -> Callable[..., Message]:
        def guarded(request: Message, context: grpc.ServicerContext) -> Message:
            try:
                return behaviour(_readable(request), context)
            except Exception as error:  # noqa: BLE001 - nothing may leave as a traceback
                self._fail(error, method, request, context)

        return guarded

    def _guard_stream(
        self, method: str, behaviour: Callable[..., Iterable[Message]]
    ) -> Callable[..., Iterator[Message]]:
        def guarded(request: Message, context: grpc.ServicerContext) -> Iterator[Message]:
            try:
                yield from behaviour(_readable(request), context)
            except Exception as error:  # noqa: BLE001 - nothing may leave as a traceback
                self._fail(error, method, request, context)

        return guarded

    def _fail(self, error: Exception, method: str, request: Message, context: grpc.ServicerContext) -> NoReturn:
        wrote = method in WRITING and not getattr(request, "preview", False)
        code, text = code_of(error, wrote=wrote), message_of(error, method)
        if isinstance(error, errors.HalfMade):
            detail = half_made(error, rereads=self._rereads())
            context.set_trailing_metadata((("grpc-status-details-bin", with_detail(code, text, detail)),))
        context.abort(code, text)


def _forgiving(deserialize: Callable[[bytes], Message]) -> Callable[[bytes], Message | DecodeError]:
    """Hand on what cannot be read: gRPC itself would write a traceback and answer INTERNAL."""

    def deserialized(sent: bytes) -> Message | DecodeError:
        try:
            return deserialize(sent)
        except DecodeError as error:
            return error

    return deserialized


def _readable(request: Message | DecodeError) -> Message:
    if isinstance(request, DecodeError):
        raise errors.InputError([errors.Problem("", UNREADABLE)])
    return request


def code_of(error: Exception, *, wrote: bool) -> StatusCode:
    """Return the code for an error; a defect met while something was `wrote` leaves an outcome that nobody knows."""
    for kind in type(error).__mro__:
        if kind in CODES:
            return CODES[kind]
    return StatusCode.UNKNOWN if wrote else StatusCode.ABORTED


def message_of(error: Exception, method: str) -> str:
    """Return the error's own words; of an error that Reprieve did not foresee only its type and place, no value."""
    if isinstance(error, NotImplementedError):
        return f"reprieve does not offer {method}"
    if isinstance(error, errors.Bug):
        return f"{error}; this is a defect of reprieve, please report it"
    if isinstance(error, errors.ReprieveError):
        return str(error)
    return f"{type(error).__name__} at {_place(error)}; this is a defect of reprieve, please report it"


def half_made(error: errors.HalfMade, *, rereads: bool) -> provider_pb2.ErrorResourceInitFailed:
    """Return the detail that makes the engine store what there is."""
    return provider_pb2.ErrorResourceInitFailed(
        id=error.id, properties=encode(error.state), reasons=error.reasons, refresh_before_update=rereads
    )


def with_detail(code: StatusCode, text: str, detail: Message) -> bytes:
    """Return the status with its detail, as gRPC clients look for it; its code must be the call's own."""
    status = status_pb2.Status(code=code.value[0], message=text)
    status.details.add().Pack(detail)
    return status.SerializeToString()


def failures(problems: Iterable[errors.Problem], inputs: Properties) -> list[provider_pb2.CheckFailure]:
    """Return the problems as the engine lists them.

    The engine prints the value of the property that a failure names, secret or not, and `<nil>` where it finds none
    under that key. So only a plain input is named; of all others the reason says the path.
    """
    return [
        provider_pb2.CheckFailure(property=problem.path, reason=problem.reason)
        if problem.path in inputs and not (problem.secret or hides(inputs[problem.path]))
        else provider_pb2.CheckFailure(reason=": ".join(filter(None, (problem.path, problem.reason))))
        for problem in problems
    ]


def _place(error: Exception) -> str:
    """Return the last line of this package that the error passed through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(PACKAGE)]
    return f"{frames[-1].filename.removeprefix(PACKAGE)}:{frames[-1].lineno}" if frames else "an unknown place"
