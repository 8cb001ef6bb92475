"""How much of the permitted rate is used when many objects are made and deleted at once, with no refusal to be seen.

Tencent Cloud's hundreds a second are tried with 500 objects, Alibaba Cloud's ten with 100: that is ten seconds each.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.accounts import Account
from tests.benchmarks.engine_side import configured
from tests.benchmarks.figures import Row
from tests.benchmarks.pairs import PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reprieve_emulator.control import Control
    from tests.benchmarks.pairs import Pair

AT_ONCE: Final = 64
LEAST_SHARE: Final = 0.8


def measure_rates(control: Control) -> list[Row]:
    """Make and delete secrets and keys on each cloud, with the documented rates on and the quotas of objects lifted."""
    control.set_quotas(1.0)
    control.set_switches(kms_quota=10_000, ssm_quota=10_000, alicloud_key_quota=10_000)
    return [row for pair in PAIRS if pair.many for row in _rows(control, pair)]


def _rows(control: Control, pair: Pair) -> Iterator[Row]:
    account = Account.of(control.add_account("rates", cloud=pair.cloud))
    names = [f"rate-{number}" for number in range(pair.many)]
    with configured(pair.cloud, pair.region, control.url, account) as engine:
        inputs = {name: engine.check(pair.token, name, pair.named(name)) for name in names}
        made = {}

        def create(name: str) -> None:
            made[name] = engine.create(pair.token, name, inputs[name])

        def refresh(name: str) -> None:
            engine.read(pair.token, name, made[name], inputs[name])

        def delete(name: str) -> None:
            engine.delete(pair.token, name, made[name], inputs[name])

        yield _share(f"{pair}: {pair.many} created", create, names, pair.rate[0])
        yield _memory_of(pair, engine.process_id)
    # a destroy is another process, which reads every object before it deletes any
    with configured(pair.cloud, pair.region, control.url, account) as engine:
        _all(refresh, names)
        yield _share(f"{pair}: {pair.many} deleted", delete, names, pair.rate[1])


def _share(what: str, operation: Callable[[str], None], names: list[str], rate: float) -> Row:
    """Run the operation on all names; a second's rate may pass at once, so that the share can be above 1."""
    begun = time.perf_counter()
    _all(operation, names)
    seconds = time.perf_counter() - begun
    permitted = rate * seconds
    return Row(f"{what}, share of the permitted {rate:g}/s", len(names) / permitted, "", least=LEAST_SHARE)


def _all(operation: Callable[[str], None], names: list[str]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(operation, names))


def _memory_of(pair: Pair, process_id: int) -> Row:
    with open(f"/proc/{process_id}/statm", encoding="ascii") as statm:  # noqa: PTH123 - no path worth a name
        pages = int(statm.read().split()[1])
    return Row(f"{pair}: memory after {pair.many} creations", pages * 4096 / 2**20, "MiB")
