from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.alicloud.calling import Caller

if TYPE_CHECKING:
    from reprieve_emulator.world import World


@pytest.fixture
def kms(world: World) -> Caller:
    """The root user of Alibaba Cloud's first ready account."""
    return Caller.of(world)


@pytest.fixture
def key_id(kms: Caller) -> str:
    """A key with its defaults."""
    key: str = kms("CreateKey")["KeyMetadata"]["KeyId"]
    return key


@pytest.fixture
def db(kms: Caller) -> str:
    """A secret with one version."""
    kms("CreateSecret", SecretName="db", VersionId="v1", SecretData="hush")
    return "db"
