from __future__ import annotations

import pytest

from reprieve.driver import Mark, Status
from reprieve.errors import InputError
from reprieve.lifecycle.operation import Recorded
from reprieve.lifecycle.state import typed
from reprieve.resources.secret import SECRET


def test_inputs_that_no_check_let_through_are_named_and_not_worked_with() -> None:
    with pytest.raises(InputError, match=r"^tags: must be a map of texts; versionId: must be a text$"):
        typed(SECRET, {"name": "db", "tags": 7, "versionId": []})


@pytest.mark.parametrize(
    ("recorded", "status"),
    [("disabled", Status.DISABLED), ("of a newer version", Status.FAILED), (None, Status.ENABLED), ([], Status.FAILED)],
)
def test_a_recorded_state_that_is_not_known_is_one_that_nothing_can_be_done_in(
    recorded: object, status: Status
) -> None:
    assert Recorded.of("db", {}, {"status": recorded}).live().status is status


def test_a_recorded_mark_has_two_parts_whatever_else_a_newer_version_adds() -> None:
    mark = {"stack": "shop/dev", "resource": "0123456789ab", "more": "x"}

    assert Recorded.of("db", {}, {"ownershipMark": mark}).live().mark == Mark("shop/dev", "0123456789ab")
