"""What happened to one object: a deletion, a restore or a take-over, as far as the sources tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

DELETION, RESTORE = "deletion", "restore"


class Outcome(StrEnum):
    """How it ended; `interrupted`: an intent without an outcome, or an outcome that says so."""

    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    KEPT = "kept"


@dataclass(frozen=True)
class Call:
    """One call to the cloud; the code is empty where it was carried out, the request id where no answer came."""

    action: str
    code: str
    request_id: str


@dataclass(frozen=True)
class Deed:
    """One operation on one object. Moments are in UTC, the window in days; empty text is not told by any source.

    `of` is the resource as the trail names it, which it does also where no urn is known. `why` is what the one who
    carried it out said of a failure; `said` what it said of a success.
    """

    operation: str
    urn: str
    id: str
    outcome: Outcome
    began: datetime | None = None
    ended: datetime | None = None
    cloud: str = ""
    region: str = ""
    of: str = ""
    account: str = ""
    caller: str = ""
    plan: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    window: int | None = None
    override: bool = False
    final_on: datetime | None = None
    calls: tuple[Call, ...] = ()
    why: str = ""
    said: str = ""

    @property
    def moment(self) -> datetime | None:
        """When it began, or the nearest to it that is known."""
        return self.began or self.ended

    @property
    def type(self) -> str:
        """The resource's type, without those of its parents."""
        return _part(self.urn, 2).rpartition("$")[2]

    @property
    def is_ours(self) -> bool:
        """Whether the object is one of Reprieve's, of either flavour."""
        return bool(self.of) or is_ours(self.type)

    @property
    def resource(self) -> str:
        """The resource's name in the schema; the whole type where it is not one of ours."""
        return self.of or (self.type.rpartition(":")[2] if self.is_ours else self.type)

    @property
    def stack(self) -> str:
        """The stack, as `project/stack`; empty where no urn is known."""
        head, project = _part(self.urn, 0), _part(self.urn, 1)
        return f"{project}/{head.rpartition(':')[2]}" if project else ""

    @property
    def name(self) -> str:
        """What people call the object: the name that is its id, or else its name in the program."""
        in_program = self.urn.rpartition("::")[2]
        return self.id if self.resource == "Secret" and self.id else in_program or self.id

    @property
    def place(self) -> tuple[str, str, str, str, str]:
        """What tells the object from all others."""
        return self.cloud, self.account, self.region, self.resource, self.id or self.urn


def is_ours(kind: str) -> bool:
    """Tell whether a type is one of Reprieve's: the plugin's, or the dynamic flavour's."""
    return kind.startswith(("reprieve:index:", "pulumi-python:dynamic/reprieve:"))


def _part(urn: str, number: int) -> str:
    parts = urn.split("::", 3)
    return parts[number] if len(parts) > number else ""
