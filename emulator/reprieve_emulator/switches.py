"""Named switches: one for each behaviour that no source confirms. A guess is never hidden in code."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Switch:
    """One guess: what it decides, what may be chosen, and why it is a guess."""

    name: str
    values: tuple[str, ...]
    """Empty: any whole number from 0."""
    default: str
    meaning: str
    unconfirmed: str
    """What no source says, and what speaks for the default."""
    source: str

    def check(self, value: str) -> None:
        """Raise ValueError unless the value may be chosen."""
        if self.values and value not in self.values:
            raise ValueError(f"switch {self.name} takes {', '.join(self.values)}, not {value}")
        if not self.values and not value.isdecimal():
            raise ValueError(f"switch {self.name} takes a whole number from 0, not {value}")


class Switches:
    """The switches of all clouds and how they stand."""

    def __init__(self, switches: Iterable[Switch]) -> None:
        self.known = {switch.name: switch for switch in switches}
        self.reset()

    def reset(self) -> None:
        """Put every switch to its default."""
        self._values = {name: switch.default for name, switch in self.known.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def number(self, name: str) -> int:
        """Give a switch that holds a number."""
        return int(self._values[name])

    def set(self, name: str, value: str) -> None:
        """Change one switch; ValueError for an unknown name or value."""
        if name not in self.known:
            raise ValueError(f"no switch {name}; known are {', '.join(sorted(self.known))}")
        self.known[name].check(value)
        self._values[name] = value

    def all(self) -> dict[str, str]:
        """Give every switch and how it stands."""
        return dict(self._values)
