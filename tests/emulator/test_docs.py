"""The page on the emulator names everything that it can be told."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from reprieve_emulator.clouds import make_world
from reprieve_emulator.control_api import routes
from reprieve_emulator.faults import Fault

PAGE = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text(encoding="utf-8")
OPTIONS = ("--port", "--host", "--allow-remote", "--database", "--switch")


@pytest.mark.parametrize("address", sorted({route.path for route in routes(make_world())}))
def test_an_address_of_the_control_api_is_documented(address: str) -> None:
    assert f"| `{address}` |" in PAGE


@pytest.mark.parametrize("name", [field.name for field in fields(Fault) if field.name != "id"])
def test_a_field_of_a_fault_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_is_documented(option: str) -> None:
    assert f"`{option}" in PAGE
