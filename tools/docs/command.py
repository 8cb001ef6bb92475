"""What docs/command.md has of each command: how it is called, its options and exit codes, from the command itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from reprieve_cli.command import main
from tools.docs.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _part(name: str) -> str:
    """Return all that the help of a command tells in lists."""
    command = main.commands[name]
    group = click.Context(main, info_name="reprieve", **main.context_settings)
    context = click.Context(command, info_name=name, parent=group)
    usage = f"`{' '.join([context.command_path, *command.collect_usage_pieces(context)])}`"
    codes = table(["exit code", "means"], list(_exit_codes(command)))
    return "\n\n".join([usage, table(["option", "meaning"], list(_options(command, context))), codes])


def _options(command: click.Command, context: click.Context) -> Iterator[list[str]]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record and record[1] and not {"--help", "--version"} & set(parameter.opts):
            yield [f"`{record[0]}`", record[1]]


def _exit_codes(command: click.Command) -> Iterator[list[str]]:
    _, _, listed = (command.epilog or "").partition("Exit codes:")
    for code, meaning in re.findall(r"^  (\d+)  (.*(?:\n     .*)*)", listed, re.MULTILINE):
        yield [code, " ".join(meaning.split())]


PARTS: Mapping[str, Callable[[], str]] = {f"command {name}": partial(_part, name) for name in main.commands}
