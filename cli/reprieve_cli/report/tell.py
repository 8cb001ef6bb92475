"""The report for people, as plain text, and for programs, as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reprieve.lifecycle.deletion_plan import window_said
from reprieve.lifecycle.state import date_said
from reprieve_cli.report.account import TROUBLE, Fate
from reprieve_cli.report.deeds import DELETION, Outcome

if TYPE_CHECKING:
    from reprieve_cli.report.account import Account, Told
    from reprieve_cli.report.deeds import Deed

SECTIONS = (
    ("Failed", (Fate.FAILED,)),
    ("Interrupted", (Fate.INTERRUPTED,)),
    ("Deleted, and restorable", (Fate.PENDING,)),
    ("Deleted for good", (Fate.FINAL, Fate.GONE)),
    ("Restored and taken over", (Fate.RESTORED, Fate.TAKEN_OVER)),
    ("Kept in the cloud", (Fate.KEPT,)),
    ("Overtaken by a later run", (Fate.FOLLOWED,)),
)
"""What is told under which heading, in this order."""


def as_text(account: Account) -> str:
    """Return the report as text."""
    return "".join(f"{line}\n" for line, _ in styled(account))


def styled(account: Account) -> Iterator[tuple[str, str]]:
    """Yield the lines of the report, each with its style on a terminal (a word of rich)."""
    yield account.summary(), "bold"
    for title, fates in SECTIONS:
        told = account.having(*fates)
        if told:
            yield from (("", ""), (title, "bold red" if TROUBLE & set(fates) else "bold"))
        for one in told:
            yield f"  {headline(one)}: {one.said(account.now)}", ""
            yield from ((f"    {line}", "dim" if number else "") for number, line in enumerate(details(one.deed)))
    yield from _listed(
        "Left to the engine, and deleted", [f"{number} {kind}" for kind, number in account.others.items()]
    )
    yield from _listed("Lines that could not be read", [str(flaw) for flaw in account.flaws])


def _listed(title: str, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if lines:
        yield from (("", ""), (title, "bold"), *((f"  {line}", "") for line in lines))


def headline(one: Told) -> str:
    """Name the object, its stack, and its id where that is no name."""
    deed = one.deed
    known = ", ".join(filter(None, (deed.stack, deed.id if deed.id != deed.name else "")))
    return f"{deed.resource} {deed.name}" + (f" ({known})" if known else "")


def details(deed: Deed) -> Iterator[str]:
    """Yield the lines below the headline: why, who, what, and the request ids."""
    if deed.why or deed.said:
        yield deed.why or deed.said
    yield "; ".join(filter(None, (when(deed), deed.caller and f"by {deed.caller}", where(deed))))
    if steps := what(deed):
        yield steps
    if deed.calls:
        yield "requests: " + ", ".join(
            f"{call.action} {call.request_id or '-'}{f' ({call.code})' if call.code else ''}" for call in deed.calls
        )


def when(deed: Deed) -> str:
    """Say when the operation ended, or began."""
    moment = deed.ended or deed.began
    return f"{deed.operation} {moment:%Y-%m-%d %H:%M:%S} UTC" if moment else deed.operation


def where(deed: Deed) -> str:
    """Say in which place the object is or was."""
    return " ".join(filter(None, (deed.cloud, deed.region, deed.account and f"account {deed.account}")))


def what(deed: Deed) -> str:
    """Say which steps were done, of which ones, with which window."""
    if deed.outcome is Outcome.KEPT:
        return ""
    done = f"done: {', '.join(deed.done)}" if deed.done else ""
    left = [step for step in deed.plan if step not in deed.done]
    planned = f"{'not done' if done else 'steps'}: {', '.join(left)}" if left else ""
    window = window_said(deed.window) if deed.operation == DELETION and deed.is_ours else ""
    override = "by REPRIEVE_FORCE_DELETE" if deed.override else ""
    return "; ".join(filter(None, (done, planned, window, override)))


def as_data(account: Account) -> dict[str, Any]:
    """Return the report as plain data; the fields are listed in docs/command.md."""
    return {
        "at": date_said(account.now),
        "sources": list(account.sources),
        "summary": dict(account.counts()),
        "objects": [_data_of(one, account) for one in account.told],
        "otherTypes": dict(account.others),
        "notRead": [{"source": flaw.source, "line": flaw.line, "why": flaw.why} for flaw in account.flaws],
    }


def _data_of(one: Told, account: Account) -> dict[str, Any]:
    deed = one.deed
    return {
        "operation": deed.operation,
        "outcome": str(deed.outcome),
        "state": str(one.fate),
        "resource": deed.resource,
        "id": deed.id,
        "urn": deed.urn,
        "stack": deed.stack or None,
        "cloud": deed.cloud or None,
        "region": deed.region or None,
        "account": deed.account or None,
        "caller": deed.caller or None,
        "began": date_said(deed.began),
        "ended": date_said(deed.ended),
        "restorableUntil": date_said(one.until) if one.fate is Fate.PENDING else None,
        "daysLeft": one.days_left(account.now) if one.fate is Fate.PENDING and one.until else None,
        "recoveryWindowInDays": deed.window,
        "override": deed.override,
        "steps": list(deed.plan),
        "done": list(deed.done),
        "calls": [
            {"action": call.action, "code": call.code or None, "requestId": call.request_id or None}
            for call in deed.calls
        ],
        "why": deed.why or deed.said or None,
    }
