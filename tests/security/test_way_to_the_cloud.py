"""The way to a cloud: TLS that is verified, whatever the environment says, and plain http to this machine only."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reprieve.clouds import open_cloud
from reprieve.config import Config
from reprieve.errors import CloudError, InputError
from reprieve.fields import Hidden
from tests.contract.rows import REGIONS
from tests.provider.stage import Process

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEYS = {"accessKey": "nobody", "secretKey": "nothing"}
SWITCHES = {
    "PYTHONHTTPSVERIFY": "0",
    "CURL_CA_BUNDLE": "",
    "REQUESTS_CA_BUNDLE": "",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
}


class Stranger:
    """Somebody on the way, with a certificate that nobody vouches for; keeps what is said after a handshake."""

    def __init__(self, certificate: Path) -> None:
        self.heard: list[bytes] = []
        self.asked = 0
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._context = context
        self.address = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.asked += 1
            try:
                with self._context.wrap_socket(connection, server_side=True) as wrapped:
                    self.heard.append(wrapped.recv(1000))
            except OSError:
                connection.close()

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Stranger]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    listening = Stranger(file)
    yield listening
    listening.close()


@pytest.mark.parametrize("cloud", REGIONS)
def test_nothing_is_said_to_a_stranger_whatever_the_environment_says(
    stranger: Stranger, cloud: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SWITCHES.items():
        monkeypatch.setenv(name, value)
    config = Config.read({"cloud": cloud, "region": REGIONS[cloud], "endpoint": stranger.address, **KEYS})
    calls = open_cloud(config).calls  # type: ignore[attr-defined]  # the clouds' own

    with pytest.raises(CloudError):
        calls.call(Process(config).job(""), "kms:DescribeKey", {"KeyId": Hidden("a value")})

    assert stranger.asked > 0
    assert stranger.heard == []


@pytest.mark.parametrize(
    "address",
    [
        "http://cloud.example",
        "HTTP://cloud.example",
        "http://10.0.0.1:8320",
        "http://0.0.0.0:8320",
        "http://[::]:8320",
        "http://[::ffff:8.8.8.8]",
        "http://127.0.0.1@cloud.example",
        "http://127.0.0.1:8320@cloud.example",
        "http://127.0.0.1.cloud.example",
        "http://localhost.cloud.example",
        "http://127.0.0.1\\@cloud.example",
        "http://127.0.0.1://cloud.example",
        "http://cloud.example/http://127.0.0.1",
        "http://127.0.0.1?http://cloud.example",
        "https://user:word@cloud.example",
        "//cloud.example",
        " http://cloud.example",
        "ftp://127.0.0.1",
    ],
)
@pytest.mark.parametrize("where", ["endpoint", "endpoints"])
def test_plain_http_off_this_machine_is_refused_in_every_disguise(address: str, where: str) -> None:
    given = address if where == "endpoint" else {"kms": address}

    with pytest.raises(InputError, match=r"(plain http is for loopback addresses only|must be an address)"):
        Config.read({"cloud": "alicloud", "region": "cn-hangzhou", where: given})


@pytest.mark.parametrize(
    "address", ["https://cloud.example", "cloud.example:8443", "http://127.0.0.1:8320/cn-beijing", "http://[::1]:8320"]
)
def test_an_address_that_is_one_is_taken(address: str) -> None:
    config = Config.read({"cloud": "alicloud", "region": "cn-hangzhou", "endpoint": address})

    assert config.endpoint_of("kms") == address
