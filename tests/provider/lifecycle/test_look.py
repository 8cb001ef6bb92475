"""Gone needs proof: the one exact answer, and the caller in the account and region that were recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reprieve.driver import Identity, Live, Status
from reprieve.errors import Bug, Denied, Interrupted, Refused, ReprieveError
from reprieve.lifecycle.look import Absent, Unseen, look
from reprieve.lifecycle.operation import Recorded
from tests.provider.stage import REGION, Process, offline

if TYPE_CHECKING:
    from reprieve.fields import Properties

MADE = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HERE: dict[str, str] = {"cloud": "tencentcloud", "region": REGION, "accountId": "1"}


class Driver:
    """A driver that answers one thing."""

    def __init__(self, answer: Live | ReprieveError | None) -> None:
        self.answer = answer
        self.asked: list[tuple[str, bool]] = []

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        self.asked.append((object_id, fresh))
        if isinstance(self.answer, ReprieveError):
            raise self.answer
        return self.answer


def process_over(
    monkeypatch: pytest.MonkeyPatch, answer: Live | ReprieveError | None, account: str | ReprieveError = "1"
) -> tuple[Process, Driver]:
    process, driver = offline(), Driver(answer)

    def identity(_: object) -> Identity:
        if isinstance(account, ReprieveError):
            raise account
        return Identity(account, "caller")

    monkeypatch.setattr(process.cloud, "driver", lambda *_: driver)
    monkeypatch.setattr(process.cloud, "identity", identity)
    return process, driver


def recorded(**state: object) -> Recorded:
    whole: Properties = {**HERE, **state}
    return Recorded("db", {"name": "db"}, whole)


def test_what_is_there_is_live_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live("db", Status.ENABLED, created=MADE)
    process, driver = process_over(monkeypatch, live)
    assert look(process.operation(), recorded(creationDate="2026-11-22T10:00:00Z")) is live
    assert process.memory.newest("db") is live
    assert driver.asked == [("db", False)]


def test_a_fresh_look_asks_the_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    process, driver = process_over(monkeypatch, Live("db", Status.ENABLED))
    look(process.operation(), recorded(), fresh=True)
    assert driver.asked == [("db", True)]


def test_an_object_without_a_recorded_date_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live("db", Status.ENABLED, created=MADE)
    process, _ = process_over(monkeypatch, live)
    assert look(process.operation(), recorded()) is live


def test_not_found_in_the_recorded_account_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    process, _ = process_over(monkeypatch, None)
    assert look(process.operation(), recorded()) == Absent(f"it does not exist in account 1, region {REGION}")


def test_another_object_of_the_name_is_absent_and_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    process, _ = process_over(monkeypatch, Live("db", Status.ENABLED, created=MADE))
    sight = look(process.operation(), recorded(creationDate="2025-01-01T00:00:00Z"))
    assert isinstance(sight, Absent)
    assert process.memory.newest("db") is None


@pytest.mark.parametrize("answer", [None, Live("db", Status.ENABLED, created=MADE)])
def test_nothing_is_absent_for_another_account(monkeypatch: pytest.MonkeyPatch, answer: Live | None) -> None:
    process, _ = process_over(monkeypatch, answer, account="2")
    sight = look(process.operation(), recorded(creationDate="2025-01-01T00:00:00Z"))
    assert isinstance(sight, Unseen)
    assert str(sight.error) == (
        "the object lives in account 1, and the credentials belong to account 2; use credentials of 1"
    )


def test_nothing_is_absent_while_nobody_says_who_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = Denied("sts:GetCallerIdentity", "AuthFailure.TokenFailure")
    process, _ = process_over(monkeypatch, None, account=denied)
    assert look(process.operation(), recorded()) == Unseen(denied)


def test_what_cannot_be_looked_at_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = Denied("ssm:DescribeSecret", "UnauthorizedOperation")
    process, _ = process_over(monkeypatch, denied)
    assert look(process.operation(), recorded()) == Unseen(denied)


@pytest.mark.parametrize(("key", "value"), [("region", "ap-shanghai"), ("cloud", "alicloud")])
def test_another_region_or_cloud_is_not_looked_into(monkeypatch: pytest.MonkeyPatch, key: str, value: str) -> None:
    process, driver = process_over(monkeypatch, None)
    sight = look(process.operation(), recorded(**{key: value}))
    assert isinstance(sight, Unseen)
    assert isinstance(sight.error, Refused)
    assert driver.asked == []


@pytest.mark.parametrize("error", [Interrupted("stopped"), Bug("broken")])
def test_an_interruption_and_a_bug_are_no_sight(monkeypatch: pytest.MonkeyPatch, error: ReprieveError) -> None:
    process, _ = process_over(monkeypatch, error)
    with pytest.raises(type(error)):
        look(process.operation(), recorded())
