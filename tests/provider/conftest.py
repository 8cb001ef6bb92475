from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.provider.stage import Stage

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.accounts import Account


@pytest.fixture
def stage(emulator: Control, account: Account, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """An empty account without limits on rates, and no setting of this machine."""
    emulator.set_quotas(None)
    for variable in ("REPRIEVE_AUDIT_LOG", "REPRIEVE_FORCE_DELETE"):
        monkeypatch.delenv(variable, raising=False)
    return Stage(emulator, account)
