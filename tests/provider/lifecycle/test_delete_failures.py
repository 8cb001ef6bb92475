"""What a deletion says that can neither go on nor go back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from reprieve.clouds.tencentcloud.secret import SecretDriver
from reprieve.errors import CloudError
from tests.provider.lifecycle.test_delete import made, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.provider.stage import Stage


def failing_with(action: str) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise CloudError(action, "Odd", "no", "r-1")

    return fail


def test_what_cannot_be_seen_after_a_refused_step_is_not_undone_and_said(stage: Stage) -> None:
    db = made(stage)
    stage.emulator.deny("ssm:DeleteSecret")
    stage.emulator.deny("ssm:DescribeSecret")
    said = refusal(stage.process(), db)
    assert "; done before: DisableSecret, not undone; its state now is not known; grant this action" in said
    assert stage.status() == "Disabled"


def test_users_that_cannot_be_looked_at_stop_the_deletion(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    db = made(stage)
    monkeypatch.setattr(SecretDriver, "blockers", failing_with("ssm:ListUsers"))
    assert refusal(stage.process(), db) == (
        "db was not deleted, since what uses it could not be looked at: ssm:ListUsers answered Odd (no), request r-1"
    )


def test_an_error_that_nobody_has_a_hint_for_sends_to_the_console(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = made(stage, enabled=False)
    monkeypatch.setattr(SecretDriver, "step", failing_with("ssm:DeleteSecret"))
    assert refusal(stage.process(), db) == (
        "db was not deleted: ssm:DeleteSecret answered Odd (no), request r-1; it is now disabled; run it again; if it "
        "fails again, look at the object in the cloud's console"
    )
