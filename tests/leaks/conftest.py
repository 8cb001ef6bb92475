from __future__ import annotations

from tests.engine.conftest import cloud, engine, engine_home, stack, tencentcloud

__all__ = ["cloud", "engine", "engine_home", "stack", "tencentcloud"]
