"""A preview for people: a table for each stack in the order of deletion, and what is to be known besides.

Words say everything that colours say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reprieve.lifecycle.deletion_plan import days
from reprieve_cli.preview.forecast import Outcome
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reprieve_cli.preview.forecast import Forecast, StackForecast

ALIKE = 4
"""From so many on, objects that are deleted alike share a row."""
NAMED = 3
"""So many of them are named there."""
MANY = 100
"""So many are looked at to see what is usual."""

SAID = {
    Outcome.FINAL: ("final at once, cannot be undone", "final at once", "bold red"),
    Outcome.REFUSED: ("refused", "refused", "yellow"),
    Outcome.KEPT: ("kept by the engine", "kept by the engine", "yellow"),
    Outcome.UNCHECKED: ("not checked, so not deleted", "not checked", "magenta"),
    Outcome.DROPPED: ("dropped from the state, not deleted", "dropped undeleted", "yellow"),
    Outcome.FORGOTTEN: ("forgotten", "forgotten", "yellow"),
    Outcome.REVERSIBLE: ("recoverable for {window}", "recoverable", "green"),
    Outcome.PENDING: ("nothing to do", "pending already", "dim"),
    Outcome.GONE: ("nothing to do", "gone already", "dim"),
    Outcome.EXCLUDED: ("left out", "left out", "dim"),
}
"""What is said of an object that ends so, how such objects are counted, and the style; the loudest come first."""
LOUDNESS = {outcome: number for number, outcome in enumerate(SAID)}


def as_page(forecasts: Sequence[StackForecast]) -> RenderableType:
    """Lay out the whole preview."""
    return Group(*(part for forecast in forecasts for part in _stack(forecast)))


def _stack(forecast: StackForecast) -> Iterator[RenderableType]:
    usual = _usual(forecast.objects)
    yield _heading(forecast)
    if forecast.objects:
        yield _table(forecast.objects, usual)
    yield Padding(Text(_summary(forecast), style="bold"), (0, 0, 0, 2))
    yield Padding(_points(_to_be_known(forecast, usual)), (0, 0, 1, 2))


def _usual(objects: Iterable[Forecast]) -> Mapping[tuple[str, str], Forecast]:
    """Return an object whose steps are the usual ones, by resource and cloud."""
    kinds: dict[tuple[str, str], list[Forecast]] = defaultdict(list)
    for one in objects:
        if one.steps:
            kinds[one.entry.resource.name, one.entry.lives_in[0]].append(one)
    return {
        kind: max(alike, key=lambda one: (sum(other.steps == one.steps for other in alike[:MANY]), bool(one.undo)))
        for kind, alike in kinds.items()
    }


def _heading(forecast: StackForecast) -> Text:
    if not forecast.objects:
        return Text(f"{shown(forecast.stack.full_name)} holds nothing of Reprieve", style="bold")
    places = "; ".join(dict.fromkeys(_place(one) for one in forecast.objects))
    return Text.assemble((f"a destroy of {shown(forecast.stack.full_name)}", "bold"), (f"  {places}", "dim"))


def _place(forecast: Forecast) -> str:
    cloud, region, account = forecast.entry.lives_in
    return shown(f"{cloud} {region}, account {account}")


def _table(objects: Sequence[Forecast], usual: Mapping[tuple[str, str], Forecast]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", collapse_padding=True)
    table.add_column("", justify="right", no_wrap=True, min_width=2)
    table.add_column("object", ratio=2, overflow="fold", min_width=16)
    table.add_column("what a destroy does", ratio=3, overflow="fold", min_width=24)
    table.add_column("final on", no_wrap=True)
    several = len({one.entry.lives_in for one in objects}) > 1
    before = None
    for alike in _rows(objects):
        first = alike[0]
        number = str(first.round + 1) if first.round != before else ""
        before = first.round
        names = _names(alike, f"\n{_place(first)}" if several else "")
        known = usual.get((first.entry.resource.name, first.entry.lives_in[0]))
        deed = _deed(first, tells_steps=known is None or first.steps != known.steps)
        table.add_row(number, names, deed, f"{first.final_on:%Y-%m-%d}" if first.final_on else "")
    return table


def _rows(objects: Iterable[Forecast]) -> Iterator[list[Forecast]]:
    """Put objects into one row that are deleted alike, where there are many."""
    for _, group in groupby(sorted(objects, key=_likeness), key=_likeness):
        alike = list(group)
        yield from [alike] if len(alike) >= ALIKE else [[one] for one in alike]


def _likeness(forecast: Forecast) -> tuple[object, ...]:
    day = f"{forecast.final_on:%Y-%m-%d}" if forecast.final_on else ""
    deed = (forecast.steps, forecast.window or 0, forecast.why, forecast.changes, forecast.unsure, forecast.said)
    return forecast.round, LOUDNESS[forecast.outcome], day, forecast.entry.resource.name, *deed, forecast.entry.lives_in


def _names(alike: Sequence[Forecast], place: str) -> Text:
    resource = (f"  {alike[0].entry.resource.name}", "dim")
    if len(alike) == 1:
        return Text.assemble(shown(alike[0].entry.name), resource, (place, "dim"))
    named = ", ".join(sorted(shown(one.entry.name) for one in alike)[:NAMED])
    more = f" and {len(alike) - NAMED} more" if len(alike) > NAMED else ""
    return Text.assemble(f"{len(alike)} alike", resource, f"\n{named}{more}", (place, "dim"))


def _deed(forecast: Forecast, *, tells_steps: bool) -> Text:
    words, _, style = SAID[forecast.outcome]
    said = Text(words.format(window=days(forecast.window or 0)), style=style)
    if forecast.why:
        said.append(f": {shown('; '.join(forecast.why))}", style="none")
    lines = [said, *(Text(shown(text), style="yellow") for text in forecast.changes)]
    if forecast.steps:
        lines += [Text(shown(text)) for text in (*forecast.said, forecast.unsure) if text]
    if forecast.steps and tells_steps:
        lines.append(Text(" → ".join(forecast.steps), style="dim"))
    return Text("\n").join(lines)


def _points(texts: Iterable[Text]) -> Table:
    grid = Table.grid(padding=(0, 1))
    for text in texts:
        grid.add_row("-", text)
    return grid


def _to_be_known(forecast: StackForecast, usual: Mapping[tuple[str, str], Forecast]) -> Iterator[Text]:
    """Yield what stands under the table."""
    for (resource, cloud), one in sorted(usual.items()):
        undo = f"; undo: {one.undo}" if one.undo else ""
        yield Text(f"{resource} on {cloud}: {' → '.join(one.steps)}{undo}", style="dim")
    if forecast.denied:
        yield Text(f"no right to {', '.join(forecast.denied)}: what these would tell is not known", style="yellow")
    for note in forecast.notes:
        yield Text(shown(note), style="dim")


def _summary(forecast: StackForecast) -> str:
    counts = forecast.counts
    counted = [f"{counts[outcome]} {word}" for outcome, (_, word, _) in SAID.items() if counts.get(outcome)]
    total = len(forecast.objects)
    ours = f"{total} {'object' if total == 1 else 'objects'}: {', '.join(counted)}" if total else ""
    others = forecast.stack.others.total()
    left = f"{others} of other types, left to the engine" if others else ""
    return "; ".join(filter(None, (ours, left))) or "no resources"
