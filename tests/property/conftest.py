from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from reprieve.calls import Job
from reprieve.lifecycle import delete
from tests.property.plugin_side import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.property.plugin_side import Plugin

# ten times the examples of the default profile, and others on every run
settings.register_profile("long", max_examples=1000)

PATIENCE = 0.05
"""Seconds that a deletion gives the cloud to settle, which it does within none."""


@pytest.fixture(scope="session")
def _served() -> Iterator[Plugin]:
    with served() as plugin:
        yield plugin


@pytest.fixture
def plugin(_served: Plugin, monkeypatch: pytest.MonkeyPatch) -> Plugin:
    """The plugin, whose waits take no time, and no setting of this machine."""
    waits = Job.wait
    monkeypatch.setattr(Job, "wait", lambda job, _: waits(job, 0))
    monkeypatch.setattr(delete, "SETTLING_SECONDS", PATIENCE)
    for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
        monkeypatch.delenv(variable, raising=False)
    return _served
