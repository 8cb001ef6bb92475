"""What a deletion would do is told before it happens: by a destroy's preview, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack


def notes(result: Result) -> list[str]:
    """Return what was told of deletions, at any severity."""
    return [line.message for line in result.diagnostics if "delet" in line.message and not line.ephemeral]


@pytest.fixture
def deployed(tencentcloud: Stack) -> Stack:
    """A stack with one secret whose window is 14 days."""
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()
    return tencentcloud


def test_the_preview_says_what_deleting_does_until_when_and_how_it_is_undone(deployed: Stack, cloud: CloudSide) -> None:
    cloud.forget()

    previewed = deployed.destroy("--preview-only")

    final = datetime.now(UTC) + timedelta(days=14)
    assert previewed.messages("info") == [
        f"db-password: deleting makes it unreadable now, final after 14 days (about {final:%Y-%m-%d}); undo: pulumi up"
    ]
    (line,) = (line for line in previewed.diagnostics if line.severity == "info" and not line.ephemeral)
    assert line.urn.endswith("::password")
    assert previewed.messages("warning") == []
    assert cloud.writes == []


def test_the_note_comes_before_the_destroy_itself_begins(deployed: Stack) -> None:
    """The engine asks between the preview and the destroy: what is told later comes too late."""
    destroyed = deployed.run("destroy", "--yes")

    preview, _, rest = destroyed.stdout.partition("Destroying (dev)")
    assert "db-password: deleting makes it unreadable now, final after 14 days" in preview
    assert "db-password: deleting" not in rest


def test_no_up_and_no_preview_of_an_up_tells_of_a_deletion(deployed: Stack) -> None:
    deployed.write_yaml({"password": secret(recoveryWindowInDays=14, description="changed")})

    assert notes(deployed.preview()) == []
    assert notes(deployed.up()) == []
    assert notes(deployed.up()) == []


def test_a_secret_that_is_taken_out_of_the_program_is_told_of_in_the_preview_of_the_up(deployed: Stack) -> None:
    deployed.write_yaml({})

    previewed = deployed.preview()

    assert "db-password: deleting makes it unreadable now, final after 14 days" in "\n".join(notes(previewed))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"forceDelete": True, "recoveryWindowInDays": None},
            "db-password: deleting is final at once and cannot be undone",
        ),
        (
            {"deletionProtection": True},
            (
                "db-password: deleting would be refused: deletionProtection is recorded in the state; set it to "
                "false in one up, delete in the next"
            ),
        ),
    ],
    ids=["force delete", "protected"],
)
def test_what_is_final_or_would_be_refused_is_a_warning(
    tencentcloud: Stack, options: dict[str, Any], said: str
) -> None:
    tencentcloud.write_yaml({"password": secret(**options)})
    tencentcloud.up()

    previewed = tencentcloud.destroy("--preview-only")

    assert previewed.messages("warning") == [said]
    assert previewed.messages("info") == []


def test_many_secrets_are_told_of_in_one_line_and_only_the_warnings_one_by_one(tencentcloud: Stack) -> None:
    many = {f"password{number}": secret(name=None) for number in range(6)}
    tencentcloud.write_yaml({**many, "final": secret(name="db-final", forceDelete=True)})
    tencentcloud.up()

    previewed = tencentcloud.destroy("--preview-only")

    assert previewed.messages("warning") == ["db-final: deleting is final at once and cannot be undone"]
    (summary,) = previewed.messages("info")
    assert summary.startswith("deleting these 6 objects of Reprieve could be undone by pulumi up")


def test_a_secret_that_is_pending_already_is_warned_of_on_every_run(deployed: Stack, cloud: CloudSide) -> None:
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * 86_400)

    for result in (deployed.preview(), deployed.destroy("--preview-only")):
        (said,) = result.messages("warning")
        assert said.startswith("db-password is pending deletion, final on ")
        assert said.endswith("(5 days left); undo: declare onPendingDeletion: restore, then pulumi up")


def test_a_secret_that_cannot_be_looked_at_is_a_warning_and_the_preview_goes_on(
    deployed: Stack, cloud: CloudSide
) -> None:
    cloud.control.remove_access_key(cloud.account.access_key)

    previewed = deployed.destroy("--preview-only")

    (said,) = previewed.messages("warning")
    assert said.startswith("db-password was not checked, its recorded state is kept: ")
    assert "AuthFailure.SecretIdNotFound" in said
    assert ("delete", "password") in [(step.operation, step.name) for step in previewed.steps]


def test_the_override_warns_on_every_secret_that_it_changes(deployed: Stack, cloud: CloudSide) -> None:
    deployed.environment["REPRIEVE_FORCE_DELETE"] = "shop/dev"

    previewed = deployed.destroy("--preview-only")
    destroyed = deployed.destroy()

    assert previewed.messages("warning") == [
        (
            "db-password: deleting is final at once and cannot be undone; "
            "REPRIEVE_FORCE_DELETE shortens the recovery window from 14 days to 0"
        )
    ]
    (said,) = destroyed.messages("warning")
    assert said.startswith("db-password was deleted and cannot be restored; REPRIEVE_FORCE_DELETE shortens")
    assert cloud.windows == [0]


def test_the_override_of_another_stack_changes_nothing(deployed: Stack, cloud: CloudSide) -> None:
    deployed.environment["REPRIEVE_FORCE_DELETE"] = "shop/prod,dev,shop"

    deployed.destroy()

    assert cloud.windows == [14]


def test_the_override_stays_within_the_limits(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.configure(deletion={"secret": {"allowForceDelete": False, "minRecoveryWindowInDays": 7}})
    tencentcloud.write_yaml(
        {"password": secret(), "kept": secret(name="db-kept", deletionProtection=True)},
    )
    tencentcloud.up()
    tencentcloud.environment["REPRIEVE_FORCE_DELETE"] = "shop/dev"

    tencentcloud.destroy(expect_failure=True)

    assert cloud.windows == [7]
    assert cloud.status("db-kept") == "Enabled"


def test_a_minimum_that_was_raised_later_raises_the_window_and_says_so(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=3)})
    tencentcloud.up()
    tencentcloud.configure(deletion={"secret": {"minRecoveryWindowInDays": 14}})
    tencentcloud.write_yaml({"another": secret(name="db-another")})

    deleted = tencentcloud.up()

    assert cloud.windows == [14]
    assert "raises the recovery window from 3 to 14 days" in "\n".join(deleted.messages("warning"))
