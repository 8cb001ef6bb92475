"""TC3-HMAC-SHA256, the signature of Tencent Cloud's API 3.0, seen from the server (vendor's page on signature v3).

The header values are verified as they were received first and lower-cased second: the page signs the action in lower
case, the vendor's SDKs sign only content type and host.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from reprieve_emulator.cloud import Received
from reprieve_emulator.tencentcloud import errors

ALGORITHM = "TC3-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256\s+Credential=(?P<id>[^/,\s]+)/(?P<date>\d{4}-\d\d-\d\d)/(?P<service>[a-z0-9]+)/tc3_request,\s*"
    r"SignedHeaders=(?P<headers>[^,\s]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class Authorization:
    """The parts of an Authorization header."""

    access_key_id: str
    date: str
    service: str
    signed_headers: str
    signature: str


def parse(header: str) -> Authorization:
    """Take the header apart; InvalidAuthorization when it is absent or garbled."""
    if not header:
        raise errors.missing_authorization("The request has no Authorization header.")
    match = _AUTHORIZATION.fullmatch(header.strip())
    if match is None:
        raise errors.missing_authorization("The Authorization header cannot be read.")
    return Authorization(match["id"], match["date"], match["service"], match["headers"], match["signature"])


def verify(authorization: Authorization, received: Received, access_key_secret: str) -> None:
    """Refuse unless the signature was made over this request with this secret."""
    names = authorization.signed_headers.split(";")
    if "host" not in names or "content-type" not in names:
        raise errors.wrong_signature("The signed headers must contain host and content-type.")
    if any(name not in received.headers for name in names):
        raise errors.wrong_signature("A signed header is not in the request.")
    timestamp = received.headers.get("x-tc-timestamp", "")
    if authorization.date != datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d"):
        raise errors.wrong_signature("The date of the credential scope is not the date of the timestamp.")
    values = [received.headers[name].strip() for name in names]
    for candidate in (values, [value.lower() for value in values]):
        canonical = _canonical_request(received, names, candidate)
        expected = sign(access_key_secret, authorization.date, authorization.service, timestamp, canonical)
        if hmac.compare_digest(expected, authorization.signature):
            return
    raise errors.wrong_signature()


def sign(access_key_secret: str, date: str, service: str, timestamp: str, canonical_request: str) -> str:
    """Give the signature, lower-case hex."""
    digest = hashlib.sha256(canonical_request.encode()).hexdigest()
    text = f"{ALGORITHM}\n{timestamp}\n{date}/{service}/tc3_request\n{digest}"
    key = f"TC3{access_key_secret}".encode()
    for part in (date, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical_request(received: Received, names: list[str], values: list[str]) -> str:
    headers = "".join(f"{name}:{value}\n" for name, value in zip(names, values, strict=True))
    # the path is always `/`, whatever was requested
    parts = (received.method, "/", received.query, headers, ";".join(names), _payload_hash(received))
    return "\n".join(parts)


def _payload_hash(received: Received) -> str:
    if received.headers.get("x-tc-content-sha256") == "UNSIGNED-PAYLOAD":
        payload = b"UNSIGNED-PAYLOAD"
    else:
        payload = b"" if received.method == "GET" else received.body
    return hashlib.sha256(payload).hexdigest()
