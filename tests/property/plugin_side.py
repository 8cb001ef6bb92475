"""The engine's part: the plugin over its RPC, one process of it after the other, and what each says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
from google.protobuf.empty_pb2 import Empty

from reprieve.fields import reveal
from reprieve.plugin.server import Provider, open_port
from reprieve.plugin.stubs import engine_pb2_grpc, plugin_pb2, provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import decode, encode
from tests.benchmarks.engine_side import Engine, urn
from tests.provider.plugin import fakes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.fields import Properties
    from tests.property.pair import Pair

THREADS = 4


class Plugin(Engine):
    """One plugin that is served in this process; `begin` makes it forget all, as a process of its own would have."""

    def __init__(self, service: provider_pb2_grpc.ResourceProviderStub, log: fakes.Engine) -> None:
        super().__init__(service, 0)
        self._log = log

    def begin(self, config: Properties) -> None:
        """Start anew with a configuration."""
        self._log.lines.clear()
        self.service.Attach(plugin_pb2.PluginAttach(address=self._log.address))
        self.service.Configure(provider_pb2.ConfigureRequest(args=encode(config)))

    def refresh(
        self, token: str, name: str, made: tuple[str, Properties], inputs: Properties
    ) -> tuple[str, Properties, Properties]:
        """Read an object; return its id, inputs and state, all empty where it is gone."""
        request = provider_pb2.ReadRequest(
            id=made[0], urn=urn(token, name), properties=encode(made[1]), inputs=encode(inputs)
        )
        reply = self.service.Read(request)
        return reply.id, decode(reply.inputs), decode(reply.properties)

    def end(self) -> None:
        """Send Cancel, as the engine does at the end of every preview."""
        self.service.Cancel(Empty())

    def said(self, token: str, name: str) -> list[str]:
        """Return what was said of a resource since the beginning, in order."""
        return [line.message for line in self._log.lines if line.urn == urn(token, name) and not line.ephemeral]

    def plan(self, pair: Pair, object_id: str, inputs: Properties) -> Properties:
        """Ask getDeletionPlan for an object with the options that are recorded."""
        options = ("recoveryWindowInDays", "forceDelete", "deletionProtection", "deleteWhileInUse")
        args = {key: reveal(inputs[key]) for key in options if key in inputs}
        args |= {"id": object_id, "resource": pair.resource.name}
        reply = self.service.Invoke(provider_pb2.InvokeRequest(tok="reprieve:index:getDeletionPlan", args=encode(args)))
        assert not reply.failures
        return decode(getattr(reply, "return"))


@contextmanager
def served() -> Iterator[Plugin]:
    """Serve a plugin on loopback, and listen to what it says."""
    log = fakes.Engine()
    with ThreadPoolExecutor(THREADS) as pool:
        listener = grpc.server(pool)
        engine_pb2_grpc.add_EngineServicer_to_server(log, listener)
        log.address = f"127.0.0.1:{listener.add_insecure_port('127.0.0.1:0')}"
        listener.start()
        server, port = open_port(Provider())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Plugin(provider_pb2_grpc.ResourceProviderStub(channel), log)
        server.stop(None).wait()
        listener.stop(None).wait()
