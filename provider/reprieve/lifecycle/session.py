"""What this process knows: its configuration, who calls, whose ids it met, and what it still has to say.

The engine starts one process for each provider resource and for each run, so nothing here outlives a run. What was
read, replaced, created or deleted for a urn decides later calls for the same urn, which no message carries.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from reprieve.calls import Job
from reprieve.clouds import open_cloud
from reprieve.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reprieve.config import Config
    from reprieve.driver import Identity, Live, Mark
    from reprieve.errors import Denied
    from reprieve.resources.inputs import Resource

OPERATION_SECONDS = 300.0
"""How long one operation may take where the program sets no time-out."""

SUMMARY_FROM = 6
"""From so many notes on, those without a warning are told in one line."""


_ACTION = re.compile(r"[a-z]+:[A-Z]\w+")


class Severity(StrEnum):
    """How loudly something is said."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Voice(Protocol):
    """Where messages to the user go; never raises."""

    def say(self, severity: Severity, text: str, urn: str = "") -> None:
        """Show a line on the resource, or on the stack where there is no urn."""

    def progress(self, text: str, urn: str) -> None:
        """Show a line while the operation runs."""


@dataclass(frozen=True)
class Note:
    """What a deletion of an object would do, told only if the run turns out to delete it."""

    severity: Severity
    text: str


class OwnObjects:
    """The objects that carry a stack's mark, as one list told them; found by id and by mark at once."""

    def __init__(self, listed: Sequence[Live]) -> None:
        self.by_id: Mapping[str, Live] = {live.id: live for live in listed}
        self._by_mark: dict[Mark | None, list[Live]] = defaultdict(list)
        for live in listed:
            self._by_mark[live.mark].append(live)

    def marked(self, mark: Mark | None) -> Sequence[Live]:
        """Return the objects of one resource of the stack; without a mark those whose tags could not be read."""
        return self._by_mark.get(mark, ())


@dataclass
class Memory:
    """What was met, by urn and by id. Every method may be called from any thread."""

    _ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _holders: dict[str, str] = field(default_factory=dict)
    _dates: dict[str, str] = field(default_factory=dict)
    _created: set[str] = field(default_factory=set)
    _deleted: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _replacing: dict[str, str] = field(default_factory=dict)
    _checked: set[str] = field(default_factory=set)
    _seen: dict[str, Live] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def met(self, urn: str, object_id: str, created: str = "") -> None:
        """Remember that the state has this id for this urn, and when the object was created, if it tells."""
        with self._lock:
            self._ids[urn].add(object_id)
            self._holders.setdefault(object_id, urn)
            if created:
                self._dates[object_id] = created

    def holder(self, object_id: str) -> str | None:
        """Return the urn that the state has this id for, if this process met one."""
        with self._lock:
            return self._holders.get(object_id)

    def created_on(self, object_id: str) -> str:
        """Return the creation date that the state has of this id; empty where it tells none."""
        with self._lock:
            return self._dates.get(object_id, "")

    def ids_of(self, urn: str) -> frozenset[str]:
        """Return the ids that the state has for this urn."""
        with self._lock:
            return frozenset(self._ids.get(urn, ()))

    def created(self, object_id: str) -> None:
        """Remember that this process made or took the object."""
        with self._lock:
            self._created.add(object_id)

    def made_here(self, object_id: str) -> bool:
        """Tell whether this process made or took the object."""
        with self._lock:
            return object_id in self._created

    def deleted(self, urn: str, object_id: str) -> None:
        """Remember that this process deleted the object of this urn."""
        with self._lock:
            self._deleted[urn].add(object_id)
            self._seen.pop(object_id, None)

    def was_deleted(self, urn: str, object_id: str) -> bool:
        """Tell whether this process deleted the object of this urn."""
        with self._lock:
            return object_id in self._deleted[urn]

    def replacing(self, urn: str, object_id: str) -> None:
        """Remember that the engine was told to delete this object before it makes the next one."""
        with self._lock:
            self._replacing[urn] = object_id

    def goes_first(self, urn: str, object_id: str) -> bool:
        """Tell whether the engine was told to delete this object before it makes the next one."""
        with self._lock:
            return self._replacing.get(urn) == object_id

    def checked(self, urn: str) -> None:
        """Remember that the program declared this urn in this run."""
        with self._lock:
            self._checked.add(urn)

    def is_declared(self, urn: str) -> bool:
        """Tell whether the program declared this urn in this run."""
        with self._lock:
            return urn in self._checked

    def saw(self, live: Live) -> None:
        """Keep the newest known state of an object."""
        with self._lock:
            self._seen[live.id] = live

    def newest(self, object_id: str) -> Live | None:
        """Return the newest state of an object that this process knows."""
        with self._lock:
            return self._seen.get(object_id)


