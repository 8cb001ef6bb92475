"""A dynamic key's and an API key's whole life through the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

KEY = """
import pulumi
from reprieve.dynamic import KeySpec, KmsKey

key = KmsKey("key", alias="shop-key", key_spec=KeySpec.SYMMETRIC_DEFAULT, recovery_window_in_days=10)
pulumi.export("key", key.id)
"""
API_KEY = """
import pulumi
from reprieve.dynamic import ApiKey

key = ApiKey("key", name="shop")
pulumi.export("secret", key.access_key_secret)
"""


def test_a_deleted_key_is_restored_by_the_next_up(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(KEY)

    tencentcloud.up()
    made = tencentcloud.outputs()["key"]
    again = tencentcloud.up()
    tencentcloud.destroy()
    scheduled = cloud.requests("ScheduleKeyDeletion")
    tencentcloud.up()

    assert [step.operation for step in again.steps] == ["same"]
    assert [request["parameters"]["PendingWindowInDays"] for request in scheduled] == [10]
    assert tencentcloud.outputs()["key"] == made


def test_an_api_keys_generated_secret_is_a_secret_output(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(API_KEY)

    tencentcloud.up()
    generated = tencentcloud.outputs()["secret"]
    again = tencentcloud.up()
    stored = "".join(path.read_text() for path in tencentcloud.state.rglob("*.json"))
    tencentcloud.destroy()

    assert generated
    assert generated not in stored
    assert [step.operation for step in again.steps] == ["same"]
    assert cloud.calls[-1] == "DeleteApiKey"
