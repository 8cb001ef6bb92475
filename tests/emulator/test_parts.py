"""Clock, switches, quotas, lags and faults by themselves."""

from __future__ import annotations

import pytest

from reprieve_emulator.clock import Clock
from reprieve_emulator.cloud import Call
from reprieve_emulator.clouds import make_world
from reprieve_emulator.faults import NO_FAULT, Faults
from reprieve_emulator.lags import Lags
from reprieve_emulator.quotas import Quotas


def test_a_frozen_clock_moves_only_when_moved() -> None:
    clock = Clock()
    clock.freeze()
    moment = clock.now()
    clock.move(10)
    assert clock.now() == moment + 10
    clock.set(1000.0)
    assert clock.seconds() == 1000
    clock.run()
    assert clock.seconds() == 1000
    clock.move(500)
    assert 1500 <= clock.now() < 1600
    clock.reset()
    assert not clock.is_frozen


def test_a_switch_takes_only_what_it_knows() -> None:
    switches = make_world().switches
    with pytest.raises(ValueError, match=r"no switch colour; known are .*ssm_quota"):
        switches.set("colour", "red")
    with pytest.raises(ValueError, match="switch ssm_name_while_pending takes held, free, not maybe"):
        switches.set("ssm_name_while_pending", "maybe")
    with pytest.raises(ValueError, match="switch ssm_quota takes a whole number from 0, not many"):
        switches.set("ssm_quota", "many")
    switches.set("ssm_quota", "7")
    assert switches.number("ssm_quota") == 7
    switches.reset()
    assert switches.number("ssm_quota") == 1000


def test_every_switch_has_a_default_that_it_allows_and_says_why_it_is_there() -> None:
    for switch in make_world().switches.known.values():
        switch.check(switch.default)
        assert switch.meaning
        assert switch.unconfirmed
        assert switch.source


def test_a_bucket_gives_one_seconds_requests_at_once_and_no_more() -> None:
    quotas = Quotas()
    taken = [quotas.take(("a", "DeleteSecret"), 50) for _ in range(80)]
    assert taken[:50] == [True] * 50
    assert taken.count(True) < 60
    assert quotas.take(("b", "DeleteSecret"), 50)


def test_quotas_can_be_multiplied_and_lifted() -> None:
    quotas = Quotas()
    quotas.factor = 0.1
    assert [quotas.take(("a",), 20) for _ in range(3)] == [True, True, False]
    quotas.factor = None
    assert quotas.take(("a",), 20)


def test_a_lag_ends_by_looks_or_by_time() -> None:
    lags = Lags()
    lags.start(("a",), "old", looks=1, milliseconds=0)
    assert [lags.look(("a",), "new") for _ in range(2)] == ["old", "new"]
    lags.start(("b",), "old", looks=0, milliseconds=60_000)
    assert lags.look(("b",), "new") == "old"
    assert lags.look(("c",), "new") == "new"


def test_a_fault_skips_then_hits_so_many_matching_calls() -> None:
    faults = Faults()
    faults.add({"action": "Delete*", "skip": 1, "count": 2, "code": "InternalError"})
    deletes = [faults.take(Call("tencentcloud", "ssm", "DeleteSecret")).code for _ in range(4)]
    assert deletes == ["", "InternalError", "InternalError", ""]
    assert faults.take(Call("tencentcloud", "ssm", "CreateSecret")) is NO_FAULT


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"colour": "red"}, "a fault has no colour"),
        ({"id": 7}, "a fault has no id"),
        ({"cut": "sometimes"}, "cut is before_commit or after_commit, not sometimes"),
        ({"body": "nice"}, "body is malformed or half, not nice"),
    ],
)
def test_a_fault_that_would_do_nothing_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Faults().add(fields)
