"""Read sources line by line: lines of the trail, and events of the engine, in one file or in several.

A line that is damaged or of another kind is named by its number, and the others are read all the same. Of a line only
the fields that are listed in `trail.py` and `events.py` are taken over: no value of a secret is among them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from reprieve_cli.report.events import EventLog
from reprieve_cli.report.trail import Trail

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from reprieve_cli.report.deeds import Deed


@dataclass(frozen=True)
class Flaw:
    """A line that could not be read."""

    source: str
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.source}, line {self.line}: {self.why}"


@dataclass
class Sources:
    """All that was read so far."""

    trail: Trail = field(default_factory=Trail)
    events: EventLog = field(default_factory=EventLog)
    flaws: list[Flaw] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def read(self, path: Path) -> None:
        """Read one file; raises OSError where it cannot be opened."""
        self.names.append(str(path))
        with path.open("rb") as lines:
            self.read_lines(path.name, lines)
        self.events.end_of_log()

    def read_lines(self, source: str, lines: Iterable[bytes]) -> None:
        """Read lines; a flaw ends only its own line."""
        for number, line in enumerate(lines, 1):
            if line.strip() and (why := self._flaw_of(line)):
                self.flaws.append(Flaw(source, number, why))

    def deeds(self) -> list[Deed]:
        """Return what happened, the first to begin first; what both sources tell is told once, as the trail has it."""
        return sorted(
            self.events.deeds_beside(self.trail.deeds()),
            key=lambda deed: (deed.moment is not None, deed.moment),
        )

    @property
    def others(self) -> Counter[str]:
        """How many resources of other types the engine deleted, by type."""
        return self.events.others

    def _flaw_of(self, line: bytes) -> str:
        """Take one line in; return why it cannot be."""
        try:
            fields: object = json.loads(line)
        except UnicodeDecodeError:
            return "no text in UTF-8"
        except (ValueError, RecursionError):
            return "no JSON, or not whole"
        take = _reader(self, fields) if isinstance(fields, dict) else None
        if take is None:
            return "neither a line of the trail nor an event of the engine"
        try:
            take(fields)
        except ValidationError as error:
            return f"damaged: {_first_problem(error)}"
        return ""


def _reader(sources: Sources, fields: Mapping[str, object]) -> Callable[[Any], None] | None:
    if "phase" in fields:
        return sources.trail.take
    return sources.events.take if {"sequence", "timestamp"} <= fields.keys() else None


def _first_problem(error: ValidationError) -> str:
    """Say where a line does not fit, never with what stands there."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])} is not as expected"
