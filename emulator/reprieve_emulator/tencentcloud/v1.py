"""HmacSHA1 and HmacSHA256, the older signatures of Tencent Cloud (vendor's page on signature v1), seen from the server.

All parameters travel as query or form, the signature among them; the text is signed before it is URL-encoded.
"""

import base64
import hmac
from urllib.parse import parse_qsl

from reprieve_emulator.cloud import Received
from reprieve_emulator.tencentcloud import errors

_DIGESTS = {"HmacSHA1": "sha1", "HmacSHA256": "sha256"}
_COMMON = frozenset(
    {
        "Action",
        "Language",
        "Nonce",
        "Region",
        "RequestClient",
        "SecretId",
        "Signature",
        "SignatureMethod",
        "Timestamp",
        "Token",
        "Version",
    }
)


def pairs(received: Received) -> dict[str, str]:
    """Give the decoded pairs of query and form together."""
    decoded = parse_qsl(received.query, keep_blank_values=True)
    if received.method == "POST":
        decoded += parse_qsl(received.body.decode("utf-8", "replace"), keep_blank_values=True)
    return dict(decoded)


def own_parameters(given: dict[str, str]) -> dict[str, str]:
    """Give the pairs that are the action's own."""
    return {name: value for name, value in given.items() if name not in _COMMON}


def verify(given: dict[str, str], received: Received, access_key_secret: str) -> None:
    """Refuse unless the signature was made over these pairs with this secret."""
    digest = _DIGESTS.get(given.get("SignatureMethod", "HmacSHA1"))
    if digest is None:
        raise errors.wrong_signature("SignatureMethod is neither HmacSHA1 nor HmacSHA256.")
    signature = given.get("Signature", "")
    # the SDKs turn underscores of names into dots or leave them, by their age
    for separator in ("_", "."):
        names = [name for name in sorted(given) if name != "Signature"]
        joined = "&".join(f"{name.replace('_', separator)}={given[name]}" for name in names)
        text = f"{received.method}{received.headers.get('host', '')}/?{joined}"
        expected = base64.b64encode(hmac.digest(access_key_secret.encode(), text.encode(), digest)).decode()
        if hmac.compare_digest(expected.encode(), signature.encode()):
            return
    raise errors.wrong_signature()
