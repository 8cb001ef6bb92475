"""The process dies before or after any call, or any answer is lost: the same run again ends as if it had not.

Each story is lived once in calm to learn its calls, then once for each of them and each way of dying.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from tests.crash.counted import share
from tests.crash.lives import STORIES, begin, ends_as_in_calm, in_calm, live
from tests.crash.wire import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from reprieve_emulator.control import Control
    from tests.crash.scene import Scene
    from tests.crash.stories import Story
    from tests.crash.wire import Wire

STORIES_APART = 1
"""A usual run takes every story."""

Way: TypeAlias = "Callable[[Scene, int], Iterator[Callable[[Wire], object]]]"
"""What happens to the runs before the last one, where a call has the number."""


def dies_before(scene: Scene, number: int) -> Iterator[Callable[[Wire], object]]:
    """The process ends before the call leaves."""
    del scene
    yield lambda wire: wire.before.update({number: wire.kill})


def dies_after(scene: Scene, number: int) -> Iterator[Callable[[Wire], object]]:
    """The process ends after the cloud has carried the call out, and before the answer is read."""
    del scene
    yield lambda wire: wire.after.update({number: wire.kill})


def dies_twice(scene: Scene, number: int) -> Iterator[Callable[[Wire], object]]:
    """The process ends after the call, and that of the same run again a call later."""
    yield from dies_after(scene, number)
    yield from dies_after(scene, number + 1)


def loses_the_answer(scene: Scene, number: int) -> Iterator[Callable[[Wire], object]]:
    """The connection ends after the cloud has carried the call out."""
    yield lambda wire: wire.before.update({number: lambda: scene.control.add_fault(cut="after_commit")})


WAYS: tuple[Way, ...] = (dies_before, dies_after, dies_twice, loses_the_answer)


def test_a_run_that_stops_anywhere_is_made_good_by_the_same_run(
    emulator: Control,
    story: Story,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    calm = in_calm(emulator, story)
    cases = list(product(range(len(calm.actions)), WAYS))
    tried = share(request.config, cases, usual=9, start=STORIES.index(story))

    for number, way in tried:
        scene = begin(emulator, story)
        stopped = [live(scene, story, arrange) for arrange in way(scene, number)]
        assert isinstance(stopped[0].error, Killed) or way is loses_the_answer
        ends_as_in_calm(scene, story, calm)

    record_property("deaths", len(tried))
