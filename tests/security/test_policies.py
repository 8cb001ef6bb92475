"""The least rights of the docs are enough for what they are for, and none is too many: one taken away is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.security.flows import FLOWS, USER, run_as_user
from tests.security.record import FOLDER, GRANTED, actions_in, begin, document_of, path_of, used

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.contract.rows import Row

NAMES = [f"{row} {flow}" for row, flow in GRANTED]
WAY_OUT = "grant this action to the caller in"
ASKS_WHO = "sts:GetCallerIdentity"


def said(control: Control, row: Row, flow: str, actions: list[str]) -> str:
    """Run a flow as a user with these rights and no other."""
    control.reset()
    control.set_quotas(None)
    life, account = begin(control, row)
    control.attach_policy(account, USER, document_of(row.cloud, actions))
    return run_as_user(FLOWS[flow], life, control, account)


@pytest.mark.parametrize(("row", "flow"), GRANTED, ids=NAMES)
def test_the_least_rights_are_enough_and_each_that_is_taken_away_is_named_with_its_caller_and_way_out(
    emulator: Control, row: Row, flow: str
) -> None:
    granted = actions_in(json.loads(path_of(row, flow).read_text(encoding="utf-8")))

    assert "answered" not in said(emulator, row, flow, granted)
    assert used(emulator, row, flow) == set(granted)
    for missing in granted:
        heard = said(emulator, row, flow, [action for action in granted if action != missing])
        assert missing in heard
        assert WAY_OUT in heard
        assert USER in heard or missing == ASKS_WHO


def test_no_document_is_left_over() -> None:
    assert set(FOLDER.rglob("*.json")) == {path_of(row, flow) for row, flow in GRANTED}


def test_no_document_grants_more_than_it_names() -> None:
    granted = [action for path in FOLDER.rglob("*.json") for action in actions_in(json.loads(path.read_text()))]

    assert [action for action in granted if "*" in action or "?" in action] == []
