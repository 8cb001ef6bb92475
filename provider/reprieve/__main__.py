"""The plugin's program: open a port, print it, serve until told to stop.

The engine reads the port from the first line of stdout; nothing else is ever written there. The program ends on
SIGINT, on SIGTERM, and when the engine that started it is gone.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from typing import Final

from reprieve.plugin.server import Provider, open_port
from reprieve.version import VERSION

GRACE: Final = 3.0  # seconds for calls under way; the engine kills after 5
WATCH: Final = 1.0  # seconds between two looks at the parent process


def main() -> None:
    """Run the plugin."""
    engine = _arguments().engine
    provider = Provider()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    server, port = open_port(provider)
    print(port, flush=True)  # noqa: T201 - this is the one line
    sys.stdout = sys.stderr
    _wait(stopped, engine)
    provider.stop()
    server.stop(GRACE).wait()
    # a call still on the wire would hold the interpreter back for as long as its time-out
    os._exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="pulumi-resource-reprieve",
        description="The Reprieve provider. Pulumi's engine starts it by itself.",
        epilog="exit codes: 0 it was told to stop, or the engine is gone; 1 no port could be opened",
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.add_argument("engine", nargs="?", help="address of the engine; left out where an engine will attach")
    # what engines pass to every plugin, and what those to come may add
    parser.add_argument("--logtostderr", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("-v", help=argparse.SUPPRESS)
    parser.add_argument("--tracing", help=argparse.SUPPRESS)
    return parser.parse_known_args()[0]


def _wait(stopped: threading.Event, engine: str | None) -> None:
    parent = os.getppid()
    while not stopped.wait(WATCH):
        if engine and os.getppid() != parent:
            return


if __name__ == "__main__":
    main()
