"""What a run ends with: what failed and what can be taken back on the screen, the whole report in the run's folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from reprieve_cli.report.account import TROUBLE, Account, Fate
from reprieve_cli.report.page import as_page
from reprieve_cli.report.reading import Sources
from reprieve_cli.report.tell import as_data, as_text, headline

if TYPE_CHECKING:
    from reprieve_cli.destroy.record import Record
    from reprieve_cli.destroy.teardown import Ended
    from reprieve_cli.screen import Screen


def report_of(record: Record, ended: Ended, screen: Screen) -> None:
    """Read what was written of the run, write the report beside it, and print what matters now."""
    sources = Sources()
    for path in sorted(record.folder.glob("*.jsonl")):
        sources.read(path)
    account = Account.of(sources, datetime.now(UTC))
    data = {"run": record.end(interrupted=ended.interrupted), "report": as_data(account)}
    for name, text in {
        "report.txt": as_text(account),
        "report.html": as_page(account),
        "report.json": json.dumps(data, indent=2, ensure_ascii=False) + "\n",
    }.items():
        (record.folder / name).write_text(text, encoding="utf-8")
    shown = Text("\n").join(Text(line, style) for line, style in _lines(account, ended, record))
    screen.result(data, lambda: shown, soft_wrap=True)


def _lines(account: Account, ended: Ended, record: Record) -> Iterator[tuple[str, str]]:
    yield account.summary(), "bold"
    for one in account.having(*TROUBLE):
        yield f"- {headline(one)} {one.fate}: {one.deed.why}", "red"
    ends = sorted(one.until for one in account.having(Fate.PENDING) if one.until)
    if ends:
        yield f"- restorable: the first until {ends[0]:%Y-%m-%d}, the last until {ends[-1]:%Y-%m-%d}", ""
    yield from ((f"- {line}", "bold red") for line in ended.lines)
    if ended.interrupted:
        yield "- interrupted: run the same command again to go on", "bold red"
    yield f"the whole report: {record.folder}/report.txt, .html and .json", "dim"
