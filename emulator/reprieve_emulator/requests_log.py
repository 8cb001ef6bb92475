"""What was asked and answered, without secret values, for assertions. The newest 100,000 requests are kept."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from reprieve_emulator.cloud import Call
from reprieve_emulator.store import REDACTED

_KEPT = 100_000


@dataclass(frozen=True)
class Entry:
    """One request and how it ended."""

    number: int
    time: float
    """The emulated clock, seconds since 1970."""
    received: float
    """The machine's clock at arrival, seconds since 1970."""
    seconds: float
    """How long the answer took."""
    cloud: str
    service: str
    action: str
    account: str
    region: str
    user: str
    parameters: dict[str, Any]
    code: str
    """`OK` or the refusal's code."""
    request_id: str
    outcome: str
    """`answered`, `cut`, `malformed` or `half`."""
    committed: bool


class RequestsLog:
    """The requests of this process, oldest first."""

    def __init__(self, secret_names: frozenset[str]) -> None:
        self._secret_names = secret_names
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._number = 0

    def add(  # noqa: PLR0913 - an entry has so many parts
        self, call: Call, *, time: float, received: float, seconds: float, code: str, outcome: str, committed: bool
    ) -> None:
        """Note a request; its secret values are not kept."""
        self._number += 1
        self._entries.append(
            Entry(
                number=self._number,
                time=time,
                received=received,
                seconds=seconds,
                cloud=call.cloud,
                service=call.service,
                action=call.action,
                account=call.account,
                region=call.region,
                user=call.caller.user_id,
                parameters=self._redact(call.parameters),
                code=code,
                request_id=call.request_id,
                outcome=outcome,
                committed=committed,
            )
        )

    def find(self, since: int = 0, **equal: str) -> Iterator[dict[str, Any]]:
        """Give the entries after a number that have these values; ValueError for a name that entries do not have."""
        for name in equal.keys() - {field.name for field in fields(Entry)}:
            raise ValueError(f"a request has no {name}")
        for entry in self._entries:
            if entry.number > since and all(getattr(entry, name) == value for name, value in equal.items()):
                yield asdict(entry)

    def clear(self) -> None:
        """Forget the requests; numbers go on."""
        self._entries.clear()

    def _redact(self, parameters: dict[str, Any]) -> dict[str, Any]:
        return {
            name: REDACTED if name in self._secret_names else self._shown(value) for name, value in parameters.items()
        }

    def _shown(self, value: object) -> Any:  # noqa: ANN401 - parameters are JSON
        if isinstance(value, list):
            return [self._shown(item) for item in value]
        if not isinstance(value, dict):
            return value
        # a filter names its field beside the value: {"Name": "AccessKeySecret", "Values": [...]}
        name = value.get("Name")
        if isinstance(name, str) and name in self._secret_names:
            return {**value, "Values": REDACTED}
        return self._redact(value)
