"""`python -m tests.fuzz.run`: send the plugin 100,000 messages, and print what came back.

A failure names seed, RPC and number; `--seed` draws the same messages again.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

from reprieve_emulator.control import Control
from tests.fuzz.messages import RPCS
from tests.fuzz.plugin_run import fuzz_plugin
from tools.emulator_process import running_emulator

SHOWN = 20


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    options = parser.parse_args()
    per_rpc = -(-options.cases // len(RPCS))
    time.monotonic()
    with running_emulator() as ready, tempfile.TemporaryDirectory() as folder:
        verdict = fuzz_plugin(Control(ready["url"]), Path(folder), per_rpc=per_rpc, seed=options.seed)
    for _rpc, _codes in verdict.codes.items():
        pass
    for _failure in verdict.failures[:SHOWN]:
        pass
    sys.exit(bool(verdict.failures))


if __name__ == "__main__":
    main()
