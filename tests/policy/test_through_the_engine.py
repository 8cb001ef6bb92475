"""The pack in the real engine, as an executable: what is shown, what is stopped, what is mended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.dynamic import programs
from tests.engine.programs import secret
from tests.policy.test_analyzer import EXECUTABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Result, Stack

VALUE_FROM_CONFIG = {"secretString": "${password}"}
CONFIG = {"password": {"type": "string", "secret": True}}


def with_pack(folder: Path, settings: dict[str, Any]) -> tuple[str, ...]:
    """Return the flags that run the pack with a configuration."""
    (folder / "policies.json").write_text(json.dumps(settings))
    return ("--policy-pack", str(EXECUTABLE), "--policy-pack-config", str(folder / "policies.json"))


def violations(result: Result) -> list[tuple[str, str, str]]:
    """Return policy, level and resource of what the engine reports."""
    events = [event["policyEvent"] for event in result.events if "policyEvent" in event]
    return sorted(
        (one["policyName"], one["enforcementLevel"], one["resourceUrn"].rpartition("::")[2]) for one in events
    )


def test_a_preview_shows_what_the_pack_finds_and_fails(tencentcloud: Stack, tmp_path: Path) -> None:
    key = {"type": "reprieve:KmsKey", "properties": {"alias": "main", "recoveryWindowInDays": 7}}
    tencentcloud.write_yaml({"main": key, "db-password": secret(kmsKeyId="${main.id}")})

    preview = tencentcloud.preview(*with_pack(tmp_path, {}), expect_failure=True)

    assert violations(preview) == [
        ("key-rotation-required", "advisory", "main"),
        ("secret-outlives-key", "mandatory", "main"),
        ("value-not-in-clear", "mandatory", "db-password"),
    ]
    assert (
        "recoveryWindowInDays is 7, and db-password, which it encrypts, can be restored for 30 days: "
        "set recoveryWindowInDays to 30" in preview.text
    )
    assert "the value of secretString stands in clear in Pulumi.yaml, line " in preview.text
    assert "s3cret-of-the-tests" not in preview.text
    assert "Traceback" not in preview.text


def test_what_is_mended_is_recorded_and_obeyed_by_the_destroy(
    tencentcloud: Stack, cloud: CloudSide, tmp_path: Path
) -> None:
    forced = {"name": "db-password", "forceDelete": True, **VALUE_FROM_CONFIG}
    tencentcloud.run("config", "set", "--secret", "password", "s3cret-of-the-tests")
    tencentcloud.write_yaml({"db-password": {"type": "reprieve:Secret", "properties": forced}}, config=CONFIG)
    flags = with_pack(tmp_path, {"all": "remediate"})

    up = tencentcloud.up(*flags)
    again = tencentcloud.preview(*flags, "--expect-no-changes")
    recorded = tencentcloud.resource("db-password")["inputs"]
    tencentcloud.destroy()

    assert violations(up) == []
    assert [step.operation for step in again.steps if step.operation not in {"refresh", "same"}] == []
    assert recorded["deletionPlan"]["recoveryWindowInDays"] == 30
    assert "ciphertext" in recorded["secretString"]
    assert cloud.windows == [30]
    assert cloud.status("db-password") == "PendingDelete"


def test_a_replacement_that_would_lose_what_was_mended_fails_its_preview(tencentcloud: Stack, tmp_path: Path) -> None:
    flags = with_pack(tmp_path, {"force-delete-forbidden": "remediate", "value-not-in-clear": "disabled"})
    tencentcloud.write_yaml({"db-password": secret(forceDelete=True)})
    tencentcloud.up(*flags)
    tencentcloud.write_yaml({"db-password": secret(forceDelete=True, name="another")})

    preview = tencentcloud.preview(*flags, expect_failure=True)

    assert violations(preview) == [("force-delete-forbidden", "mandatory", "db-password")]
    assert "take forceDelete out (in the program: a replacement does not take what was mended)" in preview.text


def test_the_dynamic_flavour_is_judged_and_mended_too(tencentcloud: Stack, cloud: CloudSide, tmp_path: Path) -> None:
    tencentcloud.write_python(programs.secret('name="db-password", secret_string=chr(120) * 12, force_delete=True'))

    refused = tencentcloud.preview(*with_pack(tmp_path, {}), expect_failure=True)
    tencentcloud.up(*with_pack(tmp_path, {"force-delete-forbidden": "remediate"}))
    tencentcloud.destroy()

    assert violations(refused) == [("force-delete-forbidden", "mandatory", "password")]
    assert cloud.windows == [30]


def test_a_configuration_that_does_not_fit_is_refused_before_anything_is_judged(
    tencentcloud: Stack, tmp_path: Path
) -> None:
    tencentcloud.write_yaml({"db-password": secret()})
    wrong = {"environments": [{"stacks": ["*"], "secretDays": "thirty"}]}

    typed = tencentcloud.preview(*with_pack(tmp_path, {"recovery-window-minimum": wrong}), expect_failure=True)
    named = tencentcloud.preview(*with_pack(tmp_path, {"force-delete": "mandatory"}), expect_failure=True)

    assert "recovery-window-minimum: environments.0.secretDays: Invalid type. Expected: integer" in typed.text
    assert 'force-delete is no policy of this pack; did you mean "force-delete-forbidden"?' in named.text
    assert violations(named) == []


def test_an_environment_is_known_by_a_tag_of_the_stack(tencentcloud: Stack, tmp_path: Path) -> None:
    tencentcloud.run("config", "set", "--secret", "password", "s3cret-of-the-tests")
    tencentcloud.run("stack", "tag", "set", "class", "prod")
    week = {"name": "db-password", "recoveryWindowInDays": 7, **VALUE_FROM_CONFIG}
    tencentcloud.write_yaml({"db-password": {"type": "reprieve:Secret", "properties": week}}, config=CONFIG)
    environments = [{"tags": {"class": "prod"}, "secretDays": 30}]

    preview = tencentcloud.preview(
        *with_pack(tmp_path, {"recovery-window-minimum": {"environments": environments}}), expect_failure=True
    )

    assert "recoveryWindowInDays is 7; environments[0].secretDays (tag class=prod) demands at least 30" in preview.text
