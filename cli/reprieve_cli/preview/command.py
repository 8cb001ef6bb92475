"""`reprieve preview`: what a destroy would do, before anything is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from reprieve_cli import options
from reprieve_cli.accounts import Accounts
from reprieve_cli.engine import Engine
from reprieve_cli.exports import UnreadableState
from reprieve_cli.preview.forecast import LEFT, Outcome, StackForecast
from reprieve_cli.preview.foretell import foretell
from reprieve_cli.preview.saved import as_data
from reprieve_cli.preview.table import as_page
from reprieve_cli.reading import read_file, read_stacks
from reprieve_cli.screen import Screen

if TYPE_CHECKING:
    from reprieve_cli.stacks import Stack

GATES = {
    "final": (4, {Outcome.FINAL}),
    "refused": (5, {Outcome.REFUSED, Outcome.KEPT}),
    "unchecked": (6, {Outcome.UNCHECKED}),
    "left": (7, LEFT),
}
"""What a pipeline can stop at: the exit code, and which ends of an object make it."""

EPILOG = """\b
Exit codes:
  0    nothing of what --fail-on names
  2    the command line is wrong
  3    a stack or file cannot be read
  4    something would be final at once
  5    something would be refused, by Reprieve or by the engine
  6    something could not be checked, and would not be deleted
  7    something would leave the state and stay in the cloud (only with --fail-on left)
  130  interrupted
Where several hold, the smallest of them.
"""


@click.command(epilog=EPILOG)
@options.stacks
@options.folder
@click.option("--file", type=click.File(encoding="utf-8"), help="Read an export instead, `-` from stdin.")
@options.exclude_protected
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Save it for reprieve destroy --preview.")
@click.option(
    "--fail-on",
    type=click.Choice(list(GATES)),
    multiple=True,
    default=("final", "refused", "unchecked"),
    show_default=True,
    help="End with an exit code of its own where there is such an object; may be given several times.",
)
@options.as_json
@click.pass_context
def preview(
    context: click.Context,
    stacks: tuple[str, ...],
    folder: Path,
    file: IO[str] | None,
    save: Path | None,
    fail_on: tuple[str, ...],
    *,
    exclude_protected: bool,
    as_json: bool,
) -> None:
    """Tell what a destroy of stacks would do to every Secret, KmsKey and ApiKey.

    The state is read as pulumi does it, with its backend, passphrase and project; the objects are looked at in their
    clouds, and nothing is changed. Several stacks are taken to be destroyed in the given order.
    """
    if file and stacks:
        raise click.UsageError("--file holds one stack: give either it or --stack")
    screen = Screen(as_json=as_json)
    try:
        read = [_read(file)] if file else read_stacks(Engine(folder), stacks, screen)
        forecasts = foretell(read, Accounts(screen), screen, exclude_protected=exclude_protected)
    except UnreadableState as error:
        screen.say(str(error))
        context.exit(options.UNREADABLE)
    except KeyboardInterrupt:
        screen.say("interrupted; nothing was changed")
        context.exit(options.INTERRUPTED)
    data = as_data(forecasts, exclude_protected=exclude_protected)
    if save:
        write(save, data)
    screen.result(data, lambda: as_page(forecasts))
    context.exit(gate(forecasts, fail_on))


def write(path: Path, data: object) -> None:
    """Save a preview."""
    try:
        path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error


def gate(forecasts: Sequence[StackForecast], names: Sequence[str]) -> int:
    """Return the exit code for a pipeline."""
    found = {one.outcome for forecast in forecasts for one in forecast.objects}
    return next((code for name, (code, outcomes) in GATES.items() if name in names and found & outcomes), 0)


def _read(file: IO[str]) -> Stack:
    try:
        return read_file(file.read())
    except (UnicodeDecodeError, UnreadableState) as error:
        said = "it is no text in UTF-8" if isinstance(error, UnicodeDecodeError) else error
        raise UnreadableState(f"reading {file.name}: {said}") from error
