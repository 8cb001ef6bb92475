"""What makes a shell complete the command: its options and subcommands, as the parser has them."""

import argparse
from collections.abc import Iterator

SHELLS = ("bash", "zsh", "fish")


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return the script; the shell reads it with `eval`, or from the folder of its completions."""
    options, commands = list(_options(parser)), list(_commands(parser))
    if shell == "bash":
        return f'complete -o default -W "{" ".join([*commands, *options])}" {parser.prog}'
    if shell == "zsh":
        return f"compdef '_arguments \"1:command:({' '.join(commands)})\" {' '.join(options)}' {parser.prog}"
    lines = [f"complete -c {parser.prog} -l {option.removeprefix('--')}" for option in options]
    return "\n".join([f'complete -c {parser.prog} -a "{" ".join(commands)}"', *lines])


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse lists them nowhere else
        yield from (option for option in action.option_strings if option.startswith("--"))


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - the same
        if not action.option_strings:
            yield from action.choices or ()
