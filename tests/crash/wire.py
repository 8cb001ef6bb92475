"""The wire of one process, with something going wrong at one of its calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.calls import Reply, Send
    from tests.provider.stage import Process


class Killed(BaseException):
    """The process is dead: nothing catches this, and nothing that runs on its way out reaches the cloud."""


@dataclass
class Wire:
    """Stands before the real wire of a process, and counts its calls from 0."""

    send: Send
    cancel: Callable[[], object]
    actions: list[str] = field(default_factory=list)
    before: dict[int, Callable[[], object]] = field(default_factory=dict)
    after: dict[int, Callable[[], object]] = field(default_factory=dict)
    dead: bool = False

    @classmethod
    def of(cls, process: Process) -> Wire:
        """Put a wire before a process's own."""
        calls = process.cloud.calls  # type: ignore[attr-defined]  # the clouds' own
        wire = cls(calls.send, process.cancel)
        calls.send = wire
        return wire

    def __call__(self, action: str, params: Mapping[str, object]) -> Reply:
        """Send, unless the process is dead by now."""
        number = len(self.actions)
        self.actions.append(action)
        self._do(self.before, number)
        try:
            return self.send(action, params)
        finally:
            self._do(self.after, number)

    def kill(self) -> None:
        """End the process."""
        self.dead = True

    def _do(self, todo: Mapping[int, Callable[[], object]], number: int) -> None:
        if number in todo:
            todo[number]()
        if self.dead:
            raise Killed
