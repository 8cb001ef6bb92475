"""What a cloud must offer to be emulated, and the words that all of them share.

A cloud is one folder, and one line in `clouds.py`. Inside it, a service is one folder with the same file names:
`table.py` (what is served: parameters, rates), `records.py` (what is kept), `reads.py` and `writes.py` (one function
per action), `rules.py` (limits and checks), `switches.py` (its guesses).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from reprieve_emulator.accounts import NOBODY, Caller
from reprieve_emulator.switches import Switch

if TYPE_CHECKING:
    from reprieve_emulator.world import World

Reply = dict[str, Any]


@dataclass(frozen=True)
class Received:
    """One HTTP request as it came; header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Call:
    """What a request asks for."""

    cloud: str
    service: str = ""
    action: str = ""
    version: str = ""
    region: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    is_text: bool = False
    """The parameters came as a query or form, so every value is text."""
    request_id: str = ""
    caller: Caller = NOBODY

    @property
    def account(self) -> str:
        """The id of the caller's account."""
        return self.caller.account_id


@dataclass(frozen=True)
class Answer:
    """One HTTP answer."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class CloudError(Exception):
    """A refusal in a vendor's words."""

    def __init__(self, code: str, message: str, status: int = 200) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


class Cloud(Protocol):
    """One vendor's side of the wire."""

    name: str
    access_key_prefix: str
    account_id_digits: int
    switches: tuple[Switch, ...]

    def claims(self, received: Received) -> bool:
        """Say whether a request speaks this vendor's protocol."""

    def read(self, received: Received) -> Call:
        """Take a request apart; CloudError when it cannot be read."""

    def authenticate(self, call: Call, received: Received, world: "World") -> Caller:
        """Check the signature; CloudError when it does not hold."""

    def settle(self, world: "World") -> None:
        """Carry out inside a transaction what time has brought: purge what is past its window."""

    def perform(self, call: Call, world: "World") -> Reply:
        """Do the work inside a transaction; CloudError refuses it and undoes its writes."""

    def throttled(self, call: Call, world: "World") -> CloudError:
        """Name the vendor's refusal of too many requests."""

    def right(self, call: Call) -> str:
        """Name the right that a call needs, as access policies write it: `service:Action`."""

    def denied(self, call: Call, world: "World") -> CloudError:
        """Name the vendor's refusal of a missing right."""

    def fault(self, code: str, message: str, status: int) -> CloudError:
        """Make an injected refusal; status 0 means what the vendor would send."""

    def broken(self) -> CloudError:
        """Name the vendor's internal error, for a mistake of the emulator's own."""

    def render(self, outcome: Reply | CloudError, call: Call, received: Received, world: "World") -> Answer:
        """Put a result or a refusal on the wire; the call is empty where the request could not be read."""

    def actions(self) -> list[tuple[str, str, str, float]]:
        """List what is served: service, version, action, requests per second."""

    def secret_parameters(self) -> frozenset[str]:
        """Name the parameters whose values are secret."""

    def prepare(self, world: "World") -> None:
        """Make the ready accounts, unless they are there already."""
