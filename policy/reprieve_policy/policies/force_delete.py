"""Deleting at once, without a way back, is for stacks that are thrown away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pulumi_policy import EnforcementLevel
from pydantic import Field

from reprieve.lifecycle.deletion_plan import default_window
from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import THROW_AWAY, Settings, Where
from reprieve_policy.subjects import Subject, subject_of


class ForceDelete(Settings):
    """Where it is allowed."""

    allowed: Where = Field(THROW_AWAY, description="The stacks whose secrets may be deleted at once.")


def judge(subject: Subject, settings: ForceDelete, stack: Stack) -> Iterator[str]:
    """Find what would be gone at once although its cloud has windows."""
    at_once = subject.rules.window is not None and subject.plan is not None and subject.plan.window == 0
    if not at_once or settings.allowed.fits(stack):
        return
    found = f"a deletion is {subject.said}" if subject.said else "forceDelete is true, so a deletion cannot be undone"
    yield f"{found}; only {settings.allowed} may, and this is {stack.project}/{stack.name}: {_to_do(subject)}"


def mend(subject: Subject, settings: ForceDelete, stack: Stack) -> Mapping[str, object]:  # noqa: ARG001 - one shape
    """Give the deletion the window that counts where nobody declares one."""
    window = default_window(subject.rules, subject.limits)
    changes: dict[str, object] = {"recoveryWindowInDays": window}
    return subject.mended({"forceDelete": False, **changes} if "forceDelete" in subject.spelling else changes)


def _to_do(subject: Subject) -> str:
    window = default_window(subject.rules, subject.limits)
    if "forceDelete" in subject.spelling:
        return f"take {subject.spelling['forceDelete']} out"
    return f"set {subject.spelling['recoveryWindowInDays']} to {window}"


POLICY: ResourcePolicy[Subject, ForceDelete] = ResourcePolicy(
    name="force-delete-forbidden",
    demand="outside of throw-away stacks nothing is deleted at once",
    settings=ForceDelete,
    level=EnforcementLevel.MANDATORY,
    to_do="declare a recovery window instead",
    judge=judge,
    about=subject_of,
    mend=mend,
)
