"""Go through a destroy of stacks as the engine would, and ask the core about each object; nothing is changed.

First all objects are read that the engine would read, many at once. Then the rounds of the engine's deletion are gone
through: what an earlier round deletes uses nothing any more, and what is not deleted keeps what it needs.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import groupby, repeat
from typing import TYPE_CHECKING

from reprieve.errors import InputError, Interrupted
from reprieve.lifecycle.before_deletion import Outlook, Verdict, foresee
from reprieve.lifecycle.read import read
from reprieve_cli.preview.engine_part import kept_by, left_out_of, said_by_the_engine
from reprieve_cli.preview.forecast import STAYS, Forecast, Outcome, StackForecast, comparable
from reprieve_cli.preview.notes import notes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from reprieve_cli.accounts import Accounts
    from reprieve_cli.screen import Screen
    from reprieve_cli.stacks import Entry, Stack

AT_ONCE = 16
"""So many objects are looked at at a time; the core keeps to each cloud's rates."""

OPEN = (
    "the engine deletes it in one round with what it encrypts, so which goes first is open: let the secret take its "
    "kmsKeyId from the key's output"
)


def foretell(
    stacks: Sequence[Stack], accounts: Accounts, screen: Screen, *, exclude_protected: bool = False
) -> list[StackForecast]:
    """Foretell the destroys of stacks, one after the other."""
    walks = [_Walk(stack, accounts, left_out_of(stack) if exclude_protected else frozenset()) for stack in stacks]
    asked = [(walk, entry) for walk in walks for entry in walk.stack.entries if not walk.decided(entry)]
    ends: _Ends = defaultdict(dict)
    with screen.progress("objects looked at", len(asked)) as one_more, ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            list(pool.map(lambda each: each[0].look(each[1], one_more), asked))
            return [walk.forecast(pool, ends) for walk in walks]
        except BaseException:
            accounts.cancel()
            raise


_Ends = defaultdict[tuple[str, str, str], dict[str, "datetime | None"]]
"""What earlier rounds delete, and when it ends, by cloud, region and account."""


@dataclass
class _Walk:
    """The way through the destroy of one stack."""

    stack: Stack
    accounts: Accounts
    left_out: frozenset[int]
    _found: dict[int, Entry | None] = field(default_factory=dict)
    """What a read made of an entry, by its place; None where it is gone."""
    _denied: set[str] = field(default_factory=set)

    def decided(self, entry: Entry) -> tuple[Outcome, str] | None:
        """Return what the engine does with an entry without asking a provider."""
        return said_by_the_engine(self.stack, entry, self.left_out)

    def look(self, entry: Entry, one_more: Callable[[], None]) -> None:
        """Read an object as the engine does before it deletes."""
        try:
            if entry.handling.reads_first:
                operation = self.accounts.operation(entry)
                found = read(operation, entry.recorded)
                self._found[entry.place] = replace(entry, recorded=found) if found else None
                self._denied.update(operation.job.denied)
        except (InputError, Interrupted):
            pass  # the forecast meets it again
        finally:
            one_more()

    def forecast(self, pool: ThreadPoolExecutor, ends: _Ends) -> StackForecast:
        """Go through the rounds."""
        rounds = self.stack.order.waves(self.left_out)
        kept = kept_by(self.stack, self.stack.refused - self.left_out)
        told: list[Forecast] = []
        ordered = sorted(self.stack.entries, key=lambda entry: (rounds[entry.place], entry.place))
        for number, group in groupby(ordered, key=lambda entry: rounds[entry.place]):
            together = list(pool.map(self._of, group, repeat(number), repeat(kept), repeat(ends)))
            self._remember(together, ends)
            told += pool.map(self._open_order, together, repeat(ends))
            kept |= kept_by(self.stack, [one.entry.place for one in together if one.outcome in STAYS])
        return StackForecast(self.stack, tuple(told), tuple(notes_of(self.stack)), tuple(sorted(self._denied)))

    def _of(self, entry: Entry, number: int, kept: Mapping[int, str], ends: _Ends) -> Forecast:
        """Foretell one object."""
        if holder := kept.get(entry.place):
            return Forecast(entry, number, Outcome.KEPT, (f"{holder} needs it and is not deleted",))
        if decided := self.decided(entry):
            return Forecast(entry, number, decided[0], (decided[1],))
        outlook = self._outlook(entry, ends)
        return Forecast(entry, number, Outcome(outlook.verdict), outlook.why, outlook, self._heard(entry))

    def _outlook(self, entry: Entry, ends: _Ends) -> Outlook:
        try:
            operation = self.accounts.operation(entry)
            found = self._found.get(entry.place) or entry
            outlook = foresee(operation, found.recorded, ends[entry.lives_in])
        except (InputError, Interrupted) as error:
            return Outlook(Verdict.UNCHECKED, (str(error),))
        self._denied.update(operation.job.denied)
        return outlook

    def _remember(self, together: Iterable[Forecast], ends: _Ends) -> None:
        """Remember which secrets are deleted by then."""
        for forecast in together:
            if forecast.steps and forecast.entry.resource.name == "Secret":
                ends[forecast.entry.lives_in][forecast.entry.recorded.id] = forecast.final_on

    def _open_order(self, forecast: Forecast, ends: _Ends) -> Forecast:
        """Say of a key where it depends on what else goes in its round whether it is refused."""
        if forecast.outcome is not Outcome.REFUSED or forecast.entry.resource.name != "KmsKey":
            return forecast
        if comparable(self._outlook(forecast.entry, ends).why) == comparable(forecast.why):
            return forecast
        return replace(forecast, why=(*forecast.why, OPEN), open_order=True)

    def _heard(self, entry: Entry) -> tuple[str, ...]:
        return tuple(text for _, text in self.accounts.voice.heard.get(entry.urn, ()))
