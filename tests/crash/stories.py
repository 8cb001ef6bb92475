"""What a run does to an object, as data: what was there before, and what the run declares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from reprieve.errors import ReprieveError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.crash.scene import Kind, Scene

Declared: TypeAlias = "dict[str, Any]"
Before: TypeAlias = "Callable[[Scene], None]"


@dataclass(frozen=True)
class Story:
    """One run of one kind of object; `declared` is None for a destroy, `imports` is the id that an up takes over."""

    kind: Kind
    does: str
    before: Before
    declared: Declared | None
    imports: str = ""
    switches: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind}: {self.does}"

    def begin(self, scene: Scene) -> None:
        """Make what was there before."""
        scene.control.set_switches(**self.switches)
        self.before(scene)


def nothing(_: Scene) -> None:
    """Nothing is there."""


def made(declared: Declared) -> Before:
    """An earlier up made it."""
    return lambda scene: scene.up(declared)


def made_then(*steps: Before | Declared) -> Before:
    """Several earlier runs, one after the other; a declaration is an up."""

    def before(scene: Scene) -> None:
        for step in steps:
            if isinstance(step, dict):
                scene.up(step)
            else:
                step(scene)

    return before


def destroyed(scene: Scene) -> None:
    """An earlier destroy deleted it."""
    scene.destroy()


def deleted_outside(scene: Scene) -> None:
    """Somebody else deleted it as this stack would have, and the state still has it."""
    kept = list(scene.engine.entries)
    scene.destroy()
    scene.engine.entries = kept


def forgotten(scene: Scene) -> None:
    """The state has lost it."""
    scene.engine.entries.clear()


def failing(declared: Declared, action: str, *, code: str) -> Before:
    """An earlier up failed at an action, for good."""

    def before(scene: Scene) -> None:
        scene.control.add_fault(action=action, code=code, count=None)
        try:
            scene.up(declared)
        except ReprieveError:
            scene.control.remove_faults()
            return
        raise AssertionError(f"nothing called {action}")

    return before
