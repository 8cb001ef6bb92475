"""Follow the engine's events while they are written, and tell what becomes of each resource."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from reprieve_cli.report.texts import plain, shown

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_cli.screen import Screen

Which: TypeAlias = tuple[str, str]
"""A resource, by urn and id: what a replacement left over has the urn of its successor."""

DELETES = frozenset({"delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"})


def follow(log: Path, ended: Callable[[], bool]) -> Iterator[Mapping[str, Any]]:
    """Yield events as they come, until the engine has ended and nothing is left; `ended` waits a moment for that."""
    read = 0
    while True:
        last = ended()
        fresh = _from(log, read)
        lines, newline, _ = fresh.rpartition(b"\n")
        read += len(lines) + len(newline)
        yield from (json.loads(line) for line in lines.splitlines())
        if last:
            return


def _from(log: Path, begin: int) -> bytes:
    if not log.exists():
        return b""
    with log.open("rb") as file:
        file.seek(begin)
        return file.read()


@dataclass
class Happened:
    """What the events tell: which resources were deleted, and which not and why.

    `names` are what the objects of Reprieve are called.
    """

    screen: Screen
    names: Mapping[Which, str]
    one_more: Callable[[], None]
    done: set[Which] = field(default_factory=set)
    failed: dict[Which, str] = field(default_factory=dict)
    finished: bool = False
    _begun: set[Which] = field(default_factory=set)
    _said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def take(self, event: Mapping[str, Any]) -> None:
        """Take in one event."""
        if line := event.get("diagnosticEvent"):
            self._hear(line)
        elif begun := _deletion(event.get("resourcePreEvent")):
            self._begun.add(begun)
        elif done := _deletion(event.get("resOutputsEvent")):
            self._ends(done)
        elif failed := _deletion(event.get("resOpFailedEvent")):
            self._fails(failed)
        elif "summaryEvent" in event:
            self.finished = True

    @property
    def any(self) -> bool:
        """Whether anything was begun."""
        return bool(self._begun) or self.finished

    @property
    def open(self) -> set[Which]:
        """What was begun, and how it ended is not told."""
        return self._begun - self.done - self.failed.keys()

    def _hear(self, line: Mapping[str, Any]) -> None:
        urn, text = str(line.get("urn") or ""), plain(line.get("message"))
        if line.get("ephemeral"):
            self.screen.busy_with(text)
        elif urn:
            self._said[urn].append(text)

    def _ends(self, which: Which) -> None:
        self.done.add(which)
        self.one_more()
        if name := self.names.get(which):
            heard = self._said[which[0]]
            self.screen.say(f"- {heard[-1] if heard else f'{name} was dropped from the state, and not deleted'}")

    def _fails(self, which: Which) -> None:
        heard = self._said[which[0]]
        why = heard[-1] if heard else "the engine does not say why"
        name = self.names.get(which) or shown(which[0].rpartition("::")[2])
        self.failed[which] = why if why.startswith(name) else f"{name} was not deleted: {why}"
        self.screen.say(f"! {self.failed[which]}", style="red")


def _deletion(part: Mapping[str, Any] | None) -> Which | None:
    """Return what is deleted; None for every other step."""
    if not part or part.get("planning") or part["metadata"]["op"] not in DELETES:
        return None
    return str(part["metadata"]["urn"]), str((part["metadata"].get("old") or {}).get("id") or "")