class Session:
    """One process's work for one provider configuration."""

    def __init__(self, config: Config, voice: Voice) -> None:
        self.config = config
        self.cloud = open_cloud(config)
        self.memory = Memory()
        self._voice = voice
        self._cancelled = threading.Event()
        self._notes: dict[str, Note] = {}
        self._rights_told: set[str] = set()
        self.denied: dict[str, Denied] = {}
        """What functions were refused."""
        self._lock = threading.Lock()
        self._identity: Identity | None = None
        self._identity_lock = threading.Lock()
        self._own: dict[str, OwnObjects] = {}
        self._own_lock = threading.Lock()

    def job(self, urn: str, timeout: float = 0.0) -> Job:
        """Start one operation; `timeout` in seconds, 0 for the default. Without a urn, it is one of a function."""
        deadline = time.monotonic() + (timeout if timeout > 0 else OPERATION_SECONDS)
        denied = {} if urn else self.denied
        return Job(deadline, self._cancelled, lambda text: self._voice.progress(text, urn), denied=denied)

    def identity(self, job: Job) -> Identity:
        """Return who calls, asked once; refuse accounts that the configuration does not allow."""
        with self._identity_lock:
            if self._identity is None:
                self._identity = self.cloud.identity(job)
        allowed = self.config.allowed_account_ids
        if allowed is not None and self._identity.account not in allowed:
            raise Refused(
                f"the credentials belong to account {self._identity.account}, which allowedAccountIds does not name; "
                "use credentials of one of those accounts, or add this one"
            )
        return self._identity

    def own_objects(self, resource: Resource, fetch: Callable[[], Sequence[Live]]) -> OwnObjects:
        """Return the objects that carried this stack's mark when this process first asked."""
        with self._own_lock:
            if resource.name not in self._own:
                self._own[resource.name] = OwnObjects(fetch())
            return self._own[resource.name]

    def overrides(self, stack: str) -> bool:
        """Tell whether REPRIEVE_FORCE_DELETE names a stack, as `project/stack`."""
        return stack in {name.strip() for name in os.environ.get("REPRIEVE_FORCE_DELETE", "").split(",")}

    def say(self, severity: Severity, text: str, urn: str = "") -> None:
        """Show a line now."""
        self._mention(text)
        self._voice.say(severity, text, urn)

    def tell_missing_rights(self, denied: Mapping[str, Denied], said: str) -> None:
        """Warn once of each right that was missing, and that neither `said` nor an earlier line named."""
        self._mention(said)
        for action, error in list(denied.items()):
            if error.lacks_right and self._is_new(action):
                self._voice.say(Severity.WARNING, f"a right is missing, and the run did without it: {error}")

    def _mention(self, text: str) -> None:
        """Remember the actions that the user was told of."""
        with self._lock:
            self._rights_told.update(_ACTION.findall(text))

    def _is_new(self, action: str) -> bool:
        with self._lock:
            new = action not in self._rights_told
            self._rights_told.add(action)
            return new

    def note(self, urn: str, note: Note) -> None:
        """Keep what a deletion would do, in case the run turns out to be one."""
        with self._lock:
            self._notes[urn] = note

    def withdraw(self, urn: str) -> None:
        """Drop the note: the run does something else with the object, or has done it."""
        with self._lock:
            self._notes.pop(urn, None)

    def withdraw_all(self) -> None:
        """Drop every note: a program that fails its check deletes nothing."""
        with self._lock:
            self._notes.clear()

    def cancel(self) -> None:
        """End all waits, and say the notes that are left; the engine asks this before it ends and before it asks."""
        self._cancelled.set()
        with self._lock:
            notes, self._notes = self._notes, {}
        loud = {urn: note for urn, note in notes.items() if note.severity is Severity.WARNING}
        quiet = {urn: note for urn, note in notes.items() if urn not in loud}
        for urn, note in (notes if len(notes) < SUMMARY_FROM else loud).items():
            self._voice.say(note.severity, note.text, urn)
        if quiet and len(notes) >= SUMMARY_FROM:
            self._voice.say(
                Severity.INFO,
                f"deleting these {len(quiet)} objects of Reprieve could be undone by pulumi up: each stays recoverable "
                "for its recovery window",
            )
