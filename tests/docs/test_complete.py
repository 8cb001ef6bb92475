"""Nothing that a user can meet is left undocumented: errors, variables, targets, examples, pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import ROOT, links, tokens
from tools.docs.errors import all_errors

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
EXAMPLES = [folder for folder in sorted((ROOT / "examples").iterdir()) if folder.is_dir() and folder.name != "demo"]
VARIABLE = re.compile(r"\bREPRIEVE_[A-Z_]+\b")


@pytest.mark.parametrize("name", [kind.__name__ for kind in all_errors()])
def test_every_error_has_a_section_that_says_what_to_do(name: str) -> None:
    sections = re.split(r"^## ", (DOCS / "errors.md").read_text(), flags=re.MULTILINE)
    (section,) = (section for section in sections if section.startswith(f"{name}\n"))

    assert "- **Do**: " in section


def test_every_variable_that_is_read_is_explained() -> None:
    sources = (path for folder in ("provider", "cli", "policy") for path in (ROOT / folder).rglob("*.py"))
    read = {name for path in sources for name in VARIABLE.findall(path.read_text())}

    assert read
    assert read <= set(VARIABLE.findall((DOCS / "configuration.md").read_text()))


def test_every_target_of_the_makefile_that_has_a_description_is_in_the_page_for_contributors() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"`make ([a-z]+)`", (ROOT / "CONTRIBUTING.md").read_text()))

    assert targets - {"help"} <= told


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_every_example_says_what_it_shows_and_is_linked_from_the_readme(folder: Path) -> None:
    assert f"examples/{folder.name}" in links(ROOT / "README.md")
    assert tokens(folder / "README.md")[0].tag == "h1"


def test_every_page_is_in_the_index() -> None:
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")} - {"README.md"}

    assert {page for page in pages if not page.startswith("decisions/")} <= set(links(DOCS / "README.md"))
