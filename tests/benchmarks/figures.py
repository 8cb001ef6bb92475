"""One figure of the benchmark table, and the promise that it is held to."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """A figure, and what it may be at most or has to be at least where there is such a promise."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    def __str__(self) -> str:
        promise = f"at most {self.most:g}" if self.most is not None else ""
        promise = f"at least {self.least:g}" if self.least is not None else promise
        broken = "" if self.kept else " **broken**"
        return f"| {self.what} | {self.value:.4g} {self.unit} | {promise}{broken} |"
