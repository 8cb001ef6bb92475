"""Requests to the emulator, drawn from whatever says what comes next: a seed, or a fuzzer that watches the coverage.

Signed ones reach every action with parameters of all kinds; others are garbled heads, forms, JSON and calls of the
control API. Nothing may end in anything but an answer, and no answer may hide a mistake of the emulator's own.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar
from urllib.parse import urlencode

from reprieve_emulator.app import build
from reprieve_emulator.control_api import routes
from reprieve_emulator.parameters import parse
from reprieve_emulator.store import KINDS
from tests.emulator import calling
from tests.emulator.alicloud import calling as alicloud_calling
from tests.fuzz.trees import NUMBERS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reprieve_emulator.world import World

T = TypeVar("T")
EXTRA: Final = (
    "Name",
    "Values",
    "Tags.0.TagKey",
    "Tag.1.Key",
    "Limit",
    "Offset",
    "",
    "a.b",
    "a",
    "Tags",
    "é",
    "0",
    "RegionId",
)
NAMES: Final = ("db", "alias/db", "v1", "team", "another", "7", "30", "true", "0")
CONTROL: Final = (
    "now", "set", "move", "frozen", "skew", "since", "service", "action", "account", "region", "code", "id", "cut",
    "body", "status", "count", "skip", "factor", "cloud", "name", "account_id", "app_id", "user_id", "access_key_id",
    "seconds",
    "kind", "session_name", "table", "values", "fields", "document", "tables",
)  # fmt: skip
HEADS: Final = (
    "authorization", "host", "content-type", "x-tc-action", "x-tc-version", "x-tc-timestamp", "x-tc-region",
    "x-tc-token", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-region-id", "accept",
)  # fmt: skip
AUTHORIZATIONS: Final = (
    "", "TC3-",
    "TC3-HMAC-SHA256 Credential=a/2026-01-01/ssm/tc3_request, SignedHeaders=host;content-type, Signature=" + "0" * 64,
    "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=" + "0" * 64, "ACS3-HMAC-SHA256", "Bearer x",
)  # fmt: skip
PAIRS: Final = (
    "Action",
    "Version",
    "AccessKeyId",
    "SecretId",
    "Signature",
    "SignatureNonce",
    "SignatureMethod",
    "Timestamp",
)


LONGEST: Final = 3_000


class Draws(Protocol):
    """Where the decisions come from; `random.Random` is one."""

    def choice(self, seq: Sequence[T], /) -> T:
        """Take one."""

    def randrange(self, stop: int, /) -> int:
        """Take a number below."""

    def randbytes(self, n: int, /) -> bytes:
        """Take bytes."""


class Requests:
    """Requests to one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        world.quotas.factor = None
        self._app = build(world)
        self._loop = asyncio.new_event_loop()
        self._tencent = calling.Caller.of(world)
        self._ali = alicloud_calling.Caller.of(world)
        self._actions = [(cloud, *action[:3]) for cloud in world.clouds.values() for action in cloud.actions()]
        self._routes = [(route.path, max(route.methods or ())) for route in routes(world)]
        self.mistakes = _Mistakes()
        self.kinds: dict[str, Callable[[Draws], int]] = {
            "signed": self._signed,
            "pairs": self._pairs,
            "garbled": self._garbled,
            "control": self._control,
        }

    def close(self) -> None:
        """End it."""
        self._loop.close()
        self.mistakes.close()

    def _signed(self, draws: Draws) -> int:
        """Call any action with parameters that it has, and some that it has not."""
        cloud, service, version, action = draws.choice(self._actions)
        given = self._parameters(draws, cloud.name, service, action)
        if cloud.name == "alicloud":
            texts = {name: _text(value) for name, value in given.items()}
            if draws.randrange(2):
                return self._ali.send(action, texts, service, version).status_code
            return self._ali.send_pairs(action, texts).status_code
        return self._tencent.send(service, action, given, version).status_code

    def _parameters(self, draws: Draws, cloud: str, service: str, action: str) -> dict[str, Any]:
        names = [*_known(self._world, cloud, service, action), *EXTRA]
        return {draws.choice(names): _value(draws) for _ in range(draws.randrange(8))}

    def _pairs(self, draws: Draws) -> int:
        """Send the older signatures' pairs, never rightly signed."""
        pairs = [(draws.choice((*PAIRS, *EXTRA)), _text(_value(draws))) for _ in range(draws.randrange(9))]
        query = urlencode(pairs, errors="replace").encode()
        method = draws.choice(("GET", "POST", "PUT"))
        return self._ask(method, "/", query if method == "GET" else b"", {}, query)

    def _garbled(self, draws: Draws) -> int:
        """Send heads and bodies that may be anything."""
        heads = {"x-tc-action": "CreateSecret", "content-type": "application/json"} if draws.randrange(3) == 0 else {}
        heads |= {
            draws.choice(HEADS): draws.choice((*AUTHORIZATIONS, *TEXTS[:12], *NAMES)) for _ in range(draws.randrange(8))
        }
        body = draws.choice((draws.randbytes(30), json.dumps(_value(draws)).encode(), b"", b"[" * 3_000))
        method = draws.choice(("GET", "POST", "DELETE", "PATCH"))
        return self._ask(
            method, draws.choice(("/", "/x", "/cn-beijing", "//", "/%ff")), draws.randbytes(6), heads, body
        )

    def _control(self, draws: Draws) -> int:
        """Call the control API; what would make every later request fail is left out."""
        path, method = draws.choice(self._routes)
        body: Any = {draws.choice(CONTROL): _value(draws) for _ in range(draws.randrange(6))}
        if draws.randrange(3) == 0:
            body["table"] = draws.choice(sorted(KINDS))
        if draws.randrange(20) == 0:
            body = draws.choice(([], 7, "text", None))
        sent = json.dumps(body).encode() if draws.randrange(20) else draws.choice((b"[" * 3_000, b"\xff", b"{"))
        return self._ask(method, f"/_control{path}", draws.choice((b"", draws.randbytes(4))), {}, sent)

    def _ask(self, method: str, path: str, query: bytes, heads: dict[str, str], body: bytes) -> int:
        """Send one request without a socket; return its status, 0 where the connection was cut."""
        head = [(name.encode(), value.encode("utf-8", "replace")) for name, value in heads.items()]
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query,
            "headers": head, "http_version": "1.1", "scheme": "http", "root_path": "", "server": ("127.0.0.1", 1),
        }  # fmt: skip
        sent: list[int] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                sent.append(message["status"])

        try:
            self._loop.run_until_complete(self._app(scope, receive, send))  # type: ignore[arg-type]
        except ConnectionResetError:
            return 0
        return sent[0]


