"""Protection against deletion, which stays recorded when the code is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pulumi_policy import EnforcementLevel
from pydantic import Field

from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Kind, Settings, Where
from reprieve_policy.subjects import Subject, subject_of

PROTECTION = "deletionProtection"


class Protection(Settings):
    """What is protected where."""

    resources: list[Kind] = Field([Kind.KMS_KEY], description="The resources that have to be protected.")
    where: Where = Field(Where(stacks=["prod*"]), description="The stacks in which they have to be.")


def judge(subject: Subject, settings: Protection, stack: Stack) -> Iterator[str]:
    """Ask for our protection, or the engine's where the type has none of its own."""
    if subject.resource not in settings.resources or not settings.where.fits(stack):
        return
    demanded = f"every {subject.resource} in {settings.where} has to be protected"
    if PROTECTION not in subject.spelling:
        if not subject.declared.protect:
            yield f"the resource option protect is not set, and its type knows no other, and {demanded}: set it"
    elif not _protected(subject):
        yield f"{subject.found(PROTECTION)}, and {demanded}: set it to {'Enabled' if subject.peer else 'true'}"


def mend(subject: Subject, settings: Protection, stack: Stack) -> Mapping[str, object]:  # noqa: ARG001 - one shape
    """Protect it; a resource option is not within reach of a policy."""
    return subject.mended({PROTECTION: True}) if PROTECTION in subject.spelling else {}


def _protected(subject: Subject) -> bool:
    declared = subject.get(PROTECTION)
    return declared is True or declared == "Enabled"


POLICY: ResourcePolicy[Subject, Protection] = ResourcePolicy(
    name="protection-required",
    demand="keys, and what else is configured, are protected against deletion",
    settings=Protection,
    level=EnforcementLevel.MANDATORY,
    to_do="set deletionProtection",
    judge=judge,
    about=subject_of,
    mend=mend,
)
