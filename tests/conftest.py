from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.control import Control
from tests.accounts import Account
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator


pytest_plugins = ["tests.crash.counted", "tests.property.counted"]


@pytest.fixture(scope="session")
def emulator_url() -> Iterator[str]:
    """The address of one emulator, a process of its own, for all tests of this worker."""
    with running_emulator() as ready:
        yield ready["url"]


@pytest.fixture
def emulator(emulator_url: str) -> Iterator[Control]:
    """The clouds, empty, with true time, documented rates and no trouble."""
    control = Control(emulator_url)
    yield control
    control.reset()


@pytest.fixture
def account(emulator: Control) -> Account:
    """An account of Tencent Cloud with one access key, all rights and nothing in it."""
    return Account.of(emulator.add_account("shop"))
