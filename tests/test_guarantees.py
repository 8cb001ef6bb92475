"""Every guarantee that the docs give names tests that show it, and those exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
GUARANTEES = re.findall(r"^\*\*(.+?)\*\*.*\n((?:- .+\n)*)", TEXT, re.MULTILINE)
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)


@cache
def functions_of(path: Path) -> frozenset[str]:
    return frozenset(
        node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)
    )


@pytest.mark.parametrize(("claim", "shown_by"), GUARANTEES, ids=[claim[:60] for claim, _ in GUARANTEES])
def test_a_guarantee_names_the_tests_that_show_it(claim: str, shown_by: str) -> None:
    lines = shown_by.splitlines()
    assert lines, claim
    assert all(re.fullmatch(r"- `tests/[\w/]+\.py::test_\w+`", line) for line in lines), claim


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_a_guarantee_names_exists(path: str, name: str) -> None:
    assert name in functions_of(ROOT / path)


def test_no_bold_sentence_is_passed_over() -> None:
    assert len(GUARANTEES) == len(re.findall(r"^\*\*", TEXT, re.MULTILINE)) > 0
