"""Eventual consistency: for a number of looks or milliseconds after a change, an object still shows its old state.

Kept outside the store, since a refused request takes its writes back but has looked all the same.
"""

import time
from dataclasses import dataclass


@dataclass
class _Lag:
    old_state: str
    looks: int
    until: float


class Lags:
    """The objects that still show an old state."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Let every object show its state."""
        self._lags: dict[tuple[str, ...], _Lag] = {}

    def start(self, key: tuple[str, ...], old_state: str, *, looks: int, milliseconds: int) -> None:
        """Let an object show its old state for a while."""
        if looks or milliseconds:
            self._lags[key] = _Lag(old_state, looks, time.monotonic() + milliseconds / 1000)

    def look(self, key: tuple[str, ...], state: str) -> str:
        """Give the state that an object shows now, and count the look."""
        lag = self._lags.get(key)
        if lag is None:
            return state
        if lag.looks:
            lag.looks -= 1
            return lag.old_state
        if time.monotonic() < lag.until:
            return lag.old_state
        del self._lags[key]
        return state
