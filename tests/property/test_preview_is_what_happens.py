"""Whatever the preview said is what happens: the calls, their order, the window, the day of the end, or the refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import pytest
from hypothesis import given, note

from tests.property.cloud_side import windows_sent
from tests.property.counted import examples
from tests.property.forecasts import comes_true
from tests.property.pair import NEEDED_DAYS
from tests.property.pairs import PAIRS
from tests.property.promises import Promise
from tests.property.situations import BATCH, FOREIGN, Situation, situations
from tests.property.stacks import Deleted, Previewed, Stack, Thing

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair
    from tests.property.plugin_side import Plugin

PROTECTED = "deletionProtection is recorded in the state; set it to false in one up, delete in the next"
PROTECTED_IN_THE_CLOUD = (
    "deletion protection is on in the cloud; set deletionProtection to false in one up, delete in the next"
)
"""Before a refresh the one is said, after it the other: they are one reason with one way out."""
AN_HOUR = timedelta(hours=1)
NOTHING = ", and nothing was called: "

Keeping: TypeAlias = Callable[[Stack, Promise, Previewed, Deleted], None]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_whatever_the_preview_said_is_what_happens(
    pair: Pair, plugin: Plugin, emulator: Control, record_property: Callable[[str, object], None]
) -> None:
    cases = 0

    @examples()
    @given(situations(pair))
    def holds(situation: Situation) -> None:
        nonlocal cases
        stack = Stack.made(plugin, emulator, pair, situation)
        for thing, previewed, deleted in zip(stack.things, stack.preview(), stack.destroy(), strict=True):
            note(f"{thing.case}\n{previewed}\n{deleted}")
            is_kept(stack, thing, previewed, deleted)
            never_happens(stack, thing, deleted)
        cases += BATCH

    holds()
    record_property("cases", cases)


def is_kept(stack: Stack, thing: Thing, previewed: Previewed, deleted: Deleted) -> None:
    """What was promised is what happened."""
    comes_true(stack.pair, thing, previewed.forecast, deleted)
    promise = previewed.settled(overridden=stack.overridden)
    KEPT[promise.verdict](stack, promise, previewed, deleted)
    if promise.verdict not in {"final", "reversible"}:
        assert deleted.writes == []
        assert deleted.after == deleted.before
    assert (deleted.error or deleted.said[-1]).startswith(f"{thing.name} ")


def never_happens(stack: Stack, thing: Thing, deleted: Deleted) -> None:
    """What no plan may lead to, said without one."""
    limits, pair = stack.situation.limits, stack.pair
    if thing.inputs.get("deletionProtection") or thing.case.mark == FOREIGN or "made again" in thing.case.outside:
        assert deleted.writes == []
    for window in windows_sent(pair, deleted.writes):
        if window == 0:
            assert limits.get("allowForceDelete") is not False
            assert thing.inputs.get("forceDelete") or stack.overridden
        elif pair.rules.window:
            assert window is not None
            assert pair.rules.window.least <= window <= pair.rules.window.most
            assert window >= int(str(limits.get("minRecoveryWindowInDays", 0)))
            insists = thing.inputs.get("deleteWhileInUse") and not stack.overridden
            assert window >= NEEDED_DAYS or insists or "pending secret" not in thing.case.users
            assert stack.overridden or window >= int(str(thing.inputs["recoveryWindowInDays"]))


def _is_refused(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Refused for the same reasons."""
    said = promise.why.replace(PROTECTED_IN_THE_CLOUD, PROTECTED)
    if said.startswith("it carries the mark of stack"):
        assert f" was not deleted: {said.partition('; ')[0]}; delete it there" in deleted.error
        return
    # what a preview does not look at may only add reasons
    _, _, reasons = deleted.error.replace(PROTECTED_IN_THE_CLOUD, PROTECTED).partition(f" was not deleted{NOTHING}")
    assert reasons.startswith(said) if promise.unchecked else reasons == said
    if not stack.overridden:
        function = "; ".join(_texts(previewed, "refusals")).replace(PROTECTED_IN_THE_CLOUD, PROTECTED)
        assert reasons == function


def _is_final(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Gone at once, by the steps that were planned; under the override not before what was not looked at."""
    if promise.unchecked and deleted.after:
        _is_reversible(stack, promise, previewed, deleted)
        return
    assert deleted.error == ""
    assert deleted.after is None
    assert windows_sent(stack.pair, deleted.writes) == [0 if stack.pair.rules.window else None]
    assert " was deleted and cannot be restored" in deleted.said[-1]
    _has_the_steps(stack, promise, previewed, deleted)


def _is_reversible(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Pending for as many days as were said, until the day that was said."""
    pair = stack.pair
    assert deleted.error == ""
    assert deleted.after
    assert pair.status(deleted.after) == "pendingDeletion"
    (sent,) = windows_sent(pair, deleted.writes)
    assert promise.days in {sent, None}
    end = datetime.fromtimestamp(deleted.after[pair.end_column], UTC)
    # a day may begin between the preview and the deletion
    assert promise.date in {f"{end:%Y-%m-%d}", f"{end - AN_HOUR:%Y-%m-%d}", ""}
    assert f" was deleted: final on {end:%Y-%m-%d %H:%M} UTC ({sent} day" in deleted.said[-1]
    _has_the_steps(stack, promise, previewed, deleted)


def _stays_pending(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Left with its date; done, and said."""
    del stack, previewed
    assert deleted.error == ""
    assert f" is pending deletion already, {promise.until} (" in deleted.said[-1]


def _is_gone(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Done, and said; what has the name now is not touched."""
    del stack, previewed
    assert deleted.error == ""
    assert deleted.said[-1].endswith(f" was gone already: {promise.why}")


def _is_not_ours(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """Refused for what it is, or for whose."""
    del stack, previewed
    assert f"it is {promise.why}" in deleted.error or "it carries the mark of stack other/prod" in deleted.error


KEPT: dict[str, Keeping] = {
    "refused": _is_refused,
    "final": _is_final,
    "reversible": _is_reversible,
    "pending": _stays_pending,
    "gone": _is_gone,
    "not ours": _is_not_ours,
}


def _has_the_steps(stack: Stack, promise: Promise, previewed: Previewed, deleted: Deleted) -> None:
    """The output, the function and the note tell one plan, and its steps were called in order."""
    assert [step.partition(" (")[0] for step in _texts(previewed, "steps")] == [call.action for call in deleted.writes]
    if stack.overridden:
        # the change that the override makes is told again, unless what was not looked at makes it another one
        assert promise.unchecked or all(said in deleted.said[-1] for said in promise.more)
        return
    sent = windows_sent(stack.pair, deleted.writes)
    assert isinstance(previewed.function, dict)
    for plan in (previewed.plan, previewed.function):
        assert [plan.get("recoveryWindowInDays")] == sent
        assert plan["reversible"] == bool(sent[0])
    if not stack.pair.users:
        assert previewed.plan["steps"] == previewed.function["steps"]


def _texts(previewed: Previewed, key: str) -> list[str]:
    assert isinstance(previewed.function, dict)
    texts = previewed.function[key]
    assert isinstance(texts, list)
    return [str(text) for text in texts]
