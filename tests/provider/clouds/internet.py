"""The vendors' hosts, on loopback: a proxy that answers for them, over http and https.

What a test lets a host answer is answered; everything else reaches the emulator, with the Host header as sent.
"""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HOSTS = ("*.tencentcloudapi.com", "*.intl.tencentcloudapi.com", "*.aliyuncs.com", "*.cn-hangzhou.aliyuncs.com")


@dataclass(frozen=True)
class Asked:
    """One request."""

    host: str
    method: str
    target: str
    """Path and query, as sent."""
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path alone."""
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters in query and form."""
        pairs = {**parse_qs(urlsplit(self.target).query), **parse_qs(self.body.decode())}
        return {name: values[0] for name, values in pairs.items()}

    @property
    def action(self) -> str:
        """The vendor's action, in whichever place it stands."""
        return self.headers.get("x-tc-action") or self.headers.get("x-acs-action") or self.parameters.get("Action", "")


Answer: TypeAlias = "tuple[int, str]"


@dataclass
class Internet:
    """What the hosts answer, and what they were asked."""

    emulator: str
    url: str = ""
    authority: str = ""
    answers: dict[str, Callable[[Asked], Answer | None]] = field(default_factory=dict)
    """By host; None leaves a request to the emulator."""
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        """Let the host answer, else the emulator."""
        self.asked.append(asked)
        answering = self.answers.get(asked.host)
        given = answering(asked) if answering else None
        return given or self._forwarded(asked)

    def _forwarded(self, asked: Asked) -> Answer:
        connection = HTTPConnection(urlsplit(self.emulator).netloc)
        connection.request(asked.method, asked.target, asked.body, asked.headers)
        reply = connection.getresponse()
        try:
            return reply.status, reply.read().decode()
        finally:
            connection.close()


class Handler(BaseHTTPRequestHandler):
    """One connection to the proxy; after CONNECT it speaks for the host that was asked for."""

    protocol_version = "HTTP/1.1"
    internet: Internet
    tls: ssl.SSLContext

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.connection = self.tls.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.close_connection = False

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        target = url.path + (f"?{url.query}" if url.query else "")
        host = url.hostname or self.headers["Host"]
        status, text = self.internet.answer(Asked(host, self.command, target, headers, body))
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    do_POST = do_PUT = do_GET  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def open_internet(emulator: str, folder: Path) -> Iterator[Internet]:
    """Serve until the test is done; `authority` is the file that makes its certificate trusted."""
    internet = Internet(emulator, authority=str(folder / "authority.pem"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(write_certificate(folder))
    handler = type("Handler", (Handler,), {"internet": internet, "tls": tls})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        internet.url = f"http://127.0.0.1:{server.server_port}"
        yield internet
        server.shutdown()


def write_certificate(folder: Path) -> Path:
    """Write key and certificate of all hosts, and the certificate alone as the authority that signed it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the internet of the tests")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "authority.pem").write_bytes(certificate)
    (folder / "host.pem").write_bytes(private + certificate)
    return folder / "host.pem"
