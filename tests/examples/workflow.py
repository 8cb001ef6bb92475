"""A GitHub Actions workflow, run here: the shell steps of a job, in order, each job in a checkout of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.engine.harness import SECONDS_PER_COMMAND

EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
NEEDS_NO_SUCCESS = "always()"
# bash as GitHub starts it for `shell: bash`
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
STUBS = {
    "pip": 'echo "pip $*"\n',
    "gh": 'test -n "$GH_TOKEN"\necho "gh $1 $2 $3 $4" >> "$POSTED"\ncat "$5" >> "$POSTED"\n',
}
"""What would leave the machine: what it is asked is written down."""


@dataclass(frozen=True)
class Ran:
    """How a step ended."""

    name: str
    returncode: int
    output: str


@dataclass(frozen=True)
class Workflow:
    """A workflow in an example's folder; `environment` is the runner's, `work` where jobs run."""

    folder: Path
    work: Path
    environment: Mapping[str, str]

    @property
    def described(self) -> dict[str, Any]:
        """The workflow as it is written."""
        (file,) = (self.folder / ".github" / "workflows").iterdir()
        return dict(yaml.safe_load(file.read_text()))

    @property
    def posted(self) -> str:
        """All that was posted, with the command that did it."""
        file = self.work / "posted"
        return file.read_text() if file.exists() else ""

    @property
    def summary(self) -> str:
        """What the jobs wrote for their page."""
        return (self.work / "summary").read_text()

    def run(self, event: Mapping[str, str], *, changed: Mapping[str, str] | None = None) -> list[Ran]:
        """Run the one job that an event starts, in a fresh checkout; `changed` are texts to replace in the program."""
        (job,) = (job for job in self.described["jobs"].values() if event[job["if"]] == "true")
        checkout = self._check_out(changed or {})
        ran: list[Ran] = []
        for step in job["steps"]:
            failed = any(one.returncode for one in ran)
            if "run" in step and (not failed or step.get("if") == NEEDS_NO_SUCCESS):
                ran.append(self._step(step, checkout, event))
        return ran

    def _check_out(self, changed: Mapping[str, str]) -> Path:
        number = len(list(self.work.glob("checkout-*")))
        checkout = shutil.copytree(self.folder, self.work / f"checkout-{number}")
        program = checkout / "Pulumi.yaml"
        for before, after in changed.items():
            assert before in program.read_text(), before
            program.write_text(program.read_text().replace(before, after))
        return checkout

    def _step(self, step: Mapping[str, Any], checkout: Path, event: Mapping[str, str]) -> Ran:
        declared = self.described["env"] | step.get("env", {})
        given = {name: EXPRESSION.sub(lambda found: event[found[1]], text) for name, text in declared.items()}
        environment = {
            **self.environment,
            **given,
            "PATH": os.pathsep.join([str(self._stubs()), self.environment["PATH"]]),
            "GITHUB_STEP_SUMMARY": str(self.work / "summary"),
            "POSTED": str(self.work / "posted"),
        }
        process = subprocess.run(
            [*SHELL, "-c", step["run"]],
            cwd=checkout,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS_PER_COMMAND,
            check=False,
        )
        return Ran(step["name"], process.returncode, process.stdout)

    def _stubs(self) -> Path:
        folder = self.work / "bin"
        folder.mkdir(exist_ok=True)
        for name, script in STUBS.items():
            (folder / name).write_text(f"#!/bin/sh\nset -e\n{script}")
            (folder / name).chmod(0o755)
        return folder
