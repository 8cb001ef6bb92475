"""What a cloud offers for one resource: a driver with few verbs, and the rules as data.

The contract of every driver: reading changes nothing; every verb may be repeated after a lost answer; none sleeps,
retries or decides about deletions; an object that is not there is None from `find` and `read` on the one exact code
that means it, and on nothing else. Errors are those of `reprieve.errors`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar

from reprieve.fields import Choice

if TYPE_CHECKING:
    from datetime import datetime

    from reprieve.calls import Job
    from reprieve.resources.inputs import Inputs, Resource


class Status(Choice):
    """The states of an object, over all clouds."""

    ENABLED = "enabled", "It can be used."
    DISABLED = "disabled", "It is there, and cannot be used."
    PENDING_DELETION = "pendingDeletion", "It was deleted, and can be restored until `deletionDate`."
    PENDING_IMPORT = "pendingImport", "The key waits for material from outside."
    ARCHIVED = "archived", "Tencent Cloud keeps the key, and it cannot be used."
    CREATING = "creating", "The cloud is making it."
    FAILED = "failed", "The cloud could not make it."
    ENCRYPT_SWITCHING = "encryptSwitching", "Tencent Cloud is changing how it is encrypted."


STACK_TAG, RESOURCE_TAG = "reprieve:stack", "reprieve:resource"
"""The keys of the two tags that are the ownership mark."""


@dataclass(frozen=True)
class Mark:
    """The ownership mark: whose object this is, as its two tags say."""

    stack: str
    resource: str

    @classmethod
    def among(cls, tags: Mapping[str, str]) -> Mark | None:
        """Read the mark out of an object's tags."""
        return cls(tags[STACK_TAG], tags.get(RESOURCE_TAG, "")) if STACK_TAG in tags else None

    @property
    def tags(self) -> dict[str, str]:
        """The mark as tags."""
        return {STACK_TAG: self.stack, RESOURCE_TAG: self.resource}


@dataclass(frozen=True)
class Live:
    """What the cloud holds of one object.

    `observed` has the fields that the cloud tells, in the schema's spelling; `tags` is None and `mark` is None with
    `mark_known` False where nothing could be learnt of them. `kind` names another kind of object and its owner
    ("a database credential of Mysql"), which Reprieve does not manage. `partial` ones come from a list that does not
    tell all that `read` does.
    """

    id: str
    status: Status
    observed: Mapping[str, object] = field(default_factory=dict)
    tags: Mapping[str, str] | None = None
    mark: Mark | None = None
    mark_known: bool = False
    created: datetime | None = None
    deletes: datetime | None = None
    kind: str = ""
    arn: str = ""
    partial: bool = False

    def now(self, status: Status, deletes: datetime | None = None) -> Live:
        """Return the same object in another state."""
        return replace(self, status=status, deletes=deletes)


@dataclass(frozen=True)
class Identity:
    """Who calls: the account's number and the caller's name there."""

    account: str
    caller: str


@dataclass(frozen=True)
class Bounds:
    """A whole number's permitted range, both ends included, with its unit."""

    least: int
    most: int
    unit: str = "days"

    def __str__(self) -> str:
        return f"{self.least} to {self.most} {self.unit}"


@dataclass(frozen=True)
class Text:
    """What a text may be: a pattern over the whole of it, the same said in words, and its length in bytes."""

    pattern: str
    said: str
    longest: int


@dataclass(frozen=True)
class Step:
    """One call of a deletion: the vendor's action, what takes it back, and the states that it is needed in.

    `leaves` is the state after it, where that is another one; the last step leaves the object pending, or ends it.
    A step with `when_used` ends all use of the object, and is needed only while there is some. Its undo comes last of
    all: only an object that is usable again can be used again.
    """

    name: str
    undo: str | None
    needed_in: frozenset[Status]
    when_used: bool = False
    leaves: Status | None = None


@dataclass(frozen=True)
class Return:
    """The call that takes an object out of its window, and the state that it comes back in."""

    name: str
    leaves: Status


