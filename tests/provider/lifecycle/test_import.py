from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.errors import CloudError, Refused
from reprieve.fields import Hidden, hides

if TYPE_CHECKING:
    from tests.provider.stage import Stage

ONE = Hidden("one")


def test_an_import_takes_what_a_program_would_write(stage: Stage) -> None:
    stage.process().create(tags={"team": "a"}, description="x", recoveryWindowInDays=7, deletionProtection=True)
    stage.calls()
    process = stage.process()
    found = process.imports("db")
    assert found
    assert found.inputs == {"name": "db", "description": "x", "tags": {"team": "a"}}
    assert found.state["accountId"] == stage.account.id
    assert found.state["secretString"] == ONE
    assert found.state["currentVersionId"] == "v1"
    assert process.diff(found, description="x", tags={"team": "a"}, secretString=ONE).changes.keys() <= {
        "status",
        "deletionPlan",
    }


def test_an_import_leaves_out_what_is_the_default(stage: Stage) -> None:
    stage.process().create()
    found = stage.process().imports("db")
    assert found
    assert found.inputs == {"name": "db"}


def test_an_import_of_bytes_keeps_them_hidden(stage: Stage) -> None:
    stage.process().create(secretString=None, secretBinary=Hidden("YQ=="))
    found = stage.process().imports("db")
    assert found
    assert found.state["secretBinary"] == Hidden("YQ==")
    assert hides(found.state["secretBinary"])


def test_an_import_works_without_the_right_to_the_value(stage: Stage) -> None:
    stage.process().create()
    stage.emulator.deny("ssm:GetSecretValue")
    process = stage.process()
    found = process.imports("db")
    assert found
    assert "secretString" not in found.state
    (warning,) = process.voice.warnings
    assert warning.startswith(
        "db was imported without its value, so the first up writes it: ssm:GetSecretValue answered Unauthorized"
    )


@pytest.mark.parametrize("state", ["disabled", "pendingDeletion"])
def test_an_import_works_in_every_state(stage: Stage, state: str) -> None:
    db = stage.process().create()
    driver = stage.process().operation().driver
    live = driver.step("DisableSecret", db.live(), None)
    if state == "pendingDeletion":
        driver.step("DeleteSecret", live, 9)
    found = stage.process().imports("db")
    assert found
    assert found.state["status"] == state
    assert found.inputs == ({"name": "db", "enabled": False} if state == "disabled" else {"name": "db"})


def test_an_import_of_nothing_finds_nothing(stage: Stage) -> None:
    assert stage.process().imports("db") is None


def test_an_import_that_may_not_look_fails(stage: Stage) -> None:
    stage.emulator.deny("ssm:DescribeSecret")
    with pytest.raises(CloudError, match=r"^reading Secret db: ssm:DescribeSecret answered UnauthorizedOperation \("):
        stage.process().imports("db")


def test_an_import_of_another_kind_is_refused(stage: Stage) -> None:
    stage.plant_secret(secret_type=2)
    with pytest.raises(Refused) as caught:
        stage.process().imports("db")
    assert str(caught.value) == ("db is an SSH key of default, which Reprieve does not manage; leave it to its owner")
