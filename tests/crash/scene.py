"""One account of the emulated cloud with one stack in it: what the cloud holds, what the state knows, and the runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from reprieve.config import Config
from tests.accounts import Account
from tests.crash.engine import Engine
from tests.provider.stage import Process

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair, Row

Facts: TypeAlias = "Callable[[Scene, Row], Row]"


@dataclass(frozen=True)
class Kind:
    """One resource on one cloud, and what its rows in the emulator say besides state, end and tags."""

    pair: Pair
    facts: Facts
    switches: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.pair)


@dataclass
class Scene:
    """One stack, its engine, and its cloud."""

    control: Control
    account: Account
    kind: Kind
    engine: Engine
    settings: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, control: Control, kind: Kind) -> Scene:
        """Begin with empty clouds, without limits on rates."""
        control.reset()
        control.set_quotas(None)
        control.set_switches(**{**kind.pair.switches, **kind.switches})
        account = Account.of(control.add_account("shop", cloud=kind.pair.cloud))
        return cls(control, account, kind, Engine(kind.pair.resource))

    def process(self) -> Process:
        """Start a process of the provider."""
        given = {
            "cloud": self.kind.pair.cloud,
            "region": self.kind.pair.region,
            "endpoint": self.control.url,
            "accessKey": self.account.access_key,
            "secretKey": self.account.secret_key,
        }
        return Process(Config.read({**given, **self.settings}))

    def up(self, declared: Properties) -> None:
        """Run an up in a process of its own."""
        self.engine.up(self.process(), declared)

    def destroy(self) -> None:
        """Run a destroy in a process of its own."""
        self.engine.destroy(self.process())

    def forget(self) -> None:
        """Lose the state, as another checkout of the program would not have it."""
        self.engine.entries.clear()

    @property
    def place(self) -> Row:
        """The columns that say where an object is."""
        return {"account": self.account.id, "region": self.kind.pair.region}

    def rows(self, table: str, **equal: object) -> list[Row]:
        """Return the rows of a table, secret values included."""
        rows = self.control.objects(table, values=True)
        return [row for row in rows if all(row[key] == value for key, value in equal.items())]

    def objects(self) -> dict[str, Row]:
        """Return what the cloud holds, by id: state, days until the end, tags with the mark, and the kind's facts."""
        pair = self.kind.pair
        return {row[pair.id_column]: self._object(row) for row in self.rows(pair.table)}

    def told(self) -> list[str]:
        """Return what the cloud holds without what differs from life to life: ids, random names, moments."""
        names = {object_id: f"id{number}" for number, object_id in enumerate(self.objects())}
        return sorted(_plain(str(sorted(facts.items())), names) for facts in self.objects().values())

    def known(self) -> set[str]:
        """Return the ids that the state has, without those of which it says that they are deleted."""
        return {entry.recorded.id for entry in self.engine.entries if not entry.replaced}

    def _object(self, row: Row) -> Row:
        pair = self.kind.pair
        object_id, end = str(row[pair.id_column]), int(row.get(pair.end_column) or 0)
        tags = {
            tag[pair.tags.key]: tag[pair.tags.value]
            for tag in self.control.objects(pair.tags.table)
            if tag[pair.tags.target].rpartition("/")[2] == object_id or tag[pair.tags.target] == object_id
        }
        days = round((end - self.control.now()) / 86_400) if end else None
        return {"status": pair.status(row), "days": days, "tags": tags, **self.kind.facts(self, row)}


def _plain(text: str, names: Mapping[str, str]) -> str:
    for object_id, name in names.items():
        text = text.replace(object_id, name)
        if len(object_id) > 8:
            text = text.replace(object_id[:8], name)
    return re.sub(r"-[0-9a-f]{7}\b", "-random", text)
