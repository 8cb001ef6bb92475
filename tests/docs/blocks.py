"""The pages as Markdown: their code blocks with what is said of them, their headings and their links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
NOTE = re.compile(r"<!-- (?P<kind>not run|run by|file): (?P<text>.+?) -->")


@dataclass(frozen=True)
class Block:
    """One code block; `note` is what the comment right above it says, as (kind, text)."""

    page: Path
    line: int
    language: str
    text: str
    note: tuple[str, str] = ("", "")

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def is_left_to_this_test(self) -> bool:
        """Whether no note sends the block elsewhere."""
        return self.note[0] in {"", "file"}


def pages() -> list[Path]:
    """List what users read: the pages at the top, all of docs/, every example's page."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    return [*top, *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "examples").glob("*/README.md"))]


@cache
def tokens(page: Path) -> list[Token]:
    """Parse a page, without the front matter that a registry's pages have."""
    text = re.sub(r"\A---\n.*?\n---\n", lambda head: "\n" * head[0].count("\n"), page.read_text(), flags=re.DOTALL)
    return MarkdownIt("commonmark").enable("table").parse(text)


def blocks(page: Path) -> list[Block]:
    """List the code blocks of a page."""
    return list(_blocks(page))


def _blocks(page: Path) -> Iterator[Block]:
    note = ("", "")
    for token in tokens(page):
        if token.type in {"fence", "code_block"}:
            yield Block(page, (token.map or [0])[0] + 1, token.info.strip(), token.content, note)
        said = NOTE.search(token.content) if token.type == "html_block" else None
        note = (said["kind"], said["text"]) if said else ("", "")


ALL = [block for page in pages() for block in blocks(page)]


def of(*languages: str) -> list[Block]:
    """List the blocks of some languages that are run here."""
    return [block for block in ALL if block.language in languages and block.is_left_to_this_test]


def anchors(page: Path) -> set[str]:
    """List the anchors of a page, as GitHub names them after the headings."""
    parsed = tokens(page)
    headings = [inline.content for opened, inline in pairwise(parsed) if opened.type == "heading_open"]
    found: set[str] = set()
    for heading in headings:
        slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        found.add(slug if slug not in found else f"{slug}-1")
    return found


def links(page: Path) -> list[str]:
    """List where the page's links and pictures lead."""
    inline = (child for token in tokens(page) for child in token.children or [])
    found = (child.attrs.get("href") or child.attrs.get("src") for child in inline)
    return [str(link) for link in found if link]
