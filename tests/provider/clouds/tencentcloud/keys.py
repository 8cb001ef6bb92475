"""Keys of KMS in a test: those of the cloud, planted ones, and runs of the provider at one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve.errors import CloudError, Refused
from reprieve.resources.kms_key import KMS_KEY
from tests.contract.runs import Run
from tests.provider.stage import REGION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.lifecycle.operation import Recorded
    from tests.provider.stage import Stage

SCAN = ["ssm:ListSecrets"] * 10 + ["kms:ListDataKeyDetail"]
"""What the first look at a key's users asks: five types of secrets, two kinds of encryption, the key's data keys."""


def begin(stage: Stage) -> Run:
    return Run.begin(stage.config(), KMS_KEY)


def keys(stage: Stage) -> dict[str, dict[str, Any]]:
    """The keys of the cloud, by their aliases."""
    return {row["alias"]: row for row in stage.emulator.objects("tencentcloud_kms_keys")}


def plant_key(stage: Stage, alias: str = "theirs", **fields: object) -> str:
    """Put a key there that nobody here made, and return its id."""
    key_id = f"{len(keys(stage)):08x}-0000-4000-8000-000000000000"
    whole = {"account": stage.account.id, "region": REGION, "key_id": key_id, "creator_uin": stage.account.id}
    made = {"create_time": 1_700_000_000, "material": "00" * 32}
    stage.emulator.plant("tencentcloud_kms_keys", alias=alias, **{**whole, **made, **fields})
    return key_id


def plant_secret(stage: Stage, name: str, key_id: str, **fields: object) -> None:
    """Put a secret there that a key encrypts."""
    whole = {"account": stage.account.id, "region": REGION, "name": name, "creator_uin": stage.account.id}
    stage.emulator.plant(
        "tencentcloud_ssm_secrets", **whole, kms_key_id=key_id, kms_key_type="CUSTOMER", create_time=1, **fields
    )


def kms(calls: Sequence[str]) -> list[str]:
    """Those of the calls that go to KMS and change something."""
    return [call for call in calls if call.startswith("kms:") and not call.startswith(("kms:List", "kms:Describe"))]


def refused(run: Run, recorded: Recorded) -> str:
    with pytest.raises((Refused, CloudError)) as caught:
        run.delete(recorded)
    return str(caught.value)
