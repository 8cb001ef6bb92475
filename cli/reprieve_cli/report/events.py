"""The engine's events, one JSON object a line, as `pulumi destroy --event-log FILE` writes them.

They tell what the engine asked for and how that ended; who called and with which request id only the trail knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pydantic import Field

from reprieve_cli.report.deeds import DELETION, Deed, Outcome, is_ours
from reprieve_cli.report.texts import Fields, Message, Seconds, Shown, Window, moment_of

SLACK = timedelta(seconds=2)
"""How far the clocks' whole seconds of trail and engine may lie apart."""


KEPT = "dropped from the state, and not deleted"
"""What the engine does with an object that it retains."""


class _Plan(Fields):
    window: Window | None = Field(None, alias="recoveryWindowInDays")
    steps: tuple[Shown, ...] = ()


class _Outputs(Fields):
    account: Shown = Field("", alias="accountId")
    cloud: Shown = ""
    region: Shown = ""
    plan: _Plan = Field(default_factory=_Plan, alias="deletionPlan")


class _Old(Fields):
    id: Shown = ""
    retained: bool = Field(default=False, alias="retainOnDelete")
    outputs: _Outputs = Field(default_factory=_Outputs)


class _OtherOld(Fields):
    """Of other providers' objects nothing but the id is looked at: their outputs have other shapes."""

    id: Shown = ""
    retained: bool = Field(default=False, alias="retainOnDelete")


class _Metadata(Fields):
    op: str
    urn: Shown
    type: Shown
    old: Mapping[str, object] | None = None


class _Resource(Fields):
    metadata: _Metadata
    planning: bool = False


class _Diagnostic(Fields):
    urn: Shown = ""
    message: Message
    severity: str
    ephemeral: bool = False


class _Summary(Fields):
    is_preview: bool = Field(default=False, alias="isPreview")


class _Event(Fields):
    timestamp: Seconds
    begun: _Resource | None = Field(None, alias="resourcePreEvent")
    ended: _Resource | None = Field(None, alias="resOutputsEvent")
    failed: _Resource | None = Field(None, alias="resOpFailedEvent")
    diagnostic: _Diagnostic | None = Field(None, alias="diagnosticEvent")
    summary: _Summary | None = Field(None, alias="summaryEvent")


@dataclass
class EventLog:
    """The deletions of one or several runs; those of previews are not among them."""

    others: Counter[str] = field(default_factory=Counter)
    _told: list[Deed] = field(default_factory=list)
    _open: dict[str, Deed] = field(default_factory=dict)
    _errors: dict[str, str] = field(default_factory=dict)
    _infos: dict[str, str] = field(default_factory=dict)

    def take(self, fields: Mapping[str, object]) -> None:
        """Take in one event; raises ValidationError where it is damaged."""
        event = _Event.model_validate(fields)
        moment = moment_of(event.timestamp)
        if event.diagnostic:
            self._hear(event.diagnostic)
        elif event.begun and not event.begun.planning and event.begun.metadata.op in _DELETES:
            self._open[event.begun.metadata.urn] = _begun(event.begun.metadata, moment)
        elif event.ended and not event.ended.planning:
            self._close(event.ended.metadata, Outcome.DONE, moment)
        elif event.failed:
            self._close(event.failed.metadata, Outcome.FAILED, moment)
        elif event.summary:
            self.end_of_log()

    def end_of_log(self) -> None:
        """Count what is still open as interrupted; what follows belongs to another run."""
        for deed in self._open.values():
            why = "the engine asked for it, and its log tells no end"
            self._tell(replace(deed, outcome=Outcome.INTERRUPTED, why=self._errors.get(deed.urn, why)))
        self._open.clear()
        self._errors.clear()
        self._infos.clear()

    def deeds_beside(self, written: Iterable[Deed]) -> Iterator[Deed]:
        """Yield what the trail has written, and what only the engine tells."""
        left = list(written)
        yield from left
        for deed in self._told:
            same = next((one for one in left if _is_same(deed, one)), None)
            if same:
                left.remove(same)
            else:
                yield deed

    def _hear(self, line: _Diagnostic) -> None:
        if line.urn and not line.ephemeral and line.severity in {"error", "info", "warning"}:
            heard = self._errors if line.severity == "error" else self._infos
            heard[line.urn] = "; ".join(filter(None, (heard.get(line.urn), line.message)))

    def _close(self, metadata: _Metadata, outcome: Outcome, moment: datetime) -> None:
        begun = self._open.pop(metadata.urn, None)
        if begun is None:
            return
        why = self._errors.get(begun.urn, "the engine does not tell why") if outcome is Outcome.FAILED else ""
        said = self._infos.get(begun.urn, "") if outcome is Outcome.DONE else ""
        kept = outcome is Outcome.DONE and (begun.outcome is Outcome.KEPT or _was_not_asked_for(begun, said))
        self._tell(
            replace(
                begun,
                outcome=Outcome.KEPT if kept else outcome,
                ended=moment,
                why=why or (KEPT if kept else ""),
                said=said,
                final_on=_final_on(said),
            )
        )

    def _tell(self, deed: Deed) -> None:
        """Keep what concerns us and what did not end well; count the rest."""
        if is_ours(deed.type) or deed.outcome in {Outcome.FAILED, Outcome.INTERRUPTED}:
            self._told.append(deed)
        elif not deed.type.startswith("pulumi:"):
            self.others[deed.type] += 1


_DELETES = frozenset({"delete", "delete-replaced"})


def _begun(metadata: _Metadata, moment: datetime) -> Deed:
    old = (_Old if is_ours(metadata.type) else _OtherOld).model_validate(metadata.old or {})
    known = old.outputs if isinstance(old, _Old) else _Outputs()
    return Deed(
        operation=DELETION,
        urn=metadata.urn,
        id=old.id,
        outcome=Outcome.KEPT if old.retained else Outcome.INTERRUPTED,
        began=moment,
        cloud=known.cloud,
        region=known.region,
        account=known.account,
        plan=tuple(step.partition(" (")[0] for step in known.plan.steps),
        window=known.plan.window,
    )


def _was_not_asked_for(deed: Deed, said: str) -> bool:
    """Tell whether the engine dropped an object without asking for its deletion: Reprieve says something of each."""
    return is_ours(deed.type) and not said


def _final_on(said: str) -> datetime | None:
    """Read the day out of what `deletion_plan.final_said` says."""
    found = re.search(r"final on (\d{4}-\d\d-\d\d \d\d:\d\d) UTC", said)
    return datetime.strptime(f"{found[1]} +0000", "%Y-%m-%d %H:%M %z") if found else None


def _is_same(told: Deed, written: Deed) -> bool:
    """Tell whether the trail has what the engine tells of."""
    if (written.operation, written.urn) != (DELETION, told.urn) or told.began is None:
        return False
    moment = written.began or written.ended
    last = (told.ended or datetime.max.replace(tzinfo=UTC) - SLACK) + SLACK
    return moment is not None and told.began - SLACK <= moment <= last
