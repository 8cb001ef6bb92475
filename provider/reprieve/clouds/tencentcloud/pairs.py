"""Tag pairs have to exist before an object can be created with them; creations at once share the calls that make them.

The first pair of an ownership mark names the stack, the second the resource: the second is new with every new
resource, so both are made beforehand. Ten pairs go into a call (tccli's definition of CreateTags), which the vendor
permits 20 times a second: a creation by itself would wait for its turn long before SSM's own rate is reached.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from reprieve.clouds.tencentcloud.tags import TAGS_A_CALL
from reprieve.errors import Denied, Exists, ReprieveError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reprieve.calls import Api

Pair: TypeAlias = tuple[str, str]

GATHERING_SECONDS = 0.005
"""How long the first creation of a batch waits for others to join."""


@dataclass
class Batch:
    """Pairs of several creations that one call makes; the creation that began it makes the call."""

    pairs: dict[Pair, None] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)
    error: ReprieveError | None = None


def ensure(api: Api, tags: Mapping[str, str]) -> None:
    """Make the pairs that this process has not met; without the right to, the creation itself tells."""
    api.shared.lasting(Pairs, Pairs).ensure(api, tags)


def learn(api: Api, tags: Mapping[str, str]) -> None:
    """Take note of pairs that an object carries."""
    api.shared.lasting(Pairs, Pairs).known.update(tags.items())


class Pairs:
    """The pairs that this process knows to exist, and the batches under way."""

    def __init__(self) -> None:
        self.known: set[Pair] = set()
        self._open: Batch | None = None
        self._lock = threading.Lock()

    def ensure(self, api: Api, tags: Mapping[str, str]) -> None:
        """Make the pairs that are not known, together with those of other creations."""
        wanted = [pair for pair in tags.items() if pair not in self.known]
        for some in _tens(wanted):
            batch, begins = self._join(some)
            if begins:
                self._send(api, batch)
            batch.done.wait()
            if batch.error is not None and not isinstance(batch.error, Denied):
                raise copy(batch.error)  # each creation adds its own words to it

    def _join(self, wanted: Sequence[Pair]) -> tuple[Batch, bool]:
        """Put pairs into the open batch, or begin one where they do not fit."""
        with self._lock:
            begins = self._open is None or len({*self._open.pairs, *wanted}) > TAGS_A_CALL
            if self._open is None or begins:
                self._open = Batch()
            self._open.pairs.update(dict.fromkeys(wanted))
            return self._open, begins

    def _send(self, api: Api, batch: Batch) -> None:
        try:
            api.job.wait(GATHERING_SECONDS)
            with self._lock:
                if self._open is batch:
                    self._open = None
            _make(api, list(batch.pairs))
            self.known.update(batch.pairs)
        except ReprieveError as error:
            batch.error = error
        finally:
            with self._lock:
                if self._open is batch:
                    self._open = None
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


def _tens(items: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for start in range(0, len(items), TAGS_A_CALL):
        yield items[start : start + TAGS_A_CALL]
