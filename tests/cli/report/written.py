"""Lines as the core and the engine write them, and the report on them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reprieve_cli.report.account import Account
from reprieve_cli.report.reading import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
STEPS = {"Secret": ["DisableSecret", "DeleteSecret"], "KmsKey": ["DisableKey", "ScheduleKeyDeletion"]}
CALLER = "qcs::cam:100:uin/100"
VALUE = "s3cret-of-the-report"


def said(moment: datetime) -> str:
    """Write a moment as the trail does."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def urn_of(name: str, kind: str = "reprieve:index:Secret", stack: str = "dev") -> str:
    """Return the urn of a resource of the project shop."""
    return f"urn:pulumi:{stack}::shop::{kind}::{name}"


def deletion(
    name: str = "db",
    *,
    days_ago: float = 0.0,
    window: int | None = 14,
    outcome: str | None = "done",
    operation: str = "deletion",
    **fields: Any,  # noqa: ANN401 - free form
) -> list[dict[str, Any]]:
    """Return the intent and the outcome of an operation; without an outcome the intent alone."""
    began = NOW - timedelta(days=days_ago)
    facts = {
        "account": "100",
        "caller": CALLER,
        "cloud": "tencentcloud",
        "region": "ap-guangzhou",
        "urn": urn_of(name),
        "resource": "Secret",
        "operation": operation,
        "id": name,
        "plan": STEPS["Secret"] if operation == "deletion" else [operation],
        "window": window,
        "override": False,
        **fields,
    }
    intent = {"time": said(began), "phase": "intent", "done": [], "final_on": None, **facts}
    if outcome is None:
        return [intent]
    calls = [{"action": f"ssm:{step}", "code": "", "request_id": f"r-{step}"} for step in facts["plan"]]
    final_on = said(began + timedelta(days=window)) if window and outcome == "done" else None
    end = {"phase": "outcome", "outcome": outcome, "done": facts["plan"], "final_on": final_on, "calls": calls}
    return [intent, {"time": said(began + timedelta(seconds=1)), **facts, **end}]


def step(kind: str, name: str = "db", *, at: datetime = NOW, number: int = 1, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return an event of the engine on the deletion of a secret, as with --show-secrets."""
    outputs = {
        "accountId": "100",
        "cloud": "tencentcloud",
        "region": "ap-guangzhou",
        "secretString": VALUE,
        "deletionPlan": {"recoveryWindowInDays": 14, "steps": ["DisableSecret", "DeleteSecret"], "undo": "pulumi up"},
    }
    old = {"id": name, "inputs": {"secretString": VALUE}, "outputs": outputs, **fields.pop("old", {})}
    metadata = {
        "op": "delete",
        "urn": urn_of(name),
        "resource": "Secret",
        "type": "reprieve:index:Secret",
        "old": old,
        **fields.pop("of", {}),
    }
    return {"sequence": number, "timestamp": int(at.timestamp()), kind: {"metadata": metadata, **fields}}


def told(severity: str, message: str, name: str = "db", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
    """Return a line that the engine shows on a resource."""
    line = {"urn": urn_of(name), "severity": severity, "message": f"{message}\n", **fields}
    return {"sequence": 1, "timestamp": int(NOW.timestamp()), "diagnosticEvent": line}


def summary(*, preview: bool = False) -> dict[str, Any]:
    """Return the event that ends a run."""
    return {"sequence": 9, "timestamp": int(NOW.timestamp()), "summaryEvent": {"isPreview": preview}}


def account(*logs: Iterable[Mapping[str, Any] | bytes], now: datetime = NOW) -> Account:
    """Return the report on the lines of one file each."""
    sources = Sources()
    for number, log in enumerate(logs, 1):
        lines = (line if isinstance(line, bytes) else json.dumps(line).encode() for line in log)
        sources.read_lines(f"log-{number}", lines)
        sources.events.end_of_log()
    return Account.of(sources, now)
