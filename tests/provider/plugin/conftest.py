"""A real channel to the servicer, and a fake engine that keeps what it is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import grpc
import pytest

from reprieve.plugin.server import Provider, open_port
from reprieve.plugin.stubs import engine_pb2_grpc, provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import encode
from tests.provider.plugin.fakes import Core, Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.provider.plugin.fakes import Service


@pytest.fixture
def engine() -> Iterator[Engine]:
    fake = Engine()
    with ThreadPoolExecutor(4) as pool:
        server = grpc.server(pool)
        engine_pb2_grpc.add_EngineServicer_to_server(fake, server)
        fake.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        yield fake
        fake.released.set()
        server.stop(None).wait()


@pytest.fixture
def service() -> Iterator[Service]:
    """The provider as the engine reaches it, before any call."""
    server, port = open_port(Provider())
    with grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.max_receive_message_length", -1)]) as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)
    server.stop(None).wait()


@pytest.fixture
def configured(service: Service, engine: Engine) -> Service:
    """The provider after a handshake and Configure."""
    service.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine.address))
    service.Configure(provider_pb2.ConfigureRequest(args=encode({"cloud": "tencentcloud", "region": "ap-guangzhou"})))
    return service


@pytest.fixture
def core(monkeypatch: pytest.MonkeyPatch) -> Core:
    return Core(monkeypatch)
