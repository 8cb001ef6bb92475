"""How many cases there are: a share of them by default, all with `--every 1`."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

T = TypeVar("T")

WORDS = {
    "deaths": "runs whose process died or lost an answer",
    "faults": "runs with a refused, slow, broken or cut call",
    "cancels": "runs that were cancelled",
}
"""What is counted, by the property that a test records."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which share of the cases is tried."""
    parser.addoption("--every", type=int, metavar="N", help="try every Nth case of each story in tests/crash")


def share(config: pytest.Config, cases: Sequence[T], usual: int, start: int) -> Sequence[T]:
    """Return every `usual`th case, or as many as the option says; `start` shifts which."""
    every = config.getoption("--every") or usual
    return cases[start % every :: every]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many cases there were."""
    for key, said in WORDS.items():
        counts = [
            int(str(value))
            for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
            for name, value in report.user_properties
            if name == key
        ]
        if counts:
            terminalreporter.write_line(f"{said}, and were run again: {sum(counts):,} in {len(counts)} stories")
