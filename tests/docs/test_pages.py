"""The pages are fresh, hang together, and say how each of their code blocks is run."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.docs.blocks import ALL, ROOT, Block, anchors, links, of, pages
from tools.docs import diagrams
from tools.docs.pages import GENERATED, PARTS, filled

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = {"console", "yaml", "python", "typescript", "go", "json", "text", "terraform"}
PAGES = pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))


@PAGES
def test_the_generated_parts_of_a_page_are_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert text == filled(text), "stale: make docs"


def test_every_part_that_can_be_generated_stands_on_a_page() -> None:
    used = {part["name"] for page in pages() for part in GENERATED.finditer(page.read_text(encoding="utf-8"))}

    assert used == PARTS.keys()


def test_the_diagrams_are_what_the_rules_say() -> None:
    there = {path: path.read_text(encoding="utf-8") for path in diagrams.FOLDER.iterdir()}

    assert there == diagrams.files(), "stale: make docs"


@PAGES
def test_a_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme in {"https", "mailto"}, link
            assert parts.netloc or parts.path, link
            continue
        target = (page.parent / parts.path).resolve() if parts.path else page
        assert target.exists(), link
        assert not parts.fragment or parts.fragment in anchors(target), link


def test_the_messages_on_the_page_of_trouble_are_those_of_the_code() -> None:
    sources = [ast.parse(path.read_text()) for path in (ROOT / "provider").rglob("*.py")]
    literals = [
        node.value
        for tree in sources
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    rows = re.findall(r"^\| `(.+?)`", (ROOT / "docs" / "troubleshooting.md").read_text(), re.MULTILINE)
    parts = {part.strip(" ,;:") for row in rows for part in row.split("...") if part.strip(" ,;:")}

    assert len(rows) > 10
    assert {part for part in parts if not any(part in literal for literal in literals)} == set()


@pytest.mark.parametrize("block", ALL, ids=str)
def test_a_code_block_names_a_language_that_is_run(block: Block) -> None:
    assert block.language in LANGUAGES


@pytest.mark.parametrize("block", [block for block in ALL if block.note[0] == "run by"], ids=str)
def test_a_block_that_another_test_runs_names_one_that_exists(block: Block) -> None:
    path, _, name = block.note[1].partition("::")
    functions = [node for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)]

    assert name in {function.name for function in functions}


def test_programs_that_have_to_be_compiled_are_those_that_other_tests_run() -> None:
    run_elsewhere = {other.text for other in ALL if other.note[0] == "run by"}

    assert [str(block) for block in of("typescript", "go") if block.text not in run_elsewhere] == []


LEFT_OUT = {f"{block}: {block.note[1]}" for block in ALL if block.note[0] == "not run"}


def test_a_block_that_is_not_run_says_why() -> None:
    assert [block for block in LEFT_OUT if len(block.partition(": ")[2]) <= len("a reason")] == []


def test_few_blocks_are_not_run() -> None:
    assert len(LEFT_OUT) <= 8, LEFT_OUT
