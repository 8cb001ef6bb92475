"""The time of the emulated objects: it can be moved and stopped, so that a window of thirty days ends at once.

Signatures and request rates keep to the machine's own clock, since the clients do; `skew` shifts the former.
"""

import time

LAST = 32_503_680_000
"""The year 3000: windows and rotations are still added to it."""


class Clock:
    """Seconds since 1970, UTC."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._offset = 0.0
        self._frozen: float | None = None
        self.skew = 0.0

    @property
    def is_frozen(self) -> bool:
        """Say whether time stands still."""
        return self._frozen is not None

    def now(self) -> float:
        """Give the time of the objects."""
        return time.time() + self._offset if self._frozen is None else self._frozen

    def seconds(self) -> int:
        """Give the time of the objects in whole seconds."""
        return int(self.now())

    def gateway_seconds(self) -> float:
        """Give the time against which signatures are checked."""
        return time.time() + self.skew

    def move(self, seconds: float) -> None:
        """Go forward by so many seconds, backward if negative; ValueError where that leaves the calendar."""
        if not 0 <= self.now() + seconds <= LAST:
            raise ValueError("the time is between the years 1970 and 3000")
        if self._frozen is None:
            self._offset += seconds
        else:
            self._frozen += seconds

    def set(self, moment: float) -> None:
        """Go to a moment."""
        self.move(moment - self.now())

    def freeze(self) -> None:
        """Let time stand still."""
        self._frozen = self.now()

    def run(self) -> None:
        """Let time go on from where it stands."""
        moment = self.now()
        self._frozen = None
        self._offset = moment - time.time()