class _Mistakes(logging.Handler):
    """What the emulator logs of its own mistakes, which clients see as the vendor's internal error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []
        self._logger = logging.getLogger("reprieve_emulator.exchange")
        self._logger.addHandler(self)
        self._logger.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))

    def close(self) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = True
        super().close()


def _known(world: World, cloud: str, service: str, action: str) -> list[str]:
    """Name the parameters that an action has."""
    from reprieve_emulator.alicloud.services import SERVICES as ALICLOUD  # noqa: PLC0415
    from reprieve_emulator.tencentcloud.services import SERVICES as TENCENTCLOUD  # noqa: PLC0415

    del world
    services: Any = ALICLOUD if cloud == "alicloud" else TENCENTCLOUD
    return list(parse(services[service].actions[action].parameters))


def _value(draws: Draws, depth: int = 0) -> Any:  # noqa: ANN401, PLR0911 - JSON has so many kinds
    kind = draws.randrange(12)
    if kind < 4:
        return draws.choice(NAMES)
    if kind < 6:
        return draws.choice(TEXTS)
    if kind < 7:
        return draws.choice(NUMBERS)
    if kind < 9:
        return draws.choice((True, False, None, 0, 1, 7, -1, 2**63, 2**70))
    if kind < 10 or depth > 2:
        return "\ud800"
    if kind < 11:
        return [_value(draws, depth + 1) for _ in range(draws.randrange(4))]
    return {
        draws.choice((*EXTRA, "TagKey", "TagValue", "Key", "Value")): _value(draws, depth + 1)
        for _ in range(draws.randrange(4))
    }


def _text(value: object) -> str:
    """Write a value as a form would hold it; addresses have their length."""
    text = alicloud_calling.spelled(value)
    return text.encode("utf-8", "replace").decode()[:LONGEST]
