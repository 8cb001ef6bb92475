"""The pages, and what of them is generated: all between `<!-- generated: NAME -->` and `<!-- end of NAME -->`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tools.docs import command, configuration, diagrams, errors, functions, policies, resources, rights, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
GENERATED = re.compile(r"(<!-- generated: (?P<name>[\w ]+) -->\n).*?(<!-- end of (?P=name) -->)", re.DOTALL)

PARTS: Mapping[str, Callable[[], str]] = {
    **resources.PARTS,
    **functions.PARTS,
    **configuration.PARTS,
    **errors.PARTS,
    **rules.PARTS,
    **diagrams.PARTS,
    **command.PARTS,
    **policies.PARTS,
    **rights.PARTS,
}
"""What makes each part, by its name on the pages."""


def pages() -> Iterator[Path]:
    """Yield every page: the README and all of docs/."""
    yield ROOT / "README.md"
    yield from sorted((ROOT / "docs").rglob("*.md"))


def filled(text: str) -> str:
    """Return a page's text with its parts as they are now."""
    return GENERATED.sub(lambda part: f"{part[1]}\n{PARTS[part['name']]()}\n\n{part[3]}", text)
