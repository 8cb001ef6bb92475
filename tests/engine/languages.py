"""What a program in Node.js or Go finds on a user's machine: installed packages, a module cache, no network."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

from tools.build_sdks import GO, give_node_packages, run
from tools.pin_sdks import GO_MODULE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.harness import Stack


def prepare(stack: Stack) -> None:
    """Do for the program in a stack's folder what its language's package manager does."""
    stack.environment.update(prepared(stack.folder))


def prepared(folder: Path) -> dict[str, str]:
    """Do that for the program in any folder, and return what its commands need in their environment."""
    if (folder / "package.json").exists():
        give_node_packages(folder)
    if not (folder / "go.mod").exists():
        return {}
    run("go", "mod", "edit", f"-replace={GO_MODULE}={GO}", folder=folder)
    return go_environment()


def go_environment() -> dict[str, str]:
    """Return what lets the Go tool work away from the user's home, with what this machine has and nothing else."""
    asked = subprocess.run(["go", "env", "-json", "GOCACHE", "GOMODCACHE"], capture_output=True, check=True)
    return {**json.loads(asked.stdout), "GOFLAGS": "-mod=readonly", "GOPROXY": "off", "GOTOOLCHAIN": "local"}
