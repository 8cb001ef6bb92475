"""The recovery window that an environment demands; what is deleted at once is another policy's business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Self

from pulumi_policy import EnforcementLevel
from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from reprieve.lifecycle.deletion_plan import days
from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Settings, Where
from reprieve_policy.subjects import Subject, subject_of

WINDOW = "recoveryWindowInDays"


class Environment(Where):
    """Stacks, and the windows that are demanded there."""

    secret_days: StrictInt = Field(0, ge=0, description="Least window of secrets, in days; 0 demands nothing.")
    key_days: StrictInt = Field(0, ge=0, description="Least window of keys, in days; 0 demands nothing.")

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.stacks is None and self.tags is None:
            raise PydanticCustomError("nowhere", 'fits no stack: add stacks, such as ["*"], or tags')
        return self


class RecoveryWindow(Settings):
    """What is demanded where."""

    environments: list[Environment] = Field(
        [Environment(stacks=["prod*"], secret_days=30, key_days=30), Environment(stacks=["*"], key_days=7)],
        description="What each environment demands; the first whose stacks and tags fit counts.",
    )


def judge(subject: Subject, settings: RecoveryWindow, stack: Stack) -> Iterator[str]:
    """Compare the window of the plan with the one that the environment demands."""
    least, why = _demanded(subject, settings, stack)
    bounds, plan = subject.rules.window, subject.plan
    if not least or bounds is None:
        return
    to_do = f"set {subject.spelling[WINDOW]} to {max(least, bounds.least)}"
    if least > bounds.most:
        yield f"{why} demands {days(least)}, and {subject.rules.cloud} takes {bounds}: lower it to {bounds.most}"
    elif plan is None:
        yield f"a deletion is {subject.said}; {why} demands a window of {days(least)}: {to_do}"
    elif plan.window and plan.window < least:
        yield f"{_found(subject)}; {why} demands at least {days(least)}: {to_do}"


def mend(subject: Subject, settings: RecoveryWindow, stack: Stack) -> Mapping[str, object]:
    """Raise the window; a longer one only gives more time."""
    least, _ = _demanded(subject, settings, stack)
    bounds = subject.rules.window
    return subject.mended({WINDOW: max(least, bounds.least)}) if bounds and least <= bounds.most else {}


def _demanded(subject: Subject, settings: RecoveryWindow, stack: Stack) -> tuple[int, str]:
    """Return the days that are demanded, and which setting says so."""
    setting = {"Secret": "secretDays", "KmsKey": "keyDays"}.get(subject.resource)
    found = next(((at, one) for at, one in enumerate(settings.environments) if one.fits(stack)), None)
    if setting is None or found is None:
        return 0, ""
    at, environment = found
    least = environment.secret_days if subject.resource == "Secret" else environment.key_days
    return least, f"environments[{at}].{setting} ({environment})"


def _found(subject: Subject) -> str:
    hidden = subject.said and subject.get(WINDOW) is None
    return f"{subject.found(WINDOW)} ({subject.said})" if hidden else subject.found(WINDOW)


POLICY: ResourcePolicy[Subject, RecoveryWindow] = ResourcePolicy(
    name="recovery-window-minimum",
    demand="a deletion leaves at least the recovery window that its environment demands",
    settings=RecoveryWindow,
    level=EnforcementLevel.MANDATORY,
    to_do="declare a longer recovery window",
    judge=judge,
    about=subject_of,
    mend=mend,
)
