"""What a policy is: a demand in one sentence, its settings, and a judgement that is a plain function.

A judgement yields what is wrong, one sentence for each fault: the field and what was found in it (never a secret's
value), what is demanded by which setting, and the one thing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reprieve_policy.settings import Settings

if TYPE_CHECKING:
    from pulumi_policy import EnforcementLevel

    from reprieve_policy.subjects import Declaration

S = TypeVar("S", bound=Settings)
T = TypeVar("T")


@dataclass(frozen=True)
class Stack:
    """Where something is declared."""

    project: str
    name: str
    tags: Mapping[str, str]

    @classmethod
    def of(cls, urn: str, tags: Mapping[str, str]) -> Stack:
        """Read it from the urn of any resource (urn:pulumi:<stack>::<project>::...)."""
        stack, project = urn.removeprefix("urn:pulumi:").split("::")[:2]
        return cls(project, stack, tags)


@dataclass(frozen=True)
class ResourcePolicy(Generic[T, S]):
    """A policy over single resources.

    `about` takes out of a declaration what is judged, None where it is none of this policy's business. `mend` returns
    the properties that would fit, by their names in the program; it is absent where a machine cannot know.
    """

    name: str
    demand: str
    settings: type[S]
    level: EnforcementLevel
    to_do: str
    judge: Callable[[T, S, Stack], Iterator[str]]
    about: Callable[[Declaration], T | None]
    mend: Callable[[T, S, Stack], Mapping[str, object]] | None = None


@dataclass(frozen=True)
class StackPolicy(Generic[S]):
    """A policy over all resources of a stack; its judgement yields urns with what is wrong there."""

    name: str
    demand: str
    settings: type[S]
    level: EnforcementLevel
    to_do: str
    judge: Callable[[Sequence[Declaration], S, Stack], Iterator[tuple[str, str]]]
    mend: None = None


Policy = ResourcePolicy[Any, Any] | StackPolicy[Any]
