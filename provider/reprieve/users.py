"""What a key encrypts, as it is told before the key's deletion: live users, and pending ones until their day.

No cloud answers that for a key. All secrets are listed once for the process; what this process makes afterwards is
added, and what is found for a key is looked at again before anything is said of it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.driver import Blocker

if TYPE_CHECKING:
    from datetime import datetime

    from reprieve.driver import Ends

NAMED = 5
"""So many users are told by name."""


@dataclass(frozen=True)
class User:
    """Something that a key encrypts, and when it ends by itself."""

    name: str
    ends: datetime | None = None


class Scan:
    """The names of the secrets that each key encrypts, listed on first use."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] | None = None
        self._made: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def of(self, key_id: str, list_all: Callable[[], Iterable[tuple[str, str]]]) -> list[str]:
        """Return the names of the secrets of a key; `list_all` gives key and name of every secret there is."""
        with self._lock:
            if self._names is None:
                names = defaultdict(set)
                for key, name in list_all():
                    names[key].add(name)
                self._names = names
            made = {name for key, name in self._made if key == key_id}
            return sorted(self._names.get(key_id, set()) | made)

    def add(self, key_id: str, name: str) -> None:
        """Remember a secret that this process makes."""
        with self._lock:
            self._made.append((key_id, name))


def users_after(names: Iterable[str], after: Ends, look: Callable[[str], Iterable[User]]) -> list[User]:
    """Return the users that are left when those of `after` are deleted; only the others are looked at."""
    ending = [User(name, end) for name in names if name in after and (end := after[name])]
    return [*(user for name in names if name not in after for user in look(name)), *ending]


def said(what: str, users: Sequence[User]) -> Iterator[Blocker]:
    """Tell live users in one line, and pending ones in another with the day when the last of them ends."""
    live = [user.name for user in users if user.ends is None]
    pending = {user.name: user.ends for user in users if user.ends is not None}
    if live:
        yield Blocker(f"it encrypts {_counted(live, f'live {what}')}")
    if pending:
        last = max(pending.values())
        until = f"it encrypts {_counted(list(pending), what)}, pending deletion until {last:%Y-%m-%d}"
        yield Blocker(until, until=last)


def _counted(names: Sequence[str], what: str) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} {what}{'s' if len(names) > 1 else ''} ({', '.join(names[:NAMED])}{more})"
