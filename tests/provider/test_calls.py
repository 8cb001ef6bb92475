from __future__ import annotations

import base64
import html
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reprieve.calls import ATTEMPTS_UNANSWERED, KEPT_FETCHES, KEPT_SECONDS, WINDOW, Api, Calls, Job, Pace, Quota, Shared
from reprieve.errors import CloudError, Conflict, Denied, Interrupted, OutcomeUnknown, Throttled, Unavailable
from reprieve.fields import Hidden
from tests.provider.stage import Hurried

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.calls import Reply

ACTION = "ssm:CreateSecret"


class Wire:
    """Answers with the errors that it is given, one after the other, then with success."""

    def __init__(self, *errors: CloudError) -> None:
        self.errors = list(errors)
        self.sent: list[Mapping[str, object]] = []

    def __call__(self, action: str, params: Mapping[str, object]) -> Reply:
        del action
        self.sent.append(params)
        if self.errors:
            raise self.errors.pop(0)
        return {"RequestId": "r-1"}


def calls_over(wire: Wire, rate: float = 1000) -> Calls:
    return Calls(wire, lambda action: Quota(action, rate))


def job(seconds: float = 60) -> Job:
    return Hurried(time.monotonic() + seconds, threading.Event())


def refused(kind: type[CloudError], said: str = "no") -> CloudError:
    return kind(ACTION, "SomeCode", said, "r-9")


# pace


@given(
    rate=st.integers(1, 50),
    moments=st.lists(st.tuples(st.floats(0, 3, allow_nan=False), st.booleans()), min_size=1, max_size=200),
)
def test_no_second_ever_sees_more_starts_than_the_rate(rate: int, moments: list[tuple[float, bool]]) -> None:
    pace, starts, now = Pace(rate), list[float](), 0.0
    for passed, slowed in moments:
        now += passed
        if not pace.start(now):
            starts.append(now)
        if slowed:
            pace.slow(now)
    for start in starts:
        assert sum(start <= other < start + 1.0 for other in starts) <= rate


@given(rate=st.integers(1, 100), now=st.floats(0, 1e6, allow_nan=False))
def test_one_seconds_rate_passes_at_once_and_the_next_call_a_second_later(rate: int, now: float) -> None:
    pace = Pace(rate)
    assert [pace.start(now) for _ in range(rate)] == [0.0] * rate
    assert pace.start(now) == pytest.approx(WINDOW, abs=1e-6)


def test_a_rate_under_one_is_one_call_a_second() -> None:
    pace = Pace(0.2)
    assert [pace.start(0.0), pace.start(0.0)] == [0.0, WINDOW]


def test_a_refusal_halves_the_rate_once_a_second() -> None:
    pace = Pace(8)
    for now in (100.0, 100.1, 100.9):
        pace.slow(now)
    assert burst(pace, 100.9) == 4
    pace.slow(101.0)
    pace.slow(102.0)
    pace.slow(103.0)
    assert burst(pace, 103.0) == 1


def test_the_rate_is_won_back_by_a_tenth_for_each_quiet_second() -> None:
    pace = Pace(10)
    pace.slow(100.0)
    assert burst(pace, 100.0) == 5
    assert [burst(pace, 100.0 + second) for second in (3, 6, 9, 12, 15, 18)] == [6, 7, 8, 9, 10, 10]


def test_who_waits_has_part_in_the_rate_that_is_won_back() -> None:
    pace = Pace(10)
    assert burst(pace, 100.0) == 10
    pace.slow(100.0)
    assert pace.start(100.5) > 0
    assert [burst(pace, 100.0 + 2.0 * second) for second in range(1, 6)] == [6, 7, 8, 9, 10]


def burst(pace: Pace, now: float) -> int:
    """How many calls start at once, long enough after all before."""
    count = 0
    while not pace.start(now):
        count += 1
    return count


# retry


@pytest.mark.parametrize("kind", [Unavailable, Throttled])
@pytest.mark.parametrize("repeatable", [True, False])
def test_what_was_not_carried_out_is_repeated(kind: type[CloudError], *, repeatable: bool) -> None:
    wire = Wire(refused(kind), refused(kind))
    assert calls_over(wire).call(job(), ACTION, {"A": 1}, repeatable=repeatable) == {"RequestId": "r-1"}
    assert wire.sent == [{"A": 1}] * 3


