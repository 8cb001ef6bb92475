"""The trail: where REPRIEVE_AUDIT_LOG names a file, every deletion, restore and take-over is written down.

One JSON object a line: the intent before the first step, the outcome after the last, with every call that was made and
its request id. A file that cannot be written stops the operation before its first step: what is asked to be provable is
not done unproven.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reprieve.errors import Refused, ReprieveError
from reprieve.lifecycle.state import date_said

if TYPE_CHECKING:
    from reprieve.lifecycle.operation import Operation


@dataclass
class Entry:
    """What is written of one operation; `done` grows with each step."""

    operation: str
    id: str
    plan: list[str]
    window: int | None = None
    override: bool = False
    done: list[str] = field(default_factory=list)
    final_on: str | None = None


@contextmanager
def trail(operation: Operation, entry: Entry) -> Iterator[Entry]:
    """Write the intent, run the operation, write how it ended."""
    path = os.environ.get("REPRIEVE_AUDIT_LOG")
    if not path:
        yield entry
        return
    who = operation.identity()
    facts = {
        "account": who.account,
        "caller": who.caller,
        "cloud": str(operation.config.cloud),
        "region": operation.config.region,
        "resource": operation.resource.name,
        "urn": operation.urn,
    }
    try:
        _append(path, facts | {"phase": "intent"} | asdict(entry))
    except OSError as error:
        raise Refused(
            f"{entry.id}: nothing was done, since the trail cannot be written to {path} ({error.strerror}); make the "
            "file writable, or unset REPRIEVE_AUDIT_LOG"
        ) from error
    outcome, before = "interrupted", len(operation.job.answers)
    try:
        yield entry
        outcome = "done"
    except ReprieveError as error:
        outcome = f"failed: {error}"
        raise
    finally:
        calls = [asdict(answer) for answer in operation.job.answers[before:]]
        _try_append(operation, path, facts | {"phase": "outcome", "outcome": outcome, "calls": calls} | asdict(entry))


def _try_append(operation: Operation, path: str, line: dict[str, object]) -> None:
    try:
        _append(path, line)
    except OSError as error:
        operation.warn(f"the trail {path} lacks the outcome of this operation ({error.strerror})")


def _append(path: str, line: dict[str, object]) -> None:
    text = json.dumps({"time": date_said(datetime.now(UTC))} | line, ensure_ascii=False)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (text + "\n").encode())
    finally:
        os.close(descriptor)
