"""Where the drawing puts things."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

import pytest

from reprieve_cli.report.timeline import BESIDE, GROUPED_FROM, LEFT, MOST_TICKS, RIGHT, Timeline, timeline
from tests.cli.report.written import NOW, account, deletion


def drawn(*deeds: list[dict[str, object]], later: timedelta = timedelta()) -> Timeline:
    """Return the drawing, which has to be there."""
    found = timeline(account(chain(*deeds), now=NOW + later))
    assert found is not None
    return found


def test_the_first_to_end_stands_first_and_bars_are_as_long_as_their_windows() -> None:
    long, short = drawn(deletion("a", window=30), deletion("b", window=15)).rows[::-1]

    assert (short.span.name, long.span.name) == ("b", "a")
    assert (long.start, long.end) == (LEFT, RIGHT)
    assert short.end - short.start == pytest.approx((RIGHT - LEFT) / 2)
    assert short.top < long.top


def test_what_has_passed_of_a_window_is_told_apart() -> None:
    (row,) = drawn(deletion(window=30, days_ago=10)).rows

    assert row.passed - row.start == pytest.approx((RIGHT - LEFT) / 3, abs=0.1)


def test_today_is_drawn_only_while_it_lies_inside() -> None:
    assert drawn(deletion(window=30, days_ago=15)).now == pytest.approx((LEFT + RIGHT) / 2)
    assert drawn(deletion(window=7, days_ago=30)).now is None


def test_no_date_is_named_over_today() -> None:
    found = drawn(deletion(window=30, days_ago=10))

    assert found.now is not None
    assert all(abs(tick.at - found.now) > BESIDE for tick in found.ticks)


def test_nothing_deleted_is_no_drawing() -> None:
    assert timeline(account(deletion(outcome="failed: no"))) is None
    assert timeline(account([])) is None


@pytest.mark.parametrize("window", [1, 7, 30, 366, 36_600])
def test_the_axis_names_a_few_days(window: int) -> None:
    ticks = drawn(deletion(window=window)).ticks

    assert len(ticks) <= MOST_TICKS + 1
    assert all(LEFT <= tick.at <= RIGHT for tick in ticks)


def test_of_many_objects_those_of_one_stack_that_end_on_one_day_are_one_row() -> None:
    many = [deletion(f"s{number}", days_ago=number % 2) for number in range(GROUPED_FROM)]

    assert [row.name for row in drawn(*many).rows] == ["30 Secrets of shop/dev", "31 Secrets of shop/dev"]
    assert len(drawn(*many[1:]).rows) == GROUPED_FROM - 1


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_title() -> None:
    (row,) = drawn(deletion("x" * 60)).rows

    assert row.name == "x" * 33 + "…"
    assert row.span.name == "x" * 60
