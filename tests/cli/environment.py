"""The command in this process, where a stack of the real engine is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from tests.engine.harness import Stack


def entered(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take over the stack's environment and folder."""
    for name in os.environ.keys() - stack.environment.keys():
        if name.startswith(("PULUMI_", "REPRIEVE_", "TENCENTCLOUD_", "ALIBABA_CLOUD_")):
            monkeypatch.delenv(name)
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(stack.folder)
