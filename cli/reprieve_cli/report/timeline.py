"""Where everything stands in the drawing of what ends when: plain numbers, which `page.html.jinja` draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reprieve.lifecycle.deletion_plan import days
from reprieve_cli.report.account import Fate
from reprieve_cli.report.deeds import DELETION

if TYPE_CHECKING:
    from reprieve_cli.report.account import Account, Told

WIDTH, LEFT, RIGHT = 1000, 290, 770
"""The drawing in its own units: names stand before LEFT, what is said of the end after RIGHT."""

HEAD, ROW = 42, 30
LONGEST_NAME = 34
"""Characters of a name that fit before LEFT; the whole of it is the row's title."""

GROUPED_FROM = 61
"""From so many rows on, those of one stack that end on one day are drawn as one."""

BESIDE = 36
"""So near to today no other date is named."""

MOST_TICKS = 6
STEPS = (1, 2, 5, 7, 14, 30, 60, 90, 180, 365)


@dataclass(frozen=True)
class Span:
    """What is drawn in one row: objects of one fate from a deletion to an end; without one it was final at once."""

    name: str
    fate: Fate
    begins: datetime
    ends: datetime | None
    said: str


@dataclass(frozen=True)
class Row:
    """One row: its upper edge, the bar from `start` to `end`, and how far of that has passed at `passed`."""

    span: Span
    top: int
    start: float
    end: float
    passed: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.top + ROW / 2

    @property
    def name(self) -> str:
        """The name, cut where it does not fit."""
        name = self.span.name
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@dataclass(frozen=True)
class Tick:
    """One date on the axis."""

    at: float
    said: str


@dataclass(frozen=True)
class Timeline:
    """The whole drawing; `now` is where today stands, None where that lies outside."""

    rows: Sequence[Row]
    ticks: Sequence[Tick]
    now: float | None

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return HEAD + ROW * len(self.rows) + 8


def timeline(account: Account) -> Timeline | None:
    """Lay the drawing out; None where nothing was deleted."""
    spans = sorted(_spans(account), key=lambda span: (span.ends or span.begins, span.name))
    if not spans:
        return None
    first = min(span.begins for span in spans)
    last = max(first + timedelta(days=1), *(span.ends or span.begins for span in spans))
    total = (last - first) / timedelta(days=1)

    def at(moment: datetime) -> float:
        share = (moment - first) / timedelta(days=1) / total
        return round(LEFT + min(max(share, 0.0), 1.0) * (RIGHT - LEFT), 1)

    rows = [
        Row(span, HEAD + ROW * number, at(span.begins), at(span.ends or span.begins), at(min(account.now, last)))
        for number, span in enumerate(spans)
    ]
    now = at(account.now) if first <= account.now <= last else None
    ticks = [Tick(at(day), f"{day.day} {day:%b}") for day in _days(first, last)]
    return Timeline(rows, [tick for tick in ticks if now is None or abs(tick.at - now) > BESIDE], now)


def _spans(account: Account) -> Iterator[Span]:
    told = [one for one in account.told if one.deed.operation == DELETION and one.fate in _DRAWN]
    if len(told) < GROUPED_FROM:
        for one in told:
            yield from _span([one], account.now)
        return
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in told:
        day = one.until.date() if one.until else None
        groups[one.deed.resource, one.deed.stack, one.fate, day].append(one)
    for group in groups.values():
        yield from _span(group, account.now)


def _span(group: Sequence[Told], now: datetime) -> Iterator[Span]:
    """Yield one row for objects that fare alike; none where no source tells when."""
    first = group[0]
    begins = min((one.deed.began or one.deed.ended or now for one in group), default=now)
    name = first.deed.name if len(group) == 1 else f"{len(group)} {first.deed.resource}s of {first.deed.stack}"
    at_once = first.fate is Fate.FINAL and not first.deed.window
    ends = None if at_once or not first.until else max(one.until or now for one in group)
    yield Span(name, first.fate, begins, ends, _said(first, ends, now))


def _said(one: Told, ends: datetime | None, now: datetime) -> str:
    if ends is None:
        return "final at once"
    if one.fate is Fate.PENDING:
        return f"{ends:%Y-%m-%d}, {days(one.days_left(now))} left"
    return f"{'restored' if one.fate is Fate.RESTORED else 'final since'} {ends:%Y-%m-%d}"


_DRAWN = frozenset({Fate.PENDING, Fate.FINAL, Fate.RESTORED})


def _days(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the days that the axis names."""
    total = (last - first) / timedelta(days=1)
    step = next((step for step in STEPS if total / step <= MOST_TICKS), round(total / MOST_TICKS))
    day = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(days=1)
    while day <= last:
        yield day
        day += timedelta(days=step)
