"""Destroy previewed stacks one after the other, and keep what happened beside what was previewed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reprieve_cli.accounts import Accounts
from reprieve_cli.destroy.ending import differences
from reprieve_cli.destroy.run import Run
from reprieve_cli.preview.foretell import foretell
from reprieve_cli.preview.saved import as_data
from reprieve_cli.preview.table import as_page
from reprieve_cli.reading import read_stacks

if TYPE_CHECKING:
    from reprieve_cli.destroy.record import Record
    from reprieve_cli.destroy.run import Stopping
    from reprieve_cli.engine import Engine
    from reprieve_cli.preview.forecast import StackForecast
    from reprieve_cli.screen import Screen


@dataclass(frozen=True)
class Previewed:
    """What is about to be destroyed."""

    engine: Engine
    stacks: tuple[str, ...]
    screen: Screen
    exclude_protected: bool
    forecasts: list[StackForecast]
    data: dict[str, Any]

    @classmethod
    def of(cls, engine: Engine, stacks: tuple[str, ...], screen: Screen, *, exclude_protected: bool) -> Previewed:
        """Read the stacks and look at their objects; raises `UnreadableState`."""
        read = read_stacks(engine, stacks, screen)
        forecasts = foretell(read, Accounts(screen), screen, exclude_protected=exclude_protected)
        data = as_data(forecasts, exclude_protected=exclude_protected)
        return cls(engine, stacks, screen, exclude_protected, forecasts, data)

    def again(self) -> Previewed:
        """Do it again, with nothing remembered."""
        return self.of(self.engine, self.stacks, self.screen, exclude_protected=self.exclude_protected)

    def show(self) -> None:
        """Show it to the one who is asked."""
        self.screen.err.print(as_page(self.forecasts))

    @property
    def names(self) -> list[str]:
        """The stacks' names, as they have to be typed."""
        return [forecast.stack.full_name for forecast in self.forecasts]


@dataclass
class Ended:
    """How a teardown ended: `whole` where everything went as previewed and nothing is left over."""

    whole: bool = True
    interrupted: bool = False
    lines: list[str] = field(default_factory=list)


def tear_down(previewed: Previewed, record: Record, stopping: Stopping, *, go_on: bool) -> Ended:
    """Destroy stack by stack, until something asks to stop; `go_on` past failures."""
    options = {"--continue-on-error": go_on, "--exclude-protected": previewed.exclude_protected}
    run = Run(previewed.engine, record, stopping, [option for option, given in options.items() if given])
    ended = Ended()
    for forecast in previewed.forecasts:
        name = forecast.stack.full_name
        if stopping.asked or not (go_on or ended.whole):
            ended.lines.append(f"{name}: not begun")
            ended.whole = False
            continue
        code, happened = run.destroy(forecast)
        found = list(differences(forecast, happened)) if happened.any else []
        if not happened.finished:
            found.append(f"pulumi ended with {code}: {record.last_words(forecast.stack)}")
        record.tell(forecast.stack, code, found)
        ended.lines += [f"{name}: {line}" for line in found]
        ended.whole = ended.whole and not code and not found
    ended.interrupted = bool(stopping.asked)
    return ended
