"""Tencent Cloud's API 3.0 on the wire: requests in, envelopes out.

One port serves all services: the name stands in the credential scope, for the older signatures in version and action.
The answer is always HTTP 200 with a RequestId, its content type exactly `application/json` (the vendor's Python SDK
overlooks errors under any other, a charset included).
"""

import json
from collections.abc import Mapping

from reprieve_emulator.accounts import AccessKey, Caller, caller_of
from reprieve_emulator.cloud import Answer, Call, CloudError, Received, Reply
from reprieve_emulator.tencentcloud import errors, tc3, v1
from reprieve_emulator.tencentcloud.parameters import unflatten
from reprieve_emulator.tencentcloud.service import Service
from reprieve_emulator.world import World

_CLOCK_WINDOW = 300
"""Seconds (vendor's page on signatures)."""


def claims(received: Received) -> bool:
    """Say whether a request is in Tencent Cloud's form."""
    if "x-tc-action" in received.headers or received.headers.get("authorization", "").startswith("TC3-"):
        return True
    given = v1.pairs(received)
    # Alibaba Cloud's form has the same two names, and a SignatureVersion
    is_alibaba = "SignatureVersion" in given or "x-acs-action" in received.headers
    return "Action" in given and "Version" in given and not is_alibaba


def read(received: Received, services: Mapping[str, Service]) -> Call:
    """Take a request apart, in whichever of the signatures' forms it came."""
    if "x-tc-action" not in received.headers and "Signature" in v1.pairs(received):
        return _read_pairs(received, services)
    headers = received.headers
    return Call(
        cloud="tencentcloud",
        service=_service_of(headers.get("authorization", "")),
        action=headers.get("x-tc-action", ""),
        version=headers.get("x-tc-version", ""),
        region=headers.get("x-tc-region", ""),
        parameters=_parameters(received),
        is_text=not _is_json(received),
    )


def authenticate(call: Call, received: Received, world: World) -> Caller:
    """Check timestamp, key, signature and token, in this order."""
    del call
    if "x-tc-action" not in received.headers and "Signature" in (given := v1.pairs(received)):
        _check_clock(given.get("Timestamp", ""), world)
        key = _access_key(given.get("SecretId", ""), world)
        v1.verify(given, received, key.access_key_secret)
        token = given.get("Token", "")
    else:
        authorization = tc3.parse(received.headers.get("authorization", ""))
        key = _access_key(authorization.access_key_id, world)
        _check_clock(received.headers.get("x-tc-timestamp", ""), world)
        tc3.verify(authorization, received, key.access_key_secret)
        token = received.headers.get("x-tc-token", "")
    _check_token(key, token, world)
    return caller_of(world.store, key)


def render(outcome: Reply | CloudError, request_id: str) -> Answer:
    """Put a result or a refusal into the envelope."""
    if isinstance(outcome, CloudError):
        response = {"Error": {"Code": outcome.code, "Message": outcome.message}, "RequestId": request_id}
        status = outcome.status
    else:
        response, status = {**outcome, "RequestId": request_id}, 200
    body = json.dumps({"Response": response}, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, "application/json", body.encode())


def _service_of(authorization: str) -> str:
    # a garbled header is refused when the caller is authenticated; the log wants the name where there is one
    try:
        return tc3.parse(authorization).service
    except CloudError:
        return ""


def _is_json(received: Received) -> bool:
    return received.method == "POST" and received.headers.get("content-type", "").startswith("application/json")


def _parameters(received: Received) -> dict[str, object]:
    if not _is_json(received):
        return unflatten(v1.pairs(received))
    try:
        given = json.loads(received.body or b"{}")
    except (ValueError, RecursionError):
        raise errors.invalid_parameter("The request body is not JSON.") from None
    if not isinstance(given, dict):
        raise errors.invalid_parameter("The request body is not a JSON object.")
    return given


def _read_pairs(received: Received, services: Mapping[str, Service]) -> Call:
    given = v1.pairs(received)
    action, version = given.get("Action", ""), given.get("Version", "")
    # neither the loopback host nor a common parameter names the service, and versions are shared by some
    named = (name for name, service in services.items() if service.version == version and action in service.actions)
    return Call(
        cloud="tencentcloud",
        service=next(named, ""),
        action=action,
        version=version,
        region=given.get("Region", ""),
        parameters=unflatten(v1.own_parameters(given)),
        is_text=True,
    )


def _access_key(access_key_id: str, world: World) -> AccessKey:
    key = world.store.get(AccessKey, access_key_id=access_key_id, cloud="tencentcloud")
    if key is None:
        raise errors.unknown_access_key()
    return key


def _check_clock(timestamp: str, world: World) -> None:
    if not timestamp.isdecimal():
        raise errors.missing_authorization("The timestamp is not a number of seconds.")
    if abs(world.clock.gateway_seconds() - int(timestamp)) > _CLOCK_WINDOW:
        raise errors.expired_signature()


def _check_token(key: AccessKey, token: str, world: World) -> None:
    if key.token != token:
        raise errors.wrong_token("The token does not belong to the SecretId." if token else "The token is missing.")
    if key.expires and world.clock.now() >= key.expires:
        raise errors.wrong_token("The token has expired.")
