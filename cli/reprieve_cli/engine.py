"""The `pulumi` command line, asked as the user would: its backend, passphrase and project are those of the environment.

What it prints with secrets in clear stays in this process's memory.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reprieve_cli.exports import UnreadableState


@dataclass(frozen=True)
class Engine:
    """The command line, run in a folder of a project; `backend` is another one than the environment's."""

    folder: Path
    backend: str | None = None

    def export(self, stack: str | None) -> dict[str, Any]:
        """Return the state of a stack (None: the selected one), decrypted with the stack's own secrets provider."""
        return dict(self._json("reading the state", stack, "stack", "export", "--show-secrets"))

    def encrypted_export(self, stack: str) -> dict[str, Any]:
        """Return the state of a stack with its secrets as they are stored."""
        return dict(self._json("reading the state", stack, "stack", "export"))

    def stacks(self, *, of_all_projects: bool) -> list[str]:
        """Return the whole names of the stacks of the backend, or of the folder's project in it."""
        listed = ("stack", "ls", "--json", "--fully-qualify-stack-names", *(("--all",) if of_all_projects else ()))
        return [str(one["name"]) for one in self._json("listing the stacks", None, *listed)]

    def config(self, stack: str | None) -> dict[str, str] | None:
        """Return the stack's configuration as texts, secrets in clear; None where there is no project to read it of."""
        try:
            found = self._json("reading the configuration", stack, "config", "--json", "--show-secrets")
        except UnreadableState:
            return None
        return {key: str(entry["value"]) for key, entry in found.items() if "value" in entry}

    def full_name(self, stack: str | None) -> str:
        """Return the whole name of a stack (None: of the selected one), with its project where the backend has one."""
        return self._run("asking for the name", stack, "stack", "--show-name", "--fully-qualify-stack-names").strip()

    def command(self, *arguments: str) -> list[str]:
        """Return a command line to run in the folder; raises `UnreadableState` where there is no `pulumi`."""
        pulumi = shutil.which("pulumi")
        if pulumi is None:
            raise UnreadableState("there is no pulumi on PATH; install it, or read an export with --file")
        return [pulumi, *arguments, "--non-interactive", "--color", "never"]

    def _json(self, what: str, stack: str | None, *arguments: str) -> Any:  # noqa: ANN401 - each has its own shape
        text = self._run(what, stack, *arguments)
        try:
            return json.loads(text)
        except ValueError as error:
            raise UnreadableState(f"{_attempt(what, stack)}: pulumi answered no JSON") from error

    def _run(self, what: str, stack: str | None, *arguments: str) -> str:
        named = ["--stack", stack] if stack else []
        ran = subprocess.run(  # noqa: S603 - pulumi, of the user's own PATH
            self.command(*arguments, *named),
            cwd=self.folder,
            env=os.environ | ({"PULUMI_BACKEND_URL": self.backend} if self.backend else {}),
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            raise UnreadableState(f"{_attempt(what, stack)}: pulumi said: {last_words(ran.stderr or ran.stdout)}")
        return ran.stdout


def _attempt(what: str, stack: str | None) -> str:
    return f"{what} of {stack}" if stack else what


def last_words(text: str) -> str:
    """Return the end of what pulumi said, in one line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "; ".join(line.removeprefix("error: ") for line in lines[-3:]) or "nothing"
