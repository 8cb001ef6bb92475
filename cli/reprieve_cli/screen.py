"""The one place where the commands speak: results on stdout, everything else on stderr.

With `--json` the result is one JSON document. Progress is a live line on a terminal, and plain lines elsewhere.
NO_COLOR and TERM=dumb are obeyed, by rich.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

if TYPE_CHECKING:
    from rich.console import RenderableType

WIDTH_ELSEWHERE = 100
"""Columns where there is no terminal to ask."""

TOLD = 10
"""So many plain lines tell of the progress of one piece of work, at most."""


class Screen:
    """What the commands write to."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self.out = _console(stderr=False)
        self.err = _console(stderr=True)
        self._live: Progress | None = None

    def result(self, data: object, shown: Callable[[], RenderableType], *, soft_wrap: bool = False) -> None:
        """Print the result: `data` as JSON, or what `shown` makes of it for people; `soft_wrap` breaks no line."""
        if self.as_json:
            sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False) + "\n")
        else:
            self.out.print(shown(), soft_wrap=soft_wrap)

    def say(self, text: str, style: str = "") -> None:
        """Print a line besides the result; that nobody sees it any more, since the terminal is gone, is no failure."""
        with suppress(OSError):
            self.err.print(text, style=style or None, markup=False, highlight=False, soft_wrap=not self.err.is_terminal)

    def busy_with(self, text: str) -> None:
        """Show what the work waits for; only on a terminal, where it goes away again."""
        if self._live:
            self._live.update(self._live.task_ids[0], busy=text)

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Callable[[], None]]:
        """Show how far a piece of work is; what is yielded tells that one more is done."""
        if self.err.is_terminal and not self.err.is_dumb_terminal:
            with self._bar() as live:
                task = live.add_task(what, total=total, busy="")
                self._live = live
                try:
                    yield lambda: live.advance(task)
                finally:
                    self._live = None
        else:
            yield self._lines(what, total)

    def _bar(self) -> Progress:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn())
        return Progress(*columns, TextColumn("{task.fields[busy]}", style="dim"), console=self.err, transient=True)

    def _lines(self, what: str, total: int) -> Callable[[], None]:
        done = 0
        every = max(1, -(-total // TOLD)) if total >= TOLD * TOLD else total
        if total:
            self.say(f"{what}: {total}")

        def one_more() -> None:
            nonlocal done
            done += 1
            if done % every == 0 and done < total:
                self.say(f"{what}: {done} of {total}")

        return one_more


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=WIDTH_ELSEWHERE)
