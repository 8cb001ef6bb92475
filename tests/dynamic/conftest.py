from __future__ import annotations

from tests.engine.conftest import alicloud, cloud, engine, engine_home, other, stack, tencentcloud

__all__ = ["alicloud", "cloud", "engine", "engine_home", "other", "stack", "tencentcloud"]
