"""Whatever a cloud answers to whichever call, the run ends in success or in one error, and the next one completes.

Each story is lived once in calm to learn its calls; then a call is answered otherwise, once or from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprieve.clouds.alicloud import client as alicloud
from reprieve.clouds.tencentcloud import client as tencentcloud
from tests.crash.codes import codes_of, throttles
from tests.crash.counted import share
from tests.crash.lives import STORIES, begin, ends_as_in_calm, in_calm, live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pytest

    from reprieve_emulator.control import Control
    from tests.crash.lives import Calm
    from tests.crash.stories import Story
    from tests.crash.wire import Wire

STORIES_APART = 3
"""A usual run takes every third story."""

CODES_APART = 4
"""Of all codes each call is answered every fourth, beginning with another one for each call."""

PATIENCE = 0.5
"""Seconds until a call is given up in these tests."""

BROKEN: tuple[dict[str, Any], ...] = (
    {"cut": "before_commit"},
    {"body": "half"},
    {"body": "malformed"},
    {"status": 500},
    {"status": 502, "body": "malformed"},
    {"delay_before_answer": 2 * PATIENCE},
)
"""Answers that are none."""

LASTING = BROKEN[:-1]
"""What may last: to wait for one slow answer after the other takes time, and shows nothing else."""


def refusals(story: Story, calm: Calm) -> Iterator[tuple[int, dict[str, Any]]]:
    """Answer each call with codes of its own, of its service and of all; what asks to wait passes some time."""
    cloud = story.kind.pair.cloud
    for number, action in enumerate(calm.actions):
        for place, code in enumerate(codes_of(cloud, action)):
            if place % CODES_APART == (number + STORIES.index(story)) % CODES_APART:
                lasts = 3 if throttles(cloud, action, code) else (1, None)[place % 2]
                yield number, {"code": code, "count": lasts}


def breaks(story: Story, calm: Calm) -> Iterator[tuple[int, dict[str, Any]]]:
    """Break each call's answer in each way, once; and in one way, another for each call, as long as the run lasts."""
    for number in range(len(calm.actions)):
        yield from ((number, {**fault, "count": 1}) for fault in BROKEN)
        yield number, {**LASTING[(number + STORIES.index(story)) % len(LASTING)], "count": None}


def answers(emulator: Control, number: int, action: str, fault: dict[str, Any]) -> Callable[[Wire], object]:
    """Begin with the fault at the call with the number."""
    where = {"action": action.partition(":")[2], **fault}
    return lambda wire: wire.before.update({number: lambda: emulator.add_fault(**where)})


def try_each(emulator: Control, story: Story, calm: Calm, cases: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Live the story with each fault at its call, and then again without."""
    for number, fault in cases:
        scene = begin(emulator, story)
        live(scene, story, answers(emulator, number, calm.actions[number], fault))
        emulator.remove_faults()
        assert scene.known() <= scene.objects().keys()
        ends_as_in_calm(scene, story, calm)


def test_whatever_code_a_call_answers_the_next_run_completes(
    emulator: Control,
    story: Story,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    calm = in_calm(emulator, story)
    tried = share(request.config, list(refusals(story, calm)), usual=40, start=STORIES.index(story))

    try_each(emulator, story, calm, tried)

    record_property("faults", len(tried))


def test_however_an_answer_breaks_the_next_run_completes(
    emulator: Control,
    story: Story,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alicloud, "REQUEST_SECONDS", PATIENCE)
    monkeypatch.setattr(tencentcloud, "REQUEST_SECONDS", PATIENCE)
    calm = in_calm(emulator, story)
    tried = share(request.config, list(breaks(story, calm)), usual=30, start=STORIES.index(story))

    try_each(emulator, story, calm, tried)

    record_property("faults", len(tried))
