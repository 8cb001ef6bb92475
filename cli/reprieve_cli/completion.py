"""`reprieve completion`: what makes a shell complete the commands of this distribution."""

from __future__ import annotations

from typing import Final

import click
from click.shell_completion import get_completion_class

SHELLS: Final = ("bash", "zsh", "fish")
BESIDE: Final = ("pulumi-resource-reprieve", "reprieve-policy")
"""The programs that the engine starts; they take these options alone."""

OPTIONS: Final = ("help", "version")

EPILOG = """\b
Put it into the shell's own file, once:
  bash  reprieve completion bash >> ~/.bashrc
  zsh   reprieve completion zsh >> ~/.zshrc
  fish  reprieve completion fish > ~/.config/fish/completions/reprieve.fish
\b
Exit codes:
  0  the script is printed
  2  the command line is wrong
"""


@click.command(epilog=EPILOG)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes a SHELL complete reprieve and the programs beside it."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - click has all three
    click.echo(kind(context.find_root().command, {}, "reprieve", "_REPRIEVE_COMPLETE").source())
    click.echo(_beside(shell))


def _beside(shell: str) -> str:
    """Return the script for what has options only."""
    if shell == "bash":
        return f'complete -W "{" ".join(f"--{name}" for name in OPTIONS)}" {" ".join(BESIDE)}'
    if shell == "zsh":
        return f"compdef '_arguments {' '.join(f'--{name}' for name in OPTIONS)}' {' '.join(BESIDE)}"
    return "\n".join(f"complete -c {program} -f -l {name}" for program in BESIDE for name in OPTIONS)
