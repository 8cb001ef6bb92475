"""The vendors' SDKs with every debug switch on, in a process of its own: what they would print, they do not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.accounts import Account
from tests.contract.rows import REGIONS
from tests.leaks.needles import AWKWARD, found

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

PROGRAM = Path(__file__).with_name("talkative.py")
ROOT = Path(__file__).parents[2]
SWITCHES = {"DEBUG": "sdk", "PYTHONFAULTHANDLER": "1", "PYTHONASYNCIODEBUG": "1", "TENCENTCLOUD_DEBUG": "1"}


@pytest.mark.parametrize("cloud", REGIONS)
def test_no_debug_switch_shows_a_value_or_a_credential(cloud: str, emulator: Control) -> None:
    account = Account.of(emulator.add_account("talkative", cloud=cloud))
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key, "endpoint": emulator.url}
    settings = json.dumps({"cloud": cloud, "region": REGIONS[cloud], **keys})

    told = subprocess.run(
        [sys.executable, str(PROGRAM), settings, AWKWARD],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **SWITCHES},
    )

    assert f"end of {cloud}" in told.stderr
    assert found(told.stdout + told.stderr, [AWKWARD, account.secret_key, account.access_key]) == set()
    assert "Authorization" not in told.stdout + told.stderr
    assert found(json.dumps(emulator.requests()), [account.secret_key]) == set()
