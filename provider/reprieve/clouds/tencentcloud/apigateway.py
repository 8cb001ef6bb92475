"""What the calls to API Gateway have in common: its product's end, and results that may be null.

The vendor switches the product off in batches since 2026-10-30 (announcement 2475). What an endpoint answers then is
not known: ActionOffline, nothing, or a page that is no answer of an API all count as switched off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reprieve.errors import CloudError, Discontinued, OutcomeUnknown, ServiceOff, Throttled, Unavailable

if TYPE_CHECKING:
    from reprieve.calls import Api, Params, Reply

WAY_OUT = (
    "the vendor switches API Gateway off in batches since 2026-10-30: if that has reached this account, record "
    "whenProductOffline: forget before the deletion, or drop the key with pulumi state delete"
)


def read(api: Api, action: str, params: Params) -> Mapping[str, object]:
    """Make a call that changes nothing, and return its result."""
    with ended():
        return _result(api.read(f"apigateway:{action}", params))


def write(api: Api, action: str, params: Params, *, repeatable: bool = True) -> Mapping[str, object] | bool | None:
    """Make a call that changes something, and return its result: an object, whether it was done, or nothing."""
    with ended():
        result = api.write(f"apigateway:{action}", params, repeatable=repeatable).get("Result")
    return result if isinstance(result, Mapping | bool) else None


@contextmanager
def ended() -> Iterator[None]:
    """Turn every sign of the product's end into `Discontinued`."""
    try:
        yield
    except CloudError as error:
        if not _is_end(error):
            raise
        raise Discontinued(error.action, error.code, error.said, error.request_id, WAY_OUT) from error


def _is_end(error: CloudError) -> bool:
    if isinstance(error, ServiceOff):
        return error.code == "ActionOffline"
    silent = error.code in {"", "ServerNetworkError"}  # the SDK's word for an answer that is no JSON
    return silent and isinstance(error, Unavailable | OutcomeUnknown) and not isinstance(error, Throttled)


def _result(reply: Reply) -> Mapping[str, object]:
    result = reply.get("Result")
    return result if isinstance(result, Mapping) else {}
