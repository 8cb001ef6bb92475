"""Rotation of keys, where the cloud can rotate a key of that kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pulumi_policy import EnforcementLevel
from pydantic import Field, StrictInt
from pydantic.alias_generators import to_camel

from reprieve.lifecycle.deletion_plan import days
from reprieve.peers.kinds import snake
from reprieve.peers.rotation import TOLD_BY, Rotation, rotation_of
from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Settings
from reprieve_policy.subjects import Subject, subject_of

if TYPE_CHECKING:
    from reprieve.driver import Bounds

PERIOD = "rotationPeriodInDays"


class KeyRotation(Settings):
    """How often."""

    days: StrictInt = Field(365, ge=1, description="The longest time between two rotations, in days.")


def judge(subject: Subject, settings: KeyRotation, stack: Stack) -> Iterator[str]:  # noqa: ARG001 - one shape
    """Compare the period with the longest that is allowed."""
    rotation = _rotation(subject)
    if rotation is None or (rotation.days is not None and rotation.days <= settings.days):
        return
    found = "never rotated" if rotation.days is None else f"rotated every {days(rotation.days)}"
    yield (
        f"the key is {found} ({to_camel(rotation.attribute)}); days demands every {days(settings.days)}: "
        f"set {_said(rotation.setting(_period(subject, settings)))}"
    )


def mend(subject: Subject, settings: KeyRotation, stack: Stack) -> Mapping[str, object]:  # noqa: ARG001 - one shape
    """Switch rotation on; older material goes on to decrypt what it encrypted."""
    rotation = _rotation(subject)
    wanted = rotation.setting(_period(subject, settings)) if rotation else {}
    return {to_camel(name): value for name, value in wanted.items()}


def _rotation(subject: Subject) -> Rotation | None:
    """Tell how the key is rotated; None where it is no key, or the cloud rotates none of its kind."""
    if subject.resource != "KmsKey":
        return None
    if subject.peer:
        props = subject.declared
        return rotation_of(
            subject.peer, {snake(name): props.read(name) for name in props.props if snake(name) in TOLD_BY}
        )
    other, values = subject.rules.only_with[PERIOD]
    kind = subject.get(other)
    if kind is not None and str(kind) not in values:
        return None
    period = subject.get(PERIOD)
    return Rotation(PERIOD, period if isinstance(period, int) else None, lambda period: {PERIOD: period})


def _period(subject: Subject, settings: KeyRotation) -> int:
    """Return the demanded period, within what the cloud has."""
    bounds: Bounds | None = subject.rules.numbers.get(PERIOD)
    return min(max(settings.days, bounds.least), bounds.most) if bounds else settings.days


def _said(setting: Mapping[str, object]) -> str:
    return " and ".join(
        f"{to_camel(name)} to {str(value).lower() if isinstance(value, bool) else value}"
        for name, value in setting.items()
    )


POLICY: ResourcePolicy[Subject, KeyRotation] = ResourcePolicy(
    name="key-rotation-required",
    demand="a key that its cloud can rotate is rotated",
    settings=KeyRotation,
    level=EnforcementLevel.ADVISORY,
    to_do="declare a rotation period",
    judge=judge,
    about=subject_of,
    mend=mend,
)
