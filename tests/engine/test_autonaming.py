"""Names that the engine or the provider makes, in each mode of `pulumi:autonaming`, within the cloud's limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.engine.programs import secret

if TYPE_CHECKING:
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

LONG = "a" * 140


def name_by(stack: Stack, settings: dict[str, Any]) -> None:
    """Set the stack's autonaming."""
    path = stack.folder / f"Pulumi.{stack.name}.yaml"
    known = yaml.safe_load(path.read_text())
    known["config"]["pulumi:autonaming"] = settings
    path.write_text(yaml.safe_dump(known))


@pytest.mark.parametrize(
    ("settings", "logical", "pattern"),
    [
        (None, "password", r"password-[0-9a-f]{7}"),
        ({"mode": "default"}, "password", r"password-[0-9a-f]{7}"),
        ({"mode": "verbatim"}, "password", r"password"),
        ({"pattern": "${stack}-${name}-${hex(4)}"}, "password", r"dev-password-[0-9a-f]{4}"),
        ({"pattern": "${project}_${name}", "enforce": True}, "password", r"shop_password"),
        (None, LONG, r"a{120}-[0-9a-f]{7}"),
        ({"pattern": "${name}-${hex(4)}"}, LONG, r"a{123}-[0-9a-f]{4}"),
        (None, "the db's password!", r"the-db-s-password--[0-9a-f]{7}"),
    ],
    ids=["unset", "default", "verbatim", "pattern", "enforced", "too long", "too long a pattern", "odd characters"],
)
def test_a_name_is_made_within_the_clouds_limits_and_stays(
    tencentcloud: Stack, cloud: CloudSide, settings: dict[str, Any] | None, logical: str, pattern: str
) -> None:
    if settings:
        name_by(tencentcloud, settings)
    tencentcloud.write_yaml({"made": secret(name=None) | {"name": logical}})

    tencentcloud.up()
    (first,) = cloud.secrets()
    again = tencentcloud.up()

    assert re.fullmatch(pattern, first), first
    assert list(cloud.secrets()) == [first]
    assert "same" in [step.operation for step in again.steps]


def test_a_name_that_is_insisted_on_and_does_not_fit_fails_the_preview(tencentcloud: Stack, cloud: CloudSide) -> None:
    name_by(tencentcloud, {"pattern": "${name} of ${stack}", "enforce": True})
    tencentcloud.write_yaml({"password": secret(name=None)})

    failed = tencentcloud.preview(expect_failure=True)

    assert 'the configured name "password of dev" does not fit: must be 1 to 128 bytes of letters' in failed.text
    assert cloud.calls == []


def test_a_disabled_naming_demands_a_name(tencentcloud: Stack, cloud: CloudSide) -> None:
    name_by(tencentcloud, {"mode": "disabled"})
    tencentcloud.write_yaml({"password": secret(name=None)})

    failed = tencentcloud.preview(expect_failure=True)

    assert "automatic naming is switched off for this stack" in failed.text
    assert cloud.calls == []


def test_a_changed_mode_renames_nothing(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret(name=None)})
    tencentcloud.up()
    (first,) = cloud.secrets()
    name_by(tencentcloud, {"mode": "verbatim"})

    again = tencentcloud.up()

    assert "same" in [step.operation for step in again.steps]
    assert list(cloud.secrets()) == [first]


def test_a_destroyed_secret_with_a_random_name_is_restored_under_the_name_that_it_has(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(name=None)})
    tencentcloud.up()
    (first,) = cloud.secrets()
    tencentcloud.destroy()

    tencentcloud.up()
    again = tencentcloud.up()

    assert list(cloud.secrets()) == [first]
    assert cloud.status(first) == "Enabled"
    assert tencentcloud.resource("password")["id"] == first
    assert "same" in [step.operation for step in again.steps]
