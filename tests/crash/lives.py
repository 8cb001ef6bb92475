"""A story lived: once in calm, to learn its calls and its end, and as often as wanted with something going wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reprieve.errors import Bug, ReprieveError
from reprieve.lifecycle.diff import diff
from tests.crash import alicloud, tencentcloud
from tests.crash.scene import Scene
from tests.crash.wire import Killed, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reprieve_emulator.control import Control
    from tests.crash.stories import Story

STORIES = (*tencentcloud.STORIES, *alicloud.STORIES)


@dataclass(frozen=True)
class Lived:
    """One run: its calls, what was warned of, and what ended it before its end."""

    actions: Sequence[str]
    warnings: Sequence[str]
    error: BaseException | None


@dataclass(frozen=True)
class Calm:
    """How a story goes where nothing goes wrong."""

    actions: Sequence[str]
    end: Sequence[str]


def begin(emulator: Control, story: Story) -> Scene:
    """Make what was there before, in empty clouds."""
    scene = Scene.empty(emulator, story.kind)
    story.begin(scene)
    # creation dates are told in whole seconds
    scene.control.move_clock(seconds=2)
    return scene


def live(scene: Scene, story: Story, arrange: Callable[[Wire], object] = lambda _: None) -> Lived:
    """Run the story's up or destroy in a process of its own, with what is arranged on its wire."""
    process = scene.process()
    wire = Wire.of(process)
    arrange(wire)
    error: BaseException | None = None
    try:
        if story.declared is None:
            scene.engine.destroy(process)
        else:
            scene.engine.up(process, story.declared, imports=story.imports)
    except (Killed, ReprieveError) as ended:
        error = ended
    assert not isinstance(error, Bug)
    return Lived(wire.actions, process.voice.warnings, error)


def in_calm(emulator: Control, story: Story) -> Calm:
    """Live a story without trouble."""
    scene = begin(emulator, story)
    lived = live(scene, story)
    assert lived.error is None
    holds_what_the_state_says(scene, story)
    return Calm(lived.actions, scene.told())


def ends_as_in_calm(scene: Scene, story: Story, calm: Calm) -> None:
    """The same run once more completes, and then all is as if nothing had happened."""
    again = live(scene, story)
    assert again.error is None
    assert scene.told() == calm.end
    holds_what_the_state_says(scene, story)


def holds_what_the_state_says(scene: Scene, story: Story) -> None:
    """Nothing is in the cloud that no state knows, nothing in the state that the cloud lacks, all is as declared."""
    objects = scene.objects()
    alive = {object_id for object_id, facts in objects.items() if facts["status"] != "pendingDeletion"}
    assert alive <= scene.known() <= objects.keys()
    if story.declared is None:
        assert scene.engine.entries == []
        return
    (recorded, inputs), operation = scene.engine.seen(scene.process(), story.declared)
    assert recorded.unfinished == frozenset()
    assert diff(operation, recorded, inputs).changes == {}
