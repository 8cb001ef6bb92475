"""Texts of foreign origin, made fit to be shown: nothing in them commands a terminal or turns a line around."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def shown(text: str) -> str:
    """Return a text in one line, with every character that is not printable spelled out."""
    return "".join(char if char.isprintable() else _spelled(char) for char in " ".join(text.split()))


def plain(message: object) -> str:
    """Return a message of the engine without its colour commands, fit to be shown."""
    parts = str(message or "").split("<{%")
    return shown(parts[0] + "".join(part.partition("%}>")[2] for part in parts[1:]))


def _spelled(char: str) -> str:
    return char.encode("unicode_escape", "backslashreplace").decode()


def _in_utc(moment: datetime) -> datetime:
    if moment.year not in _YEARS:
        raise ValueError("a year that no clock shows")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def moment_of(seconds: int) -> datetime:
    """Return a moment that is given as seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def _no_lone_surrogates(value: object) -> object:
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


Shown = Annotated[str, BeforeValidator(_no_lone_surrogates), AfterValidator(shown)]
Message = Annotated[str, BeforeValidator(_no_lone_surrogates), AfterValidator(plain)]
"""What the engine shows, which has commands for colours in it."""
Moment = Annotated[datetime, AfterValidator(_in_utc)]
Seconds = Annotated[int, Field(ge=0, lt=32_503_680_000)]
"""Since 1970, up to the year 3000: what else stands there is no time."""

Window = Annotated[int, Field(ge=0, le=36_600)]
"""Days, up to a hundred years."""

_YEARS = range(1970, 3000)


class Fields(BaseModel):
    """What is taken over of a line; anything else in it is left where it is."""

    model_config = ConfigDict(extra="ignore", frozen=True)
