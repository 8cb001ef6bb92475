from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.clouds import make_world
from tests.emulator.calling import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve_emulator.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """One emulator in this process, without rates."""
    made = make_world()
    made.quotas.factor = None
    yield made
    made.store.close()


@pytest.fixture
def call(world: World) -> Caller:
    """The root user of the first ready account."""
    return Caller.of(world)
