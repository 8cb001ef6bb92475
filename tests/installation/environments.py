"""Fresh Python environments: the wheels that were built, and of the tests' own only what these require."""

from __future__ import annotations

import subprocess
import sys
import venv
from importlib.metadata import distribution, distributions
from pathlib import Path
from typing import TYPE_CHECKING

from tools.distributions import needed_by, required

if TYPE_CHECKING:
    from collections.abc import Sequence

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")


def make_environment(folder: Path, wheels: Sequence[Path], *extras: str) -> Path:
    """Make an environment in which these wheels, with these extras, are installed, without asking any registry.

    What they require is linked from the environment of the tests, file by file; pip then says whether it suffices.
    """
    venv.create(folder, symlinks=True)
    pip = (*PIP, "--python", str(folder / "bin" / "python"))
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", *wheels], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    installed = list(distributions(path=[str(packages)]))
    # pip is in every environment that users make, and Pulumi asks it
    names = {"pip"} | {name for one in installed for name in required(one.requires or [], *extras)}
    for name in set(needed_by(*names)) - {one.name for one in installed}:
        link(name, packages)
    subprocess.run([*pip, "check"], check=True)
    return folder


def link(name: str, packages: Path) -> None:
    """Put an installed distribution's files into another environment; its programs are left out."""
    for file in distribution(name).files or []:
        if ".." in file.parts:
            continue
        place = packages / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(file.locate())
