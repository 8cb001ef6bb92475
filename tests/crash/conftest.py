from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.crash.lives")

from reprieve import calls  # noqa: E402 - after what is said of other modules
from reprieve.lifecycle import delete  # noqa: E402
from tests.crash.counted import share  # noqa: E402
from tests.crash.lives import STORIES  # noqa: E402


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test over the stories; in a usual run over those that its module takes then."""
    if "story" in metafunc.fixturenames:
        whole = metafunc.config.getoption("--every") is not None
        chosen = STORIES if whole else share(metafunc.config, STORIES, metafunc.module.STORIES_APART, start=0)
        metafunc.parametrize("story", chosen, ids=str)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that take no time, no setting of this machine, and the same calls however busy the machine is."""
    monkeypatch.setattr(delete, "SETTLING_SECONDS", 0.05)
    monkeypatch.setattr(calls, "KEPT_SECONDS", 300.0)
    for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
        monkeypatch.delenv(variable, raising=False)
