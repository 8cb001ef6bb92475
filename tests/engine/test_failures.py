"""What goes wrong on the way to the cloud: said with action, code, request id and way out; nothing is dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

REQUEST = re.compile(r"request [0-9a-f]{8}-[0-9a-f-]{27}")


def no_credentials(stack: Stack, cloud: CloudSide) -> None:
    for variable in cloud.account.environment:
        del stack.environment[variable]


def wrong_key(stack: Stack, cloud: CloudSide) -> None:
    del cloud
    stack.environment["TENCENTCLOUD_SECRET_KEY"] = "wrong"


def unknown_key(stack: Stack, cloud: CloudSide) -> None:
    del cloud
    stack.environment["TENCENTCLOUD_SECRET_ID"] = "AKIDunknown"


def broken(stack: Stack, cloud: CloudSide) -> None:
    del stack
    cloud.control.add_fault(service="ssm", code="InternalError", count=None)


def denied(stack: Stack, cloud: CloudSide) -> None:
    del stack
    cloud.control.deny("ssm:*")


def not_the_api(stack: Stack, cloud: CloudSide) -> None:
    del stack
    cloud.control.add_fault(service="ssm", body="malformed", count=None)


def cut_off(stack: Stack, cloud: CloudSide) -> None:
    del stack
    cloud.control.add_fault(service="ssm", cut="before_commit", count=None)


def unreachable(stack: Stack, cloud: CloudSide) -> None:
    del cloud
    # nothing listens on the discard port
    stack.configure(endpoint="http://127.0.0.1:9")


def recorded(stack: Stack) -> dict[str, Any]:
    """Return the outputs of the secret in the state, in clear: each export encrypts anew."""
    (found,) = (entry for entry in stack.export("--show-secrets")["resources"] if entry["type"].endswith(":Secret"))
    return dict(found["outputs"])


TROUBLES: dict[str, tuple[Any, list[str], bool]] = {
    "no credentials": (
        no_credentials,
        ["no credentials for Tencent Cloud were found; set accessKey and secretKey of the provider, or"],
        False,
    ),
    "wrong key": (
        wrong_key,
        ["AuthFailure.SignatureFailure", "does not belong to the access key"],
        True,
    ),
    "unknown key": (unknown_key, ["AuthFailure.SecretIdNotFound", "check the access key of the provider"], True),
    "server error": (broken, ["answered InternalError", "try again later"], True),
    "denied": (denied, ["answered UnauthorizedOperation", "grant this action to the caller in CAM"], True),
    "not the API": (not_the_api, ["check endpoint"], False),
    "cut off": (cut_off, ["the connection ended before an answer came", "check endpoint, region and network"], False),
    "unreachable": (unreachable, ["the endpoint cannot be reached", "check endpoint, region and network"], False),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_creation_that_fails_says_what_was_tried_what_came_back_and_the_way_out(
    tencentcloud: Stack, cloud: CloudSide, trouble: str
) -> None:
    cause, expected, has_request = TROUBLES[trouble]
    tencentcloud.write_yaml({"password": secret()})
    cause(tencentcloud, cloud)

    failed = tencentcloud.up(expect_failure=True)

    said = "\n".join(failed.messages("error"))
    assert "db-password was not created: " in said
    assert [text for text in expected if text not in said] == [], said
    assert bool(REQUEST.search(said)) == has_request, said
    assert VALUE not in failed.text


# an existing secret is read at the address that the state has, and it is there
@pytest.mark.parametrize("trouble", sorted(TROUBLES.keys() - {"unreachable"}))
def test_no_trouble_drops_a_secret_from_the_state_or_blocks_its_preview(
    tencentcloud: Stack, cloud: CloudSide, trouble: str
) -> None:
    cause, expected, _ = TROUBLES[trouble]
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    before = recorded(tencentcloud)
    cause(tencentcloud, cloud)

    previewed = tencentcloud.preview()
    refreshed = tencentcloud.refresh()
    failed = tencentcloud.destroy(expect_failure=True)

    assert recorded(tencentcloud) == before
    warned = "\n".join(refreshed.messages("warning"))
    assert "db-password was not checked, its recorded state is kept: " in warned
    assert [text for text in expected if text not in warned] == [], warned
    assert "same" in [step.operation for step in previewed.steps]
    said = "\n".join(failed.messages("error"))
    assert "db-password was not deleted" in said
    assert [text for text in expected if text not in said] == [], said


def test_throttling_is_waited_out(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    cloud.control.add_fault(service="ssm", throttle=True, count=3)

    tencentcloud.up()

    assert cloud.status("db-password") == "Enabled"


def test_a_timeout_of_the_program_ends_the_waiting_and_says_what_came_back(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(options={"customTimeouts": {"create": "2s"}})})
    cloud.control.add_fault(action="CreateSecret", throttle=True, count=None)

    failed = tencentcloud.up(expect_failure=True)

    said = "\n".join(failed.messages("error"))
    assert "db-password was not created: ssm:CreateSecret answered RequestLimitExceeded" in said
    assert "the time of this operation is up" in said


@pytest.mark.parametrize("action", ["DisableSecret", "DeleteSecret"])
def test_a_missing_right_for_a_step_names_it_undoes_what_was_done_and_names_the_ways_out(
    tencentcloud: Stack, cloud: CloudSide, action: str
) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.deny(f"ssm:{action}")

    failed = tencentcloud.destroy(expect_failure=True)

    said = "\n".join(failed.messages("error"))
    urn = "urn:pulumi:dev::shop::reprieve:index:Secret::password"
    assert f"db-password was not deleted: ssm:{action} answered UnauthorizedOperation" in said
    assert REQUEST.search(said)
    assert "it is now enabled; grant this action to the caller in CAM (the caller is qcs::cam:" in said
    assert f"go on without this object: pulumi destroy --exclude '{urn}'" in said
    if action == "DeleteSecret":
        assert "done before: DisableSecret, undone by EnableSecret" in said
    assert cloud.status("db-password") == "Enabled"


def test_an_undo_that_fails_is_named(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.deny("ssm:DeleteSecret")
    cloud.control.deny("ssm:EnableSecret")

    failed = tencentcloud.destroy(expect_failure=True)
    cloud.control.remove_denials()
    tencentcloud.up()

    said = "\n".join(failed.messages("error"))
    assert "done before: DisableSecret, not undone; the undo EnableSecret failed: ssm:EnableSecret answered" in said
    assert "it is now disabled" in said
    assert cloud.status("db-password") == "Enabled"


def test_the_way_out_of_a_missing_right_works(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.control.deny("ssm:DisableSecret")

    tencentcloud.destroy("--exclude", str(tencentcloud.resource("password")["urn"]))

    assert cloud.status("db-password") == "Enabled"
    assert tencentcloud.resource("password")["id"] == "db-password"


def test_an_unknown_region_is_said_by_the_cloud_and_the_hint_names_the_setting(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.configure(region="ap-nowhere")
    tencentcloud.write_yaml({"password": secret()})

    failed = tencentcloud.up(expect_failure=True)

    said = "\n".join(failed.messages("error"))
    assert "UnsupportedRegion" in said
    assert "check region" in said
    assert cloud.secrets() == {}
