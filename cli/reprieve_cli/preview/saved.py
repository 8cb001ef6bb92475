"""A preview as it is saved, printed as JSON, and compared with what is true later. No value of a secret is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reprieve.lifecycle.state import date_said
from reprieve.version import VERSION
from reprieve_cli.exports import UnreadableState
from reprieve_cli.preview.forecast import comparable

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_cli.preview.forecast import Forecast, StackForecast

FORMAT = 1
"""The version of the saved form."""

COMPARED = ("id", "outcome", "why", "status", "steps", "recoveryWindowInDays", "changes", "account", "region")
"""What of an object must be the same later; the day of its end moves with the day of the destroy."""


def as_data(forecasts: Sequence[StackForecast], *, exclude_protected: bool) -> dict[str, Any]:
    """Return a preview as data."""
    return {
        "preview": FORMAT,
        "version": VERSION,
        "made": date_said(datetime.now(UTC)),
        "excludeProtected": exclude_protected,
        "stacks": [_stack(forecast) for forecast in forecasts],
    }


def load(path: Path) -> dict[str, Any]:
    """Read a saved preview; raises `UnreadableState`."""
    try:
        data: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadableState(f"reading {path}: {getattr(error, 'strerror', None) or 'it is no JSON'}") from error
    if not isinstance(data, dict) or data.get("preview") != FORMAT:
        raise UnreadableState(f"reading {path}: it is no preview of version {FORMAT}; save a new one")
    return data


def differences(saved: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say in which way what was saved is not true any more, one line each; none where it still holds."""
    if saved["excludeProtected"] != now["excludeProtected"]:
        return ["--exclude-protected was not given to both"]
    before, after = ({one["stack"]: one for one in side["stacks"]} for side in (saved, now))
    if list(before) != list(after):
        return [f"it is of {', '.join(before) or 'no stack'}, and not of {', '.join(after)}"]
    return [line for name in after for line in _of_stack(before[name], after[name])]


def _of_stack(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    name = after["stack"]
    olds, news = ({_key(one): one for one in side["objects"]} for side in (before, after))
    found = False
    for key in dict.fromkeys([*olds, *news]):
        for line in _of_object(olds.get(key), news.get(key)):
            found = True
            yield f"{name}: {key[0].rpartition('::')[2]}: {line}"
    if before["state"] != after["state"] and not found:
        yield f"{name}: the state has changed, though what becomes of Reprieve's objects has not"


def _of_object(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[str]:
    if before is None or after is None:
        yield "is not in the state any more" if after is None else "is new in the state"
        return
    for field in COMPARED:
        if _comparable(before.get(field)) != _comparable(after.get(field)):
            yield f"{field} was {_said(before.get(field))}, is {_said(after.get(field))}"
    if after["outcome"] == "pending" and before.get("finalOn") != after.get("finalOn"):
        yield f"finalOn was {_said(before.get('finalOn'))}, is {_said(after.get('finalOn'))}"


def _comparable(value: object) -> object:
    """Leave out what another day says otherwise: dates, and the days until them."""
    if not isinstance(value, list):
        return value
    return [_DAYS.sub("", text) for text in comparable(map(str, value))]


_DAYS = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|\d+ days?")


def _key(one: Mapping[str, Any]) -> tuple[str, str]:
    """Return what tells objects apart: what a replacement left over has the urn of its successor."""
    return str(one["urn"]), str(one["id"])


def _said(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "nothing"
    return "nothing" if value in {None, ""} else str(value)


def _stack(forecast: StackForecast) -> dict[str, Any]:
    return {
        "stack": forecast.stack.full_name,
        "state": forecast.stack.digest,
        "objects": [_object(one) for one in forecast.objects],
        "otherTypes": dict(sorted(forecast.stack.others.items())),
        "deniedReads": list(forecast.denied),
        "notes": list(forecast.notes),
    }


def _object(forecast: Forecast) -> dict[str, Any]:
    cloud, region, account = forecast.entry.lives_in
    return {
        "urn": forecast.entry.urn,
        "resource": forecast.entry.resource.name,
        "flavour": str(forecast.entry.flavour),
        "id": forecast.entry.recorded.id,
        "name": forecast.entry.name,
        "cloud": cloud,
        "region": region,
        "account": account,
        "round": forecast.round,
        "outcome": str(forecast.outcome),
        "why": list(forecast.why),
        "openOrder": forecast.open_order,
        "status": forecast.status,
        "steps": list(forecast.steps),
        "recoveryWindowInDays": forecast.window,
        "finalOn": date_said(forecast.final_on),
        "undo": forecast.undo,
        "changes": list(forecast.changes),
        "unsure": forecast.unsure,
        "said": list(forecast.said),
    }
