"""The server's side of one connection: a reply leaves in one send, and a connection can be cut from within.

uvicorn writes head and body apart. Two small packets can stall a client for 40 ms (Nagle with delayed ACK), and a
reply in one piece is what the vendors' gateways send.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

EXTENSION = "reprieve.connection"


class Connection:
    """An asyncio transport that collects what is written until the event loop turns."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._pieces: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the rest is the transport's own
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Keep a piece of a reply until all of it was written."""
        if not self._pieces:
            asyncio.get_running_loop().call_soon(self.flush)
        self._pieces.append(data)

    def flush(self) -> None:
        """Send what was collected, in one piece."""
        pieces, self._pieces = self._pieces, []
        if pieces and not self._transport.is_closing():
            self._transport.write(b"".join(pieces))

    def close(self) -> None:
        """Send what was collected, then close."""
        self.flush()
        self._transport.close()

    def cut(self) -> None:
        """Drop the connection at once; what was not sent is lost."""
        self._pieces.clear()
        self._transport.abort()


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol over a Connection, which the application finds in its scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the connection between uvicorn and the transport."""
        super().connection_made(Connection(transport))  # type: ignore[arg-type]

    def on_message_begin(self) -> None:
        """Give the application its connection."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: self.transport}  # type: ignore[dict-item]
