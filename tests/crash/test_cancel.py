"""Ctrl-C at any call, once or twice: the run ends with that call, and the next one completes.

The first Ctrl-C makes the engine send Cancel, and lets calls that are on the wire end; the second ends the processes.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from reprieve.errors import HalfMade, Interrupted
from tests.crash.counted import share
from tests.crash.lives import STORIES, begin, ends_as_in_calm, in_calm, live
from tests.crash.wire import Killed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from reprieve_emulator.control import Control
    from tests.crash.stories import Story
    from tests.crash.wire import Wire


STORIES_APART = 3
"""A usual run takes every third story."""


def cancels_at(number: int, *, twice: bool) -> Callable[[Wire], None]:
    """Cancel while a call is on the wire; twice: the process does not outlive it."""

    def arrange(wire: Wire) -> None:
        wire.before[number] = wire.cancel
        if twice:
            wire.after[number] = wire.kill

    return arrange


def test_a_run_that_is_cancelled_anywhere_makes_no_further_call_and_is_completed_by_the_next(
    emulator: Control,
    story: Story,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    calm = in_calm(emulator, story)
    cases = list(product(range(len(calm.actions)), (False, True)))
    tried = share(request.config, cases, usual=8, start=STORIES.index(story))

    for number, twice in tried:
        scene = begin(emulator, story)
        cancelled = live(scene, story, cancels_at(number, twice=twice))
        assert cancelled.actions == calm.actions[: number + 1]
        if number + 1 < len(calm.actions):
            assert isinstance(cancelled.error, Killed if twice else Interrupted | HalfMade)
        ends_as_in_calm(scene, story, calm)

    record_property("cancels", len(tried))
