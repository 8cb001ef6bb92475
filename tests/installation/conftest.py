from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.conftest import alicloud, cloud, engine, engine_home, other, stack, tencentcloud
from tools.release import release

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["alicloud", "cloud", "engine", "engine_home", "other", "stack", "tencentcloud"]


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that `make release` builds."""
    folder = tmp_path_factory.mktemp("released") / "dist"
    release(folder)
    return folder
