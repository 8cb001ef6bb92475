from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.crash.lives")

from reprieve import calls  # noqa: E402 - after what is said of other modules
from reprieve.lifecycle import delete  # noqa: E402


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that take no time, no setting of this machine, and the same calls however busy the machine is."""
    monkeypatch.setattr(delete, "SETTLING_SECONDS", 0.05)
    monkeypatch.setattr(calls, "KEPT_SECONDS", 300.0)
    for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
        monkeypatch.delenv(variable, raising=False)
