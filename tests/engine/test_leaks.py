"""Planted values are looked for in everything that is written: state, events, logs, previews, diffs, the request log.

From `-v=9` on the engine itself prints what it sends to providers, secrets included; so 8 is the highest level here.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from tests.engine.programs import secret, untyped

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

TEXT = "planted-text-5f1d"
CHANGED = "planted-changed-77aa"
BINARY = "planted-binary-90cc"
NOTE = "planted-description-31ee"
OTHER = "planted-of-another-resource-12bd"
TAG = "planted-tag-20fe"
PLANTED = (TEXT, CHANGED, BINARY, NOTE, OTHER, TAG)
LOUD = ("--logtostderr", "-v=8", "--diff")

ANOTHER = f"""
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Maker(ResourceProvider):
    def create(self, props):
        return CreateResult("made", {{"made": "{OTHER}"}})

class Other(Resource):
    made: pulumi.Output
    def __init__(self, name):
        options = pulumi.ResourceOptions(additional_secret_outputs=["made"])
        super().__init__(Maker(), name, {{"made": None}}, options)
"""


def spellings() -> set[str]:
    """Return every form in which a planted value would still be one."""
    plain = {*PLANTED, *(json.dumps(value)[1:-1] for value in PLANTED)}
    return plain | {base64.b64encode(value.encode()).decode() for value in PLANTED}


def leaked(text: str) -> set[str]:
    """Return what was planted and stands in the text."""
    return {value for value in spellings() if value in text}


def program(value: str) -> str:
    """Return a program with values of every kind: text, nested, bytes, of another resource, secret by wish."""
    binary = base64.b64encode(BINARY.encode()).decode()
    nested = f'pulumi.Output.secret(pulumi.Output.secret("{value}"))'
    return untyped(
        {
            "text": f'{{"name": "db-text", "secretString": "{value}", "deletionProtection": False}}',
            "nested": f'{{"name": "db-nested", "secretString": {nested}}}',
            "binary": f'{{"name": "db-binary", "secretBinary": "{binary}"}}',
            "derived": '{"name": "db-derived", "secretString": Other("other").made}',
            "described": (
                f'{{"name": "db-described", "description": pulumi.Output.secret("{NOTE}"), '
                f'"tags": {{"note": pulumi.Output.secret("{TAG}")}}, "secretString": "{value}"}}'
            ),
        },
        before=ANOTHER,
    )


def everything_stored(stack: Stack) -> str:
    """Return all that the backend keeps, and the event log of the last run."""
    stored = "".join(path.read_text() for path in stack.state.rglob("*.json"))
    return stored + (stack.folder / "events.json").read_text()


def test_no_value_leaves_through_a_whole_life(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_python(program(TEXT))
    seen = []

    seen.append(tencentcloud.preview(*LOUD).text + everything_stored(tencentcloud))
    seen.append(tencentcloud.up(*LOUD).text + everything_stored(tencentcloud))
    tencentcloud.write_python(program(CHANGED))
    seen.append(tencentcloud.preview(*LOUD).text + everything_stored(tencentcloud))
    seen.append(tencentcloud.up(*LOUD).text + everything_stored(tencentcloud))
    seen.append(tencentcloud.refresh(*LOUD).text + everything_stored(tencentcloud))
    seen.append(tencentcloud.destroy(*LOUD).text + everything_stored(tencentcloud))

    assert set(cloud.values("db-text").values()) == {TEXT, CHANGED}
    assert set(cloud.values("db-derived").values()) == {OTHER}
    assert [leaked(text) for text in seen] == [set()] * len(seen)
    # description and tag are no secrets to the cloud, the values are
    assert leaked(json.dumps(cloud.requests())) <= {NOTE, TAG}


def test_an_error_of_the_cloud_that_echoes_a_value_is_redacted(tencentcloud: Stack, cloud: CloudSide) -> None:
    echoed = f"bad value {TEXT} ({base64.b64encode(TEXT.encode()).decode()})"
    cloud.control.add_fault(action="CreateSecret", code="InvalidParameterValue", message=echoed, count=None)
    tencentcloud.write_yaml({"password": secret(secretString=TEXT)})

    failed = tencentcloud.up(*LOUD, expect_failure=True)

    assert "bad value [secret] ([secret])" in failed.text
    # the program has it in clear, and so has what the YAML host logs of it
    assert leaked("\n".join(failed.messages("error"))) == set()
    assert leaked(everything_stored(tencentcloud)) == set()


def test_an_error_while_an_update_is_redacted_in_the_state_too(tencentcloud: Stack, cloud: CloudSide) -> None:
    """The reasons of an unfinished update are stored."""
    tencentcloud.write_python(program(TEXT))
    tencentcloud.up()
    cloud.control.add_fault(action="PutSecretValue", code="InvalidParameterValue", message=f"bad {CHANGED}", count=None)
    tencentcloud.write_python(program(CHANGED))

    failed = tencentcloud.up(*LOUD, expect_failure=True)

    assert "bad [secret]" in failed.text
    assert leaked(failed.text) == set()
    assert leaked(everything_stored(tencentcloud)) == set()


def test_a_secret_with_problems_is_not_shown_by_the_messages_about_them(tencentcloud: Stack) -> None:
    secret_name = f'pulumi.Output.secret("{TEXT} with spaces")'
    secret_window = f'pulumi.Output.secret("{CHANGED}")'
    properties = f'{{"name": {secret_name}, "recoveryWindowInDays": {secret_window}, "secretString": "{OTHER}"}}'
    tencentcloud.write_python(untyped({"password": properties.replace(f'"{OTHER}"', f'"{OTHER}" * 5000')}))

    failed = tencentcloud.preview(*LOUD, expect_failure=True)

    assert "name: must be 1 to 128 bytes of letters" in failed.text
    assert "recoveryWindowInDays: must be a whole number" in failed.text
    assert "secretString: has " in failed.text
    assert leaked(failed.text) == set()
