"""Prints every figure that the documentation promises, measured in one run; ends with 1 if a promise is broken."""

from __future__ import annotations

import sys

from reprieve_emulator.control import Control
from tests.benchmarks.calls_per_operation import measure_calls
from tests.benchmarks.parallel import measure_parallel
from tests.benchmarks.rates import measure_rates
from tests.benchmarks.shared_reads import measure_shared_reads
from tests.benchmarks.start import measure_start
from tools.emulator_process import running_emulator


def main() -> int:
    """Measure and print."""
    rows = measure_start()
    with running_emulator() as ready:
        control = Control(ready["url"])
        for measure in (measure_calls, measure_parallel, measure_shared_reads, measure_rates):
            rows += measure(control)
    sys.stdout.write("| figure | measured | promised |\n| --- | --- | --- |\n")
    sys.stdout.writelines(f"{row}\n" for row in rows)
    return 0 if all(row.kept for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
