"""What is served agrees with the definitions that the vendor's command line tool ships."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reprieve_emulator.parameters import parse
from reprieve_emulator.tencentcloud.services import SERVICES
from tests.emulator.judges.definitions import check_reply, definitions, members, parameters
from tests.emulator.judges.life import LIVES, live

if TYPE_CHECKING:
    from tests.emulator.calling import Caller

KINDS = {"int64": "int", "uint64": "uint"}
NOT_OFFERED = {"MemberAccount": "an organisation's other accounts", "MemberAccounts": "the same"}
SERVED = [(service, action) for service in SERVICES.values() for action in service.actions.values()]
NOT_LIVED = {
    ("kms", "AsymmetricRsaDecrypt"): "needs the public key's side; see test_kms",
    ("ssm", "DescribeAsyncRequestInfo"): "needs a switch; see test_ssm",
}


@pytest.mark.parametrize(("service", "action"), SERVED, ids=lambda part: part.name)
def test_an_actions_parameters_are_as_defined(service: Any, action: Any) -> None:  # noqa: ANN401 - ids by name
    defined = {
        name: (KINDS.get(kind, kind), many, required)
        for name, (kind, many, required) in parameters(service.name, action.name).items()
        if name not in NOT_OFFERED
    }
    ours = {entry.name: (entry.type, entry.many, entry.required) for entry in parse(action.parameters).values()}
    assert ours == defined


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda service: service.name)
def test_an_objects_members_are_as_defined(service: Any) -> None:  # noqa: ANN401 - ids by name
    for name, line in service.objects.items():
        ours = {entry.name: (entry.type, entry.many, entry.required) for entry in parse(line).values()}
        assert ours == members(service.name, name), name


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda service: service.name)
def test_the_version_is_the_defined_one(service: Any) -> None:  # noqa: ANN401 - ids by name
    assert service.version == definitions(service.name)["metadata"]["apiVersion"]


@pytest.mark.parametrize("life", LIVES)
def test_every_reply_of_a_life_is_as_defined(call: Caller, life: str) -> None:
    problems: list[str] = []

    def ask(service: str, action: str, given: dict[str, Any]) -> dict[str, Any]:
        reply = call(service, action, **given)
        problems.extend(check_reply(service, action, reply))
        return reply

    live(LIVES[life], ask)
    assert problems == []


def test_every_action_that_is_served_is_lived() -> None:
    lived = {(step.service, step.action) for steps in LIVES.values() for step in steps}
    served = {(service.name, action.name) for service, action in SERVED}
    assert served - lived == set(NOT_LIVED)
