"""A caller that signs for itself: a few lines of TC3 written from the vendor's page, apart from the emulator's own."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from reprieve_emulator.accounts import AccessKey, Account
from reprieve_emulator.app import build

if TYPE_CHECKING:
    from reprieve_emulator.world import World

HOST = "127.0.0.1:8320"
VERSIONS = {
    "ssm": "2019-09-23",
    "kms": "2019-01-18",
    "apigateway": "2018-08-08",
    "tag": "2018-08-13",
    "sts": "2018-08-13",
}


class RefusedError(Exception):
    """The cloud said no."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


@dataclass(frozen=True)
class Signing:
    """What TC3 signs."""

    service: str
    timestamp: int
    headers: dict[str, str]
    payload: bytes
    method: str = "POST"
    query: str = ""

    @property
    def date(self) -> str:
        return datetime.fromtimestamp(self.timestamp, UTC).strftime("%Y-%m-%d")

    def signature(self, secret: str) -> str:
        lines = "".join(f"{name}:{value}\n" for name, value in sorted(self.headers.items()))
        payload_hash = hashlib.sha256(self.payload).hexdigest()
        request = f"{self.method}\n/\n{self.query}\n{lines}\n{';'.join(sorted(self.headers))}\n{payload_hash}"
        digest = hashlib.sha256(request.encode()).hexdigest()
        key = f"TC3{secret}".encode()
        for part in (self.date, self.service, "tc3_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        text = f"TC3-HMAC-SHA256\n{self.timestamp}\n{self.date}/{self.service}/tc3_request\n{digest}"
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def authorization(self, access_key_id: str, secret: str) -> str:
        credential = f"{access_key_id}/{self.date}/{self.service}/tc3_request"
        names = ";".join(sorted(self.headers))
        signature = self.signature(secret)
        return f"TC3-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"


@dataclass
class Caller:
    """One identity that calls the clouds of one world, in this process and without a socket."""

    world: World
    access_key_id: str
    access_key_secret: str
    region: str = "ap-guangzhou"
    token: str = ""
    timestamp: int | None = None
    changed_headers: dict[str, str | None] = field(default_factory=dict)
    """Headers put in after signing; None takes one away."""

    @classmethod
    def of(cls, world: World, name: str = "one") -> Caller:
        """Call as the root user of a ready account."""
        account = world.store.get(Account, cloud="tencentcloud", name=name)
        assert account
        key = world.store.get(AccessKey, account_id=account.account_id)
        assert key
        return cls(world, key.access_key_id, key.access_key_secret)

    @property
    def account_id(self) -> str:
        key = self.world.store.get(AccessKey, access_key_id=self.access_key_id)
        assert key
        return key.account_id

    def __call__(self, service: str, action: str, **parameters: object) -> dict[str, Any]:
        """Give a reply without its request id; RefusedError for an error."""
        response = self.send(service, action, parameters).json()["Response"]
        assert response.pop("RequestId")
        if "Error" in response:
            raise RefusedError(response["Error"]["Code"], response["Error"]["Message"])
        return dict(response)

    def code(self, service: str, action: str, **parameters: object) -> str:
        """Give the code of a refusal, `OK` for a success."""
        try:
            self(service, action, **parameters)
        except RefusedError as refusal:
            return refusal.code
        return "OK"

    def send(self, service: str, action: str, parameters: object, version: str = "") -> httpx.Response:
        """Send one signed request and give the answer as it comes."""
        body = parameters if isinstance(parameters, bytes) else json.dumps(parameters).encode()
        headers = self._headers(service, action, version or VERSIONS.get(service, "2020-01-01"), body)
        for name, value in self.changed_headers.items():
            headers.pop(name, None) if value is None else headers.update({name: value})
        return exchange(self.world, "POST", "/", headers, body)

    def _headers(self, service: str, action: str, version: str, body: bytes) -> dict[str, str]:
        timestamp = int(time.time()) if self.timestamp is None else self.timestamp
        signed = {"content-type": "application/json", "host": HOST}
        signing = Signing(service, timestamp, signed, body)
        headers = {
            **signed,
            "x-tc-action": action,
            "x-tc-version": version,
            "x-tc-timestamp": str(timestamp),
            "x-tc-region": self.region,
            "authorization": signing.authorization(self.access_key_id, self.access_key_secret),
        }
        if self.token:
            headers["x-tc-token"] = self.token
        if not self.region:
            del headers["x-tc-region"]
        return headers


def exchange(world: World, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> httpx.Response:
    """Pass one request to the application, without a socket."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=build(world))
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
            return await client.request(method, target, headers=headers, content=body)

    return asyncio.run(send())
