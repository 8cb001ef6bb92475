"""What the calls to API Gateway have in common: its product's end, and results that may be null.

The vendor switches the product off in batches since 2026-10-30 (announcement 2475). What an endpoint answers then is
not known: ActionOffline, nothing, or a page that is no answer of an API all count as switched off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud.pages import pages
from reprieve.errors import CloudError, Discontinued, OutcomeUnknown, Unavailable

if TYPE_CHECKING:
    from reprieve.calls import Api, Params, Reply

WAY_OUT = (
    "the vendor switches API Gateway off in batches since 2026-10-30: if that has reached this account, record "
    "whenProductOffline: forget before the deletion, or drop the key with pulumi state delete"
)


def read(api: Api, action: str, params: Params) -> Mapping[str, object]:
    """Make a call that changes nothing, and return its result."""
    with ended(silent=(Unavailable, OutcomeUnknown)):
        return _result(api.read(f"apigateway:{action}", params))


def listed(api: Api, action: str, field: str, size: int) -> list[Mapping[str, object]]:
    """List everything, and return the items under the result's field."""
    with ended(silent=(Unavailable, OutcomeUnknown)):
        return list(pages(api, f"apigateway:{action}", field, {}, size))


def write(api: Api, action: str, params: Params, *, repeatable: bool = True) -> Mapping[str, object] | bool | None:
    """Make a call that changes something, and return its result: an object, whether it was done, or nothing."""
    # an unanswered write may have been carried out: the read that follows tells whether the product is there
    with ended(silent=(Unavailable,)):
        result = api.write(f"apigateway:{action}", params, repeatable=repeatable).get("Result")
    return result if isinstance(result, Mapping | bool) else None


@contextmanager
def ended(silent: tuple[type[CloudError], ...]) -> Iterator[None]:
    """Turn every sign of the product's end into `Discontinued`; `silent` are the kinds of no answer that count."""
    try:
        yield
    except CloudError as error:
        # ServerNetworkError is the SDK's word for an answer that is no JSON
        unanswered = isinstance(error, silent) and error.code in {"", "ServerNetworkError"}
        if not unanswered and error.code != "ActionOffline":
            raise
        raise Discontinued(error.action, error.code, error.said, error.request_id, WAY_OUT) from error


def _result(reply: Reply) -> Mapping[str, object]:
    result = reply.get("Result")
    return result if isinstance(result, Mapping) else {}
