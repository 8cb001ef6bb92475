"""The plugin and the emulator listen on 127.0.0.1 alone: another address of this machine is another door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# the whole of 127/8 is this machine; whoever listens on all addresses answers here, too
KNOCK = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5).close()"
PLUGIN = Path(sys.executable).with_name("pulumi-resource-reprieve")


def answers(host: str, port: int) -> bool:
    """Knock from a process of its own, since the tests themselves may reach 127.0.0.1 only."""
    return not subprocess.run(
        [sys.executable, "-c", KNOCK, host, str(port)], capture_output=True, check=False
    ).returncode


def plugin() -> Iterator[int]:
    with subprocess.Popen([str(PLUGIN)], stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.terminate()


def emulator() -> Iterator[int]:
    with running_emulator() as ready:
        yield urlsplit(ready["url"]).port or 0


@pytest.mark.parametrize("start", [plugin, emulator])
def test_nobody_else_can_knock(start: Callable[[], Iterator[int]]) -> None:
    for port in start():
        assert answers("127.0.0.1", port)
        assert not answers("127.0.0.2", port)
        assert not answers("::1", port)


def test_the_emulator_serves_others_only_where_that_is_said() -> None:
    with running_emulator("--host", "0.0.0.0", "--allow-remote") as ready:  # noqa: S104 - what is tested
        assert answers("127.0.0.2", urlsplit(ready["url"]).port or 0)
    refused = subprocess.run(
        [sys.executable, "-m", "reprieve_emulator", "--host", "0.0.0.0"],  # noqa: S104 - what is tested
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert "0.0.0.0 is reachable from outside; add --allow-remote if that is meant" in refused.stderr
