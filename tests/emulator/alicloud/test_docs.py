"""The page on the emulator names tables of this cloud that exist, and what may be in them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from reprieve_emulator.clouds import make_world
from reprieve_emulator.store import KINDS

PAGE = (Path(__file__).parents[3] / "docs" / "emulator.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\|[^|]*\| `(alicloud_\w+)` with ([^;|]+)", PAGE, re.MULTILINE)


def test_the_page_names_tables_of_this_cloud() -> None:
    assert make_world().clouds.keys() == {"tencentcloud", "alicloud"}
    named = set(re.findall(r"`(alicloud_\w+)`", PAGE))
    assert named == {name for name in KINDS if name.startswith("alicloud_")} - {"alicloud_tags"}


@pytest.mark.parametrize(("table", "said"), ROWS, ids=[table for table, _ in ROWS])
def test_the_fields_of_a_planted_row_exist(table: str, said: str) -> None:
    known = {field.name for field in fields(KINDS[table])}  # type: ignore[arg-type] # its subclasses are dataclasses
    without_values = re.sub(r"\([^)]*\)", "", said).split(", its ")[0]
    assert set(re.findall(r"`(\w+)`", without_values)) <= known
