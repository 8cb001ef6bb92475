"""One resource on one cloud as data: how it is declared, and what may become of it behind everybody's back.

Columns are those of the emulator's tables; times are seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from reprieve.driver import Rules
    from reprieve.resources.inputs import Resource

Row: TypeAlias = "dict[str, Any]"

AN_HOUR = 3_600
DAY = 86_400
AS_IT_WAS = "as it was"
NEEDED_DAYS = 12
"""How long a user that is pending still needs its key."""
LONG_AGO = 1
"""An end at this second is over, so the emulator removes the object."""


@dataclass(frozen=True)
class Tags:
    """Where the emulator keeps tags: the table, the columns of the object's id (it may stand last), key and value."""

    table: str
    target: str
    key: str
    value: str


@dataclass(frozen=True)
class Pair:
    """One resource on one cloud."""

    cloud: str
    region: str
    resource: Resource
    rules: Rules
    table: str
    id_column: str
    id_parameters: tuple[str, ...]
    """The parameters by which calls name the object."""
    status: Callable[[Row], str]
    """Reads the state, in the schema's word, out of a row."""
    outside: Mapping[str, Callable[[int], Row]]
    """What may happen outside: the columns that change; given the time now."""
    tags: Tags
    refusals: tuple[str, ...]
    """Codes with which the cloud may refuse any call."""
    declares: Mapping[str, object] = field(default_factory=dict)
    """What every object declares besides its name and the options of its deletion."""
    window_sent: Callable[[Row], int | None] = lambda _: None
    """Reads the window, in days, out of the parameters of the last step."""
    end_column: str = ""
    """When a pending object ends."""
    unmarked: Row = field(default_factory=dict)
    """Columns whose change takes the tags away from the object."""
    users: Mapping[str, Callable[[Row, int], Iterable[tuple[str, Row]]]] = field(default_factory=dict)
    """What may use the object: tables and rows to be planted; given the object's row and the time now."""
    switches: Mapping[str, str] = field(default_factory=dict)
    """How the emulator's guesses stand."""

    def __str__(self) -> str:
        return f"{self.cloud}-{self.resource.name}"

    @property
    def token(self) -> str:
        """The resource's token."""
        return self.resource.token

    @property
    def limits(self) -> str:
        """The resource's key in the provider's `deletion`."""
        return self.resource.name[0].lower() + self.resource.name[1:]
