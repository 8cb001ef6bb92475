"""What the engine does with a resource at a destroy without asking its provider (pulumi's `step.go`, `destroy.go`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reprieve_cli.preview.forecast import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reprieve_cli.stacks import Entry, Stack


PROTECTED = (
    "protect is set, so the engine refuses; pulumi state unprotect takes it off, --exclude-protected leaves it out"
)


def left_out_of(stack: Stack) -> frozenset[int]:
    """Return what `--exclude-protected` leaves out: what is protected, and what that needs."""
    return stack.protected | stack.order.kept_with(stack.protected)


def said_by_the_engine(stack: Stack, entry: Entry, left_out: frozenset[int]) -> tuple[Outcome, str] | None:
    """Return how the engine decides alone, and why; None where it asks the provider."""
    handling = entry.handling
    decided = (
        (bool(stack.hooks), Outcome.KEPT, _hooked(stack)),
        (
            entry.place in left_out,
            Outcome.EXCLUDED,
            "--exclude-protected leaves it out: it, or what needs it, is protected",
        ),
        (entry.place in stack.refused, Outcome.KEPT, PROTECTED),
        (handling.pending_replacement, Outcome.DROPPED, "an interrupted replacement has deleted it already"),
        (handling.external, Outcome.DROPPED, "the stack only reads it"),
        (handling.retained, Outcome.DROPPED, "retainOnDelete"),
        (_goes_with_it(stack, entry, left_out), Outcome.DROPPED, f"deletedWith {_last(handling.deleted_with)}"),
    )
    return next(((outcome, why) for holds, outcome, why in decided if holds), None)


def _hooked(stack: Stack) -> str:
    names = ", ".join(_last(urn) for urn in stack.hooks)
    return f"the engine refuses: {names} has hooks of its deletion, which run with pulumi destroy --run-program only"


def kept_by(stack: Stack, places: Iterable[int]) -> dict[int, str]:
    """Return what stays because these are not deleted, each with the name of one that needs it."""
    return {needed: _last(stack.urns[place]) for place in places for needed in stack.order.kept_with([place])}


def _goes_with_it(stack: Stack, entry: Entry, left_out: frozenset[int]) -> bool:
    """Tell whether the destroy deletes what an object is said to be deleted with."""
    container = entry.handling.deleted_with
    return bool(container) and any(urn == container for place, urn in enumerate(stack.urns) if place not in left_out)


def _last(urn: str) -> str:
    return urn.rpartition("::")[2]
