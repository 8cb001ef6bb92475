"""What stands in for the engine and for the lifecycle."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, TypeAlias

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty

from reprieve.plugin.stubs import engine_pb2_grpc, provider_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from google.protobuf.message import Message

    from reprieve.lifecycle.operation import Operation
    from reprieve.plugin.stubs import engine_pb2

Service: TypeAlias = "provider_pb2_grpc.ResourceProviderStub"

URN = "urn:pulumi:dev::shop::my:app:Shop$reprieve:index:Secret::db"
PLANTED = "hunter2-planted"


class Engine(engine_pb2_grpc.EngineServicer):
    """The engine's log; it answers a line that says "wait" only when it is `released`."""

    def __init__(self) -> None:
        self.address = ""
        self.lines: list[engine_pb2.LogRequest] = []
        self.released = Event()

    def Log(self, request: engine_pb2.LogRequest, context: grpc.ServicerContext) -> Empty:  # noqa: N802, ARG002 - the protocol's
        if request.message == "wait":
            self.released.wait()
        self.lines.append(request)
        return Empty()


class Core:
    """A lifecycle that answers what a test says, and keeps what it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.operation: Operation | None = None
        self.given: tuple[object, ...] = ()
        self.options: dict[str, object] = {}
        self._monkeypatch = monkeypatch

    def answers(self, module: ModuleType, name: str, answer: object) -> None:
        """Let a function return a value, or raise it where it is an error."""

        def fake(operation: Operation, *given: object, **options: object) -> object:
            self.operation, self.given, self.options = operation, given, options
            if isinstance(answer, Exception):
                raise answer
            return answer

        self._monkeypatch.setattr(module, name, fake)

    def was_asked(self, urn: str, *given: object, **options: object) -> bool:
        """Tell whether the last call was for this resource and with these arguments."""
        assert self.operation
        assert (self.operation.urn, self.operation.resource.name) == (urn, "Secret")
        assert (self.given, self.options) == (given, options)
        return True


def failure(call: Callable[[], Message]) -> tuple[grpc.StatusCode, str, dict[str, bytes]]:
    """Return the code, the message and the trailing metadata of a call that fails."""
    with pytest.raises(grpc.RpcError) as caught:
        call()
    error = caught.value
    trailing = {item.key: item.value for item in error.trailing_metadata()}
    return error.code(), error.details() or "", trailing
