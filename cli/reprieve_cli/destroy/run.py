"""Drive `pulumi destroy` over one stack, and pass a Ctrl-C on to it."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve_cli.destroy.events import Happened, follow
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import FrameType

    from reprieve_cli.destroy.record import Record
    from reprieve_cli.engine import Engine
    from reprieve_cli.preview.forecast import StackForecast
    from reprieve_cli.screen import Screen
    from reprieve_cli.stacks import Stack

LOOKS = 0.1
"""Seconds between two looks at what the engine has written."""

TAKEN = 2
"""So often the engine takes a Ctrl-C: the first lets what is under way come to its end, the second does not."""

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Stopping:
    """What was asked of a run by Ctrl-C, or by the signal that ends a process: once, or again."""

    screen: Screen
    asked: int = 0
    _engine: subprocess.Popen[bytes] | None = field(default=None)

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Take the signals while the work goes on."""
        before = {number: signal.signal(number, self._take) for number in STOPS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def passed_on_to(self, engine: subprocess.Popen[bytes]) -> Iterator[None]:
        """Pass the signals on to the engine while it runs."""
        self._engine = engine
        if self.asked:
            self._pass_on()
        try:
            yield
        finally:
            self._engine = None

    def _take(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self.asked += 1
        if self.asked == 1:
            self.screen.say(
                "stopping: what is under way comes to its end, nothing new begins; Ctrl-C again ends at once"
            )
        self._pass_on()

    def _pass_on(self) -> None:
        if self._engine and self._engine.poll() is None:
            self._engine.send_signal(signal.SIGINT if self.asked <= TAKEN else signal.SIGKILL)


@dataclass(frozen=True)
class Run:
    """How stacks are destroyed in this run."""

    engine: Engine
    record: Record
    stopping: Stopping
    options: Sequence[str]

    def destroy(self, forecast: StackForecast) -> tuple[int, Happened]:
        """Destroy a stack; return the engine's exit code and what happened."""
        stack, names = forecast.stack, {one.entry.which: shown(one.entry.name) for one in forecast.objects}
        log = self.record.events_of(stack)
        with self.record.trail(self.engine.folder) as environment, self._started(stack, log, environment) as running:
            screen = self.stopping.screen
            with screen.progress(f"destroying {stack.full_name}", len(stack.urns)) as one_more:
                happened = Happened(screen, names, one_more)
                for event in follow(log, lambda: _ended(running)):
                    happened.take(event)
        return running.returncode, happened

    @contextmanager
    def _started(self, stack: Stack, log: Path, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
        named = ["--stack", stack.asked or stack.name, "--event-log", str(log.absolute())]
        command = self.engine.command("destroy", "--yes", "--skip-preview", "--suppress-outputs", *named, *self.options)
        with (
            self.record.output_of(stack).open("wb") as output,
            subprocess.Popen(  # noqa: S603 - pulumi, of the user's own PATH
                command,
                cwd=self.engine.folder,
                # shows the option --event-log
                env={**environment, "PULUMI_DEBUG_COMMANDS": "true"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # a Ctrl-C in the terminal is for us, who pass it on
                start_new_session=True,
            ) as running,
            self.stopping.passed_on_to(running),
        ):
            yield running


def _ended(running: subprocess.Popen[bytes]) -> bool:
    try:
        running.wait(LOOKS)
    except subprocess.TimeoutExpired:
        return False
    return True
