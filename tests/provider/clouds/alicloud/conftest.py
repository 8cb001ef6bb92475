from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

import pytest


@dataclass
class Seen:
    """One request as it came."""

    query: dict[str, str]
    body: str
    headers: dict[str, str]


@dataclass
class Endpoint:
    """A server of this machine that gives the answers it is told to, the last one again and again."""

    port: int = 0
    answers: list[tuple[int, str]] = field(default_factory=lambda: [(200, '{"RequestId": "r-1"}')])
    seen: list[Seen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, status: int, **fields: object) -> None:
        self.answers = [(status, json.dumps(fields))]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An address that answers as a test needs."""
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            told.seen.append(Seen(dict(parse_qsl(urlsplit(self.path).query)), body, dict(self.headers)))
            status, text = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            if status:
                head = f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
                self.wfile.write((head + text).encode())
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield told
        server.shutdown()
        thread.join()
