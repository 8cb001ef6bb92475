"""Without the rights to look, `reprieve preview` and the destroy come to the same end, whatever may not be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.property.forecasts import comes_true
from tests.property.pair import AS_IT_WAS
from tests.property.pairs import PAIRS
from tests.property.situations import Case, Situation
from tests.property.stacks import Stack

if TYPE_CHECKING:
    from collections.abc import Callable

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair
    from tests.property.plugin_side import Plugin

LOOKS = ("*:Describe*", "*:List*", "*:Get*", "tag:*", "sts:*", "*")


@pytest.mark.parametrize("denied", LOOKS)
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_what_may_not_be_looked_at_is_foretold_as_it_ends(
    pair: Pair, denied: str, plugin: Plugin, emulator: Control, record_property: Callable[[str, object], None]
) -> None:
    insists: Properties = {"deleteWhileInUse": True} if "deleteWhileInUse" in pair.resource.traits else {}
    protects: Properties = {"deletionProtection": True}
    cases = tuple(Case(options, AS_IT_WAS) for options in ({}, insists, protects))
    stack = Stack.made(plugin, emulator, pair, Situation(cases, {}, "", reads=True))
    emulator.deny(denied, account=stack.cloud.account.id)

    told = stack.forecasts()
    ended = stack.destroy()

    for thing, forecast, deleted in zip(stack.things, told, ended, strict=True):
        comes_true(pair, thing, forecast, deleted)
    record_property("cases", len(cases))
