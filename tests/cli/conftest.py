from __future__ import annotations

from tests.engine.conftest import cloud, engine, engine_home, stack, tencentcloud
from tests.provider.conftest import stage

__all__ = ["cloud", "engine", "engine_home", "stack", "stage", "tencentcloud"]
