"""Planted values, and every spelling in which one of them would still be one."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AWKWARD: Final = 'pl@nted "5f1d" ü/+<&>\\n'
"""A value that JSON, URLs, HTML and reprs each write in another way."""


def spellings(value: str) -> Iterator[str]:
    """Yield the forms of a value: as it is, quoted, encoded, in hex, reversed."""
    raw = value.encode()
    yield from (value, value[::-1], repr(value)[1:-1], html.escape(value), quote_plus(value))
    yield from (quote(value), quote(value, safe=""))
    yield from (
        json.dumps(value)[1:-1],
        json.dumps(json.dumps(value))[3:-3],
        json.dumps(value, ensure_ascii=False)[1:-1],
    )
    yield from (raw.hex(), raw.hex(" "), repr(raw)[2:-1], base64.urlsafe_b64encode(raw).decode())
    # within a longer text, base64 begins at any of three places; its ends depend on what stands beside it
    for before in range(3):
        yield base64.b64encode(b"\0" * before + raw).decode()[before + 1 if before else 0 : -4]


def found(text: str, planted: Iterable[str]) -> set[str]:
    """Return the planted values that stand in a text, in whatever spelling."""
    return {value for value in planted if any(spelling in text for spelling in spellings(value))}
