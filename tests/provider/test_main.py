from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty

from reprieve.plugin.stubs import provider_pb2_grpc
from reprieve.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

PLUGIN = (sys.executable, "-m", "reprieve")


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with subprocess.Popen([*PLUGIN, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


def version_at(port: int) -> str:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        service = provider_pb2_grpc.ResourceProviderStub(channel)
        version: str = service.GetPluginInfo(Empty(), timeout=10).version
        return version


@pytest.mark.parametrize(
    "arguments",
    [
        ("127.0.0.1:1",),
        ("--logtostderr", "-v=9", "--tracing", "file:/x", "127.0.0.1:1"),
        ("--a-flag-of-tomorrow", "127.0.0.1:1"),
        (),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_port_is_all_of_stdout_and_a_signal_ends_it_cleanly(
    arguments: tuple[str, ...], number: signal.Signals
) -> None:
    with running(*arguments) as (process, port):
        assert version_at(port) == VERSION

        process.send_signal(number)
        rest, complaints = process.communicate(timeout=20)

    assert (process.returncode, rest, complaints) == (0, "", "")


@pytest.mark.parametrize(
    ("option", "said"), [("--version", f"{VERSION}\n"), ("--help", "usage: pulumi-resource-reprieve")]
)
def test_the_program_can_be_asked_without_a_server(option: str, said: str) -> None:
    answer = subprocess.run([*PLUGIN, option], capture_output=True, text=True, timeout=60, check=True)

    assert answer.stdout.startswith(said)


def test_the_plugin_ends_when_its_engine_is_gone() -> None:
    engine = "import subprocess, sys; subprocess.Popen(sys.argv[1:]); sys.stdin.read()"
    command = (sys.executable, "-W", "ignore", "-c", engine, *PLUGIN, "127.0.0.1:1")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert version_at(int(process.stdout.readline())) == VERSION

        process.kill()

        # the plugin alone still holds this pipe, so its end is the pipe's
        assert process.stdout.read() == ""
