"""Build the SDKs for Node.js and Go from `sdk/`, with what programs need beside them, once per machine.

The Python SDK needs no such step: it is installed into `.venv` as it is.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.build_engine import CannotBuildError
from tools.cache import key_of, provide, say
from tools.generate_sdk import BUILT, REPOSITORY

NODEJS = REPOSITORY / "sdk" / "nodejs"
GO = REPOSITORY / "sdk" / "go"
NODE_PINS = ("package.json", "package-lock.json")
PUBLISHED_AS_THEY_ARE = ("package.json", "README.md")


def provide_node_packages() -> Path:
    """Return a `node_modules` with all that sdk/nodejs needs, as locked."""
    key = key_of(NODEJS / name for name in NODE_PINS)
    return provide(f"node-{key}", install_node_packages) / "node_modules"


def provide_node_sdk() -> Path:
    """Return the package `pulumi-reprieve` as it is published: compiled, with its types."""
    sources = [path for path in NODEJS.rglob("*") if not BUILT & set(path.relative_to(NODEJS).parts)]
    return provide(f"node-sdk-{key_of(sources)}", compile_node_sdk) / "bin"


def install_node_packages(folder: Path) -> None:
    """Run `npm ci`; no package's own script is run."""
    say("installing the Node.js packages of sdk/nodejs, once per machine")
    for name in NODE_PINS:
        shutil.copyfile(NODEJS / name, folder / name)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)


def compile_node_sdk(folder: Path) -> None:
    """Run `tsc` beside the packages, and lay what is published with it into `bin/`."""
    shutil.copytree(NODEJS, folder, ignore=shutil.ignore_patterns(*BUILT), dirs_exist_ok=True)
    (folder / "node_modules").symlink_to(provide_node_packages())
    run("npm", "run", "--silent", "build", folder=folder)
    for name in PUBLISHED_AS_THEY_ARE:
        shutil.copyfile(folder / name, folder / "bin" / name)


def give_node_packages(program: Path) -> None:
    """Lay into a Node.js program's folder what `npm install` would: the pinned packages, and the SDK."""
    modules = program / "node_modules"
    modules.mkdir()
    for package in provide_node_packages().iterdir():
        (modules / package.name).symlink_to(package)
    (modules / "pulumi-reprieve").symlink_to(provide_node_sdk())


def build_go_sdk() -> None:
    """Compile sdk/go into Go's own cache."""
    run("go", "build", "./...", folder=GO)


def run(program: str, *arguments: str, folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a tool of a language and return what it printed."""
    command = [program, *arguments]
    try:
        reply = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotBuildError(f"cannot build the sdks: no {program} on PATH; install Node.js 20 and Go 1.26") from None
    if reply.returncode != 0:
        said = (reply.stdout + reply.stderr).strip()[-2000:]
        raise CannotBuildError(f"{' '.join(command)} failed in {folder}:\n{said}")
    return reply.stdout


def main() -> int:
    """Build them, so that nothing waits for it later."""
    try:
        provide_node_sdk()
        build_go_sdk()
    except CannotBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