@dataclass(frozen=True)
class Rules:
    """What one cloud allows for one resource. Data; the sources stand beside the values.

    `name_is_id`: the declared name is the id, so a replacement under the same name deletes first. `name_moves`: a
    successor takes the name from the object that it replaces. `effect` continues "deleting ...", `lost` continues
    "changing ... replaces it". `pairs` are the permitted (keySpec, keyUsage), with the vendor's words for them.
    `only_with` names for a field another one and the values that it needs there. `together` are two fields that are
    both given or neither. `id_field` is the input that becomes the id where it is given. Tags that are `tags_stay`
    are written at creation and never again. `fixed` are fields with the one value that the cloud has, and why.
    `versions_are_final`: a version of a secret's value never gets another value. Keys of tags that begin with one of
    `reserved_tags` are the cloud's own. `unsure_when_used` says what nobody knows before the call where something
    uses the object and its deletion goes on all the same.
    """

    cloud: str
    resource: str
    name_field: str
    name_is_id: bool
    steps: tuple[Step, ...]
    undo: str
    restore: Return | None = None
    window: Bounds | None = None
    force: bool = False
    effect: str = ""
    lost: str = ""
    name_moves: bool = False
    holds_name_while_pending: bool = False
    protects_itself: bool = False
    pairs: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    only_with: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    together: tuple[tuple[str, str], ...] = ()
    id_field: str = ""
    tags_stay: bool = False
    texts: Mapping[str, Text] = field(default_factory=dict)
    numbers: Mapping[str, Bounds] = field(default_factory=dict)
    not_offered: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, tuple[object, str]] = field(default_factory=dict)
    versions_are_final: bool = False
    tag: Text | None = None
    reserved_tags: tuple[str, ...] = ()
    most_tags: int = 0
    largest_value: int = 0
    unsure_when_used: str = ""
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Made:
    """What `create` and `update` leave behind: the object, and what they could not finish with the reasons."""

    live: Live
    unfinished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Objection:
    """What the cloud would say to a declaration: certain ones fail a preview, the others warn."""

    text: str
    certain: bool


Ends: TypeAlias = "Mapping[str, datetime | None]"
"""What is deleted before an object, by id, with the day of its end; None is at once."""

NOTHING: Ends = MappingProxyType({})
"""Nothing is deleted before the object."""


@dataclass(frozen=True)
class Blocker:
    """Something that uses the object; `checked` is False where nothing could be learnt.

    `until` is the day on which the user goes away by itself: an object that lives as long is no harm to it.
    """

    text: str
    checked: bool = True
    until: datetime | None = None


I_contra = TypeVar("I_contra", bound="Inputs", contravariant=True)


class Driver(Protocol, Generic[I_contra]):
    """One resource on one cloud. Dates are in UTC, windows in days."""

    @property
    def rules(self) -> Rules:
        """What the cloud allows."""

    def find(self, inputs: I_contra) -> Live | None:
        """Look for the object by its declared name, live or pending, with tags and mark."""

    def read(self, object_id: str, *, fresh: bool = False) -> Live | None:
        """Look for the object by its id; `fresh` asks the cloud even if this process has just looked."""

    def read_value(self, object_id: str) -> Mapping[str, object]:
        """Read the secret content once, for an import; the keys are the schema's."""

    def create(self, inputs: I_contra, mark: Mark, replacing: Live | None = None) -> Made:
        """Make the object, marked in the same call; raise `Exists` where the name is held.

        With `replacing`, the name is taken from that object, and given back to it if the creation fails.
        """

    def update(
        self, live: Live, inputs: I_contra, mark: Mark, changed: frozenset[str], replacing: Live | None = None
    ) -> Made:
        """Write the changed fields, in the order that the cloud needs; the object is not pending.

        With `replacing`, a changed name is taken from that object, which may be pending.
        """

    def restore(self, live: Live) -> Live:
        """Take a pending object out of its window; nothing else is changed."""

    def step(self, name: str, live: Live, window: int | None) -> Live:
        """Carry out one step of a deletion, or one undo, and return the object as it then is."""

    def resolve(self, field: str, text: str) -> str:
        """Return the id of what a field names by id, alias or ARN."""

    def objections(self, inputs: I_contra, live: Live | None, changed: frozenset[str]) -> Sequence[Objection]:
        """Look at what the declaration refers to (keys, quotas, instances), changing nothing."""

    def blockers(self, live: Live, *, thorough: bool, after: Ends = NOTHING) -> Sequence[Blocker]:
        """Look at what uses the object; unless `thorough`, only in lists that are shared by many reads.

        `after` are deleted by then, although the cloud does not know it yet.
        """

    def list_objects(self, stack: str | None = None) -> Sequence[Live]:
        """List the objects, or only those with this stack's mark; kept for seconds, dropped on any write."""


class Cloud(Protocol):
    """One cloud, in one region, with one set of credentials."""

    name: str

    def identity(self, job: Job) -> Identity:
        """Ask the cloud who calls."""

    def offers(self, resource: Resource) -> bool:
        """Tell whether the cloud has the resource at all."""

    def rules(self, resource: Resource) -> Rules:
        """Return the rules of a resource, without any call; raise `Refused` where the cloud does not offer it."""

    def driver(self, resource: Resource, job: Job, stack: str) -> Driver[Inputs]:
        """Return the driver of a resource for one operation on an object of a stack."""
