"""The calls of one operation: reads that several operations share, and writes that make what was read stale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reprieve.calls import Calls, Job, Params, Reply, Shared

T = TypeVar("T")


@dataclass(frozen=True)
class Api:
    """What a driver calls, for one operation of the engine."""

    calls: Calls
    job: Job
    shared: Shared
    region: str

    def read(self, action: str, params: Params) -> Reply:
        """Make a call that changes nothing."""
        return self.calls.call(self.job, action, params)

    def write(self, action: str, params: Params) -> Reply:
        """Make a call that may be repeated, and forget what was read before it, whether or not it is answered."""
        try:
            return self.calls.call(self.job, action, params)
        finally:
            self.shared.drop()

    def once_for_all(self, key: object, fetch: Callable[[], T]) -> T:
        """Read something that the operations of the next seconds share."""
        return self.shared.get(key, fetch)
