from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accounts import Account
from tests.engine.cloud_side import CloudSide
from tests.engine.harness import Stack
from tools.build_engine import provide_engine

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control


@pytest.fixture(scope="session")
def engine() -> Path:
    """The folder of the CLI and its language hosts."""
    return provide_engine()


@pytest.fixture(scope="session")
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder without accounts, profiles or plugins."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def stack(engine: Path, engine_home: Path, tmp_path: Path) -> Stack:
    """An empty stack of its own."""
    return Stack(engine, engine_home, tmp_path / "program")


@pytest.fixture
def tencentcloud(stack: Stack, emulator: Control, account: Account) -> Stack:
    """An empty stack whose default provider works in an account of its own; credentials come from the environment."""
    stack.configure(cloud="tencentcloud", region="ap-guangzhou", endpoint=emulator.url)
    stack.environment.update(account.environment)
    return stack


@pytest.fixture
def cloud(emulator: Control, account: Account) -> CloudSide:
    """The account of `tencentcloud`, from the cloud's side."""
    return CloudSide(emulator, account)


@pytest.fixture
def other(emulator: Control) -> Account:
    """An account of Alibaba Cloud."""
    return Account.of(emulator.add_account("shop", cloud="alicloud"))


@pytest.fixture
def alicloud(stack: Stack, emulator: Control, other: Account) -> Stack:
    """An empty stack whose default provider works on Alibaba Cloud; credentials come from the environment."""
    stack.configure(cloud="alicloud", region="cn-hangzhou", endpoint=emulator.url)
    stack.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = other.access_key
    stack.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = other.secret_key
    return stack
