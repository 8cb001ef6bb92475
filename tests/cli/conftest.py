from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.shops import Shop
from tests.engine.conftest import alicloud, cloud, engine, engine_home, other, stack, tencentcloud
from tests.provider.conftest import stage

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

__all__ = ["alicloud", "cloud", "engine", "engine_home", "other", "stack", "stage", "tencentcloud"]


@pytest.fixture(params=["tencentcloud", "alicloud"])
def shop(request: pytest.FixtureRequest, emulator: Control, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An account of either cloud, empty."""
    return Shop.open(emulator, request.param, monkeypatch)


@pytest.fixture
def tencent_shop(emulator: Control, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """An account of Tencent Cloud, empty."""
    return Shop.open(emulator, "tencentcloud", monkeypatch)
