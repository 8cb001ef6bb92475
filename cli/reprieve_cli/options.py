"""The options that the commands over stacks have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from reprieve.config import CloudName, Site

Command = TypeVar("Command", bound=Callable[..., Any])

UNREADABLE, INTERRUPTED = 3, 130
"""Exit codes of every command: something cannot be read, Ctrl-C; click's own is 2, the command line is wrong."""


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


def exclude_protected(command: Command) -> Command:
    """Add `--exclude-protected`."""
    return click.option(
        "--exclude-protected", is_flag=True, help="As pulumi destroy: leave out what is protected, and what that needs."
    )(command)


def as_json(command: Command) -> Command:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout, for programs.")(command)


@dataclass(frozen=True)
class Where:
    """Where a command looks: in what stacks use, or in one account and region that the options name."""

    stacks: tuple[str, ...]
    folder: Path
    settings: Mapping[str, str]


def where(command: Command) -> Command:
    """Add what says where to look, which comes as one `Where`."""

    @wraps(command)
    def wrapped(*, stacks: tuple[str, ...], folder: Path, settings: Mapping[str, str], **rest: Any) -> None:  # noqa: ANN401 - click's own
        command(where=Where(stacks, folder, settings), **rest)

    return cast("Command", stacks(folder(place(wrapped))))


def place(command: Command) -> Command:
    """Add what names one account and region, which comes as `settings` of a provider; empty where none is named."""

    @wraps(command)
    def wrapped(**rest: Any) -> None:  # noqa: ANN401 - click's own
        settings = {name: given for name in _SETTINGS if (given := rest.pop(name)) is not None}
        if settings and "cloud" not in settings:
            raise click.UsageError(f"--{next(iter(settings))} needs --cloud beside it")
        command(settings=settings, **rest)

    added: Any = wrapped
    for name, (kind, metavar, said) in reversed(list(_SETTINGS.items())):
        added = click.option(f"--{name}", type=kind, metavar=metavar, help=said)(added)
    return cast("Command", added)


_SETTINGS: Mapping[str, tuple[click.Choice[str] | None, str | None, str]] = {
    "cloud": (
        click.Choice([str(cloud) for cloud in CloudName]),
        None,
        "Look in an account of this cloud, with the credentials of the environment; a --stack is `project/stack` then.",
    ),
    "region": (None, "REGION", "With --cloud: the region. Default: the environment's."),
    "site": (click.Choice([str(site) for site in Site]), None, "With --cloud: Tencent Cloud's site."),
    "endpoint": (None, "URL", "With --cloud: one address for all services."),
    "profile": (None, "NAME", "With --cloud: a profile of the vendor's credentials file."),
    "owner": (None, "OWNER", "With --cloud: the first part of the ownership marks, as the stacks' providers have it."),
}
