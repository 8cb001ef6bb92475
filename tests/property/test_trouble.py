"""Whatever goes wrong with a call: what was done is a beginning of the plan and its undo, and what is said is true."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from tests.property.cloud_side import windows_sent
from tests.property.counted import examples
from tests.property.pairs import PAIRS
from tests.property.situations import BATCH, Situation, situations, troubles
from tests.property.stacks import Deleted, Previewed, Stack, Thing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair
    from tests.property.plugin_side import Plugin
    from tests.property.promises import Promise

DELETES = {"final", "reversible"}


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_in_trouble_a_beginning_of_the_plan_and_its_undo_happen_and_the_state_is_true(
    pair: Pair, plugin: Plugin, emulator: Control, record_property: Callable[[str, object], None]
) -> None:
    cases = 0

    @examples()
    @given(situations(pair), st.tuples(*[troubles(pair)] * BATCH))
    def holds(situation: Situation, faults: Sequence[dict[str, Any]]) -> None:
        nonlocal cases
        stack = Stack.made(plugin, emulator, pair, situation)
        promised, first = stack.preview(), stack.destroy(faults)
        states, second = stack.read(), stack.destroy()
        for place, thing in enumerate(stack.things):
            note(f"{thing.case}\n{faults[place]}\n{promised[place]}\n{first[place]}\n{second[place]}")
            promise = promised[place].settled(overridden=stack.overridden)
            _keeps_to_the_plan(pair, promise, promised[place], first[place])
            _tells_the_truth(pair, first[place], states[place], thing)
            _ends_in_the_next_run(pair, promise, first[place], second[place])
        cases += BATCH

    holds()
    record_property("cases", cases)


def _keeps_to_the_plan(pair: Pair, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """What was called is a beginning of the plan, or the whole of it; the undo may follow a beginning."""
    called = [action for action, _ in groupby(call.action for call in deleted.writes)]
    if promise.verdict not in DELETES:
        assert called == []
        return
    assert isinstance(previewed.function, dict)
    plan = [str(step).partition(" (")[0] for step in _listed(previewed.function["steps"])]
    allowed = [plan[:done] for done in range(len(plan) + 1)]
    if deleted.error:
        steps = {step.name: step for step in pair.rules.steps}
        for done in range(1, len(plan)):
            # only what is usable again can be used again: that undo comes last
            backwards = sorted((steps[name] for name in reversed(plan[:done])), key=lambda step: step.when_used)
            undos = [step.undo for step in backwards if step.undo]
            allowed += [plan[:done] + undos[:undone] for undone in range(1, len(undos) + 1)]
    else:
        allowed = [plan]
    assert called in allowed


def _tells_the_truth(pair: Pair, deleted: Deleted, state: Properties, thing: Thing) -> None:
    """The state that an error names is the cloud's, an undo that is told was done, and a read agrees."""
    now = pair.status(deleted.after) if deleted.after else ""
    if said := re.search(r"; it is now (\w+);", deleted.error):
        assert said[1] == now
    if "undone by" in deleted.error and "the undo" not in deleted.error:
        assert deleted.before
        assert now == pair.status(deleted.before)
    if "made again" in thing.case.outside:
        assert state == {}
    elif thing.case.outside != "another kind":
        assert state.get("status", "") == now


def _ends_in_the_next_run(pair: Pair, promise: Promise, first: Deleted, second: Deleted) -> None:
    """Without trouble the next run does the rest; over both, the end was asked for once, with the promised window."""
    if promise.verdict not in DELETES:
        assert second.writes == []
        return
    assert second.error == ""
    (sent,) = windows_sent(pair, [*first.writes, *second.writes])
    assert sent == promise.days or promise.unchecked or promise.verdict == "final"
    assert (pair.status(second.after) if second.after else "") == ("pendingDeletion" if sent else "")


def _listed(texts: object) -> list[object]:
    assert isinstance(texts, list)
    return texts
