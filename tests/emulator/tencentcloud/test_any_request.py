"""No signed request makes the emulator fail by itself, whatever its parameters are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprieve_emulator.clouds import make_world
from reprieve_emulator.parameters import parse
from reprieve_emulator.tencentcloud.services import SERVICES
from tests.emulator.calling import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve_emulator.parameters import Parameter
    from reprieve_emulator.tencentcloud.service import Service

ACTIONS = [(service, action) for service in SERVICES.values() for action in service.actions.values()]
STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", 0, -1, 2**70, [], {}, True, "\ud800", "a" * 200, 1.5, [[]], {"Name": []}]
)
TEXTS = st.sampled_from(
    [
        "a",
        "Ünï",
        "YQ==",
        '{"a":1',
        "10",
        "00000000-0000-0000-0000-000000000000",
        "qcs::ssm:ap-guangzhou:uin/:secret/creatorUin/1/a",
    ]
)
NUMBERS = st.sampled_from([0, 1, 7, 30, 2**40])


def value_of(service: Service, parameter: Parameter) -> st.SearchStrategy[Any]:
    if parameter.type in service.objects:
        line = service.objects[parameter.type]
        single: st.SearchStrategy[Any] = st.fixed_dictionaries(
            {name: value_of(service, member) for name, member in parse(line).items()}
        )
    else:
        single = {"string": TEXTS, "bool": st.booleans()}.get(parameter.type, NUMBERS)
    return st.one_of(st.lists(single, max_size=3) if parameter.many else single, STRANGE)


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    service, action = draw(st.sampled_from(ACTIONS))
    chosen = [entry for entry in parse(action.parameters).values() if entry.required or draw(st.booleans())]
    return service.name, action.name, {entry.name: draw(value_of(service, entry)) for entry in chosen}


@pytest.fixture(scope="module")
def call_of_all() -> Iterator[Caller]:
    """Call one world in all examples, which so meet what earlier ones left."""
    world = make_world()
    world.quotas.factor = None
    yield Caller.of(world)
    world.store.close()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(asked=st.lists(requests(), min_size=1, max_size=3))
def test_a_request_is_answered_or_refused_but_never_breaks_the_emulator(
    call_of_all: Caller, asked: list[tuple[str, str, dict[str, Any]]]
) -> None:
    for service, action, parameters in asked:
        answer = call_of_all.send(service, action, json.dumps(parameters).encode()).json()["Response"]
        assert answer.get("Error", {}).get("Code") != "InternalError", (service, action, parameters)