def test_what_may_have_been_carried_out_is_repeated_only_where_that_does_no_harm() -> None:
    wire = Wire(refused(OutcomeUnknown))
    assert calls_over(wire).call(job(), ACTION, {})
    assert len(wire.sent) == 2
    wire = Wire(refused(OutcomeUnknown))
    with pytest.raises(OutcomeUnknown, match=r"^ssm:CreateSecret answered SomeCode \(no\), request r-9$"):
        calls_over(wire).call(job(), ACTION, {}, repeatable=False)
    assert len(wire.sent) == 1


@pytest.mark.parametrize("kind", [CloudError, Denied, Conflict])
def test_a_refusal_is_never_repeated(kind: type[CloudError]) -> None:
    wire = Wire(refused(kind))
    with pytest.raises(kind):
        calls_over(wire).call(job(), ACTION, {})
    assert len(wire.sent) == 1


@pytest.mark.parametrize("kind", [Unavailable, OutcomeUnknown])
def test_a_call_that_nobody_answers_is_given_up(kind: type[CloudError]) -> None:
    wire = Wire(*(refused(kind) for _ in range(9)))
    with pytest.raises(kind):
        calls_over(wire).call(job(), ACTION, {})
    assert len(wire.sent) == ATTEMPTS_UNANSWERED


def test_a_throttled_call_is_tried_until_the_time_is_up_and_slows_the_others() -> None:
    wire = Wire(*(refused(Throttled) for _ in range(20)))
    calls = calls_over(wire, rate=8)
    assert calls.call(job(), ACTION, {})
    assert len(wire.sent) == 21
    pace = calls._pace(ACTION)  # noqa: SLF001 - the pace is nobody else's
    assert burst(pace, time.monotonic() + 60) < 8


def test_waiting_is_told_while_it_lasts() -> None:
    heard: list[str] = []
    patient = Hurried(time.monotonic() + 60, threading.Event(), heard.append)
    calls_over(Wire(refused(Throttled), OutcomeUnknown(ACTION, ""))).call(patient, ACTION, {})
    assert heard == [
        "ssm:CreateSecret answered SomeCode; trying again",
        "ssm:CreateSecret answered nothing; trying again",
    ]


# the end of an operation


def test_a_cancel_ends_a_wait_at_once() -> None:
    cancelled = threading.Event()
    waiting = Job(time.monotonic() + 60, cancelled)
    threading.Timer(0.05, cancelled.set).start()
    with pytest.raises(Interrupted, match=r"^stopped, as the engine asked$"):
        waiting.wait(60)


def test_a_deadline_ends_a_wait_at_once() -> None:
    with pytest.raises(Interrupted, match=r"^the time of this operation is up$"):
        Job(time.monotonic() + 0.05, threading.Event()).wait(60)


def test_a_wait_that_fits_ends_by_itself() -> None:
    Job(time.monotonic() + 60, threading.Event()).wait(0.01)


def test_nothing_is_sent_after_a_cancel() -> None:
    wire, cancelled = Wire(), threading.Event()
    cancelled.set()
    with pytest.raises(Interrupted):
        calls_over(wire).call(Job(time.monotonic() + 60, cancelled), ACTION, {})
    assert wire.sent == []


def test_an_end_while_the_cloud_refuses_says_what_the_cloud_said() -> None:
    wire = Wire(*(refused(Throttled, "too fast") for _ in range(99)))
    with pytest.raises(Interrupted) as caught:
        calls_over(wire).call(Job(time.monotonic() + 0.1, threading.Event()), ACTION, {})
    assert str(caught.value) == (
        "ssm:CreateSecret answered SomeCode (too fast), request r-9: the time of this operation is up"
    )


# redaction


SECRETS = st.text(min_size=6).filter(lambda text: text.strip() == text and len(set(text)) > 3)
SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "as it is": str,
    "in JSON": lambda text: json.dumps(text)[1:-1],
    "in JSON with its own letters": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "in base64": lambda text: base64.b64encode(text.encode()).decode(),
    "as Python writes it": lambda text: repr(text)[1:-1],
    "in HTML": html.escape,
    "in an address": lambda text: quote(text, safe=""),
    "in a path": quote,
    "in a form": quote_plus,
    "in hex": lambda text: text.encode().hex(),
    "in base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(secret=SECRETS)
