"""Every message of the lifecycle is said by a test: of each, the longest part that does not vary stands in one."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reprieve.lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[2]
MODULES = sorted(Path(reprieve.lifecycle.__path__[0]).glob("*.py"))
SHORTEST = 12
"""Characters; what is shorter is a word between others."""


def docstrings(tree: ast.Module) -> set[ast.expr]:
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    return {line.value for place in places for line in place.body if isinstance(line, ast.Expr)}


def texts(tree: ast.Module) -> Iterator[list[str]]:
    """Yield the fixed parts of every text that is no docstring."""
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {part for node in formatted for part in ast.walk(node)} | docstrings(tree)
    for node in ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [] if node in inside else [node]
        yield [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


@pytest.fixture(scope="module")
def said_by_tests() -> str:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("*.py")]
    return "\0".join(part for tree in trees for parts in texts(tree) for part in parts)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_every_message_is_said_by_a_test(module: Path, said_by_tests: str) -> None:
    fixed = [max(parts, key=len) for parts in texts(ast.parse(module.read_text(encoding="utf-8"))) if parts]
    messages = {part for part in fixed if len(part) >= SHORTEST and " " in part}
    assert {part for part in messages if part not in said_by_tests} == set()
