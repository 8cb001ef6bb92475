"""RPC version 1, Alibaba Cloud's signature in parameters (vendor's page on the RPC signature), seen from the server.

All parameters travel as query or form, the signature among them; HMAC-SHA1 over all of them together.
"""

import base64
import hmac
from collections.abc import Mapping
from urllib.parse import quote

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.acs3 import canonical_pairs
from reprieve_emulator.store import REDACTED

COMMON = frozenset(
    {
        "AccessKeyId",
        "Action",
        "Format",
        "SecurityToken",
        "Signature",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureType",
        "SignatureVersion",
        "Timestamp",
        "Version",
    }
)
"""The parameters that belong to no action."""
SECRET = frozenset({"SecretData", "Plaintext", "Digest"})
"""The parameters whose values are shown nowhere."""


def verify(given: Mapping[str, str], method: str, access_key_secret: str) -> None:
    """Refuse unless the signature was made over these pairs with this secret."""
    if given.get("SignatureMethod") != "HMAC-SHA1" or given.get("SignatureVersion") != "1.0":
        raise errors.incomplete_signature("SignatureMethod is HMAC-SHA1, SignatureVersion 1.0.")
    text = _string_to_sign(method, given)
    expected = base64.b64encode(hmac.digest(f"{access_key_secret}&".encode(), text.encode(), "sha1")).decode()
    if not hmac.compare_digest(expected.encode(), given.get("Signature", "").encode()):
        shown = {name: REDACTED if name in SECRET else value for name, value in given.items()}
        raise errors.wrong_signature(_string_to_sign(method, shown))


def _string_to_sign(method: str, given: Mapping[str, str]) -> str:
    pairs = [(name, value) for name, value in given.items() if name != "Signature"]
    return f"{method}&%2F&{quote(canonical_pairs(pairs), safe='~')}"
