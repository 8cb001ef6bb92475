"""Lists of Tencent Cloud, page by page, as all its services but Tag count: Offset, Limit and TotalCount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reprieve.calls import Api


def pages(
    api: Api, action: str, listed: str, params: Mapping[str, object], size: int
) -> Iterator[Mapping[str, object]]:
    """Yield the items under the reply's field `listed`; a cloud that gives smaller pages is followed all the same."""
    offset = 0
    while True:
        reply = api.read(action, {**params, "Offset": offset, "Limit": size})
        result = reply.get("Result", reply)  # API Gateway's word for the whole answer
        items = result.get(listed) if isinstance(result, Mapping) else None
        if not isinstance(result, Mapping) or not isinstance(items, list) or not items:
            return
        yield from items
        offset += len(items)
        if offset >= int(str(result.get("TotalCount") or 0)):
            return
