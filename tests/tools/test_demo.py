"""The demonstration, as `make demo` runs it."""

from __future__ import annotations

import subprocess
import sys

from tests.docs.blocks import ROOT, blocks
from tests.docs.session import missing

TEST = "test_the_demonstration_shows_what_the_readme_shows"


def test_the_demonstration_shows_what_the_readme_shows() -> None:
    (excerpt,) = (
        block.text
        for block in blocks(ROOT / "README.md")
        if block.language == "text" and block.note[1].endswith(f"::{TEST}")
    )

    demo = subprocess.run([sys.executable, "-m", "tools.demo"], capture_output=True, text=True, check=True, cwd=ROOT)

    assert missing(excerpt, demo.stdout) == []
    assert "\x1b" not in demo.stdout
