"""What a cloud may answer to a call, by the tables of its `errors.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve.clouds.alicloud import errors as alicloud
from reprieve.clouds.tencentcloud import errors as tencentcloud
from reprieve.errors import Gone, Throttled

if TYPE_CHECKING:
    from reprieve.errors import CloudError

NEVER_SEEN = "NeverSeenCode"
THROTTLING = ("Throttling", "Throttling.Api", "Throttling.User")
"""Codes of Alibaba Cloud that are known by their word."""
READS = ("Describe", "List", "Get")


def codes_of(cloud: str, action: str) -> list[str]:
    """Return every code that the table knows for an action, and one that it does not know.

    A read that answers "gone" of what is there is no fault but a lie: that code is the proof of the end.
    """
    table = TABLES[cloud]
    service, _, name = action.partition(":")
    of_service = {code for of, code in getattr(table, "OF_SERVICE", {}) if of == service}
    of_action = {code for of, code in table.OF_ACTION if of == action}
    codes = table.EVERYWHERE.keys() | of_service | of_action | {NEVER_SEEN}
    codes |= set(THROTTLING) if table is alicloud else set()
    return sorted(code for code in codes if not (name.startswith(READS) and _means(cloud, action, code, Gone)))


def throttles(cloud: str, action: str, code: str) -> bool:
    """Tell whether a code asks to wait, which is done until the time is up."""
    return _means(cloud, action, code, Throttled)


def _means(cloud: str, action: str, code: str, kind: type[CloudError]) -> bool:
    meaning = TABLES[cloud].meaning(action, code)
    return meaning is not None and issubclass(meaning[0], kind)


TABLES = {"tencentcloud": tencentcloud, "alicloud": alicloud}
