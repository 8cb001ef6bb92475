"""Tag pairs have to exist before an object can be created with them; creations at once share the calls that make them.

The first pair of an ownership mark names the stack, the second the resource: the second is new with every new
resource, so both are made beforehand. Ten pairs go into a call (tccli's definition of CreateTags), which the vendor
permits 20 times a second: a creation by itself would wait for its turn long before SSM's own rate is reached.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from reprieve.clouds.tencentcloud.tags import TAGS_A_CALL
from reprieve.errors import Denied, Exists, ReprieveError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reprieve.calls import Api

Pair: TypeAlias = tuple[str, str]

GATHERING_SECONDS = 0.005
"""How long the first creation of a batch waits for others to join."""

SPACING_SECONDS = 1 / 20
"""How far the calls of batches that are not full are apart: no more often than the vendor permits."""


@dataclass
class Batch:
    """Pairs of several creations that one call makes; the creation that began it makes the call."""

    pairs: dict[Pair, None] = field(default_factory=dict)
    full: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    error: ReprieveError | None = None


def ensure(api: Api, tags: Mapping[str, str]) -> None:
    """Make the pairs that this process has not met; without the right to, the creation itself tells."""
    api.shared.lasting(Pairs, Pairs).ensure(api, tags)


def learn(api: Api, tags: Mapping[str, str]) -> None:
    """Take note of pairs that an object carries."""
    api.shared.lasting(Pairs, Pairs).known.update(tags.items())


class Pairs:
    """The pairs that this process knows to exist, and those that are being made."""

    def __init__(self) -> None:
        self.known: set[Pair] = set()
        self._under_way: dict[Pair, Batch] = {}
        self._open: Batch | None = None
        self._sent = 0.0
        self._lock = threading.Lock()

    def ensure(self, api: Api, tags: Mapping[str, str]) -> None:
        """Make the pairs that are not known, together with those of other creations."""
        begun, awaited = self._join(tags)
        for batch in begun:
            self._send(api, batch)
        for batch in awaited:
            batch.done.wait()
            if batch.error is not None and not isinstance(batch.error, Denied):
                raise copy(batch.error)  # each creation adds its own words to it

    def _join(self, tags: Mapping[str, str]) -> tuple[list[Batch], list[Batch]]:
        """Put the pairs that nobody makes yet into batches; return those begun here, and all that are to be awaited."""
        begun: list[Batch] = []
        with self._lock:
            wanted = [pair for pair in tags.items() if pair not in self.known]
            for pair in wanted:
                if pair in self._under_way:
                    continue
                if self._open is None:
                    self._open = Batch()
                    begun.append(self._open)
                self._open.pairs[pair] = None
                self._under_way[pair] = self._open
                if len(self._open.pairs) == TAGS_A_CALL:
                    self._open.full.set()
                    self._open = None
            return begun, [self._under_way[pair] for pair in wanted]

    def _send(self, api: Api, batch: Batch) -> None:
        """Wait until the batch is full or its time has come, and make its pairs."""
        now = time.monotonic()
        batch.full.wait(max(now + GATHERING_SECONDS, self._sent + SPACING_SECONDS) - now)
        with self._lock:
            self._sent = time.monotonic()
            if self._open is batch:
                self._open = None
        try:
            _make(api, list(batch.pairs))
            self.known.update(batch.pairs)
        except ReprieveError as error:
            batch.error = error
        finally:
            with self._lock:
                for pair in batch.pairs:
                    del self._under_way[pair]
            batch.done.set()


def _make(api: Api, wanted: Sequence[Pair]) -> None:
    """Make the pairs in one call; where some exist already, each by itself."""
    try:
        _create(api, wanted)
    except Exists:
        for pair in wanted:
            with suppress(Exists):
                _create(api, [pair])


def _create(api: Api, wanted: Sequence[Pair]) -> None:
    api.write("tag:CreateTags", {"Tags": [{"TagKey": key, "TagValue": value} for key, value in wanted]})
