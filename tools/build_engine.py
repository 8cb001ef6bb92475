"""Provide the real Pulumi engine: a folder with `pulumi` and what runs YAML, Python, Node.js and Go programs.

A `pulumi` on PATH that is new enough is used with all that stands beside it there. What is missing is built from the
Go modules pinned in `tools/engine/`, each a piece of the cache of its own: a new host builds no CLI.
Progress goes to stderr; the last line, the folder, alone goes to stdout.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tools.cache import cache_folder, key_of, provide, say

MODULES = Path(__file__).parent / "engine"
OLDEST_USABLE = (3, 200, 0)

SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
VERSION_VARIABLE = f"{SDK_MODULE}/go/common/version.Version"
PACKAGES = {
    "cli": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    "yaml": "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    "python": f"{SDK_MODULE}/python/cmd/pulumi-language-python",
    "nodejs": f"{SDK_MODULE}/nodejs/cmd/pulumi-language-nodejs",
    "go": f"{SDK_MODULE}/go/pulumi-language-go",
}
"""What each module in `tools/engine/` builds."""

SCRIPTS = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")
"""Files of the SDK's module that run Python programs and dynamic providers as they are."""

PROGRAMS = tuple(path.rpartition("/")[2] for path in (*PACKAGES.values(), *SCRIPTS))


class CannotBuildError(Exception):
    """The machine lacks something, or a build failed; the message says what to do."""


def provide_engine() -> Path:
    """Return a folder with the CLI and its language hosts, building those that this machine lacks."""
    found = find_on_path()
    if len(found) == len(PROGRAMS):
        return found["pulumi"].parent
    return gather({name: found.get(name) or provide_program(name) for name in PROGRAMS})


def provide_sdk_generator() -> Path:
    """Return the program that writes SDKs from schema.json, building it if this machine has none."""
    return provide(f"sdkgen-{key_of(MODULES.glob('cli/**/*'))}", build_sdk_generator) / "sdkgen"


def find_on_path() -> dict[str, Path]:
    """Find `pulumi` on PATH, and of its companions those that are there; nothing where it is too old."""
    pulumi = shutil.which("pulumi")
    reply = subprocess.run([pulumi, "version"], capture_output=True, text=True, check=False).stdout if pulumi else ""
    version = re.match(r"v?(\d+)\.(\d+)\.(\d+)", reply)
    if version is None or tuple(map(int, version.groups())) < OLDEST_USABLE:
        return {}
    return {name: Path(path) for name in PROGRAMS if (path := shutil.which(name))}


def gather(programs: Mapping[str, Path]) -> Path:
    """Return a folder with these programs in it: the engine looks for its hosts beside itself."""

    def link(folder: Path) -> None:
        for name, path in programs.items():
            link_to = Path.hardlink_to if path.is_relative_to(cache_folder()) else Path.symlink_to
            link_to(folder / name, path)

    listed = "\n".join(f"{name} {path}" for name, path in sorted(programs.items()))
    return provide(f"engine-{hashlib.sha256(listed.encode()).hexdigest()[:12]}", link)


def provide_program(name: str) -> Path:
    """Return one program, building or copying it if this machine has none."""
    module = next((module for module, package in PACKAGES.items() if package.endswith(f"/{name}")), None)
    key = key_of(MODULES.glob(f"{module or 'cli'}/go.*"))
    if module is None:
        return provide(f"scripts-{key}", copy_scripts) / name
    return provide(f"{name}-{key}", lambda folder: build_program(module, folder / name)) / name


def build_program(module: str, program: Path) -> None:
    """Compile what a module of ours is for."""
    version = ask_go(module, "{{.Version}}", SDK_MODULE)
    how_long = "about 5 minutes" if module == "cli" else "less than a minute"
    say(f"building {program.name}, {how_long}, once per machine")
    started = time.monotonic()
    build_package(module, PACKAGES[module], program, f"-X {VERSION_VARIABLE}={version}")
    say(f"built in {time.monotonic() - started:.0f} s")


def copy_scripts(folder: Path) -> None:
    """Take what runs Python programs out of the module that the CLI is built with."""
    source = Path(ask_go("cli", "{{.Dir}}", SDK_MODULE))
    for path in SCRIPTS:
        copied = shutil.copyfile(source / path, folder / Path(path).name)
        copied.chmod(0o755)


def build_sdk_generator(folder: Path) -> None:
    """Build the program that writes SDKs; quick where the CLI was built before."""
    say("building the SDK generator, less than a minute where the Pulumi CLI was built, once per machine")
    started = time.monotonic()
    build_package("cli", "./sdkgen", folder / "sdkgen")
    say(f"built in {time.monotonic() - started:.0f} s")


def build_package(module: str, package: str, program: Path, linker_flags: str = "") -> None:
    """Compile one program of a module, stripped."""
    go(module, "build", "-buildvcs=false", "-ldflags", f"-s -w {linker_flags}", "-o", str(program), package)


def ask_go(module: str, template: str, dependency: str) -> str:
    """Return a fact about a dependency as pinned in a module."""
    go(module, "mod", "download", dependency)
    return go(module, "list", "-m", "-f", template, dependency)


def go(module: str, *arguments: str) -> str:
    """Run the Go tool in one of our modules and return what it says."""
    try:
        reply = subprocess.run(["go", *arguments], cwd=MODULES / module, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CannotBuildError(
            "cannot build the pulumi cli: no go on PATH; install Go 1.26 or newer, "
            "or a pulumi of at least 3.200.0 with its language hosts"
        ) from None
    if reply.returncode != 0:
        raise CannotBuildError(f"go {arguments[0]} failed in {MODULES / module}:\n{reply.stderr.strip()[-2000:]}")
    return reply.stdout.strip()


def main() -> int:
    """Print the engine's folder."""
    try:
        print(provide_engine())
    except CannotBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
