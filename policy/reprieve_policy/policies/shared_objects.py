"""Objects that several teams or stacks use come back when somebody else scheduled their deletion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from pulumi_policy import EnforcementLevel
from pydantic import Field

from reprieve.lifecycle.state import NAMES
from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Settings
from reprieve_policy.subjects import Subject, subject_of

ON_PENDING, RESTORE = "onPendingDeletion", "restore"


class SharedObjects(Settings):
    """What marks an object as shared."""

    tags: dict[str, str] = Field(
        {"shared": "true"}, description="Tags with patterns for their values, one of which marks an object as shared."
    )
    names: list[str] = Field([], description="Patterns of names and aliases that mark an object as shared.")


def judge(subject: Subject, settings: SharedObjects, stack: Stack) -> Iterator[str]:  # noqa: ARG001 - one shape
    """Ask for `restore` where an object is marked."""
    if ON_PENDING not in subject.spelling or subject.get(ON_PENDING) == RESTORE:
        return
    if mark := _mark(subject, settings):
        yield f"{subject.found(ON_PENDING)}, and {mark} marks it as shared: set {ON_PENDING} to {RESTORE}"


def mend(subject: Subject, settings: SharedObjects, stack: Stack) -> Mapping[str, object]:  # noqa: ARG001 - one shape
    """Declare that it is brought back."""
    return subject.mended({ON_PENDING: RESTORE})


def _mark(subject: Subject, settings: SharedObjects) -> str:
    """Say what marks an object as shared; empty where nothing does."""
    declared = subject.declared.props.get("tags") if settings.tags else None
    tags: Mapping[str, object] = declared if isinstance(declared, Mapping) else {}
    for tag, pattern in settings.tags.items():
        if tag in tags and fnmatchcase(str(tags[tag]), pattern):
            return f'tags["{tag}"]'
    fields = sorted(NAMES & subject.spelling.keys())
    return next((field for field in fields for pattern in settings.names if _fits(subject.get(field), pattern)), "")


def _fits(name: object, pattern: str) -> bool:
    return isinstance(name, str) and fnmatchcase(name, pattern)


POLICY: ResourcePolicy[Subject, SharedObjects] = ResourcePolicy(
    name="shared-objects-restored",
    demand="what is shared comes back when its deletion was scheduled elsewhere",
    settings=SharedObjects,
    level=EnforcementLevel.MANDATORY,
    to_do="set onPendingDeletion to restore",
    judge=judge,
    about=subject_of,
    mend=mend,
)
