"""`reprieve orphans`: what no stack owns any more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Group
from rich.table import Table
from rich.text import Text

from reprieve.driver import Status
from reprieve.errors import InputError
from reprieve.lifecycle.deletion_plan import final_said
from reprieve_cli import options
from reprieve_cli.accounts import Accounts
from reprieve_cli.orphans.backends import Stacks, read_backends
from reprieve_cli.orphans.import_file import import_file
from reprieve_cli.orphans.judge import Judged, judge
from reprieve_cli.pending.command import name_cell
from reprieve_cli.pending.look import name_of
from reprieve_cli.places import places_of
from reprieve_cli.screen import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reprieve.lifecycle.restore import Pending
    from reprieve_cli.places import Place

FOUND = 1

EPILOG = """\b
Exit codes:
  0  nothing is orphaned, and everything was looked at
  1  something is orphaned, or something could not be looked at
  2  the command line is wrong
  3  no stack could be read, or none says where its objects are
"""


@click.command(epilog=EPILOG)
@click.option(
    "--backend",
    "backends",
    multiple=True,
    metavar="URL",
    help="A backend to ask for all its stacks; may be repeated. Default: the current one, unless there is a --file.",
)
@click.option(
    "--file",
    "files",
    type=click.Path(dir_okay=False, path_type=Path),
    multiple=True,
    help="A file that pulumi stack export wrote, asked as one more stack.",
)
@options.folder
@options.place
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the file for pulumi import here.")
@options.as_json
@click.pass_context
def orphans(
    context: click.Context,
    backends: tuple[str, ...],
    files: tuple[Path, ...],
    folder: Path,
    settings: Mapping[str, str],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Tell which objects carry the mark of a stack that is in none of the backends asked, and how to import them.

    Looked at are the accounts and regions that the stacks use, and the one that --cloud names. While a stack cannot be
    read, what might be its own is not known, and nothing is said to be orphaned. Nothing is deleted or changed.
    """
    screen = Screen(as_json=as_json)
    stacks = read_backends(folder, backends or ((None,) if not files else ()), files, screen)
    try:
        places = places_of(stacks.read, Accounts(screen), settings)
    except InputError as error:
        screen.say(str(error))
        context.exit(options.UNREADABLE)
    if not places:
        _tell_unread(stacks, screen)
        context.exit(options.UNREADABLE)
    judged = judge(places, stacks, screen)
    if out:
        _write(out, judged)
    screen.result(_data(judged, stacks), lambda: _page(judged, stacks, out))
    context.exit(FOUND if judged.orphans or judged.unknown or judged.gaps or stacks.unread else 0)


def _tell_unread(stacks: Stacks, screen: Screen) -> None:
    for name, why in stacks.unread.items():
        screen.say(f"{name}: {why}")
    if not stacks.unread:
        screen.say("no stack says where its objects are; say it with --cloud and --region")


def _write(path: Path, judged: Judged) -> None:
    try:
        path.write_text(json.dumps(import_file(judged.orphans), indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error


def _data(judged: Judged, stacks: Stacks) -> dict[str, Any]:
    return {
        "orphans": [_one(*one) for one in judged.orphans],
        "unknown": [_one(place, one) | {"why": why} for place, one, why in judged.unknown],
        "unrecorded": [_one(place, one) | {"why": why} for place, one, why in judged.unrecorded],
        "owned": judged.owned,
        "withoutMark": judged.unmarked,
        "stacksRead": sorted(stack.full_name for stack in stacks.read),
        "stacksNotRead": stacks.unread,
        "notLookedAt": judged.gaps,
        "importFile": import_file(judged.orphans),
    }


def _one(place: Place, one: Pending) -> dict[str, Any]:
    return {
        "resource": one.resource.name,
        "id": one.live.id,
        "name": name_of(one),
        "stack": one.live.mark.stack if one.live.mark else None,
        "status": str(one.live.status),
        "cloud": str(place.session.config.cloud),
        "region": place.session.config.region,
    }


def _page(judged: Judged, stacks: Stacks, out: Path | None) -> RenderableType:
    parts: list[RenderableType] = [Text(_summary(judged), style="bold")]
    if judged.orphans:
        parts.append(_table(judged.orphans))
    parts += [Text(f"not known: {_said(one)}: {why}", style="yellow") for _, one, why in judged.unknown]
    parts += [Text(f"unrecorded: {_said(one)}: {why}") for _, one, why in judged.unrecorded]
    parts += [Text(f"not read: {name}: {why}", style="yellow") for name, why in stacks.unread.items()]
    parts += [Text(f"not looked at: {gap}", style="yellow") for gap in judged.gaps]
    if judged.orphans:
        file = f"pulumi import --file {out}" if out else "--out writes the file for pulumi import"
        parts.append(Text(f"to own them, in the stack that is to have them: {file}", style="dim"))
    return Group(*parts)


def _table(orphans: Sequence[tuple[Place, Pending]]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for head in ("object", "mark of", "state", "where"):
        table.add_column(head, overflow="fold")
    for place, one in orphans:
        live = one.live
        state = f"pending deletion, {final_said(live)}" if live.status is Status.PENDING_DELETION else str(live.status)
        table.add_row(name_cell(one), live.mark.stack if live.mark else "", state, place.name)
    return table


def _said(one: Pending) -> str:
    return f"{one.resource.name} {name_of(one)}"


def _summary(judged: Judged) -> str:
    counts = (
        (len(judged.orphans), "orphaned"),
        (len(judged.unknown), "not known"),
        (len(judged.unrecorded), "unrecorded"),
        (judged.owned, "owned"),
        (judged.unmarked, "without a mark"),
    )
    return ", ".join(f"{number} {word}" for number, word in counts if number) or "nothing is there"
