"""Pin what sdk/nodejs and sdk/go need, and the programs written with them: lock files without a registry's address."""

from __future__ import annotations

import sys
from pathlib import Path

from reprieve import publishing
from tools.build_engine import SDK_MODULE, CannotBuildError, ask_go
from tools.build_sdks import GO, NODEJS, run
from tools.cache import say
from tools.generate_sdk import REPOSITORY

GO_PROGRAM = REPOSITORY / "examples" / "quickstart-go"
GO_MODULE = publishing.GO_IMPORT_PATH.rpartition("/")[0]


def pin_nodejs() -> None:
    """Write sdk/nodejs/package-lock.json; what is pinned stays as long as it fits, as in the other lock files."""
    unwanted = ["--omit-lockfile-registry-resolved", "--ignore-scripts", "--no-audit", "--no-fund"]
    run("npm", "install", "--package-lock-only", *unwanted, folder=NODEJS)


def pin_go(module: str, folder: Path) -> None:
    """Write go.mod and go.sum of a Go module; Pulumi's SDK is the one that the CLI is built with."""
    run("go", "mod", "edit", f"-module={module}", folder=folder)
    run("go", "get", f"{SDK_MODULE}@{ask_go('cli', '{{.Version}}', SDK_MODULE)}", folder=folder)
    run("go", "mod", "tidy", folder=folder)


def main() -> int:
    """Pin all of them."""
    try:
        pin_nodejs()
        pin_go(GO_MODULE, GO)
        pin_go(GO_PROGRAM.name, GO_PROGRAM)
    except CannotBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
