"""The provider's gRPC service: one short method for each RPC, which delegates and decides nothing.

Only gRPC and the protocol's messages are loaded with this module; a method that needs more imports `configuration`, or
`operations` and the whole core with it: of the three processes of a preview one needs neither, and one only the first.
"""
# ruff: noqa: ARG002 - the protocol says what a method is given

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, NoReturn

import grpc
from google.protobuf.empty_pb2 import Empty

from reprieve.errors import ConfigurationError, InputError, Problem
from reprieve.plugin.progress import EngineVoice
from reprieve.plugin.status import Guard
from reprieve.plugin.stubs import plugin_pb2, provider_pb2, provider_pb2_grpc
from reprieve.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from google.protobuf.message import Message

    from reprieve.lifecycle.session import Session

THREADS: Final = 1024
"""More than an engine's operations at once (`--parallel`), so that Cancel never waits for one; started as needed."""

OPTIONS: Final = (("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1))


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """One provider process: silent until the engine shakes hands, of no cloud until it configures."""

    def __init__(self) -> None:
        self._voice = EngineVoice()
        self._configured: Session | None = None
        self._cancelled = False

    def rereads(self) -> bool:
        """Tell whether the engine shall read objects before it updates them."""
        return self._configured is not None and self._configured.config.looks

    def stop(self) -> None:
        """End all waits, and say what is left to say."""
        self._cancelled = True
        if self._configured:
            self._configured.cancel()

    def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ProviderHandshakeResponse:
        """Learn where the engine listens; ask for secrets and for naming options, decline what no field takes."""
        self._voice.connect(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def Attach(self, request: plugin_pb2.PluginAttach, context: grpc.ServicerContext) -> Empty:
        """Begin anew with an engine that found this process running."""
        self._voice.connect(request.address)
        self._configured, self._cancelled = None, False
        return Empty()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Say the version."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: grpc.ServicerContext
    ) -> provider_pb2.GetSchemaResponse:
        """Hand out the packaged schema."""
        if request.version != 0:
            raise InputError([Problem("", f"schema version {request.version} is not known; ask for version 0")])
        return provider_pb2.GetSchemaResponse(schema=schema_file().read_text(encoding="utf-8"))

    def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext
    ) -> provider_pb2.CheckResponse:
        """Check the provider's configuration."""
        from reprieve.plugin import configuration

        return configuration.check_config(request)

    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Compare two configurations."""
        from reprieve.plugin import configuration

        return configuration.diff_config(request)

    def Configure(
        self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext
    ) -> provider_pb2.ConfigureResponse:
        """Take the configuration, without a call."""
        from reprieve.plugin import operations

        self._configured = operations.configure(request, self._voice)
        if self._cancelled:
            self._configured.cancel()
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """Check a resource's inputs."""
        from reprieve.plugin import operations

        return operations.check(self._session(), request)

    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Compare what is recorded with what is declared."""
        from reprieve.plugin import operations

        return operations.diff(self._session(), request)

    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        """Make an object, or say what would be made."""
        from reprieve.plugin import operations

        return operations.create(self._session(), request)

    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        """Look at an object."""
        from reprieve.plugin import operations

        return operations.read(self._session(), request)

    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        """Make an object as declared, or say what it would be."""
        from reprieve.plugin import operations

        return operations.update(self._session(), request)

    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Empty:
        """Delete an object as its recorded inputs say."""
        from reprieve.plugin import operations

        operations.delete(self._session(), request)
        return Empty()

    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        """Answer a function of the schema."""
        from reprieve.plugin import operations

        return operations.invoke(self._session(), request)

    def List(
        self, request: provider_pb2.ListRequest, context: grpc.ServicerContext
    ) -> Iterator[provider_pb2.ListResponse]:
        """Name the objects that could be imported."""
        from reprieve.plugin import operations

        yield from operations.list_objects(self._session(), request)

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """End all waits; calls on the wire end by themselves."""
        self.stop()
        return Empty()

    def _decline(self, request: Message, context: grpc.ServicerContext) -> NoReturn:
        raise NotImplementedError

    Call = Construct = GetMapping = GetMappings = Parameterize = _decline

    def _session(self) -> Session:
        if self._configured is None:
            raise ConfigurationError("the provider is not configured; the engine has to send Configure first")
        return self._configured


def open_port(provider: Provider) -> tuple[grpc.Server, int]:
    """Serve on a free port of loopback, and return the port."""
    server = grpc.server(ThreadPoolExecutor(THREADS), interceptors=[Guard(provider.rereads)], options=OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def schema_file() -> Path:
    """Return where the schema stands: in the installed package, or at the root of a checkout."""
    from pathlib import Path

    package = Path(__file__).parent.parent
    shipped = package / "schema.json"
    return shipped if shipped.exists() else package.parent.parent / shipped.name
