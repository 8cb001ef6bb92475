"""Every command that is installed: help with its exit codes, the version of everything, and completion in a shell."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from reprieve.version import VERSION
from reprieve_cli.command import main

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
PROGRAMS = sorted(
    name
    for project in (ROOT / "pyproject.toml", ROOT / "emulator" / "pyproject.toml")
    for name in tomllib.loads(project.read_text())["project"]["scripts"]
)
COMMANDS = [(program,) for program in PROGRAMS] + [("reprieve", name) for name in sorted(main.commands)]
EVERY = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
CODE = re.compile(r"(?:^|;)\s+(\d+)\s+(?=\w)", re.MULTILINE)


def run(*command: str) -> str:
    """Run a program to its end, which has to be a good one, and return what it printed; a subcommand runs in here."""
    if command[0] == "reprieve" and len(command) > 2:
        told = CliRunner().invoke(main, command[1:], prog_name="reprieve")
        assert (told.exit_code, told.stderr) == (0, "")
        return told.stdout
    result = subprocess.run(
        [str(BIN / command[0]), *command[1:]], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def bash(script: str) -> list[str]:
    """Run a script with these programs on PATH, and return the words that it printed."""
    result = subprocess.run(
        ["bash", "--norc", "-euc", f'PATH="{BIN}:$PATH"\n{script}'], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout.split()


@EVERY
def test_help_says_how_it_is_called_and_how_it_can_end(command: tuple[str, ...]) -> None:
    told = run(*command, "--help")
    _, _, codes = told.partition("xit codes:")

    assert told.lower().startswith(f"usage: {' '.join(command)} ")
    assert {"0"} < set(CODE.findall(codes))


@EVERY
def test_the_version_is_that_of_everything(command: tuple[str, ...]) -> None:
    assert run(*command, "--version").split()[-1] == VERSION


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_program_is_in_the_completion_of_every_shell(shell: str) -> None:
    scripts = run("reprieve", "completion", shell) + run("reprieve-emulator", "--completion", shell)

    assert {program for program in PROGRAMS if re.search(rf"\b{program}\b", scripts)} == set(PROGRAMS)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("rep", ["report"]),
        ("report --h", ["--html", "--help"]),
        ("completion f", ["fish"]),
        ("pending --cloud a", ["alicloud"]),
    ],
)
def test_bash_completes_commands_options_and_values(typed: str, completed: list[str]) -> None:
    words = ["reprieve", *typed.split()]
    found = bash(
        'eval "$(reprieve completion bash)"\n'
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}\n"
        "_reprieve_completion reprieve\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )

    assert found == completed


@pytest.mark.parametrize("program", [program for program in PROGRAMS if program != "reprieve"])
def test_bash_completes_the_options_of_the_other_programs(program: str) -> None:
    found = bash(
        'eval "$(reprieve completion bash)"; eval "$(reprieve-emulator --completion bash)"\n'
        f'compgen -W "$(complete -p {program} | sed -E "s/.*-W \'([^\']*)\'.*/\\1/")" -- --v'
    )

    assert found == ["--version"]


def test_an_address_that_is_taken_ends_the_emulator_with_a_message(emulator_url: str) -> None:
    port = emulator_url.rpartition(":")[2]

    result = subprocess.run(
        [str(BIN / "reprieve-emulator"), "--port", port], capture_output=True, text=True, check=False, timeout=60
    )

    assert result.returncode == 1
    assert result.stderr == f"reprieve-emulator cannot listen on 127.0.0.1:{port}: Address already in use\n"
