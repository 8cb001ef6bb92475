"""`python -m tests.fuzz.run`: send the plugin 100,000 messages and the emulator 20,000 requests, and print the answers.

A failure names seed, RPC or kind, and number; `--seed` draws the same ones again.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reprieve_emulator.control import Control
from tests.fuzz.emulator_run import fuzz_emulator
from tests.fuzz.messages import RPCS
from tests.fuzz.plugin_run import fuzz_plugin
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

SHOWN = 20
KINDS = 4
MEANT = "crash, hang, unknown code, traceback, anything written"


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="messages to the plugin")
    parser.add_argument("--requests", type=int, default=20_000, help="requests to the emulator")
    parser.add_argument("--seed", default=secrets.token_hex(4))
    options = parser.parse_args()
    failures = _plugin(-(-options.cases // len(RPCS)), options.seed)
    failures += _emulator(-(-options.requests // KINDS), options.seed)
    sys.exit(bool(failures))


def _plugin(per_rpc: int, seed: str) -> list[str]:
    print(f"sending {per_rpc:,} messages to each of {len(RPCS)} RPCs of a plugin, seed {seed}", flush=True)
    begun = time.monotonic()
    with running_emulator() as ready, tempfile.TemporaryDirectory() as folder:
        verdict = fuzz_plugin(Control(ready["url"]), Path(folder), per_rpc=per_rpc, seed=seed)
    return _told(verdict.codes, verdict.failures, begun)


def _emulator(per_kind: int, seed: str) -> list[str]:
    print(f"sending {per_kind:,} requests of each kind to the emulator, seed {seed}", flush=True)
    begun = time.monotonic()
    answers = fuzz_emulator(per_kind=per_kind, seed=seed)
    return _told(answers.statuses, answers.failures, begun)


def _told(
    counts: Mapping[str, Counter[str]] | Mapping[str, Counter[int]], failures: list[str], begun: float
) -> list[str]:
    """Print what came back, and return the failures."""
    for name, codes in counts.items():
        print(f"{name:15}{codes.total():8,}  {', '.join(f'{code} {number:,}' for code, number in codes.most_common())}")
    for failure in failures[:SHOWN]:
        print(failure)
    sent, took = sum(codes.total() for codes in counts.values()), time.monotonic() - begun
    print(f"{sent:,} sent, {len(failures):,} failures ({MEANT}) in {took:.0f} s", flush=True)
    return failures


if __name__ == "__main__":
    main()
