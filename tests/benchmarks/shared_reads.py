"""What the reads of a stack of 100 secrets cost: a no-change `pulumi up`, preview and all, through the real engine."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.accounts import Account
from tests.benchmarks.figures import Row
from tests.engine.harness import Stack
from tools.build_engine import provide_engine

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

SECRETS: Final = 100
MOST_READS: Final = 4


def measure_shared_reads(control: Control) -> list[Row]:
    """Make 100 secrets, then run an up that changes nothing."""
    account = Account.of(control.add_account("stack"))
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(provide_engine(), Path(folder) / "home", Path(folder) / "program")
        stack.configure(cloud="tencentcloud", region="ap-guangzhou", endpoint=control.url)
        stack.environment.update(account.environment)
        stack.write_yaml({f"s{number}": _secret() for number in range(SECRETS)})
        stack.up()
        control.clear_requests()
        stack.run("up", "--yes")
    actions = [str(request["action"]) for request in control.requests()]
    return [
        Row(f"no-change up of {SECRETS} secrets, its preview included: all calls", len(actions), "calls", MOST_READS),
    ]


def _secret() -> dict[str, object]:
    properties = {"secretString": {"fn::secret": "x"}, "tags": {"team": "shop"}}
    return {"type": "reprieve:Secret", "properties": properties}
