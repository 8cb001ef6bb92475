"""The folder of a run: what was previewed, what the engine and the trail tell, and how far it came.

It is written as the run goes on, so that it is whole whenever the run ends. No value of a secret is in it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reprieve.lifecycle.state import date_said
from reprieve.version import VERSION
from reprieve_cli.engine import last_words
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from reprieve_cli.stacks import Stack

FORMAT = 1
RUNS = Path(".reprieve")
"""Where runs are kept, in the project's folder, unless another place is named."""
TRAIL = "REPRIEVE_AUDIT_LOG"


@dataclass
class Record:
    """One run's folder."""

    folder: Path
    _told: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def begin(cls, folder: Path, preview: dict[str, Any]) -> Record:
        """Make the folder; raises OSError where that cannot be."""
        folder.mkdir(parents=True, mode=0o700)
        record = cls(folder)
        record._write("preview.json", preview)
        record._told = {"run": FORMAT, "version": VERSION, "began": date_said(datetime.now(UTC)), "ended": None}
        record._told |= {"interrupted": False, "stacks": []}
        record._write("run.json", record._told)
        return record

    def events_of(self, stack: Stack) -> Path:
        """Where the engine writes its events of a stack."""
        return self.folder / f"{_file_name(stack)}.events.jsonl"

    def output_of(self, stack: Stack) -> Path:
        """Where what the engine prints goes."""
        return self.folder / f"{_file_name(stack)}.pulumi.txt"

    def last_words(self, stack: Stack) -> str:
        """Return the end of what the engine printed."""
        return shown(last_words(self.output_of(stack).read_text(errors="replace")))

    @contextmanager
    def trail(self, project: Path) -> Iterator[dict[str, str]]:
        """Yield the environment of the engine: the trail goes into the folder, or into the file that is named already.

        What is added to that file meanwhile is copied.
        """
        own = (self.folder / "trail.jsonl").absolute()
        named = os.environ.get(TRAIL)
        kept = project.absolute() / named if named else own
        begin = _size(kept)
        try:
            yield {**os.environ, TRAIL: str(kept)}
        finally:
            if kept != own and _size(kept) > begin:
                with kept.open("rb") as source, own.open("ab") as copy:
                    source.seek(begin)
                    copy.write(source.read())

    def tell(self, stack: Stack, code: int, differences: list[str]) -> None:
        """Write down how the destroy of one stack ended."""
        self._told["stacks"].append({"stack": stack.full_name, "exitCode": code, "otherThanPreviewed": differences})
        self._write("run.json", self._told)

    def end(self, *, interrupted: bool) -> dict[str, Any]:
        """Write down that the run has ended, and return what is told of it."""
        self._told |= {"ended": date_said(datetime.now(UTC)), "interrupted": interrupted}
        self._write("run.json", self._told)
        return {"folder": str(self.folder), **self._told}

    def _write(self, name: str, data: object) -> None:
        text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
        (self.folder / name).write_text(text, encoding="utf-8")


def new_folder(project: Path) -> Path:
    """Name a folder for a run that begins now; git leaves it out."""
    runs = project / RUNS
    runs.mkdir(exist_ok=True)
    (runs / ".gitignore").write_text("*\n")
    return runs / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%fZ}"


def _file_name(stack: Stack) -> str:
    return re.sub(r"[^\w.-]", "-", stack.full_name)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