def test_an_echoed_secret_is_taken_out(spelling: str, secret: str) -> None:
    echoed = SPELLINGS[spelling](secret)
    wire = Wire(refused(Denied, f"the value <<{echoed}>> is not accepted"))
    with pytest.raises(Denied) as caught:
        calls_over(wire).call(job(), ACTION, {"SecretString": Hidden(secret)})
    assert caught.value.said == "the value <<[secret]>> is not accepted"
    assert str(caught.value) == (
        "ssm:CreateSecret answered SomeCode (the value <<[secret]>> is not accepted), request r-9"
    )
    assert caught.value.__cause__ is None


def test_a_secret_is_found_at_any_depth_of_the_parameters() -> None:
    wire = Wire(refused(Denied, "planted-one planted-two"))
    with pytest.raises(Denied) as caught:
        calls_over(wire).call(job(), ACTION, {"A": {"B": Hidden("planted-one")}, "C": [Hidden("planted-two")]})
    assert caught.value.said == "[secret] [secret]"


def test_the_wire_gets_the_secret_itself() -> None:
    wire = Wire()
    calls_over(wire).call(job(), ACTION, {"SecretString": Hidden("one"), "Tags": [{"TagKey": "a"}]})
    assert wire.sent == [{"SecretString": "one", "Tags": [{"TagKey": "a"}]}]


# shared reads


def test_many_who_ask_at_once_share_one_fetch() -> None:
    shared, fetched, entered = Shared(), list[int](), threading.Event()

    def fetch() -> str:
        fetched.append(1)
        entered.wait(0.1)
        return "page"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: shared.get("key", fetch), range(8))) == ["page"] * 8
    assert len(fetched) == 1


def test_a_shared_read_is_kept_for_seconds_and_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, now = Shared(), [100.0]
    monkeypatch.setattr("reprieve.calls.time.monotonic", lambda: now[0])
    assert [shared.get("a", lambda: 1), shared.get("a", lambda: 2), shared.get("b", lambda: 3)] == [1, 1, 3]
    now[0] += KEPT_SECONDS
    assert shared.get("a", lambda: 4) == 4


def test_a_long_list_is_kept_for_several_times_as_long_as_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    shared, now = Shared(), [100.0]
    monkeypatch.setattr("reprieve.calls.time.monotonic", lambda: now[0])

    def fetch() -> int:
        now[0] += 3.0
        return 1

    shared.get("a", fetch)
    now[0] += 3.0 * KEPT_FETCHES - 0.5
    assert (shared.get("a", lambda: 2), shared.peek("a")) == (1, 1)
    now[0] += 0.5
    assert shared.get("a", lambda: 3) == 3


def test_a_write_drops_what_is_shared() -> None:
    shared = Shared()
    shared.get("a", lambda: 1)
    shared.drop()
    assert shared.get("a", lambda: 2) == 2


def test_a_read_that_a_write_overtook_is_not_kept() -> None:
    shared = Shared()

    def overtaken() -> int:
        shared.drop()
        return 1

    assert shared.get("a", overtaken) == 1
    assert shared.get("a", lambda: 2) == 2


def test_a_fetch_that_fails_is_not_kept() -> None:
    shared = Shared()

    def fails() -> int:
        raise refused(Unavailable)

    with pytest.raises(Unavailable):
        shared.get("a", fails)
    assert shared.get("a", lambda: 2) == 2


# what a call without an answer leaves unknown


def api_over(wire: Wire) -> Api:
    return Api(calls_over(wire), job(), Shared(), "ap-guangzhou")


def test_a_read_without_an_answer_leaves_nothing_unknown() -> None:
    api = api_over(Wire(*(refused(OutcomeUnknown) for _ in range(ATTEMPTS_UNANSWERED))))

    with pytest.raises(Unavailable, match=r"^ssm:CreateSecret answered SomeCode \(no\), request r-9$"):
        api.read(ACTION, {})


def test_after_a_write_a_read_without_an_answer_leaves_the_object_unknown() -> None:
    api = api_over(Wire())
    api.write(ACTION, {})
    api.calls.send = Wire(*(refused(OutcomeUnknown) for _ in range(ATTEMPTS_UNANSWERED)))

    with pytest.raises(OutcomeUnknown):
        api.read(ACTION, {})
