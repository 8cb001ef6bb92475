"""Prints every figure that the documentation promises, measured in one run; ends with 1 if a promise is broken.

With a file as argument, the table goes into that page, too.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reprieve_emulator.control import Control
from tests.benchmarks.calls_per_operation import measure_calls
from tests.benchmarks.parallel import measure_parallel
from tests.benchmarks.rates import measure_rates
from tests.benchmarks.scale import measure_scale
from tests.benchmarks.shared_reads import measure_shared_reads
from tests.benchmarks.start import measure_start
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.figures import Row

HEAD: Final = "| figure | measured | promised |\n| --- | --- | --- |\n"
MEASURED: Final = re.compile("(<!-- measured -->\n).*(<!-- end of measured -->)", re.DOTALL)


def main() -> int:
    """Measure, print each figure when it is known, and write the page that is named."""
    sys.stdout.write(HEAD)
    rows = []
    for row in _measured():
        rows.append(row)
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()
    for page in sys.argv[1:]:
        _write(Path(page), rows)
    return 0 if all(row.kept for row in rows) else 1


def _measured() -> Iterator[Row]:
    yield from measure_start()
    with running_emulator() as ready:
        control = Control(ready["url"])
        for measure in (measure_calls, measure_parallel, measure_shared_reads, measure_rates, measure_scale):
            yield from measure(control)


def _write(page: Path, rows: list[Row]) -> None:
    """Put the table between the page's marks."""
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    measured = f"Measured on {machine}:\n\n{HEAD}{''.join(f'{row}{chr(10)}' for row in rows)}\n"
    text = page.read_text(encoding="utf-8")
    page.write_text(MEASURED.sub(lambda part: f"{part[1]}{measured}{part[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
