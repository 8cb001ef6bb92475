"""What is drawn: how a stack's objects are declared, what becomes of them, and how their destroy is configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.property.pair import AS_IT_WAS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.fields import Properties
    from tests.property.pair import Pair

STACK = "reprieve/bench"
BATCH = 5
"""Objects of one stack: few enough that each is told of by itself."""

OURS, FOREIGN, UNMARKED, RENAMED = "ours", "another stack's", "none", "ours, of the resource's old name"


@dataclass(frozen=True)
class Case:
    """One object."""

    options: Properties
    outside: str
    mark: str = OURS
    users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """One stack that is destroyed: its objects, and the limits, the override and the order of calls of the destroy."""

    cases: tuple[Case, ...]
    limits: Properties
    override: str
    reads: bool
    """Whether the objects are read before they are deleted, as the engine does unless it is told not to."""


def options(pair: Pair) -> st.SearchStrategy[Properties]:
    """Draw options that a check lets through."""
    drawn: dict[str, st.SearchStrategy[object]] = {"deletionProtection": _rarely()}
    fields = pair.resource.traits
    if pair.rules.window:
        drawn["recoveryWindowInDays"] = st.integers(pair.rules.window.least, pair.rules.window.most)
    if "enabled" in fields and "enabled" not in pair.rules.fixed:
        drawn["enabled"] = st.booleans()
    if "deleteWhileInUse" in fields:
        drawn["deleteWhileInUse"] = st.booleans()
    with_window = st.fixed_dictionaries({}, optional=drawn)
    if not pair.rules.force:
        return with_window
    drawn.pop("recoveryWindowInDays")
    forced = st.fixed_dictionaries({"forceDelete": st.just(value=True)}, optional=drawn)
    return st.one_of(with_window, with_window, forced)


def limits(pair: Pair) -> st.SearchStrategy[Properties]:
    """Draw what the provider's configuration allows by the time of the destroy."""
    drawn: dict[str, st.SearchStrategy[object]] = {"requireProtection": st.booleans()}
    if bounds := pair.rules.window:
        drawn["recoveryWindowInDays"] = st.integers(bounds.least, bounds.most)
        drawn["minRecoveryWindowInDays"] = st.integers(1, bounds.most + 3)
    if pair.rules.force:
        drawn["allowForceDelete"] = st.booleans()
    return st.fixed_dictionaries({}, optional=drawn)


def cases(pair: Pair) -> st.SearchStrategy[Case]:
    """Draw one object; many are as this stack left them."""
    mark = st.sampled_from([OURS] * 6 + [FOREIGN, RENAMED] + ([UNMARKED] if pair.unmarked else []))
    outside = st.sampled_from([AS_IT_WAS] * 4 + list(pair.outside))
    users = st.lists(st.sampled_from(sorted(pair.users)), unique=True, max_size=2) if pair.users else st.just([])
    return st.builds(Case, options(pair), outside, mark, users.map(tuple))


def situations(pair: Pair) -> st.SearchStrategy[Situation]:
    """Draw a stack."""
    override = st.sampled_from(["", "", STACK, f"other/bench, {STACK}", "reprieve/prod,bench"])
    return st.builds(Situation, st.tuples(*[cases(pair)] * BATCH), limits(pair), override, st.booleans())


def troubles(pair: Pair) -> st.SearchStrategy[dict[str, object]]:
    """Draw what goes wrong with the calls of a deletion: a fault of the emulator."""
    steps = [step.name for step in pair.rules.steps]
    undos = [step.undo for step in pair.rules.steps if step.undo]
    where = {
        "action": st.sampled_from([*steps * 4, *undos, "Describe*", "List*", "Get*", "*"]),
        "skip": st.sampled_from([0, 0, 0, 1, 2]),
    }
    often = {"count": st.one_of(st.integers(1, 6), st.none())}
    refused = {"code": st.sampled_from(pair.refusals), **often}
    kinds: list[Mapping[str, st.SearchStrategy[object]]] = [
        refused,
        refused,
        refused,
        {"cut": st.sampled_from(["before_commit", "after_commit"]), **often},
        {"body": st.sampled_from(["malformed", "half"]), **often},
        {"status": st.sampled_from([500, 502]), **often},
        {"throttle": st.just(value=True), "count": st.integers(1, 3)},
    ]
    return st.one_of([st.fixed_dictionaries({**where, **kind}) for kind in kinds])


def _rarely() -> st.SearchStrategy[bool]:
    return st.sampled_from([False, False, False, True])
