"""`reprieve report`: read what was written, tell what happened."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from reprieve_cli.options import UNREADABLE, as_json
from reprieve_cli.report.account import Account
from reprieve_cli.report.page import as_page
from reprieve_cli.report.reading import Sources
from reprieve_cli.report.tell import as_data, styled
from reprieve_cli.screen import Screen

TROUBLE = 1

EPILOG = """\b
Exit codes:
  0  everything that was begun ended well, or was made good by a later run
  1  something failed or was interrupted, or a line could not be read; the report says what and why
  2  the command line is wrong
  3  a source cannot be opened, or the page cannot be written
"""


@click.command(epilog=EPILOG)
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as a page, too.")
@as_json
@click.pass_context
def report(context: click.Context, sources: tuple[Path, ...], html: Path | None, *, as_json: bool) -> None:
    """Tell what was deleted and restored, by whom, and until when it can be taken back.

    SOURCES are trails (REPRIEVE_AUDIT_LOG), event logs (`pulumi destroy --event-log`) and folders of `reprieve
    destroy`, in any order; without any, the trail that REPRIEVE_AUDIT_LOG names. No cloud is called.
    """
    try:
        account = Account.of(_read(sources or _default()), datetime.now(UTC))
        if html:
            html.write_text(as_page(account), encoding="utf-8")
    except OSError as error:
        click.echo(f"{error.filename}: {error.strerror}", err=True)
        context.exit(UNREADABLE)
    lines = (Text(line, style) for line, style in styled(account))
    Screen(as_json=as_json).result(as_data(account), lambda: Text("\n").join(lines), soft_wrap=True)
    context.exit(TROUBLE if account.in_trouble else 0)


def _default() -> tuple[Path, ...]:
    trail = os.environ.get("REPRIEVE_AUDIT_LOG")
    if not trail:
        raise click.UsageError("name a trail or an event log, or let REPRIEVE_AUDIT_LOG name the trail")
    return (Path(trail),)


def _read(paths: tuple[Path, ...]) -> Sources:
    read = Sources()
    for path in paths:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else (path,):
            read.read(file)
    return read
