from __future__ import annotations

from typing import TYPE_CHECKING

from tests.engine.harness import REPOSITORY

if TYPE_CHECKING:
    from tests.engine.harness import Stack


def test_the_engine_accepts_schema_json(stack: Stack) -> None:
    checked = stack.run("schema", "check", str(REPOSITORY / "schema.json"))

    assert "warning" not in checked.text.lower()
