"""What goes back: a flat object with the request's id, as JSON or XML, and two forms of refusals.

The gateway's refusals have HostId and Recommend, those in KMS's own older pages HttpStatus instead.
"""

import json
from xml.sax.saxutils import escape

from reprieve_emulator.alicloud.wire import pairs
from reprieve_emulator.cloud import Answer, Call, CloudError, Received, Reply
from reprieve_emulator.world import World

_TOO_MANY = 429


def render(outcome: Reply | CloudError, call: Call, received: Received, world: World) -> Answer:
    """Put a result or a refusal on the wire, in the format that the request asks for."""
    headers = {"x-acs-request-id": call.request_id}
    if isinstance(outcome, CloudError):
        status, content = outcome.status, _refusal(outcome, call, received, world)
        if status == _TOO_MANY or outcome.code.startswith("Throttling"):
            headers |= _patience(world)
    else:
        status, content = 200, {**outcome, "RequestId": call.request_id}
    if _wants_xml(received):
        text = '<?xml version="1.0" encoding="UTF-8"?>' + _element(_root(outcome, call, world), content)
        return Answer(status, "text/xml;charset=utf-8", text.encode(), headers)
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, "application/json;charset=utf-8", body.encode(), headers)


def _refusal(outcome: CloudError, call: Call, received: Received, world: World) -> Reply:
    said: Reply = {"Code": outcome.code, "Message": outcome.message}
    if world.switches["alicloud_error_form"] == "kms":
        return {"HttpStatus": outcome.status, **said, "RequestId": call.request_id}
    return {
        "RequestId": call.request_id,
        "HostId": received.headers.get("host", ""),
        **said,
        "Recommend": f"https://api.aliyun.com/troubleshoot?q={outcome.code}&product=Kms",
    }


def _patience(world: World) -> dict[str, str]:
    milliseconds = world.switches["alicloud_retry_after_milliseconds"]
    return {} if milliseconds == "0" else {"x-acs-retry-after": milliseconds}


def _wants_xml(received: Received) -> bool:
    wanted = pairs(received).get("Format", "")
    if wanted:
        return wanted.upper() == "XML"
    if "x-acs-action" in received.headers:
        return "xml" in received.headers.get("accept", "")
    return True


def _root(outcome: Reply | CloudError, call: Call, world: World) -> str:
    if isinstance(outcome, CloudError):
        return "KMS" if world.switches["alicloud_error_form"] == "kms" else "Error"
    is_kms = call.service == "kms" and world.switches["alicloud_xml_root"] == "KMS"
    return "KMS" if is_kms else f"{call.action}Response"


def _element(name: str, value: object) -> str:
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if isinstance(value, dict):
        text = "".join(_element(key, item) for key, item in value.items())
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = escape(str(value))
    return f"<{name}>{text}</{name}>"
