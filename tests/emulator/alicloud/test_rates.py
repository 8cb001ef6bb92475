"""Groups of actions share one rate per account and region; what is over is throttled."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from reprieve_emulator.alicloud.services import SERVICES
from tests.emulator.alicloud.calling import Caller

THROTTLED = "429 Rejected.Throttling"


@pytest.fixture(autouse=True)
def documented_rates(kms: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rates as documented, in a second that does not pass."""
    monkeypatch.setattr("reprieve_emulator.quotas.time", SimpleNamespace(monotonic=lambda: 0.0))
    kms.world.quotas.factor = 1.0


def drain(kms: Caller, action: str, **parameters: object) -> int:
    """Ask until it is throttled; give how many requests got through."""
    for number in range(1000):
        if kms.code(action, **parameters) == THROTTLED:
            return number
    return 1000


def test_creation_and_deletion_of_secrets_share_ten(kms: Caller) -> None:
    for number in range(6):
        kms("CreateSecret", SecretName=f"s{number}", VersionId="v1", SecretData="x")
    assert drain(kms, "DeleteSecret", SecretName="none") == 4
    assert kms.code("CreateSecret", SecretName="s", VersionId="v1", SecretData="x") == THROTTLED
    assert kms.code("DescribeSecret", SecretName="s1") == "200 OK"


def test_reads_of_keys_aliases_and_tags_share_a_group_and_writes_another(kms: Caller, key_id: str) -> None:
    assert drain(kms, "DescribeKey", KeyId=key_id) == 50
    for action in ("ListKeys", "ListAliases"):
        assert kms.code(action) == THROTTLED
    assert kms.code("EnableKey", KeyId=key_id) == "200 OK"
    assert kms.code("ListResourceTags", KeyId=key_id) == "200 OK"


def test_accounts_and_regions_have_rates_of_their_own(kms: Caller) -> None:
    assert kms.code("DescribeAccountKmsStatus") == "200 OK"
    assert kms.code("DescribeAccountKmsStatus") == THROTTLED
    assert kms.code("OpenKmsService") == THROTTLED
    assert kms.code("DescribeAccountKmsStatus", RegionId="cn-beijing") == "200 OK"
    assert Caller.of(kms.world, "two").code("DescribeAccountKmsStatus") == "200 OK"


@pytest.mark.parametrize(("code", "status"), [("Throttling", 400), ("Throttling.User", 400)])
def test_the_gateway_has_throttle_codes_of_its_own(kms: Caller, code: str, status: int) -> None:
    kms.world.switches.set("alicloud_throttle_code", code)
    kms("DescribeAccountKmsStatus")
    assert kms.code("DescribeAccountKmsStatus") == f"{status} {code}"


@pytest.mark.parametrize("code", ["Rejected.Throttling", "Throttling"])
def test_a_throttle_answer_may_say_how_long_to_wait(kms: Caller, code: str) -> None:
    kms.world.switches.set("alicloud_throttle_code", code)
    kms("DescribeAccountKmsStatus")
    assert "x-acs-retry-after" not in kms.send("DescribeAccountKmsStatus", {}).headers
    kms.world.switches.set("alicloud_retry_after_milliseconds", "1500")
    assert kms.send("DescribeAccountKmsStatus", {}).headers["x-acs-retry-after"] == "1500"


@pytest.mark.parametrize(
    ("action", "rate"),
    [
        ("CreateKey", 10),
        ("DescribeKey", 50),
        ("ListTagResources", 50),
        ("ListResourceTags", 300),
        ("ScheduleKeyDeletion", 30),
        ("TagResource", 30),
        ("CreateSecret", 10),
        ("DeleteSecret", 10),
        ("GetSecretValue", 450),
        ("DescribeSecret", 450),
        ("ListSecrets", 40),
        ("DescribeAccountKmsStatus", 1),
    ],
)
def test_the_documented_rates_are_in_force(action: str, rate: int) -> None:
    assert SERVICES["kms"].actions[action].group.per_second == rate
