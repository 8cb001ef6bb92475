"""A check calls nothing; what it lets through is within the cloud's bounds and the limits, and its plan says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve.fields import reveal
from reprieve.plugin.stubs import provider_pb2
from reprieve.plugin.values import decode, encode
from tests.benchmarks.engine_side import urn
from tests.property.cloud_side import CloudSide
from tests.property.pairs import PAIRS
from tests.property.situations import limits

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.property.pair import Pair
    from tests.property.plugin_side import Plugin

WRITTEN = st.fixed_dictionaries(
    {},
    optional={
        "recoveryWindowInDays": st.integers(-1, 400) | st.sampled_from([0, 6, 7, 30, 31]),
        "forceDelete": st.booleans(),
        "deletionProtection": st.booleans(),
    },
)


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_a_check_lets_through_only_what_cloud_and_limits_allow(pair: Pair, plugin: Plugin, emulator: Control) -> None:
    cloud = CloudSide.empty(emulator, pair)

    @settings(deadline=None, database=None)
    @given(WRITTEN, limits(pair))
    def holds(written: Properties, allowed: Properties) -> None:
        plugin.begin(cloud.config(allowed))
        news = {pair.rules.name_field: "thing", **pair.declares, **written}
        request = provider_pb2.CheckRequest(urn=urn(pair.token, "thing"), news=encode(news), randomSeed=b"\0" * 32)
        reply = plugin.service.Check(request)
        if not reply.failures:
            _is_allowed(pair, allowed, decode(reply.inputs))

    holds()
    assert emulator.requests() == []


def _is_allowed(pair: Pair, allowed: Properties, inputs: Properties) -> None:
    window, force = inputs.get("recoveryWindowInDays"), inputs.get("forceDelete") is True
    assert not allowed.get("requireProtection") or inputs["deletionProtection"] is True
    assert not force or (pair.rules.force and allowed.get("allowForceDelete") is not False and window is None)
    if pair.rules.window and not force:
        assert isinstance(window, int)
        assert pair.rules.window.least <= window <= pair.rules.window.most
        assert window >= int(str(allowed.get("minRecoveryWindowInDays", 0)))
    plan = reveal(inputs["deletionPlan"])
    assert isinstance(plan, dict)
    assert plan.get("recoveryWindowInDays") == (0 if force else window)
    assert plan["reversible"] == bool(window)
