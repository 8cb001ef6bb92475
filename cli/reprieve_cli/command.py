"""The command: one subcommand for each piece of work."""

from __future__ import annotations

import click

from reprieve.version import VERSION
from reprieve_cli.adopt.command import adopt
from reprieve_cli.destroy.command import destroy
from reprieve_cli.orphans.command import orphans
from reprieve_cli.pending.command import pending
from reprieve_cli.preview.command import preview
from reprieve_cli.report.command import report
from reprieve_cli.restore.command import restore


@click.group(name="reprieve", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="reprieve")
def main() -> None:
    """Work with secrets and keys over whole states and stacks."""


main.add_command(adopt)
main.add_command(destroy)
main.add_command(orphans)
main.add_command(pending)
main.add_command(preview)
main.add_command(report)
main.add_command(restore)
