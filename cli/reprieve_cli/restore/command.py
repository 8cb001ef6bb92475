"""`reprieve restore`: undelete what is in its recovery window, with the value that it had."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.console import Group
from rich.text import Text

from reprieve.errors import InputError
from reprieve_cli import options
from reprieve_cli.accounts import Accounts
from reprieve_cli.exports import UnreadableState
from reprieve_cli.pending.command import table_of
from reprieve_cli.pending.look import look
from reprieve_cli.places import places
from reprieve_cli.restore.carry_out import Result, carry_out, state_of
from reprieve_cli.restore.choose import Choice, choose, said
from reprieve_cli.screen import Screen

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reprieve_cli.options import Where

INCOMPLETE, STOPPED = 1, 130

EPILOG = """\b
Exit codes:
  0    everything that was asked for is restored, or was not pending
  1    something was refused, failed or not found, or the answer was no; the rest is restored
  2    the command line is wrong
  3    a stack cannot be read, or does not say where its objects are
  130  it was interrupted; what was restored, and what was not begun, is said
"""


@click.command(epilog=EPILOG)
@click.argument("names", nargs=-1)
@options.where
@click.option("--all", "everything", is_flag=True, help="Everything pending that carries the mark of the stacks.")
@click.option(
    "--foreign",
    multiple=True,
    metavar="MARK",
    help="Also what carries the mark of this other stack, `[owner/]project/stack`; several may be named.",
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@options.as_json
@click.pass_context
def restore(
    context: click.Context,
    names: tuple[str, ...],
    where: Where,
    foreign: tuple[str, ...],
    *,
    everything: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Take objects out of their recovery window, by NAMES or ids, or all of a stack.

    They come back as they were, with their old values; on Tencent Cloud they stay disabled. The next pulumi up writes
    what is declared. The key that encrypts a secret is restored before it. The mark of another stack is refused.
    """
    _check(names, where, everything=everything, asks=not yes)
    screen = Screen(as_json=as_json)
    accounts = Accounts(screen)
    try:
        found = places(where, accounts, screen)
        seen = look(found, screen, whole=bool(names or foreign))
    except (UnreadableState, InputError) as error:
        screen.say(str(error))
        context.exit(options.UNREADABLE)
    choice = choose(seen, names, foreign, found, screen)
    if choice.objects and not (yes or _agreed(choice, screen)):
        screen.say("nothing was restored")
        context.exit(INCOMPLETE)
    signal.signal(signal.SIGTERM, _as_interrupt)
    result = carry_out(choice, accounts, screen)
    for _, text in accounts.voice.heard[""]:
        screen.say(text, "yellow")
    screen.result(_data(choice, result, seen.gaps), lambda: _page(choice, result, seen.gaps), soft_wrap=True)
    if result.stopped:
        context.exit(STOPPED)
    context.exit(INCOMPLETE if choice.refused or choice.warnings or result.failed or seen.gaps else 0)


def _check(names: tuple[str, ...], where: Where, *, everything: bool, asks: bool) -> None:
    if bool(names) == everything:
        raise click.UsageError("name objects, or say --all" if not names else "name objects or say --all, not both")
    if everything and where.settings and not where.stacks:
        raise click.UsageError("--all restores what carries a stack's mark, so name the stack: --stack project/stack")
    if asks and not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here; say --yes")


def _agreed(choice: Choice, screen: Screen) -> bool:
    screen.err.print(table_of(choice.objects))
    for one in choice.refused:
        screen.say(f"not restored: {one.name}: {one.why}", "yellow")
    number = len(choice.objects)
    return click.confirm(f"restore {'this object' if number == 1 else f'these {number} objects'}?", err=True)


def _as_interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _data(choice: Choice, result: Result, gaps: list[str]) -> dict[str, Any]:
    return {
        "restored": [
            {
                "resource": one.resource.name,
                "id": live.id,
                "status": str(live.status),
                "stack": one.live.mark.stack if one.live.mark else None,
                "cloud": str(place.session.config.cloud),
                "region": place.session.config.region,
            }
            for place, one, live in result.restored
        ],
        "notPending": [{"name": one.name, "why": one.why} for one in choice.done],
        "notRestored": [{"name": one.name, "why": one.why} for one in (*choice.refused, *result.failed)],
        "notBegun": result.not_begun,
        "notLookedAt": [*choice.warnings, *gaps],
    }


def _page(choice: Choice, result: Result, gaps: list[str]) -> RenderableType:
    lines = [Text(f"restored: {said(one)}, {state_of(live)}", style="green") for _, one, live in result.restored]
    lines += [Text(f"{one.name}: {one.why}") for one in choice.done]
    lines += [Text(f"not restored: {one.name}: {one.why}", style="red") for one in (*choice.refused, *result.failed)]
    lines += [Text(f"not begun: {name}; run it again", style="yellow") for name in result.not_begun]
    lines += [Text(f"not looked at: {gap}", style="yellow") for gap in (*choice.warnings, *gaps)]
    if result.restored:
        lines.append(Text("they have their old values; the next pulumi up writes what is declared", style="dim"))
    return Group(*(lines or [Text("nothing is pending deletion")]))
