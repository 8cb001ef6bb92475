"""A provider that does nothing: the engine's own share of a run, measured with the same programs and schema.

It answers every call at once with what it was given, and asks to be read before every update, as ours does. The
engine finds it as `pulumi-resource-reprieve` in the folder that `idle_plugin` makes.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import grpc
from google.protobuf.empty_pb2 import Empty

from reprieve.plugin.server import OPTIONS, THREADS, schema_file
from reprieve.plugin.stubs import plugin_pb2, provider_pb2, provider_pb2_grpc
from reprieve.version import VERSION
from tests.engine.harness import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(REPOSITORY)!r})
from tests.benchmarks.idle import main
main()
"""


class Idle(provider_pb2_grpc.ResourceProviderServicer):
    """Answers at once; remembers nothing."""

    def Handshake(self, _request: object, _context: object) -> provider_pb2.ProviderHandshakeResponse:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def GetPluginInfo(self, _request: object, _context: object) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetSchema(self, _request: object, _context: object) -> provider_pb2.GetSchemaResponse:
        return provider_pb2.GetSchemaResponse(schema=schema_file().read_text(encoding="utf-8"))

    def CheckConfig(self, request: provider_pb2.CheckRequest, _context: object) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _request: object, _context: object) -> provider_pb2.DiffResponse:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, _request: object, _context: object) -> provider_pb2.ConfigureResponse:
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True
        )

    def Check(self, request: provider_pb2.CheckRequest, _context: object) -> provider_pb2.CheckResponse:
        return provider_pb2.CheckResponse(inputs=request.olds if request.olds.fields else request.news)

    def Diff(self, _request: object, _context: object) -> provider_pb2.DiffResponse:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Create(self, request: provider_pb2.CreateRequest, _context: object) -> provider_pb2.CreateResponse:
        made = "" if request.preview else request.urn.rpartition("::")[2]
        return provider_pb2.CreateResponse(id=made, properties=request.properties, refresh_before_update=True)

    def Read(self, request: provider_pb2.ReadRequest, _context: object) -> provider_pb2.ReadResponse:
        return provider_pb2.ReadResponse(
            id=request.id, properties=request.properties, inputs=request.inputs, refresh_before_update=True
        )

    def Update(self, request: provider_pb2.UpdateRequest, _context: object) -> provider_pb2.UpdateResponse:
        return provider_pb2.UpdateResponse(properties=request.news, refresh_before_update=True)

    def Delete(self, _request: object, _context: object) -> Empty:
        return Empty()

    def Cancel(self, _request: object, _context: object) -> Empty:
        return Empty()


def idle_plugin(folder: Path) -> Path:
    """Put the provider where an engine finds it, and return that folder."""
    plugins = folder / "idle"
    plugins.mkdir()
    script = plugins / "pulumi-resource-reprieve"
    script.write_text(PROGRAM)
    script.chmod(0o755)
    return plugins


def main() -> None:
    """Serve until ended."""
    server = grpc.server(ThreadPoolExecutor(THREADS), options=OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Idle(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
