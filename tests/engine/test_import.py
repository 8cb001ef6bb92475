"""Objects that exist already: import in every state, code without values and without a diff, refresh, get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack

TOKEN = "reprieve:index:Secret"
DAY = 86_400


def operations(result: Result) -> list[str]:
    """Return what was done with resources, without the engine's own refresh."""
    return [step.operation for step in result.steps if step.operation != "refresh"]


def plant(cloud: CloudSide, status: str, **fields: Any) -> None:  # noqa: ANN401 - free form
    """Put a secret in a state there that nobody here made."""
    delete_time = int(cloud.control.now()) + 5 * DAY if status == "PendingDelete" else 0
    cloud.plant("db-theirs", status=status, delete_time=delete_time, description="made by hand", **fields)


@pytest.mark.parametrize("status", ["Enabled", "Disabled", "PendingDelete"])
def test_an_import_in_any_state_calls_no_write_and_prints_no_value(
    tencentcloud: Stack, cloud: CloudSide, status: str
) -> None:
    plant(cloud, status)

    imported = tencentcloud.import_(TOKEN, "password", "db-theirs", "--protect=false")

    state = tencentcloud.resource("password")
    expected = {"Enabled": "enabled", "Disabled": "disabled", "PendingDelete": "pendingDeletion"}[status]
    assert state["outputs"]["status"] == expected
    assert "made by hand" in imported.stdout
    assert "theirs" not in imported.stdout.replace("db-theirs", "")
    assert "recoveryWindowInDays" not in imported.stdout
    assert cloud.writes == []


@pytest.mark.parametrize("status", ["Enabled", "Disabled"])
def test_the_generated_code_shows_no_diff(tencentcloud: Stack, cloud: CloudSide, status: str) -> None:
    plant(cloud, status)
    tencentcloud.import_(TOKEN, "password", "db-theirs", "--protect=false", "--out", "imported.yaml")
    generated = yaml.safe_load((tencentcloud.folder / "imported.yaml").read_text())
    tencentcloud.write_yaml(generated["resources"])
    cloud.forget()

    previewed = tencentcloud.preview()
    tencentcloud.up()

    assert operations(previewed) == ["same"]
    assert cloud.writes == []


