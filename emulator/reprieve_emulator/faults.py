"""Trouble on request: errors, throttles, delays, cut connections, broken replies, and missing rights."""

import itertools
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any, get_type_hints

from reprieve_emulator.cloud import Call

_ids = itertools.count(1)
_SAID = {str: "a text", bool: "true or false", float: "a number"}


def check_types(given: Any) -> None:  # noqa: ANN401 - any dataclass
    """Raise TypeError for the first field whose value is not of its type; a whole number does for a fraction."""
    for name, kind in get_type_hints(type(given)).items():
        value = getattr(given, name)
        if isinstance(value, bool) and kind is not bool:
            raise TypeError(f"{name} is not true or false")
        if not isinstance(value, int | float if kind is float else kind):
            raise TypeError(f"{name} is {_SAID.get(kind, 'a whole number')}")


@dataclass
class Fault:
    """What happens to the requests that it matches."""

    service: str = "*"
    action: str = "*"
    """Names with `*` as a wildcard."""
    account: str = "*"
    region: str = "*"
    skip: int = 0
    """Matching requests let through first."""
    count: int | None = 1
    """How many requests it then hits; None: all."""
    code: str = ""
    """Refuse with this code, before any work."""
    message: str = "injected fault"
    throttle: bool = False
    """Refuse as too many requests."""
    delay_before_work: float = 0.0
    """Seconds."""
    delay_before_answer: float = 0.0
    """Seconds, after the work was kept."""
    cut: str = ""
    """Drop the connection without an answer: `before_commit` (nothing is kept) or `after_commit`."""
    body: str = ""
    """`malformed` (no JSON) or `half` (the connection ends inside the reply); the work is kept."""
    status: int = 0
    """HTTP status of the answer; 0: the vendor's."""
    id: int = field(default_factory=lambda: next(_ids))

    def __post_init__(self) -> None:
        """Refuse what would silently do nothing, or make every later request fail."""
        check_types(self)
        if self.cut not in {"", "before_commit", "after_commit"}:
            raise ValueError(f"cut is before_commit or after_commit, not {self.cut}")
        if self.body not in {"", "malformed", "half"}:
            raise ValueError(f"body is malformed or half, not {self.body}")

    def matches(self, call: Call) -> bool:
        """Say whether a call is meant."""
        return (
            fnmatchcase(call.service, self.service)
            and fnmatchcase(call.action, self.action)
            and fnmatchcase(call.account, self.account)
            and fnmatchcase(call.region, self.region)
        )

    def describe(self) -> dict[str, Any]:
        """Give the fault as plain data."""
        return asdict(self)


NO_FAULT = Fault(count=0, id=0)


class Faults:
    """The faults in force, first added first."""

    def __init__(self) -> None:
        self.listed: list[Fault] = []

    def add(self, data: dict[str, Any]) -> Fault:
        """Add a fault; ValueError for an unknown field or value."""
        unknown = set(data) - {known.name for known in fields(Fault)} | (set(data) & {"id"})
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        fault = Fault(**data)
        self.listed.append(fault)
        return fault

    def remove(self, fault_id: int | None = None) -> None:
        """Remove one fault, or all."""
        self.listed = [] if fault_id is None else [fault for fault in self.listed if fault.id != fault_id]

    def take(self, call: Call) -> Fault:
        """Give the fault that hits this call, and count it."""
        for fault in self.listed:
            if not fault.matches(call):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.count is None:
                return fault
            if fault.count:
                fault.count -= 1
                return fault
        return NO_FAULT


@dataclass
class Denial:
    """A right that callers lack: `service:Action`, with `*` as a wildcard."""

    action: str
    account: str = "*"
    user: str = "*"
    id: int = field(default_factory=lambda: next(_ids))

    def __post_init__(self) -> None:
        """Refuse what would make every later request fail."""
        check_types(self)

    def matches(self, call: Call) -> bool:
        """Say whether a call needs this right."""
        return (
            fnmatchcase(f"{call.service}:{call.action}", self.action)
            and fnmatchcase(call.account, self.account)
            and fnmatchcase(call.caller.user_id, self.user)
        )

    def describe(self) -> dict[str, Any]:
        """Give the denial as plain data."""
        return asdict(self)
