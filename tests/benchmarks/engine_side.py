"""The engine's part of the protocol, as far as a benchmark needs it: one configured plugin, one stack's secrets."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc

from reprieve.plugin.stubs import provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import decode, encode
from tests.benchmarks.start import plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.fields import Properties
    from tests.accounts import Account

SECONDS = 120.0


class Engine:
    """A plugin that is configured, and what a state would hold of its objects."""

    def __init__(self, service: provider_pb2_grpc.ResourceProviderStub, process_id: int) -> None:
        self.service = service
        self.process_id = process_id

    def check(self, token: str, name: str, inputs: Properties, olds: Properties | None = None) -> Properties:
        """Let the plugin check inputs and fill in defaults."""
        request = provider_pb2.CheckRequest(urn=urn(token, name), news=encode(inputs), randomSeed=b"\0" * 32)
        request.olds.CopyFrom(encode(olds or {}))
        reply = self.service.Check(request, timeout=SECONDS)
        assert not reply.failures, reply.failures
        return decode(reply.inputs)

    def create(self, token: str, name: str, inputs: Properties) -> tuple[str, Properties]:
        """Make an object of checked inputs; return its id and state."""
        request = provider_pb2.CreateRequest(urn=urn(token, name), properties=encode(inputs))
        reply = self.service.Create(request, timeout=SECONDS)
        return reply.id, decode(reply.properties)

    def read(self, token: str, name: str, made: tuple[str, Properties], inputs: Properties) -> tuple[str, Properties]:
        """Refresh an object."""
        request = provider_pb2.ReadRequest(
            id=made[0], urn=urn(token, name), properties=encode(made[1]), inputs=encode(inputs)
        )
        reply = self.service.Read(request, timeout=SECONDS)
        return reply.id, decode(reply.properties)

    def update(
        self, token: str, name: str, made: tuple[str, Properties], olds: Properties, news: Properties
    ) -> tuple[str, Properties]:
        """Change an object."""
        request = provider_pb2.UpdateRequest(
            id=made[0], urn=urn(token, name), olds=encode(made[1]), old_inputs=encode(olds), news=encode(news)
        )
        return made[0], decode(self.service.Update(request, timeout=SECONDS).properties)

    def delete(self, token: str, name: str, made: tuple[str, Properties], inputs: Properties) -> None:
        """Delete an object."""
        request = provider_pb2.DeleteRequest(
            id=made[0], urn=urn(token, name), properties=encode(made[1]), old_inputs=encode(inputs)
        )
        self.service.Delete(request, timeout=SECONDS)


@contextmanager
def configured(cloud: str, region: str, endpoint: str, account: Account) -> Iterator[Engine]:
    """Run a plugin that works in an account of the emulator."""
    config: Properties = {
        "cloud": cloud,
        "region": region,
        "endpoint": endpoint,
        "accessKey": account.access_key,
        "secretKey": account.secret_key,
    }
    with plugin() as (process, port), grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        service = provider_pb2_grpc.ResourceProviderStub(channel)
        service.Handshake(provider_pb2.ProviderHandshakeRequest())
        service.Configure(provider_pb2.ConfigureRequest(args=encode(config)))
        yield Engine(service, process.pid)


def urn(token: str, name: str) -> str:
    """Return the urn of a resource of the benchmark's stack."""
    return f"urn:pulumi:bench::reprieve::{token}::{name}"
