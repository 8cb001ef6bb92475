"""The plugin as the engine runs it: a process of its own, which is sent bytes and judged by all that it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any, Final

import grpc
from grpc import StatusCode

from tests.fuzz.messages import RPCS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SECONDS: Final = 90.0
"""After which a call counts as one that hangs: far more than any operation of ours takes before a living cloud."""

AT_ONCE: Final = 32
DEFECT: Final = re.compile(r"defect of reprieve|Traceback \(most recent|Exception deserializing")
OPTIONS: Final = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]


@dataclass
class Verdict:
    """What came back: how often each code for each RPC, and what should never come."""

    codes: dict[str, Counter[str]] = field(default_factory=lambda: {rpc: Counter() for rpc in RPCS})
    failures: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def sent(self) -> int:
        """How many messages were answered."""
        return sum(counts.total() for counts in self.codes.values())

    def judge(self, rpc: str, about: str, outcome: object) -> None:
        """Count an answer; `about` names the message, for those who look into a failure."""
        code, said, detail = _read(outcome)
        with self._lock:
            self.codes[rpc][code.name] += 1
            if reason := wrong(code, said, detail=detail):
                self.failures.append(f"{about}: {reason}")


def wrong(code: StatusCode, said: str, *, detail: bool) -> str:
    """Say what is wrong with an answer; empty where nothing is.

    A half-made object is the one thing that is said with UNKNOWN: the engine takes its detail and ignores the code.
    """
    if code in {StatusCode.INTERNAL, StatusCode.DATA_LOSS} or (code is StatusCode.UNKNOWN and not detail):
        return f"{code.name}: {said[:300]}"
    if code is StatusCode.DEADLINE_EXCEEDED:
        return f"no answer after {SECONDS:g} seconds"
    return f"{code.name}: {said[:300]}" if DEFECT.search(said) else ""


def _read(outcome: object) -> tuple[StatusCode, str, bool]:
    if not isinstance(outcome, grpc.Call):
        return StatusCode.OK, "", False
    metadata = {key for key, _ in outcome.trailing_metadata() or ()}
    return outcome.code(), outcome.details() or "", "grpc-status-details-bin" in metadata


class PluginProcess:
    """One running plugin."""

    def __init__(self, process: subprocess.Popen[str], channel: grpc.Channel, verdict: Verdict) -> None:
        self.process = process
        self.verdict = verdict
        self.channel = channel
        self._calls = {rpc: _call(channel, rpc) for rpc in RPCS}
        self._places = BoundedSemaphore(AT_ONCE)

    def send(self, rpc: str, message: bytes, about: str = "") -> None:
        """Send a message, and judge its answer when it comes; waits while many are on their way."""
        self._places.acquire()
        future = self._calls[rpc](message, timeout=SECONDS)
        future.add_done_callback(lambda done: self._judge(rpc, about, done))

    def ask(self, rpc: str, message: bytes) -> bytes:
        """Send a message that has to be answered well."""
        answer: bytes = self._calls[rpc](message, timeout=SECONDS).result()
        return answer

    def settle(self) -> None:
        """Wait until everything that was sent is answered."""
        for _ in range(AT_ONCE):
            self._places.acquire()
        for _ in range(AT_ONCE):
            self._places.release()

    def _judge(self, rpc: str, about: str, future: Any) -> None:  # noqa: ANN401 - grpc's own types
        try:
            self.verdict.judge(rpc, about, future)
        finally:
            self._places.release()


def _call(channel: grpc.Channel, rpc: str) -> Callable[..., Any]:
    path = f"/pulumirpc.ResourceProvider/{rpc}"
    if not RPCS[rpc].server_streaming:
        return channel.unary_unary(path, None, None).future
    return lambda message, timeout: _Streamed(channel.unary_stream(path, None, None)(message, timeout=timeout))


class _Streamed:
    """A stream that is read to its end where someone waits for it, in the shape of a future."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - grpc's own types
        self._stream = stream

    def add_done_callback(self, done: Callable[[Any], None]) -> None:
        try:
            for _ in self._stream:
                pass
        except grpc.RpcError:
            pass
        done(self._stream)

    def result(self) -> bytes:
        return b"".join(self._stream)


@contextmanager
def running_plugin(folder: Path, environment: Mapping[str, str]) -> Iterator[PluginProcess]:
    """Run a plugin whose home is an empty folder; whatever it writes besides its port line is a failure."""
    said = folder / "stderr"
    with said.open("w") as stderr:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("pulumi-resource-reprieve"))],
            env=_environment(folder, environment),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            start_new_session=True,
        )
    verdict = Verdict()
    try:
        assert process.stdout
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}", OPTIONS) as channel:
            plugin = PluginProcess(process, channel, verdict)
            yield plugin
            plugin.settle()
        if process.poll() is not None:
            verdict.failures.append(f"the plugin ended with {process.returncode}")
    finally:
        process.terminate()
        more, _ = process.communicate(timeout=SECONDS)
    verdict.failures += [f"written: {text[:2000]}" for text in (more, said.read_text(errors="replace")) if text]


def _environment(folder: Path, more: Mapping[str, str]) -> dict[str, str]:
    # nothing listens there: what tries to leave the machine fails at once
    closed = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}
    return {"HOME": str(folder), "PATH": os.environ["PATH"], **closed, **more}
