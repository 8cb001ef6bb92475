"""How many cases there are: 2,000 in all by default, ten times as many with `--hypothesis-profile long`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings

from tests.property.pairs import PAIRS
from tests.property.situations import BATCH

if TYPE_CHECKING:
    from pytest import TerminalReporter  # noqa: PT013 - only its type

CASES = 2_000
DEFAULT_EXAMPLES = 100
"""Of hypothesis's own profile."""


def examples() -> settings:
    """Return the settings of one test of one pair; each is tested without trouble and with it."""
    times = settings.default.max_examples / DEFAULT_EXAMPLES if settings.default else 1
    return settings(
        max_examples=math.ceil(CASES * times / (2 * len(PAIRS) * BATCH)),
        deadline=None,  # a busy machine is no failure
        derandomize=times == 1,  # the same cases for everybody; the long run looks for others
        database=None,
        phases=[Phase.generate],  # an example is small, and to make it smaller takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say how many cases there were."""
    counts = [
        int(str(value))
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for key, value in report.user_properties
        if key == "cases"
    ]
    if counts:
        terminalreporter.write_line(f"deletions compared with their previews: {sum(counts):,} in {len(counts)} tests")
