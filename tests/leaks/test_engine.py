"""At `-v=10` the engine prints what it sends to providers; every other line, file and command shows no value."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.engine.programs import untyped
from tests.leaks.needles import found

if TYPE_CHECKING:
    from tests.accounts import Account
    from tests.engine.harness import Stack

PLANTED: Final = "planted-at-ten-4c1b"
LOUDER: Final = ("--logtostderr", "-v=10", "--diff")
OF_THE_ENGINE: Final = "arshaling property for RPC["
COMMAND: Final = str(Path(sys.executable).with_name("reprieve"))
COMMANDS: Final = (
    ("preview", "--save", "plan.json", "--fail-on", "unchecked"),
    ("preview", "--json"),
    ("report", "--html", "report.html"),
    ("pending",),
)


def program(value: str) -> str:
    """Return a program with a value in a field that is secret, and in one that it hides itself."""
    hidden = f'pulumi.Output.secret("{value}")'
    return untyped(
        {
            "text": f'{{"name": "db-text", "secretString": "{value}"}}',
            "other": f'{{"name": "db-other", "secretString": {hidden}, "description": {hidden}}}',
        }
    )


def commands(stack: Stack) -> str:
    """Run the commands that look at the stack, and return all that they print."""
    told = ""
    for arguments in COMMANDS:
        run = subprocess.run(
            [COMMAND, *arguments],
            cwd=stack.folder,
            env=stack.environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert "Traceback" not in run.stderr
        told += run.stdout + run.stderr
    return told


def files(*folders: Path) -> str:
    """Return every file of the folders but the program, which has the value in clear."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return "".join(path.read_text(errors="replace") for path in paths if path.suffix not in {".py", ".pyc"})


def test_at_the_tenth_level_only_the_engines_own_marshalling_shows_a_value(
    tencentcloud: Stack, account: Account, engine_home: Path
) -> None:
    tencentcloud.environment |= {"REPRIEVE_AUDIT_LOG": str(tencentcloud.folder / "trail.jsonl"), "DEBUG": "sdk"}
    tencentcloud.write_python(program(PLANTED))
    runs = [tencentcloud.preview(*LOUDER), tencentcloud.up(*LOUDER)]
    tencentcloud.write_python(program(f"{PLANTED}-changed"))
    runs += [tencentcloud.up(*LOUDER), tencentcloud.refresh(*LOUDER)]
    told = commands(tencentcloud)
    runs.append(tencentcloud.destroy(*LOUDER))
    told += commands(tencentcloud)

    planted = [PLANTED, account.secret_key, account.access_key]
    lines = [line for run in runs for line in run.text.splitlines() if found(line, planted)]
    assert [line for line in lines if OF_THE_ENGINE not in line] == []
    assert lines
    assert "db-text" in told
    assert found(told, planted) == set()
    assert found(files(tencentcloud.folder, engine_home), planted) == set()
