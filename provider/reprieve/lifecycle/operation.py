"""One call of the engine for one object: what every part of the lifecycle is given, and what the state holds of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from reprieve.config import Limits, limits_of
from reprieve.driver import Live, Mark, Status
from reprieve.errors import ReprieveError
from reprieve.fields import Properties, Trait, Tree, reveal, without_nulls
from reprieve.lifecycle.marks import mark_of, stack_mark
from reprieve.lifecycle.session import Note, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reprieve.calls import Job
    from reprieve.config import Config
    from reprieve.driver import Driver, Identity, Rules
    from reprieve.lifecycle.session import Memory, OwnObjects, Session
    from reprieve.resources.inputs import Inputs, Resource

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Operation:
    """One call of the engine: for which object, until when, and all that this process knows."""

    session: Session
    resource: Resource
    urn: str
    job: Job

    @classmethod
    def of(cls, session: Session, resource: Resource, urn: str, timeout: float = 0.0) -> Operation:
        """Begin an operation; `timeout` in seconds, 0 for the default."""
        return cls(session, resource, urn, session.job(urn, timeout))

    @property
    def config(self) -> Config:
        """The provider's configuration."""
        return self.session.config

    @property
    def memory(self) -> Memory:
        """What this process met."""
        return self.session.memory

    @cached_property
    def rules(self) -> Rules:
        """What the cloud allows for this resource."""
        return self.session.cloud.rules(self.resource)

    @cached_property
    def local(self) -> frozenset[str]:
        """The inputs that the cloud never learns."""
        local = self.resource.having(Trait.LOCAL)
        return local - {"deletionProtection"} if self.rules.protects_itself else local

    @cached_property
    def limits(self) -> Limits:
        """What the configuration allows for this resource."""
        return limits_of(self.config, self.resource.name)

    @cached_property
    def stack(self) -> str:
        """The stack's part of the ownership mark; empty where no program declares the object."""
        return stack_mark(self.urn, self.config.owner, self.rules.tag) if self.urn else ""

    @cached_property
    def mark(self) -> Mark:
        """The ownership mark of this object."""
        return mark_of(self.urn, self.config.owner, self.rules.tag)

    @cached_property
    def driver(self) -> Driver[Inputs]:
        """The driver that works within this operation's time."""
        return self.session.cloud.driver(self.resource, self.job, self.stack)

    @property
    def overrides(self) -> bool:
        """Whether REPRIEVE_FORCE_DELETE names this stack."""
        return self.session.overrides(stack_mark(self.urn, None))

    def identity(self) -> Identity:
        """Return who calls."""
        return self.session.identity(self.job)

    def own_objects(self) -> OwnObjects:
        """Return this stack's objects as one list told them that all operations of this process share."""
        return self.session.own_objects(self.resource, lambda: self.driver.list_objects(self.stack))

    def met(self, recorded: Recorded) -> None:
        """Remember that the state has this object."""
        self.memory.met(self.urn, recorded.id, recorded.created)

    def say(self, text: str, severity: Severity = Severity.INFO) -> None:
        """Show a line on the resource."""
        self.session.say(severity, text, self.urn)

    def warn(self, text: str) -> None:
        """Show a warning on the resource."""
        self.session.say(Severity.WARNING, text, self.urn)

    def note(self, severity: Severity, text: str) -> None:
        """Keep what a deletion would do, in case the run turns out to be one."""
        self.session.note(self.urn, Note(severity, text))

    def withdraw(self) -> None:
        """Drop the note."""
        self.session.withdraw(self.urn)

    @contextmanager
    def note_falls_with_it(self) -> Iterator[None]:
        """Drop the note where what is tried inside fails: then nothing is deleted."""
        try:
            yield
        except ReprieveError:
            self.withdraw()
            raise


def names_missing_rights(
    act: Callable[Concatenate[Operation, Given], Answer],
) -> Callable[Concatenate[Operation, Given], Answer]:
    """Let a call of the engine name every right that its caller lacked, also where it did without."""

    @wraps(act)
    def acted(operation: Operation, /, *given: Given.args, **options: Given.kwargs) -> Answer:
        said = ""
        try:
            return act(operation, *given, **options)
        except ReprieveError as error:
            said = str(error)
            raise
        finally:
            operation.session.tell_missing_rights(operation.job.denied, said)

    return acted


@dataclass(frozen=True)
class Recorded:
    """An object as the state has it: its id, its inputs and its outputs."""

    id: str
    inputs: Properties
    state: Properties

    @classmethod
    def of(cls, object_id: str, inputs: Mapping[str, Tree], state: Mapping[str, Tree]) -> Recorded:
        """Take what the engine sends; null is another word for absent."""
        return cls(object_id, without_nulls(inputs), without_nulls(state))

    @property
    def account(self) -> str:
        """The account that it was recorded in; empty where no state knows the object yet."""
        return str(reveal(self.state.get("accountId")) or "")

    @property
    def created(self) -> str:
        """When the object was created; empty until a read has recorded it."""
        return str(reveal(self.state.get("creationDate")) or "")

    @property
    def is_pending(self) -> bool:
        """Whether it was seen pending deletion."""
        return reveal(self.state.get("status")) == Status.PENDING_DELETION

    @property
    def unfinished(self) -> frozenset[str]:
        """The fields that a failed run left unwritten."""
        fields = reveal(self.state.get("unfinishedSteps"))
        return frozenset(str(name) for name in fields) if isinstance(fields, list) else frozenset()

    def live(self) -> Live:
        """Return the object as it was last seen."""
        values = {key: reveal(value) for key, value in self.state.items()}
        mark, tags = values.get("ownershipMark"), values.get("tags")
        return Live(
            id=self.id,
            status=_status(values.get("status", Status.ENABLED)),
            observed=values,
            tags=tags if isinstance(tags, dict) else None,
            mark=Mark(str(mark.get("stack")), str(mark.get("resource"))) if isinstance(mark, dict) else None,
            mark_known=isinstance(mark, dict),
        )


def _status(recorded: Tree) -> Status:
    """Read a recorded state; one that only a newer version knows is one that nothing can be done in."""
    return next((status for status in Status if status == recorded), Status.FAILED)
