"""Requests per second: one bucket per account, region and quota group, which holds one second's requests.

The vendors state rates, not how they count; a bucket is a guess that lets the stated rate through.
"""

import time


class Quotas:
    """How many requests each account and region has left in this second."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Go back to the documented rates, with full buckets."""
        self.factor: float | None = 1.0
        """Documented rates times this; None: no limit."""
        self._buckets: dict[tuple[str, ...], tuple[float, float]] = {}

    def take(self, group: tuple[str, ...], per_second: float) -> bool:
        """Take one request out of a group's bucket; False when it is empty."""
        if self.factor is None:
            return True
        rate = per_second * self.factor
        now = time.monotonic()
        level, seen = self._buckets.get(group, (rate, now))
        level = min(max(rate, 1.0), level + (now - seen) * rate)
        allowed = level >= 1
        self._buckets[group] = (level - 1 if allowed else level, now)
        return allowed
