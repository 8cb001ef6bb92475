"""What 64 creations at once take, in units of one: the process must not stand in its own way."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.accounts import Account
from tests.benchmarks.engine_side import configured
from tests.benchmarks.figures import Row
from tests.benchmarks.pairs import REGIONS

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.benchmarks.engine_side import Engine

SECRET: Final = "reprieve:index:Secret"
AT_ONCE: Final = 64
SECONDS_PER_CALL: Final = 0.2
ROUNDS: Final = 3
MOST_TIMES_ONE: Final = 2.0


def measure_parallel(control: Control) -> list[Row]:
    """Create one secret, then 64 at once, each call answered after 200 ms; the best of three rounds, in one process."""
    account = Account.of(control.add_account("parallel"))
    with configured("tencentcloud", REGIONS["tencentcloud"], control.url, account) as engine:
        _create(engine, "first")
        control.add_fault(action="CreateSecret", account=account.id, delay_before_answer=SECONDS_PER_CALL, count=None)
        rounds = [(_timed(engine, f"one-{n}", 1), _timed(engine, f"many-{n}", AT_ONCE)) for n in range(ROUNDS)]
        control.remove_faults()
    one, many = (min(times) for times in zip(*rounds, strict=True))
    return [
        Row("one creation, each call answered after 200 ms", one * 1000, "ms"),
        Row(f"{AT_ONCE} creations at once, in units of one", many / one, "times", most=MOST_TIMES_ONE),
    ]


def _timed(engine: Engine, prefix: str, number: int) -> float:
    names = [f"{prefix}-{position}" for position in range(number)]
    inputs = [engine.check(SECRET, name, {"name": name, "secretString": "x"}) for name in names]
    with ThreadPoolExecutor(number) as pool:
        begun = time.perf_counter()
        list(pool.map(lambda name, checked: engine.create(SECRET, name, checked), names, inputs))
        return time.perf_counter() - begun


def _create(engine: Engine, name: str) -> None:
    engine.create(SECRET, name, engine.check(SECRET, name, {"name": name, "secretString": "x"}))
