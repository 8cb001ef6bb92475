"""Which of the installed distributions others need at run time."""

from __future__ import annotations

from importlib.metadata import requires
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


def needed_by(*names: str, but_not_by: Collection[str] = ()) -> Iterator[str]:
    """Yield installed distributions and, without end, what they require; of those left aside only their names."""
    waiting: list[str] = [canonicalize_name(name) for name in names]
    met: set[str] = set()
    while waiting:
        if (current := waiting.pop()) in met:
            continue
        met.add(current)
        yield current
        if current not in but_not_by:
            waiting += required(requires(current) or [])


def required(lines: Iterable[str], *extras: str) -> list[str]:
    """Return the names that requirements have on this machine, with these extras."""
    wanted = [Requirement(line) for line in lines]
    chosen = ("", *extras)
    return [
        canonicalize_name(wish.name)
        for wish in wanted
        if wish.marker is None or any(wish.marker.evaluate({"extra": extra}) for extra in chosen)
    ]
