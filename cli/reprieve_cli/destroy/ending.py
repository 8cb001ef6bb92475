"""Compare what happened with what was previewed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reprieve_cli.preview.forecast import STAYS, Outcome
from reprieve_cli.report.texts import shown

if TYPE_CHECKING:
    from reprieve_cli.destroy.events import Happened
    from reprieve_cli.preview.forecast import Forecast, StackForecast


def differences(forecast: StackForecast, happened: Happened) -> Iterator[str]:
    """Say what went otherwise than previewed, one line for each object."""
    for one in forecast.objects:
        said = _difference(one, happened)
        if said:
            yield f"{shown(one.entry.name)}: previewed as {one.outcome}, {said}"


def _difference(one: Forecast, happened: Happened) -> str:
    which = one.entry.which
    if one.outcome in STAYS | {Outcome.EXCLUDED}:
        return "and was deleted" if which in happened.done and not one.open_order else ""
    if which in happened.failed:
        return f"and failed: {happened.failed[which]}"
    if which in happened.open:
        return "and how its deletion ended is not known"
    return "" if which in happened.done or one.outcome is Outcome.GONE else "and was not reached"
