"""What Alibaba Cloud's replies have in common: lists in a wrapper, pages by number, and times in several spellings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprieve.calls import Api

PAGE = 100
"""The largest page of every list (vendor's pages on ListSecrets, ListKeys and ListAliases)."""


def rows(facts: Mapping[str, Any], *path: str) -> list[Any]:
    """Return the items of a list that stands in its wrapper, such as `SecretList.Secret`."""
    found: Any = facts
    for part in path:
        found = (found or {}).get(part)
    return list(found or ())


def pages(api: Api, action: str, params: Mapping[str, object], *path: str) -> Iterator[Mapping[str, Any]]:
    """Yield the items of a list, page by page."""
    seen, number = 0, 1
    while True:
        reply = api.read(action, {**params, "PageNumber": number, "PageSize": PAGE})
        items = rows(reply, *path)
        yield from items
        seen, number = seen + len(items), number + 1
        if not items or seen >= int(str(reply.get("TotalCount") or 0)):
            return


def moment(text: object) -> datetime | None:
    """Read a time: with nanoseconds or without, in UTC or at +08:00; None for what is no time."""
    try:
        return datetime.fromisoformat(str(text or "")).astimezone(UTC)
    except ValueError:
        return None
