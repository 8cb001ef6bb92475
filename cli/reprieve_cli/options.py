"""The options that the commands over stacks have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

WRONG_USAGE, UNREADABLE = 2, 3
"""Exit codes of every command: the command line is wrong (click's own), a stack or file cannot be read."""


def stacks(command: Command) -> Command:
    """Add `--stack`, as often as there are stacks; none is the selected one."""
    return click.option(
        "--stack",
        "-s",
        "stacks",
        multiple=True,
        metavar="STACK",
        help="A stack; several may be named. Default: the selected one.",
    )(command)


def folder(command: Command) -> Command:
    """Add `--cwd`."""
    return click.option(
        "--cwd",
        "-C",
        "folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        show_default="this one",
        help="The folder of the Pulumi project.",
    )(command)


def as_json(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, for programs.")(command)