def test_an_imported_secret_takes_the_program_s_value_without_writing_what_it_has_already(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    plant(cloud, "Enabled")
    tencentcloud.import_(TOKEN, "password", "db-theirs", "--protect=false")
    tencentcloud.write_yaml(
        {"password": secret(name="db-theirs", description="made by hand", secretString={"fn::secret": "theirs"})}
    )
    cloud.forget()

    tencentcloud.up()

    assert cloud.writes == []
    assert cloud.values("db-theirs") == {"v1": "theirs"}


def test_the_option_import_brings_a_secret_in_and_changes_it_in_the_same_up(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    plant(cloud, "Enabled")
    tencentcloud.write_yaml(
        {"password": secret(name="db-theirs", description="ours now", options={"import": "db-theirs"})}
    )

    tencentcloud.up()
    again = tencentcloud.preview()

    assert cloud.secrets()["db-theirs"]["description"] == "ours now"
    assert cloud.tags("db-theirs")["reprieve:stack"] == "shop/dev"
    assert operations(again) == ["same"]


def test_the_option_import_records_what_is_declared_of_the_deletion_in_the_same_up(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    plant(cloud, "Enabled")
    declared = secret(name="db-theirs", recoveryWindowInDays=14, options={"import": "db-theirs"})
    tencentcloud.write_yaml({"password": declared})

    tencentcloud.up()
    shown = tencentcloud.destroy("--preview-only")

    assert tencentcloud.resource("password")["inputs"]["recoveryWindowInDays"] == 14
    assert any("final after 14 days" in message for message in shown.messages("info"))


def test_the_option_import_of_a_pending_secret_restores_it_where_that_is_declared(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    plant(cloud, "PendingDelete")
    declared = secret(name="db-theirs", onPendingDeletion="restore", options={"import": "db-theirs"})
    tencentcloud.write_yaml({"password": declared})

    tencentcloud.up()

    assert cloud.status("db-theirs") == "Enabled"


def test_a_secret_of_another_kind_is_not_imported(tencentcloud: Stack, cloud: CloudSide) -> None:
    plant(cloud, "Enabled", secret_type=1, product_name="Mysql")

    failed = tencentcloud.import_(TOKEN, "password", "db-theirs", expect_failure=True)

    assert "db-theirs is a database credential of Mysql, which Reprieve does not manage; leave it to its owner" in (
        failed.text
    )


def test_what_does_not_exist_is_not_imported(tencentcloud: Stack) -> None:
    failed = tencentcloud.import_(TOKEN, "password", "db-nowhere", expect_failure=True)

    assert "db-nowhere" in failed.text
    assert "does not exist" in failed.text


def test_an_import_that_may_not_read_the_value_says_so_and_goes_on(tencentcloud: Stack, cloud: CloudSide) -> None:
    plant(cloud, "Enabled")
    cloud.control.deny("ssm:GetSecretValue")

    imported = tencentcloud.import_(TOKEN, "password", "db-theirs", "--protect=false")

    assert "db-theirs was imported without its value, so the first up writes it: ssm:GetSecretValue" in imported.text


GET = """
import pulumi

class Secret(pulumi.CustomResource):
    status: pulumi.Output[str]
    def __init__(self, name, properties, opts=None):
        super().__init__("reprieve:index:Secret", name, {"status": None, **properties}, opts)

got = Secret("got", {}, pulumi.ResourceOptions(id="db-theirs"))
pulumi.export("status", got.status)
"""


@pytest.mark.parametrize(
    ("status", "shown"), [("Enabled", "enabled"), ("Disabled", "disabled"), ("PendingDelete", "pendingDeletion")]
)
def test_get_reads_a_secret_in_any_state_and_manages_nothing(
    tencentcloud: Stack, cloud: CloudSide, status: str, shown: str
) -> None:
    plant(cloud, status)
    tencentcloud.write_python(GET)

    tencentcloud.up()
    outputs = tencentcloud.outputs()
    tencentcloud.destroy()

    assert outputs == {"status": shown}
    assert cloud.writes == []
    assert cloud.secrets()["db-theirs"]["status"] == status


def test_a_refresh_takes_up_what_was_changed_outside_and_the_up_puts_it_back(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(description="ours")})
    tencentcloud.up()
    cloud.change("db-password", description="theirs", status="Disabled")

    tencentcloud.refresh()
    refreshed = tencentcloud.resource("password")["outputs"]
    tencentcloud.up()

    assert (refreshed["description"], refreshed["status"]) == ("theirs", "disabled")
    assert cloud.secrets()["db-password"]["description"] == "ours"
    assert cloud.status("db-password") == "Enabled"


def test_a_refresh_of_a_pending_secret_keeps_it_with_its_date(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * DAY)

    tencentcloud.refresh()

    outputs = tencentcloud.resource("password")["outputs"]
    assert outputs["status"] == "pendingDeletion"
    assert outputs["deletionDate"].endswith("Z")


@pytest.mark.parametrize(
    ("mode", "change", "said"),
    [
        ("auto", {}, ""),
        ("auto", {"description": "new"}, "so description cannot be changed; declare onPendingDeletion: restore"),
        ("fail", {}, "onPendingDeletion is fail"),
    ],
    ids=["auto leaves it", "auto refuses changes", "fail"],
)
def test_what_is_pending_is_left_alone_or_fails_the_preview_as_declared(
    tencentcloud: Stack, cloud: CloudSide, mode: str, change: dict[str, Any], said: str
) -> None:
    tencentcloud.write_yaml({"password": secret(onPendingDeletion=mode)})
    tencentcloud.up()
    cloud.change("db-password", status="PendingDelete", delete_time=int(cloud.control.now()) + 5 * DAY)
    tencentcloud.write_yaml({"password": secret(onPendingDeletion=mode, **change)})
    cloud.forget()

    previewed = tencentcloud.preview(expect_failure=bool(said))
    result = tencentcloud.up(expect_failure=bool(said))

    assert said in "\n".join(previewed.messages("error"))
    assert said in "\n".join(result.messages("error"))
    assert "db-password is pending deletion, final on" in result.text
    assert cloud.writes == []


@pytest.mark.parametrize("mode", ["fail", "auto"])
def test_a_creation_meets_its_own_pending_secret_as_declared(tencentcloud: Stack, cloud: CloudSide, mode: str) -> None:
    tencentcloud.write_yaml({"password": secret(onPendingDeletion=mode)})
    tencentcloud.up()
    tencentcloud.destroy()
    fails = mode == "fail"

    previewed = tencentcloud.preview(expect_failure=fails)
    tencentcloud.up(expect_failure=fails)

    assert (
        "db-password cannot be created: the name is held by an object that is pending deletion" in previewed.text
    ) == fails
    assert cloud.status("db-password") == ("PendingDelete" if fails else "Enabled")


def test_a_creation_restores_a_stranger_s_pending_secret_only_where_that_is_declared(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    plant(cloud, "PendingDelete")
    tencentcloud.write_yaml({"password": secret(name="db-theirs")})

    refused = tencentcloud.preview(expect_failure=True)
    tencentcloud.write_yaml({"password": secret(name="db-theirs", onPendingDeletion="restore")})
    tencentcloud.up()

    assert "the name is held by an object without an ownership mark, pending deletion and final on " in refused.text
    assert cloud.status("db-theirs") == "Enabled"
    assert cloud.tags("db-theirs")["reprieve:stack"] == "shop/dev"
