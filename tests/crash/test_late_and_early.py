"""A cloud that notices late what was done, and a machine whose clock is wrong."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import pytest

from reprieve.errors import Denied
from tests.crash.codes import READS
from tests.crash.counted import share
from tests.crash.lives import STORIES, begin, ends_as_in_calm, in_calm, live

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reprieve.calls import Reply
    from reprieve_emulator.control import Control
    from tests.crash.scene import Kind
    from tests.crash.stories import Story
    from tests.crash.wire import Wire

KINDS = {str(story.kind): story.kind for story in STORIES}
AN_HOUR = 3_600
LAGS = {"ssm_lag_looks": 2, "alicloud_key_lag_looks": 2, "apigateway_lag_looks": 2}
"""Looks at an object that still meet its old state."""


def stories_of(kind: Kind) -> list[Story]:
    return [story for story in STORIES if story.kind is kind]


def answers_late(times: int) -> Callable[[Wire], None]:
    """Answer what is asked again after a write as it was answered before it, so many times."""

    def arrange(wire: Wire) -> None:
        send, stale = wire.send, Counter[str]()
        known: dict[str, Reply] = {}

        def sent(action: str, params: Mapping[str, object]) -> Reply:
            asked = f"{action} {json.dumps(params, sort_keys=True, default=str)}"
            if not action.partition(":")[2].startswith(READS):
                stale.update(dict.fromkeys(known, times))
                return send(action, params)
            if stale[asked] > 0:
                stale[asked] -= 1
                return known[asked]
            known[asked] = send(action, params)
            return known[asked]

        wire.send = sent

    return arrange


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_cloud_that_notices_late_what_was_done_misleads_no_run(
    emulator: Control, kind: Kind, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    cases = list(product(stories_of(kind), (0, 1, 2)))
    tried = share(request.config, cases, usual=7, start=0)

    for story, times in tried:
        calm = in_calm(emulator, story)
        scene = begin(emulator, story)
        emulator.set_switches(**({} if times else LAGS))
        live(scene, story, answers_late(times))
        # what the cloud has not noticed by the end of a run, the next one meets
        live(scene, story)
        emulator.set_switches(**dict.fromkeys(LAGS, 0))
        assert scene.known() <= scene.objects().keys()
        ends_as_in_calm(scene, story, calm)

    record_property("faults", len(tried))


@pytest.mark.parametrize("seconds", [AN_HOUR, -AN_HOUR])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_clock_that_is_an_hour_off_is_named_and_changes_nothing(
    emulator: Control, kind: Kind, seconds: int, record_property: Callable[[str, object], None]
) -> None:
    chosen = [story for story in stories_of(kind) if story.does in {"create", "delete"}]

    for story in chosen:
        calm = in_calm(emulator, story)
        scene = begin(emulator, story)
        before = scene.told()
        emulator.skew_signature_clock(seconds)
        lived = live(scene, story)
        emulator.skew_signature_clock(0)

        assert isinstance(lived.error, Denied)
        assert "set this machine's clock: it is over " in str(lived.error)
        assert scene.told() == before
        ends_as_in_calm(scene, story, calm)

    record_property("faults", len(chosen))
