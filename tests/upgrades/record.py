"""`make record`: keep what this version leaves behind, once for each release, before the version is raised.

Every program under `programs` is run through the real engine; a secret that is called `upgrades-pending` is scheduled
for deletion outside of it, as somebody else would, and read again.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reprieve.clouds import open_cloud
from reprieve.config import Config
from reprieve.lifecycle.session import Session
from reprieve.version import VERSION
from reprieve_emulator.control import Control
from tests.accounts import Account
from tests.contract.rows import REGIONS
from tests.engine.harness import Stack
from tests.provider.stage import Heard
from tests.upgrades.recording import PROGRAMS, RECORDED, Recording, declare, work_in
from tools.build_engine import provide_engine
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from reprieve_emulator.control import Control as Cloud

PENDING = "upgrades-pending"


def main() -> None:
    """Record every program."""
    if (RECORDED / VERSION).exists():
        sys.exit(f"{VERSION} is recorded already, and what a release left behind does not change")
    with running_emulator() as ready, tempfile.TemporaryDirectory() as folder:
        for program in sorted(PROGRAMS.iterdir()):
            home = Path(folder) / program.stem
            (home / "home").mkdir(parents=True)
            _record(Stack(provide_engine(), home / "home", home / "program"), Control(ready["url"]), program)


def _record(stack: Stack, control: Cloud, program: Path) -> None:
    recording = Recording(RECORDED / VERSION / program.stem)
    control.reset()
    account = Account.of(control.add_account("upgrades", cloud=recording.cloud))
    declare(stack, program)
    work_in(stack, control, recording.cloud, account)
    stack.up()
    if PENDING in program.read_text(encoding="utf-8"):
        _delete_outside(control, recording.cloud, account)
    stack.refresh()
    recording.write(stack, control, program)
    sys.stdout.write(f"recorded {recording.folder.name} of {VERSION}\n")


def _delete_outside(control: Cloud, cloud: str, account: Account) -> None:
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key, "endpoint": control.url}
    config = Config.read({"cloud": cloud, "region": REGIONS[cloud], **keys})
    calls, job = open_cloud(config).calls, Session(config, Heard()).job("")  # type: ignore[attr-defined]  # the clouds' own
    if cloud == "tencentcloud":
        calls.call(job, "ssm:DisableSecret", {"SecretName": PENDING})
        calls.call(job, "ssm:DeleteSecret", {"SecretName": PENDING, "RecoveryWindowInDays": 30})
    else:
        calls.call(job, "kms:DeleteSecret", {"SecretName": PENDING, "RecoveryWindowInDays": "30"})


if __name__ == "__main__":
    main()
