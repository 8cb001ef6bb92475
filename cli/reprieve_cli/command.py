"""The command: one subcommand for each piece of work."""

from __future__ import annotations

import click

from reprieve.version import VERSION
from reprieve_cli.adopt.command import adopt
from reprieve_cli.completion import completion
from reprieve_cli.destroy.command import destroy
from reprieve_cli.orphans.command import orphans
from reprieve_cli.pending.command import pending
from reprieve_cli.preview.command import preview
from reprieve_cli.report.command import report
from reprieve_cli.restore.command import restore

EPILOG = """\b
Exit codes:
  0  it is done
  2  the command line is wrong
Each command has more of its own; its --help lists them.
"""

versioned = click.version_option(VERSION, prog_name="reprieve")


@click.group(
    name="reprieve",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@versioned
def main() -> None:
    """Work with secrets and keys over whole states, stacks and accounts."""


for command in (adopt, completion, destroy, orphans, pending, preview, report, restore):
    main.add_command(versioned(command))
