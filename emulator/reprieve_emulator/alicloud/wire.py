"""Alibaba Cloud's RPC interface on the wire: requests in, replies out.

One port serves all services: each has its own version. Parameters come as query and form together. The HTTP status is
real. A reply is JSON or XML as `Format` says; left out, the older signature means XML and the newer one JSON.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from reprieve_emulator.accounts import AccessKey, Caller, caller_of
from reprieve_emulator.alicloud import acs3, errors, rpc
from reprieve_emulator.alicloud.nonces import Nonces
from reprieve_emulator.alicloud.regions import region_of
from reprieve_emulator.alicloud.service import Service
from reprieve_emulator.cloud import Call, Received
from reprieve_emulator.parameters import unflatten
from reprieve_emulator.world import World

NONCES_KEPT = 86_400
"""Seconds for which a nonce is remembered: longer than any clock window in use."""
_RPC_WINDOW = 900
"""Seconds (vendor's page on the RPC signature)."""
_TIMESTAMP = "%Y-%m-%dT%H:%M:%SZ"
_RPC_ONLY = {"AccessKeyId", "SignatureNonce", "SignatureVersion"}


def claims(received: Received) -> bool:
    """Say whether a request is in Alibaba Cloud's form."""
    if "x-acs-action" in received.headers or received.headers.get("authorization", "").startswith("ACS3-"):
        return True
    return "authorization" not in received.headers and not _RPC_ONLY.isdisjoint(pairs(received))


def pairs(received: Received) -> dict[str, str]:
    """Give the decoded pairs of query and form together; what is not UTF-8 is replaced."""
    form = received.body.decode("utf-8", "replace") if received.method == "POST" else ""
    return dict(parse_qsl(received.query, keep_blank_values=True) + parse_qsl(form, keep_blank_values=True))


def read(received: Received, services: Mapping[str, Service]) -> Call:
    """Take a request apart, in whichever of the signatures' forms it came."""
    given, headers = pairs(received), received.headers
    version = given.get("Version") or headers.get("x-acs-version", "")
    named = (name for name, service in services.items() if service.version == version)
    call = Call(
        cloud="alicloud",
        service=next(named, ""),
        action=given.get("Action") or headers.get("x-acs-action", ""),
        version=version,
        region=region_of(received, given),
        is_text=True,
    )
    if received.method not in {"GET", "POST"}:
        raise errors.refusal("UnsupportedHTTPMethod", "This http method is not supported.")
    try:
        received.body.decode()
        call.parameters = unflatten({name: value for name, value in given.items() if name not in rpc.COMMON})
    except ValueError:
        message = "Server parse parameters exception. Please check your input params."
        raise errors.refusal("ParseRequestParameterException", message) from None
    return call


def authenticate(received: Received, world: World, nonces: Nonces) -> Caller:
    """Check timestamp, key, signature, token and nonce, in this order."""
    given = pairs(received)
    if header := received.headers.get("authorization", ""):
        authorization = acs3.parse(header)
        key = _access_key(authorization.access_key_id, world)
        _check_clock(
            received.headers.get("x-acs-date", ""), world.switches.number("alicloud_acs3_window_seconds"), world
        )
        query = parse_qsl(received.query, keep_blank_values=True)
        acs3.verify(authorization, received, query, key.access_key_secret)
        token = received.headers.get("x-acs-security-token", "")
        nonce = received.headers["x-acs-signature-nonce"]
    else:
        for name in ("AccessKeyId", "SignatureNonce", "Signature"):
            if not given.get(name):
                raise errors.missing_parameter(name)
        key = _access_key(given["AccessKeyId"], world)
        _check_clock(given.get("Timestamp", ""), _RPC_WINDOW, world)
        rpc.verify(given, received.method, key.access_key_secret)
        token, nonce = given.get("SecurityToken", ""), given["SignatureNonce"]
    _check_token(key, token, world)
    if not nonces.use(key.access_key_id, nonce, world.clock.gateway_seconds()):
        raise errors.refusal("SignatureNonceUsed", "Specified signature nonce was used already.")
    return caller_of(world.store, key)


def _access_key(access_key_id: str, world: World) -> AccessKey:
    key = world.store.get(AccessKey, access_key_id=access_key_id, cloud="alicloud")
    if key is None:
        message = "The AccessKey ID provided does not exist in our records."
        raise errors.refusal("InvalidAccessKeyId.NotFound", message)
    return key


def _check_clock(timestamp: str, window: int, world: World) -> None:
    is_gateway = world.switches["alicloud_timestamp_code"] == "gateway"
    try:
        sent = datetime.strptime(timestamp, _TIMESTAMP).replace(tzinfo=UTC).timestamp()
    except ValueError:
        code = "InvalidTimeStamp.Format" if is_gateway else "IllegalTimestamp"
        raise errors.refusal(code, "Specified time stamp or date value is not well formatted.") from None
    if abs(world.clock.gateway_seconds() - sent) > window:
        code = "InvalidTimeStamp.Expired" if is_gateway else "IllegalTimestamp"
        raise errors.refusal(code, "Specified time stamp or date value is expired.")


def _check_token(key: AccessKey, token: str, world: World) -> None:
    if key.token and not token:
        raise errors.refusal("MissingSecurityToken", "SecurityToken is mandatory for this action.")
    if key.token != token:
        message = "Specified SecurityToken mismatch with the AccessKey."
        raise errors.refusal("InvalidSecurityToken.MismatchWithAccessKey", message)
    if key.expires and world.clock.now() >= key.expires:
        raise errors.refusal("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
