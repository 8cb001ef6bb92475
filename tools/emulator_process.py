"""Run the emulator as a process of its own, on a free port of this machine, for as long as it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS_TO_STOP = 5


@contextmanager
def running_emulator(*arguments: str) -> Iterator[dict[str, Any]]:
    """Yield what the emulator says of itself when it is ready: its `url`, its ready-made accounts."""
    command = [sys.executable, "-m", "reprieve_emulator", "--port", "0", *arguments]
    # a session of its own: a Ctrl-C in the terminal is for us, who then stop it
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        yield json.loads(first_line_of(process))
    finally:
        stop(process)


def first_line_of(process: subprocess.Popen[str]) -> str:
    """Return the line that says that the emulator is ready."""
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise RuntimeError(f"the emulator ended with {process.wait()} before it was ready")
    return line


def stop(process: subprocess.Popen[str]) -> None:
    """End the process, by force if it does not end by itself."""
    process.terminate()
    try:
        process.communicate(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
