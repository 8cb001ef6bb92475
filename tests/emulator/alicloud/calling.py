"""A caller that signs for itself, in both ways: a few lines from the vendor's pages, apart from the emulator's own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from reprieve_emulator.accounts import AccessKey, Account
from tests.emulator.calling import HOST, RefusedError, exchange

if TYPE_CHECKING:
    import httpx

    from reprieve_emulator.world import World

VERSIONS = {"kms": "2016-01-20", "sts": "2015-04-01"}
DAY = 86_400


def encoded(pairs: dict[str, str]) -> str:
    """Join pairs as both signatures want them."""
    return "&".join(f"{quote(name, safe='~')}={quote(pairs[name], safe='~')}" for name in sorted(pairs))


def sign_acs3(secret: str, method: str, query: dict[str, str], signed: dict[str, str], body: bytes) -> str:
    """Give the signature over these headers."""
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    digest = hashlib.sha256(body).hexdigest()
    request = "\n".join([method, "/", encoded(query), lines, ";".join(sorted(signed)), digest])
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def sign_rpc(secret: str, method: str, pairs: dict[str, str]) -> str:
    """Give the signature over all parameters."""
    text = f"{method}&{quote('/', safe='')}&{quote(encoded(pairs), safe='~')}"
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()).decode()


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Caller:
    """One identity that calls Alibaba Cloud in one world, in this process and without a socket."""

    world: World
    access_key_id: str
    access_key_secret: str
    token: str = ""
    host: str = HOST
    path: str = "/"
    changed_headers: dict[str, str | None] = field(default_factory=dict)
    """Headers put in before signing; None takes one away."""
    forged_headers: dict[str, str | None] = field(default_factory=dict)
    """Headers put in after signing; None takes one away."""

    @classmethod
    def of(cls, world: World, name: str = "one") -> Caller:
        """Call as the root user of a ready account."""
        account = world.store.get(Account, name=name, cloud="alicloud")
        assert account
        key = world.store.get(AccessKey, account_id=account.account_id)
        assert key
        return cls(world, key.access_key_id, key.access_key_secret)

    @property
    def account_id(self) -> str:
        key = self.world.store.get(AccessKey, access_key_id=self.access_key_id)
        assert key
        return key.account_id

    def __call__(self, action: str, **parameters: object) -> dict[str, Any]:
        """Give a reply without its request id; RefusedError for an error."""
        answer = self.send(action, parameters)
        reply: dict[str, Any] = answer.json()
        assert reply.pop("RequestId")
        if answer.status_code != 200:
            raise RefusedError(reply["Code"], reply["Message"])
        return reply

    def code(self, action: str, **parameters: object) -> str:
        """Give status and code of a refusal, `200 OK` for a success."""
        answer = self.send(action, parameters)
        return f"{answer.status_code} {answer.json().get('Code', 'OK')}"

    def send(self, action: str, parameters: dict[str, Any], service: str = "kms", version: str = "") -> httpx.Response:
        """Send one request, signed by ACS3, with secret data in the body, and give the answer as it comes."""
        query = {name: spelled(value) for name, value in parameters.items() if name != "SecretData"}
        body = urlencode({"SecretData": parameters["SecretData"]}).encode() if "SecretData" in parameters else b""
        headers: dict[str, str | None] = {
            "host": self.host,
            "x-acs-action": action,
            "x-acs-version": version or VERSIONS[service],
            "x-acs-date": now(),
            "x-acs-signature-nonce": uuid.uuid4().hex,
            "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
            **({"x-acs-security-token": self.token} if self.token else {}),
            **self.changed_headers,
        }
        signed = {name: value for name, value in headers.items() if value is not None}
        signature = sign_acs3(self.access_key_secret, "POST", query, signed, body)
        signed["authorization"] = (
            f"ACS3-HMAC-SHA256 Credential={self.access_key_id},SignedHeaders={';'.join(sorted(signed))},"
            f"Signature={signature}"
        )
        for name, forged in self.forged_headers.items():
            signed.pop(name, None) if forged is None else signed.update({name: forged})
        return exchange(self.world, "POST", f"{self.path}?{urlencode(query)}", signed, body)

    def send_pairs(
        self, action: str, parameters: dict[str, Any], method: str = "POST", /, **common: str | None
    ) -> httpx.Response:
        """Send one request, signed by RPC version 1 over `common` as well, of which None leaves one out."""
        changed: dict[str, str | None] = {
            "Action": action,
            "Version": VERSIONS["kms"],
            "Format": "JSON",
            "Timestamp": now(),
            "SignatureNonce": uuid.uuid4().hex,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "AccessKeyId": self.access_key_id,
            "SecurityToken": self.token or None,
            **{name: spelled(value) for name, value in parameters.items()},
            **common,
        }
        pairs = {name: value for name, value in changed.items() if value is not None}
        if "Signature" not in common:
            pairs["Signature"] = sign_rpc(self.access_key_secret, method, pairs)
        if method == "GET":
            return exchange(self.world, method, f"/?{urlencode(pairs)}", {"host": self.host})
        headers = {"host": self.host, "content-type": "application/x-www-form-urlencoded"}
        return exchange(self.world, method, "/", headers, urlencode(pairs).encode())


def spelled(value: object) -> str:
    """Write a value as the vendor's SDKs do."""
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value) if isinstance(value, list | dict) else str(value)


def tags(**pairs: str) -> list[dict[str, str]]:
    """Give tags in the form of the older actions."""
    return [{"TagKey": key, "TagValue": value} for key, value in pairs.items()]
