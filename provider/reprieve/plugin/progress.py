"""What is said to the user while a call runs: lines of the engine's log, on the resource's row.

Saying something never fails and never holds up the work for long: an engine that does not listen is no error.
"""

from __future__ import annotations

import re
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Final

import grpc

from reprieve.errors import InputError, Problem
from reprieve.plugin.stubs import engine_pb2, engine_pb2_grpc

if TYPE_CHECKING:
    from reprieve.lifecycle.session import Severity

_ADDRESS: Final = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}|unix:[\x21-\x7e]+")
DEADLINE: Final = 2.0  # seconds for one line


class EngineVoice:
    """The voice of one provider process; silent until the engine has said where it listens."""

    def __init__(self) -> None:
        self._engine: engine_pb2_grpc.EngineStub | None = None
        self._said: set[tuple[str, str]] = set()
        self._lock = Lock()

    def connect(self, address: str) -> None:
        """Speak to the engine at this address from now on, as if nothing had been said yet; without one, to nobody.

        Raises InputError for what is no address: gRPC itself would write to stderr.
        """
        if address and not _ADDRESS.fullmatch(address):
            raise InputError([Problem("", "the engine's address is none; it has the form host:port")])
        options = [("grpc.enable_http_proxy", 0)]
        with self._lock:
            self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address, options)) if address else None
            self._said.clear()

    def say(self, severity: Severity, text: str, urn: str = "") -> None:
        """Say it once per resource and text, to stay under the resource in the run's diagnostics."""
        with self._lock:
            if (urn, text) in self._said:
                return
            self._said.add((urn, text))
        self._log(engine_pb2.LogSeverity.Value(severity.name), text, urn)

    def progress(self, text: str, urn: str) -> None:
        """Show it on the resource's row while the operation runs, and nowhere afterwards."""
        self._log(engine_pb2.INFO, text, urn, ephemeral=True)

    def _log(self, severity: engine_pb2.LogSeverity.ValueType, text: str, urn: str, *, ephemeral: bool = False) -> None:
        if self._engine is None:
            return
        # a ValueError is a closed channel, or a text that cannot be sent
        with suppress(grpc.RpcError, ValueError):
            self._engine.Log(
                engine_pb2.LogRequest(severity=severity, message=text, urn=urn, ephemeral=ephemeral), timeout=DEADLINE
            )
