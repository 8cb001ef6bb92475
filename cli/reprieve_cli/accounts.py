"""The core, opened for each provider configuration that the stacks use: it looks, and it alone judges deletions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from reprieve.config import Config
from reprieve.lifecycle.operation import Operation
from reprieve.lifecycle.session import Session

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from reprieve.lifecycle.session import Severity
    from reprieve_cli.screen import Screen
    from reprieve_cli.stacks import Entry


@dataclass
class CommandVoice:
    """What the core says while the command works: kept by urn; what it is busy with is shown as progress."""

    screen: Screen
    heard: dict[str, list[tuple[Severity, str]]] = field(default_factory=lambda: defaultdict(list))
    _lock: Lock = field(default_factory=Lock)

    def say(self, severity: Severity, text: str, urn: str = "") -> None:
        """Keep a line."""
        with self._lock:
            if (severity, text) not in self.heard[urn]:
                self.heard[urn].append((severity, text))

    def progress(self, text: str, urn: str) -> None:
        """Show what keeps the core busy."""
        name = urn.rpartition("::")[2]
        self.screen.busy_with(f"{name}: {text}" if name else text)


class Accounts:
    """One session for each configuration: what two providers have alike is looked at once."""

    def __init__(self, screen: Screen) -> None:
        self.voice = CommandVoice(screen)
        self._sessions: list[Session] = []
        self._lock = Lock()

    def session(self, values: Properties) -> Session:
        """Return the session of a configuration; raises InputError with all that is wrong with it."""
        config = Config.read(values)
        with self._lock:
            found = next((session for session in self._sessions if session.config == config), None)
            if found is None:
                found = Session(config, self.voice)
                self._sessions.append(found)
            return found

    def operation(self, entry: Entry) -> Operation:
        """Begin an operation of the core on an object; raises InputError where its provider cannot be configured."""
        return Operation.of(self.session(entry.provider.values), entry.resource, entry.urn)

    def cancel(self) -> None:
        """End all waits; no further call is started."""
        for session in self._sessions:
            session.cancel()
