"""The cloud's part: what the emulator holds of an object, what happens to it outside, and which calls changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.accounts import Account
from tests.property.situations import FOREIGN, UNMARKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair, Row
    from tests.property.situations import Case

NO_CHANGE = ("Describe", "List", "Get", "TagRes")
"""Beginnings of actions that change no object; a stale mark may be renewed."""


@dataclass(frozen=True)
class Call:
    """One call that changed an object, and its parameters."""

    action: str
    parameters: Row


@dataclass(frozen=True)
class CloudSide:
    """One account of the emulator with nothing in it at first."""

    control: Control
    account: Account
    pair: Pair

    @classmethod
    def empty(cls, control: Control, pair: Pair) -> CloudSide:
        """Begin with empty clouds, without limits on rates."""
        control.reset()
        control.set_quotas(None)
        control.set_switches(**pair.switches)
        return cls(control, Account.of(control.add_account("shop", cloud=pair.cloud)), pair)

    def config(self, limits: Properties | None = None) -> Properties:
        """Return the provider's configuration for this account."""
        return {
            "cloud": self.pair.cloud,
            "region": self.pair.region,
            "endpoint": self.control.url,
            "accessKey": self.account.access_key,
            "secretKey": self.account.secret_key,
            "deletion": {self.pair.limits: limits or {}},
        }

    def rows(self) -> dict[str, Row]:
        """Return what there is, by id."""
        return {row[self.pair.id_column]: row for row in self.control.objects(self.pair.table)}

    def befall(self, row: Row, case: Case) -> None:
        """Let happen outside what the case says."""
        now = int(self.control.now())
        if case.mark == FOREIGN:
            self._give_away(row)
        for user in case.users:
            for table, fields in self.pair.users[user](row, now):
                self.control.plant(table, **fields)
        changed = self.pair.outside[case.outside](now) | (self.pair.unmarked if case.mark == UNMARKED else {})
        if changed:
            self.control.plant(self.pair.table, **(row | changed))

    def writes(self, since: int = 0) -> dict[str, list[Call]]:
        """Return the calls that changed something, by the object that they name; what was refused changed nothing."""
        found: dict[str, list[Call]] = {}
        for call in self.control.requests(since=since):
            if call["committed"] and call["code"] == "OK" and not call["action"].startswith(NO_CHANGE):
                for named in self._named(call["parameters"]):
                    found.setdefault(named, []).append(Call(call["action"], call["parameters"]))
        return found

    def _named(self, parameters: Row) -> list[str]:
        """Return the objects of this resource that a call names."""
        values = [parameters.get(name) for name in self.pair.id_parameters]
        return [text for value in values if value for text in (value if isinstance(value, list) else [value])]

    def _give_away(self, row: Row) -> None:
        tags = self.pair.tags
        for tag in self.control.objects(tags.table):
            if tag[tags.target].endswith(row[self.pair.id_column]) and tag[tags.key] == "reprieve:stack":
                self.control.plant(tags.table, **(tag | {tags.value: "other/prod"}))


def windows_sent(pair: Pair, calls: Sequence[Call]) -> list[int | None]:
    """Return the window of every call that ends an object."""
    return [pair.window_sent(call.parameters) for call in calls if call.action == pair.rules.steps[-1].name]
