"""Build all that is published, with checksums, into a folder: `python -m tools.release [FOLDER]`, else `dist/`.

The same sources give the same bytes wherever the same interpreter and packages build them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.build_engine import CannotBuildError
from tools.build_plugin import archive_in, provide_plugin
from tools.build_sdks import provide_node_sdk, run
from tools.cache import say

REPOSITORY = Path(__file__).parents[1]
CHECKSUMS = "SHA256SUMS"
WHEELS = (".", "emulator", "sdk/python")
IN_PLACE = (".", "emulator")
"""Projects whose build leaves nothing in their folder; the others are built from a copy."""

EPOCH = "1580601600"
"""The time of every file in a wheel, in seconds since 1970; the one that hatchling takes by itself."""


def release(folder: Path) -> list[Path]:
    """Build everything into `folder`, which is made new; return the files, the checksums last."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for project in WHEELS:
        say(f"building the wheel of {project}")
        build_wheel(project, folder)
    say("packing the package for Node.js")
    run("npm", "pack", "--silent", "--pack-destination", str(folder), folder=provide_node_sdk())
    shutil.copy(archive_in(provide_plugin()), folder)
    files = sorted(folder.iterdir())
    return [*files, write_checksums(files, folder / CHECKSUMS)]


def build_wheel(project: str, folder: Path) -> None:
    """Build one project's wheel with the installed build tools."""
    with TemporaryDirectory() as scratch:
        source = REPOSITORY / project
        if project not in IN_PLACE:
            source = shutil.copytree(source, Path(scratch, "source"))
        options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]
        command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(source)]
        environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH}
        reply = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if reply.returncode != 0:
        raise CannotBuildError(f"the wheel of {project} was not built:\n{reply.stderr.strip()[-2000:]}")


def write_checksums(files: list[Path], path: Path) -> Path:
    """Write what `sha256sum --check` reads."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    path.write_text("".join(lines))
    return path


def main(arguments: list[str]) -> int:
    """Build, and name what was built."""
    try:
        for path in release(Path(*arguments) if arguments else REPOSITORY / "dist"):
            print(path)
    except CannotBuildError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
