"""`reprieve pending`: what is in its recovery window, and what brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rich.console import Group
from rich.table import Table
from rich.text import Text

from reprieve.errors import InputError
from reprieve.functions import pending_said
from reprieve.lifecycle.deletion_plan import days
from reprieve_cli import options
from reprieve_cli.accounts import Accounts
from reprieve_cli.exports import UnreadableState
from reprieve_cli.pending.look import Seen, data_of, look, name_of
from reprieve_cli.places import places
from reprieve_cli.report.texts import shown
from reprieve_cli.screen import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reprieve.lifecycle.restore import Pending
    from reprieve_cli.options import Where
    from reprieve_cli.places import Place

INCOMPLETE = 1

EPILOG = """\b
Exit codes:
  0  everything that was asked for was looked at, whether or not anything is pending
  1  something could not be looked at; the message says what and why
  2  the command line is wrong
  3  a stack cannot be read, or does not say where its objects are
"""


@click.command(epilog=EPILOG)
@options.where
@click.option("--account", "whole", is_flag=True, help="Everybody's objects in those accounts, not only the stacks'.")
@options.as_json
@click.pass_context
def pending(context: click.Context, where: Where, *, whole: bool, as_json: bool) -> None:
    """Tell what is in its recovery window, the first to end first, and what brings it back.

    Looked at are the accounts and regions that the stacks use, by their state and their configuration. Nothing is
    changed.
    """
    screen = Screen(as_json=as_json)
    try:
        seen = look(places(where, Accounts(screen), screen), screen, whole=whole)
    except (UnreadableState, InputError) as error:
        screen.say(str(error))
        context.exit(options.UNREADABLE)
    data = {"objects": [data_of(*one) for one in seen.objects], "notLookedAt": seen.gaps}
    screen.result(data, lambda: _page(seen))
    context.exit(INCOMPLETE if seen.gaps else 0)


def _page(seen: Seen) -> RenderableType:
    lines = [Text(f"not looked at: {gap}", style="yellow") for gap in seen.gaps]
    if not seen.objects:
        return Group(Text("nothing is pending deletion"), *lines)
    way = Text("bring them back: pulumi up, as declared; or reprieve restore, with the old value", style="dim")
    return Group(table_of(seen.objects), way, *lines)


def table_of(objects: Sequence[tuple[Place, Pending]]) -> Table:
    """Lay out pending objects, with where they are if that is not the same for all."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    several = len({place.name for place, _ in objects}) > 1
    for head in ("object", "whose", "left", "final on", *(("where",) if several else ())):
        table.add_column(head, overflow="fold", no_wrap=head in {"left", "final on"})
    for place, one in objects:
        table.add_row(*_cells(one), *((place.name,) if several else ()))
    return table


def name_cell(one: Pending) -> Text:
    """Show an object's name and resource, and its id where that is another."""
    name, other = name_of(one), shown(one.live.id)
    return Text.assemble(name, (f"  {one.resource.name}", "dim"), (f"\n{other}" if other != name else "", "dim"))


def _cells(one: Pending) -> list[RenderableType]:
    live, said = one.live, pending_said(one.resource.name, one.live)
    whose = live.mark.stack if live.mark else "nobody's mark" if live.mark_known else "tags not readable"
    left = said.get("daysLeft")
    final_on = f"{live.deletes:%Y-%m-%d %H:%M} UTC" if live.deletes else "not told"
    return [name_cell(one), Text(live.kind or whose), days(left) if isinstance(left, int) else "?", final_on]
