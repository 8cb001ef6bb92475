"""Provide the real Pulumi engine: a folder with `pulumi` and the language hosts for YAML and Python programs.

A suitable `pulumi` on PATH is used as it is. Else all is built from the Go modules pinned in `tools/engine/`, once per
machine, into `$REPRIEVE_ENGINE_CACHE` or `~/.cache/reprieve`, in a folder named after what is built from.
Progress goes to stderr; the last line, the folder, alone goes to stdout.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MODULES = Path(__file__).parent / "engine"
OLDEST_USABLE = (3, 200, 0)
PROGRAMS = ("pulumi", "pulumi-language-yaml", "pulumi-language-python", "pulumi-language-python-exec")

CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
VERSION_VARIABLE = f"{SDK_MODULE}/go/common/version.Version"
YAML_HOST_PACKAGE = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
PYTHON_HOST_PACKAGE = f"{SDK_MODULE}/python/cmd/pulumi-language-python"
SDK_FILES = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")


class CannotBuildError(Exception):
    """The machine lacks something, or a build failed; the message says what to do."""


def provide_engine() -> Path:
    """Return a folder with the CLI and its language hosts, building them if this machine has none."""
    return find_engine_on_path() or provide(f"engine-{key_of('*/go.*')}", build_engine)


def provide_sdk_generator() -> Path:
    """Return the program that writes SDKs from schema.json, building it if this machine has none."""
    return provide(f"sdkgen-{key_of('cli/**/*')}", build_sdk_generator) / "sdkgen"


def find_engine_on_path() -> Path | None:
    """Return the folder of a `pulumi` on PATH that is new enough and has its language hosts beside it."""
    pulumi = shutil.which("pulumi")
    if pulumi is None or any(shutil.which(program) is None for program in PROGRAMS):
        return None
    reply = subprocess.run([pulumi, "version"], capture_output=True, text=True, check=False)
    version = re.match(r"v?(\d+)\.(\d+)\.(\d+)", reply.stdout)
    if version is None or tuple(map(int, version.groups())) < OLDEST_USABLE:
        return None
    return Path(pulumi).parent


def key_of(pattern: str) -> str:
    """Hash the files in `tools/engine/` that decide what is built: the pinned versions, the generator's source."""
    digest = hashlib.sha256()
    for path in sorted(MODULES.glob(pattern)):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def cache_folder() -> Path:
    """Return where builds are kept for every checkout on this machine."""
    named = os.environ.get("REPRIEVE_ENGINE_CACHE")
    caches = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(named or f"{caches}/reprieve").expanduser()


def provide(name: str, build: Callable[[Path], None]) -> Path:
    """Return the folder `name` of the cache; only one process builds it, and it appears when it is complete."""
    folder = cache_folder() / name
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_suffix(".lock")):
        if not folder.is_dir():
            unfinished = Path(tempfile.mkdtemp(prefix=f"{name}-unfinished-", dir=folder.parent))
            try:
                build(unfinished)
                unfinished.chmod(0o755)
                unfinished.rename(folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock between processes, saying so when another one is building."""
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another process is building the same: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_engine(folder: Path) -> None:
    """Build the CLI and the hosts, and copy the scripts that they expect beside them."""
    version = ask_go("cli", "{{.Version}}", SDK_MODULE)
    say(f"building the Pulumi CLI {version} and its language hosts, about 5 minutes, once per machine")
    started = time.monotonic()
    build_package("cli", CLI_PACKAGE, folder / "pulumi", f"-X {VERSION_VARIABLE}={version}")
    build_package("yaml", YAML_HOST_PACKAGE, folder / "pulumi-language-yaml")
    build_package("python", PYTHON_HOST_PACKAGE, folder / "pulumi-language-python")
    for name in SDK_FILES:
        copied = shutil.copyfile(Path(ask_go("cli", "{{.Dir}}", SDK_MODULE), name), folder / Path(name).name)
        copied.chmod(0o755)
    say(f"built in {time.monotonic() - started:.0f} s")


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


def say(line: str) -> None:
    """Tell whoever waits, without getting into what a caller reads from stdout."""
    print(line, file=sys.stderr, flush=True)


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
