from __future__ import annotations

from tests.engine.conftest import engine, engine_home, stack

__all__ = ["engine", "engine_home", "stack"]
