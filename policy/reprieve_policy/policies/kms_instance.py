"""An Alibaba KMS instance belongs into another stack than what it holds: its release ends every window in it at once.

A stack policy; the fact is cloud-side (ReleaseKmsInstance), whatever was declared of the objects inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pulumi_policy import EnforcementLevel
from pydantic import Field

from reprieve.peers.meanings import INSTANCE
from reprieve_policy.policy import Stack, StackPolicy
from reprieve_policy.settings import THROW_AWAY, Settings, Where
from reprieve_policy.subjects import Declaration, Subject, Unknowns, subjects_of

HELD_BY = "kmsInstanceId"


class KmsInstance(Settings):
    """Where it does not matter."""

    allowed: Where = Field(THROW_AWAY, description="The stacks whose instance may hold what is in the stack.")


def judge(resources: Sequence[Declaration], settings: KmsInstance, stack: Stack) -> Iterator[tuple[str, str]]:
    """Find the instances that hold something of their own stack."""
    instances = [one for one in resources if one.kind == INSTANCE and not settings.allowed.fits(stack)]
    unknowns = Unknowns()
    subjects = subjects_of(resources, unknowns) if instances else []
    for instance in instances:
        if held := sorted(one.declared.name for one in subjects if _holds(instance, one)):
            fault = (
                f"the instance holds {_listed(held)} of this stack, whose recovery windows all end when the instance "
                "is released: move the instance to a stack of its own"
            )
            yield instance.urn, fault
    unknowns.told()


def _holds(instance: Declaration, subject: Subject) -> bool:
    name = subject.spelling.get(HELD_BY, "")
    if instance.urn in subject.declared.by_property.get(name, frozenset()):
        return True
    named = None if subject.declared.by_property.get(name) else subject.declared.known(name)
    return isinstance(named, str) and any(named == instance.known(key) for key in ("id", "instanceId"))


def _listed(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


POLICY: StackPolicy[KmsInstance] = StackPolicy(
    name="kms-instance-apart",
    demand="an Alibaba KMS instance is in another stack than what it holds",
    settings=KmsInstance,
    level=EnforcementLevel.MANDATORY,
    to_do="give the instance a stack of its own",
    judge=judge,
)
