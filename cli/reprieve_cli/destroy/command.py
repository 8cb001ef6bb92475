"""`reprieve destroy`: preview, agree, destroy, report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.text import Text

from reprieve_cli import options
from reprieve_cli.destroy.agreement import NotAgreed, agree
from reprieve_cli.destroy.record import Record, new_folder
from reprieve_cli.destroy.report import report_of
from reprieve_cli.destroy.run import Stopping
from reprieve_cli.destroy.teardown import Previewed, tear_down
from reprieve_cli.engine import Engine
from reprieve_cli.exports import UnreadableState
from reprieve_cli.preview.saved import differences, load
from reprieve_cli.screen import Screen

NOT_ALL, CHANGED, NOT_AGREED = 1, 8, 9

EPILOG = """\b
Exit codes:
  0    everything was deleted that was to be
  1    something was not deleted, or not as previewed; the report says what and why
  2    the command line is wrong
  3    a stack or a saved preview cannot be read
  8    the state or the cloud is not as previewed any more; nothing was destroyed
  9    not agreed to; nothing was destroyed
  130  interrupted; the report says how far it came, and the same command goes on from there
"""


@click.command(epilog=EPILOG)
@options.stacks
@options.folder
@click.option(
    "--preview",
    "saved",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A saved preview; stop if it is not true any more.",
)
@click.option("--yes", is_flag=True, help="Ask nothing; only with --preview.")
@options.exclude_protected
@click.option(
    "--continue-on-error/--stop-on-error",
    default=True,
    show_default=True,
    help="Go on with what does not need what failed, or stop at the first failure.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    help="A new folder for what is written of the run. Default: one in .reprieve, named by the time.",
)
@options.as_json
@click.pass_context
def destroy(
    context: click.Context,
    stacks: tuple[str, ...],
    folder: Path,
    saved: Path | None,
    record: Path | None,
    *,
    yes: bool,
    exclude_protected: bool,
    continue_on_error: bool,
    as_json: bool,
) -> None:
    """Destroy stacks with pulumi destroy, after showing what that does and asking for their names.

    The preview is that of reprieve preview. It is made again after the answer, and with --preview compared with the
    saved one: where the state or the cloud has changed, nothing is destroyed. Several stacks are destroyed in the
    given order. What is written of the run goes into a folder that reprieve report reads.
    """
    if yes and not saved:
        raise click.UsageError("--yes needs --preview: a preview that was saved with reprieve preview --save")
    screen = Screen(as_json=as_json)
    try:
        agreed = load(saved) if saved else None
        previewed = Previewed.of(Engine(folder), stacks, screen, exclude_protected=exclude_protected)
        if agreed:
            _stop_if_changed(context, differences(agreed, previewed.data), screen)
        if not yes:
            previewed.show()
            agree(previewed.names)
            again = previewed.again()
            _stop_if_changed(context, differences(previewed.data, again.data), screen)
            previewed = again
    except UnreadableState as error:
        screen.say(str(error))
        context.exit(options.UNREADABLE)
    except KeyboardInterrupt:
        screen.say("interrupted; nothing was destroyed")
        context.exit(options.INTERRUPTED)
    except NotAgreed as error:
        screen.say(f"{error}; nothing was destroyed")
        context.exit(NOT_AGREED)
    begun = _begun(record, folder, previewed.data)
    context.exit(_destroy(previewed, begun, continue_on_error=continue_on_error))


def _stop_if_changed(context: click.Context, found: list[str], screen: Screen) -> None:
    """End where a preview is not true any more."""
    if found:
        screen.say("nothing was destroyed: it is not as previewed any more", style="bold red")
        for line in found:
            screen.say(f"- {line}")
        if screen.as_json:
            screen.result({"notAsPreviewed": found}, Text)
        context.exit(CHANGED)


def _begun(named: Path | None, project: Path, data: dict[str, Any]) -> Record:
    try:
        return Record.begin(named or new_folder(project), data)
    except OSError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}; nothing was destroyed") from error


def _destroy(previewed: Previewed, record: Record, *, continue_on_error: bool) -> int:
    """Destroy, report, and return the exit code."""
    stopping = Stopping(previewed.screen)
    with stopping.heeded():
        ended = tear_down(previewed, record, stopping, go_on=continue_on_error)
    report_of(record, ended, previewed.screen)
    if stopping.asked:
        return options.INTERRUPTED
    return 0 if ended.whole else NOT_ALL
