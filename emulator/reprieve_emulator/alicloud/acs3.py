"""ACS3-HMAC-SHA256, Alibaba Cloud's signature in headers, seen from the server (vendor's page on signature V3).

The list of signed headers is the client's. The query is decoded and encoded again, because clients send a space as
`+` and sign it as `%20`. The path is always `/`.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from reprieve_emulator.alicloud import errors
from reprieve_emulator.cloud import Received

ALGORITHM = "ACS3-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256\s+Credential=(?P<id>[^,\s]+),\s*SignedHeaders=(?P<headers>[^,\s]+),\s*"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)
_MUST_BE_SIGNED = frozenset({"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"})

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header."""

    access_key_id: str
    signed_headers: str
    signature: str


def parse(header: str) -> Authorization:
    """Take the header apart; IncompleteSignature when it is garbled."""
    match = _AUTHORIZATION.fullmatch(header.strip())
    if match is None:
        raise errors.incomplete_signature("The Authorization header cannot be read.")
    return Authorization(match["id"], match["headers"], match["signature"])


def verify(authorization: Authorization, received: Received, query: Pairs, access_key_secret: str) -> None:
    """Refuse unless the signature was made over this request with this secret."""
    names = authorization.signed_headers.split(";")
    if missing := _MUST_BE_SIGNED.difference(names):
        raise errors.incomplete_signature(f"Not signed: {', '.join(sorted(missing))}.")
    if absent := set(names).difference(received.headers):
        raise errors.incomplete_signature(f"Signed, but not sent: {', '.join(sorted(absent))}.")
    canonical = _canonical_request(received, names, query)
    text = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    expected = hmac.digest(access_key_secret.encode(), text.encode(), "sha256").hex()
    if not hmac.compare_digest(expected, authorization.signature):
        raise errors.wrong_signature(text)


def canonical_pairs(pairs: Pairs) -> str:
    """Join pairs sorted and percent-encoded, as both of the vendor's signatures want them."""
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in sorted(pairs))


def _canonical_request(received: Received, names: list[str], query: Pairs) -> str:
    headers = "".join(f"{name}:{received.headers[name].strip()}\n" for name in names)
    body = hashlib.sha256(received.body).hexdigest()
    return "\n".join((received.method, "/", canonical_pairs(query), headers, ";".join(names), body))
