"""What `reprieve preview` says of a stack, and that it is what happens, to the day and to the word."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reprieve.lifecycle.operation import Recorded
from reprieve_cli.accounts import Accounts
from reprieve_cli.order import Order
from reprieve_cli.preview.forecast import Outcome, comparable
from reprieve_cli.preview.foretell import foretell
from reprieve_cli.screen import Screen
from reprieve_cli.stacks import Entry, Flavour, Handling, Provider
from reprieve_cli.stacks import Stack as Previewable
from tests.benchmarks.engine_side import urn
from tests.property.cloud_side import windows_sent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.fields import Properties
    from reprieve_cli.preview.forecast import Forecast
    from tests.property.pair import Pair
    from tests.property.stacks import Deleted, Thing

AN_HOUR = timedelta(hours=1)


def forecasts_of(pair: Pair, config: Properties, things: Sequence[Thing], *, reads: bool) -> list[Forecast]:
    """Return what the command says of objects that need nothing of each other; `reads`: the engine reads them first."""
    provider, handling = Provider("test", config), Handling(reads_first=reads)
    entries = tuple(
        Entry(
            urn(pair.token, thing.resource),
            pair.resource,
            Flavour.PLUGIN,
            Recorded.of(thing.id, thing.inputs, thing.state),
            provider,
            handling,
            place,
        )
        for place, thing in enumerate(things)
    )
    order, urns = Order((frozenset(),) * len(things)), tuple(entry.urn for entry in entries)
    stack = Previewable("reprieve", "bench", "", entries, Counter(), order, urns)
    screen = Screen()
    (told,) = foretell([stack], Accounts(screen), screen)
    return sorted(told.objects, key=lambda forecast: forecast.entry.place)


def comes_true(pair: Pair, thing: Thing, forecast: Forecast, deleted: Deleted) -> None:
    """What the command said is what happened."""
    if forecast.outcome in {Outcome.REVERSIBLE, Outcome.FINAL}:
        assert deleted.error == ""
        assert [call.action for call in deleted.writes] == list(forecast.steps)
        assert windows_sent(pair, deleted.writes) == [forecast.window]
        said, *changes = comparable([" ".join(deleted.said), *forecast.changes])
        assert all(text in said for text in changes)
        _ends_then(pair, forecast, deleted)
        return
    assert deleted.writes == []
    assert deleted.after == deleted.before
    error, *why = comparable([deleted.error, *forecast.why])
    if forecast.outcome is Outcome.REFUSED:
        assert error.removeprefix(f"{thing.name} was not deleted").removeprefix(", and nothing was called") == (
            f": {'; '.join(why)}"
        )
    elif forecast.outcome is Outcome.UNCHECKED:
        assert error.startswith(f"{thing.name} was not deleted")
        assert error.endswith(f": {why[0]}")
    else:
        assert forecast.outcome in {Outcome.PENDING, Outcome.GONE}
        assert deleted.error == ""
        assert deleted.said[-1].removesuffix("; nothing was called") == f"{thing.name} {forecast.why[0]}"


def _ends_then(pair: Pair, forecast: Forecast, deleted: Deleted) -> None:
    """It is gone at once, or pending until the day that was said; a day may begin in between."""
    if forecast.outcome is Outcome.FINAL:
        assert deleted.after is None
        return
    assert deleted.after
    assert forecast.final_on
    end = datetime.fromtimestamp(deleted.after[pair.end_column], UTC)
    assert forecast.final_on <= end + AN_HOUR
    assert end - AN_HOUR <= forecast.final_on
