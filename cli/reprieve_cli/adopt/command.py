"""`reprieve adopt`: read a state, write what adopts it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import click

from reprieve_cli.adopt.adoption import Adoption
from reprieve_cli.adopt.adoption import adopt as decide
from reprieve_cli.adopt.import_file import import_file
from reprieve_cli.adopt.page import as_data, as_page, summary
from reprieve_cli.adopt.pulumi import read_export
from reprieve_cli.adopt.state import State, UnreadableState
from reprieve_cli.adopt.steps import IMPORT_FILE
from reprieve_cli.adopt.terraform import read_raw, read_shown

SOME_LEFT, UNREADABLE = 1, 3
RAW_VERSION = 4
"""The version of Terraform's state file, since 0.12."""

EPILOG = """\b
Exit codes:
  0  everything of the known types can be adopted
  1  something of the known types is left alone; the page says what and why
  2  the command line is wrong
  3  the file is no state that this command reads
"""


@click.command(epilog=EPILOG)
@click.argument("state", type=click.File(encoding="utf-8"))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write import.json, adopting.md and adopting.json into this folder, over those of an earlier run.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of the page.")
@click.pass_context
def adopt(context: click.Context, state: IO[str], out: Path | None, *, as_json: bool) -> None:
    """Prepare the adoption of secrets and keys that other providers made.

    STATE is the output of `pulumi stack export`, of `terraform state pull` or of `terraform show -json`; `-` reads it
    from stdin. Resources of the tencentcloud and alicloud providers are looked at, all others are counted. Written are
    the file for `pulumi import --file` and a page with the deletion options as they were, hidden defaults included,
    and the steps in order. No cloud is called, and no value of a secret is written.
    """
    try:
        adoption = decide(read_state(_text_of(state)))
    except UnreadableState as error:
        click.echo(f"reading {state.name}: {error}", err=True)
        context.exit(UNREADABLE)
    data = json.dumps(as_data(adoption), indent=2)
    if out:
        _write(out, adoption, data)
    if as_json:
        click.echo(data)
    else:
        click.echo(f"{summary(adoption)}; see {out / 'adopting.md'}" if out else as_page(adoption), nl=bool(out))
    context.exit(SOME_LEFT if adoption.left else 0)


def _text_of(state: IO[str]) -> str:
    try:
        return state.read()
    except UnicodeDecodeError as error:
        raise UnreadableState("it is no text in UTF-8") from error


def read_state(text: str) -> State:
    """Read any of the three forms, told apart by their keys."""
    try:
        state: object = json.loads(text)
    except ValueError as error:
        raise UnreadableState("it is not JSON") from error
    if not isinstance(state, Mapping):
        raise UnreadableState("it is JSON, but no object")
    try:
        return _read(state)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableState(f"it is damaged: {type(error).__name__} on the way") from error


def _read(state: Mapping[str, Any]) -> State:
    if "deployment" in state:
        return read_export(state)
    if "format_version" in state:
        return read_shown(state)
    if state.get("version") == RAW_VERSION:
        return read_raw(state)
    raise UnreadableState(
        "it is none of: pulumi stack export, terraform show -json, a Terraform state file of version 4"
    )


def _write(folder: Path, adoption: Adoption, data: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        IMPORT_FILE: json.dumps(import_file(adoption), indent=2) + "\n",
        "adopting.md": as_page(adoption),
        "adopting.json": data + "\n",
    }
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
