"""Build the plugin that needs no Python: a folder with its own interpreter, and the archive that users install.

Both are made once for each state of what they are made from, in a folder of the machine's cache, and are the same bytes
wherever the same interpreter and packages make them. The last line, the archive, alone goes to stdout.
"""

from __future__ import annotations

import gzip
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import time
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import BinaryIO

from packaging.utils import canonicalize_name

from reprieve.version import VERSION
from tools.build_engine import CannotBuildError
from tools.cache import cache_folder, key_of, provide, say
from tools.distributions import needed_by

REPOSITORY = Path(__file__).parents[1]
NAME = "pulumi-resource-reprieve"
FROZEN = REPOSITORY / "tools" / "frozen"
SOURCES = (
    "provider/reprieve/**/*.py",
    "schema.json",
    "requirements/dev.txt",
    "tools/build_plugin.py",
    "tools/frozen/*",
)
COLLECTED = ("reprieve.clouds", "reprieve.plugin")
"""Packages that are imported by name at run time, where no import statement shows them."""

STUBS = ("engine_pb2_grpc", "provider_pb2_grpc")
MACHINES = {"aarch64": "arm64", "x86_64": "amd64"}
SECONDS_UNUSED = 24 * 3600
EXECUTABLE = 0o100
LICENCES = ("LICENSE", "LICENCE", "NOTICE", "COPYING")


def provide_plugin() -> Path:
    """Return the cache's folder with `pulumi-resource-reprieve/`, the program, and its archive."""
    sources = [path for pattern in SOURCES for path in REPOSITORY.glob(pattern)]
    folder = provide(f"plugin-{sys.implementation.cache_tag}-{key_of(sources)}", build)
    os.utime(folder)
    for other in cache_folder().glob("plugin-*"):
        if other.is_dir() and time.time() - other.stat().st_mtime > SECONDS_UNUSED:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def program_in(folder: Path) -> Path:
    """Return the program of a built plugin."""
    return folder / NAME / (f"{NAME}.exe" if sys.platform == "win32" else NAME)


def archive_in(folder: Path) -> Path:
    """Return the archive of a built plugin."""
    return folder / archive_name()


def archive_name() -> str:
    """Return the name by which Pulumi looks for this version on this platform, in Go's words."""
    machine = platform.machine().lower()
    system = "windows" if sys.platform == "win32" else sys.platform
    return f"{NAME}-v{VERSION}-{system}-{MACHINES.get(machine, machine)}.tar.gz"


def build(folder: Path) -> None:
    """Make the program and its archive."""
    say("building the plugin that needs no Python, less than a minute, once for each change")
    started = time.monotonic()
    freeze(folder)
    add_licences(folder / NAME / "licenses")
    with archive_in(folder).open("wb") as archive:
        pack(folder / NAME, archive)
    say(f"built in {time.monotonic() - started:.0f} s")


def freeze(folder: Path) -> None:
    """Put interpreter, packages and plugin into `folder/pulumi-resource-reprieve` with PyInstaller."""
    work = folder / "work"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--distpath", str(folder), "--workpath", str(work), str(FROZEN / "plugin.spec")]
    # the order of sets would be in what PyInstaller writes
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    reply = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    if reply.returncode != 0:
        raise CannotBuildError(f"the plugin was not built by PyInstaller:\n{reply.stderr.strip()[-2000:]}")
    shutil.rmtree(work)


def packed() -> set[str]:
    """Name the distributions that are in the plugin; of pulumi only the generated stubs are loaded."""
    return set(needed_by("reprieve", but_not_by={"pulumi"}))


def left_out() -> list[str]:
    """List the installed modules that the plugin never loads: the tests' and tools', and Pulumi's but for its stubs."""
    needed = packed()
    installed = packages_distributions().items()
    others = [module for module, names in installed if needed.isdisjoint(map(canonicalize_name, names))]
    others += [*siblings("pulumi", "runtime"), *siblings("pulumi.runtime", "proto")]
    return sorted(module for module in others if re.fullmatch(r"[\w.]+", module))


def add_licences(folder: Path) -> None:
    """Lay the licences of all that is packed beside the program, and a list of them: many ask for that."""
    folder.mkdir()
    of_python = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")  # some distributions of Python leave it out
    text = of_python.read_text(encoding="utf-8") if of_python.exists() else "https://docs.python.org/3/license.html\n"
    (folder / "python.txt").write_text(text, encoding="utf-8")
    lines = [f"python {platform.python_version()}: PSF-2.0\n"]
    for name in sorted(packed()):
        found = distribution(name)
        licence = found.metadata["License-Expression"] or found.metadata["License"] or "see its page"
        lines.append(f"{name} {found.version}: {licence.splitlines()[0]}\n")
        for file in found.files or []:
            if file.name.startswith(LICENCES):
                shutil.copy(file.locate(), folder / f"{name}-{file.name}")
    (folder / "README.txt").write_text("".join(lines))


def siblings(package: str, kept: str) -> list[str]:
    """List the modules of a package but for the one that is kept, without importing the package."""
    top, *below = package.split(".")
    spec = find_spec(top)
    folders = [str(Path(found, *below)) for found in (spec and spec.submodule_search_locations) or ()]
    return [f"{package}.{module.name}" for module in iter_modules(folders) if module.name != kept]


def pack(folder: Path, archive: BinaryIO) -> None:
    """Write a folder's content as tar.gz: in one order, of no owner, and of no time."""
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=archive, mtime=0) as stream,
        tarfile.open(mode="w", fileobj=stream) as entries,
    ):
        for path in sorted(folder.rglob("*")):
            entries.add(path, str(path.relative_to(folder)), recursive=False, filter=anonymous)


def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Take time and owner out of an entry, and leave of its rights only whether it can be run."""
    entry.mtime = entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() or entry.mode & EXECUTABLE else 0o644
    return entry


def main() -> int:
    """Print where the archive is."""
    try:
        print(archive_in(provide_plugin()))
    except CannotBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
