"""Programs of the other providers' packages, through the real engine; the providers themselves do nothing here."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.idle import PROGRAM as IDLE
from tests.policy.test_through_the_engine import violations, with_pack

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.harness import Stack

PACKAGES = ("tencentcloud", "alicloud", "aws")
PROGRAM = """
import pulumi

def declare(token, name, **properties):
    return pulumi.CustomResource(token, name, properties)

declare("tencentcloud:Ssm/secret:Secret", "password", secretName="password")
declare("tencentcloud:Ssm/secretVersion:SecretVersion", "value", secretString="a value that stands here")
declare("alicloud:kms/key:Key", "main", automaticRotation="Enabled", rotationInterval="365d")
instance = declare("alicloud:kms/instance:Instance", "vault")
declare("alicloud:kms/secret:Secret", "token", secretData="x", dkmsInstanceId=instance.id)
key = declare("aws:kms/key:Key", "ledger", deletionWindowInDays=7, enableKeyRotation=True)
declare("aws:secretsmanager/secret:Secret", "entry", kmsKeyId=key.id)
"""


@pytest.fixture
def others(stack: Stack, tmp_path: Path) -> Stack:
    """A stack whose program declares other providers' types."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    for package in PACKAGES:
        (plugins / f"pulumi-resource-{package}").write_text(IDLE)
        (plugins / f"pulumi-resource-{package}").chmod(0o755)
    stack.environment["PATH"] = os.pathsep.join([str(plugins), stack.environment["PATH"]])
    stack.write_python(PROGRAM)
    return stack


def test_a_team_gets_the_demands_before_it_migrates(others: Stack, tmp_path: Path) -> None:
    preview = others.preview(*with_pack(tmp_path, {}), expect_failure=True)

    assert violations(preview) == [
        ("force-delete-forbidden", "mandatory", "password"),
        ("kms-instance-apart", "mandatory", "vault"),
        ("recovery-window-minimum", "mandatory", "main"),
        ("secret-outlives-key", "mandatory", "ledger"),
        ("value-not-in-clear", "mandatory", "value"),
    ]
    assert "recoveryWindowInDays is 0, which is what its provider takes when it is left out" in preview.text
    assert "neither pendingWindowInDays nor deletionWindowInDays is set" in preview.text
    assert "a value that stands here" not in preview.text


def test_what_is_mended_reaches_the_other_provider(others: Stack, tmp_path: Path) -> None:
    levels = {"all": "disabled", "force-delete-forbidden": "remediate", "recovery-window-minimum": "remediate"}

    others.up(*with_pack(tmp_path, levels))

    assert others.resource("password")["outputs"]["recoveryWindowInDays"] == 30
    assert others.resource("main")["outputs"]["pendingWindowInDays"] == 7
