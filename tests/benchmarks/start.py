"""How long the plugin takes to be ready, and what it holds in memory before its first call to a cloud.

The engine starts three of them in one preview of an existing stack.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING, Final

import grpc

from reprieve.plugin.stubs import provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import encode
from tests.benchmarks.figures import Row
from tools.build_plugin import program_in, provide_plugin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STARTS: Final = 15
ENGINE: Final = "127.0.0.1:1"
PLUGIN: Final = (sys.executable, "-m", "reprieve", ENGINE)
IMPORT_GRPC: Final = (sys.executable, "-c", "import grpc")
MOST_TIMES_GRPC: Final = 1.3
MOST_TIMES_WHEEL: Final = 1.5
MOST_MEMORY: Final = 64.0  # MiB


def measure_start() -> list[Row]:
    """Start the plugin, the one without Python and `import grpc` in turn, so that a busy machine is busy for all."""
    frozen = (str(program_in(provide_plugin())), ENGINE)
    turns = [(_seconds_to_port(PLUGIN), _seconds_to_port(frozen), _seconds_to_import()) for _ in range(STARTS)]
    port, frozen_port, imported = (median(times) for times in zip(*turns, strict=True))
    return [
        Row("start to port line", port * 1000, "ms"),
        Row("`python -c 'import grpc'`", imported * 1000, "ms"),
        Row("start in units of that import", port / imported, "times", MOST_TIMES_GRPC),
        Row("start to port line without Python", frozen_port * 1000, "ms"),
        Row("that start in units of the wheel's", frozen_port / port, "times", MOST_TIMES_WHEEL),
        Row("memory before the first cloud call", _configured_memory(), "MiB", MOST_MEMORY),
    ]


@contextmanager
def plugin(command: Sequence[str] = PLUGIN) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a plugin, and yield its process and port."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, int(process.stdout.readline() if process.stdout else "")
        finally:
            process.kill()


def _seconds_to_port(command: Sequence[str]) -> float:
    begun = time.perf_counter()
    with plugin(command):
        return time.perf_counter() - begun


def _seconds_to_import() -> float:
    begun = time.perf_counter()
    subprocess.run(IMPORT_GRPC, check=True)
    return time.perf_counter() - begun


def _configured_memory() -> float:
    """Return the resident memory in MiB after handshake, schema and Configure."""
    with plugin() as (process, port), grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        service = provider_pb2_grpc.ResourceProviderStub(channel)
        service.Handshake(provider_pb2.ProviderHandshakeRequest())
        service.GetSchema(provider_pb2.GetSchemaRequest())
        args = encode({"cloud": "tencentcloud", "region": "ap-guangzhou"})
        service.Configure(provider_pb2.ConfigureRequest(args=args))
        kibibytes = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(process.pid)], capture_output=True, text=True, check=True
        ).stdout
        return int(kibibytes) / 1024
