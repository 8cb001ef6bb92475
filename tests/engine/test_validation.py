"""What is wrong with a declaration is said at preview, all of it, each on its field, before anything is called.

The programs are untyped Python: the YAML host stops unknown properties and wrong types by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import secret, untyped

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

VALUE = '"secretString": pulumi.Output.secret("planted-value-9431")'


WINDOW = "property recoveryWindowInDays value"
WRONG = {
    "each field on its own": (
        (
            '{"recoveryWindowInDays": 31, "name": "no spaces", "pendingWindowInDays": 7, "forceDeletes": True, '
            '"onPendingDeletion": "wait", "enabled": "yes", "description": 7, "colour": "red", "versionId": "-", '
            f'"tags": {{"reprieve:stack": "x", "team": "a?b", "size": 5}}, "secretBinary": "AAAA", {VALUE}}}'
        ),
        [
            f"{WINDOW} {{31}} has a problem: must be 1 to 30 days on Tencent Cloud",
            (
                "property name value {no spaces} has a problem: must be 1 to 128 bytes of letters, digits, - and _, "
                "beginning with a letter or digit"
            ),
            (
                "property pendingWindowInDays value {7} has a problem: is not a property of Secret; did you mean "
                '"recoveryWindowInDays"?'
            ),
            (
                "property forceDeletes value {true} has a problem: is not a property of Secret; did you mean "
                '"forceDelete"?'
            ),
            "property onPendingDeletion value {wait} has a problem: must be one of auto, restore, fail",
            "property enabled value {yes} has a problem: must be true or false",
            "property description value {7} has a problem: must be a text",
            "property colour value {red} has a problem: is not a property of Secret",
            (
                "property versionId value {-} has a problem: must be 1 to 64 bytes of letters, digits, -, _ and ., "
                "beginning with a letter or digit"
            ),
            "must be a text",
            "secretString and secretBinary exclude each other: give one",
        ],
    ),
    "a contradiction and a secret that is no base64": (
        (
            '{"recoveryWindowInDays": 7, "forceDelete": True, "tags": {"reprieve:stack": "x", "team": "a?b"}, '
            '"secretBinary": pulumi.Output.secret("not base64, planted-value-9431")}'
        ),
        [
            "property forceDelete value {true} has a problem: contradicts recoveryWindowInDays: 7; give one of the two",
            'keys that begin with "reprieve:" are the ownership mark; choose another',
            "key and value must be 1 to 127 letters, digits, spaces and + - = . : / @ ( )",
            "secretBinary: must be base64 (standard alphabet, padded)",
        ],
    ),
    "no value, and half a day": (
        '{"recoveryWindowInDays": 1.5}',
        [
            f"{WINDOW} {{1.5}} has a problem: must be a whole number",
            "one of secretString and secretBinary is required at creation",
        ],
    ),
    "a window of 0": (
        f'{{"recoveryWindowInDays": 0, {VALUE}}}',
        [f"{WINDOW} {{0}} has a problem: must be 1 to 30 days on Tencent Cloud; to delete at once, set forceDelete"],
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_everything_that_is_wrong_is_named_in_one_preview_without_a_call(
    tencentcloud: Stack, cloud: CloudSide, wrong: str
) -> None:
    properties, expected = WRONG[wrong]
    tencentcloud.write_python(untyped({"password": properties}))

    failed = tencentcloud.preview(expect_failure=True)

    said = [line for message in failed.messages("error") for line in message.splitlines()]
    assert [line for line in expected if not any(line in actual for actual in said)] == [], said
    assert "planted-value-9431" not in failed.text
    assert cloud.calls == []


def test_an_existing_secret_is_not_written_to_when_the_change_is_wrong(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    cloud.forget()
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=90, description="new")})

    tencentcloud.up(expect_failure=True)

    assert cloud.writes == []


def test_a_problem_with_a_value_that_is_secret_names_the_path_and_no_value(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    hidden = 'pulumi.Output.secret("planted-description-77" * 200)'
    tencentcloud.write_python(untyped({"password": f'{{"description": {hidden}, {VALUE}}}'}))

    failed = tencentcloud.preview(expect_failure=True)

    assert "description: must be at most 2,048 bytes" in failed.text
    assert "planted-description-77" not in failed.text
    assert cloud.calls == []


UNKNOWN = """
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Maker(ResourceProvider):
    def create(self, props):
        return CreateResult("made", {"made": props["later"]})

class Later(Resource):
    made: pulumi.Output
    def __init__(self, name, later):
        super().__init__(Maker(), name, {"later": later, "made": None})

later = Later("later", %s).made
"""


def test_what_is_not_known_yet_passes_the_preview_and_is_checked_in_the_up(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    properties = f'{{"name": "db-password", "recoveryWindowInDays": later, {VALUE}}}'
    tencentcloud.write_python(untyped({"password": properties}, before=UNKNOWN % "99"))

    previewed = tencentcloud.preview()
    failed = tencentcloud.up(expect_failure=True)

    assert ("create", "password") in [(step.operation, step.name) for step in previewed.steps]
    assert "must be 1 to 30 days on Tencent Cloud" in "\n".join(failed.messages("error"))
    assert cloud.writes == []


def test_a_name_and_a_value_that_become_known_are_used(tencentcloud: Stack, cloud: CloudSide) -> None:
    properties = '{"name": pulumi.Output.concat("db-", later), "secretString": pulumi.Output.secret(later)}'
    tencentcloud.write_python(untyped({"password": properties}, before=UNKNOWN % '"late"'))

    tencentcloud.preview()
    tencentcloud.up()

    assert cloud.values("db-late") == {"v1": "late"}


@pytest.mark.parametrize(
    ("limits", "options", "said"),
    [
        (
            {"minRecoveryWindowInDays": 14},
            {"recoveryWindowInDays": 7},
            "must be at least 14: the provider's deletion.secret.minRecoveryWindowInDays",
        ),
        (
            {"allowForceDelete": False},
            {"forceDelete": True},
            "the provider's deletion.secret.allowForceDelete forbids it",
        ),
        (
            {"requireProtection": True},
            {},
            "must be true: the provider's deletion.secret.requireProtection demands it",
        ),
    ],
    ids=["window", "force", "protection"],
)
def test_the_limits_of_the_provider_are_checked_at_preview(
    tencentcloud: Stack, cloud: CloudSide, limits: dict[str, Any], options: dict[str, Any], said: str
) -> None:
    tencentcloud.configure(deletion={"secret": limits})
    tencentcloud.write_yaml({"password": secret(**options)})

    failed = tencentcloud.preview(expect_failure=True)

    assert said in failed.text
    assert cloud.calls == []


def test_a_provider_setting_that_does_not_exist_is_named_with_the_nearest_one(tencentcloud: Stack) -> None:
    tencentcloud.configure(deletion={"secret": {"minRecoveryWindow": 14}})
    tencentcloud.write_yaml({"password": secret()})

    failed = tencentcloud.preview(expect_failure=True)

    assert 'did you mean "minRecoveryWindowInDays"?' in failed.text
