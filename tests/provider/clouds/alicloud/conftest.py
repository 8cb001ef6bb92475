from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.accounts import Account
from tests.provider.clouds.alicloud.stage import AliStage

if TYPE_CHECKING:
    from reprieve_emulator.control import Control


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
                head = (
                    f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
                )
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


@pytest.fixture
def account(emulator: Control) -> Account:
    """An account of Alibaba Cloud with one access key, all rights and nothing in it."""
    return Account.of(emulator.add_account("shop", cloud="alicloud"))


@pytest.fixture
def stage(emulator: Control, account: Account, monkeypatch: pytest.MonkeyPatch) -> AliStage:
    """An empty account without limits on rates, and no setting of this machine."""
    emulator.set_quotas(None)
    for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
        monkeypatch.delenv(variable, raising=False)
    return AliStage(emulator, account)
