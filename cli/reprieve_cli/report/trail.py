"""The lines that `lifecycle/trail.py` writes: an intent before the first step, an outcome after the last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from reprieve_cli.report.deeds import Call, Deed, Outcome
from reprieve_cli.report.texts import Fields, Moment, Shown, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = "failed: "


class _Call(Fields):
    action: Shown
    code: Shown = ""
    request_id: Shown = ""


class Line(Fields):
    """One line of the trail."""

    time: Moment
    phase: Literal["intent", "outcome"]
    operation: Shown
    id: Shown
    urn: Shown = ""
    resource: Shown = ""
    cloud: Shown = ""
    region: Shown = ""
    account: Shown = ""
    caller: Shown = ""
    plan: tuple[Shown, ...] = ()
    done: tuple[Shown, ...] = ()
    window: Window | None = None
    override: bool = False
    final_on: Moment | None = None
    outcome: Shown = ""
    calls: tuple[_Call, ...] = ()


@dataclass
class Trail:
    """The lines, put together to what they tell of."""

    _ended: list[Deed] = field(default_factory=list)
    _begun: dict[tuple[str, ...], list[Line]] = field(default_factory=lambda: defaultdict(list))

    def take(self, fields: Mapping[str, object]) -> None:
        """Take in one line; raises ValidationError where it is damaged."""
        line = Line.model_validate(fields)
        begun = self._begun[line.cloud, line.account, line.region, line.urn, line.operation, line.id]
        if line.phase == "intent":
            begun.append(line)
        else:
            # of two intents the older one is that of a process which ended before it could write
            self._ended.append(_deed(begun.pop() if begun else None, line))

    def deeds(self) -> list[Deed]:
        """Return all that was begun, the unfinished too."""
        return [*self._ended, *self._unfinished()]

    def _unfinished(self) -> Iterator[Deed]:
        for lines in self._begun.values():
            yield from (_deed(line, None) for line in lines)


def _deed(intent: Line | None, outcome: Line | None) -> Deed:
    told = outcome or intent
    assert told is not None  # noqa: S101 - one of them is always there
    ended, why = _end(outcome)
    return Deed(
        operation=told.operation,
        urn=told.urn,
        of=told.resource,
        id=told.id,
        outcome=ended,
        began=intent.time if intent else None,
        ended=outcome.time if outcome else None,
        cloud=told.cloud,
        region=told.region,
        account=told.account,
        caller=told.caller,
        plan=told.plan,
        done=told.done,
        window=told.window,
        override=told.override,
        final_on=told.final_on,
        calls=tuple(Call(call.action, call.code, call.request_id) for call in told.calls),
        why=why,
    )


def _end(outcome: Line | None) -> tuple[Outcome, str]:
    if outcome is None:
        return Outcome.INTERRUPTED, "it was begun, and no outcome was written"
    if outcome.outcome == "done":
        return Outcome.DONE, ""
    if outcome.outcome.startswith(FAILED):
        return Outcome.FAILED, outcome.outcome.removeprefix(FAILED)
    return Outcome.INTERRUPTED, "it was interrupted between its steps"
