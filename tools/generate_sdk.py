"""Write the SDKs in `sdk/` from schema.json, whole: a file that is no longer generated goes.

The languages are given as arguments; without any, all that are shipped. The versions of what an SDK needs are pinned
beside it, as its language has it, by `make lock`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.build_engine import CannotBuildError, provide_sdk_generator

REPOSITORY = Path(__file__).parents[1]
LANGUAGES = ("python", "nodejs", "go")
PINS = frozenset({"package-lock.json", "go.mod", "go.sum"})
BUILT = frozenset({"node_modules", "bin", "__pycache__", "pulumi_reprieve.egg-info"})


def generate(language: str, folder: Path) -> None:
    """Write one language's SDK into `folder`; what it holds already goes, but for its pinned versions and builds."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in PINS | BUILT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    program = provide_sdk_generator()
    subprocess.run([program, language, str(REPOSITORY / "schema.json"), str(folder)], check=True)


def main(languages: list[str]) -> int:
    """Write the SDKs and say where."""
    try:
        for language in languages or LANGUAGES:
            folder = REPOSITORY / "sdk" / language
            generate(language, folder)
            print(f"wrote {folder.relative_to(REPOSITORY)}")
    except (CannotBuildError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
