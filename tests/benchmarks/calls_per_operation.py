"""How many calls each operation makes on each cloud, as the emulator counts them.

Every operation has a process of its own, as after a refresh of the engine. Counted are the calls that write, those
that were refused too, and the one read that proves a deletion where the vendor's answer has no date. What a process
asks once, and the calls that make new tag pairs, are left out and named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.accounts import Account
from tests.benchmarks.engine_side import configured
from tests.benchmarks.figures import Row
from tests.benchmarks.pairs import PAIRS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.benchmarks.engine_side import Engine
    from tests.benchmarks.pairs import Pair

READS: Final = ("Describe", "List", "Get")
TAG_PAIRS: Final = "CreateTags"
PROVES: Final = {("alicloud", "KmsKey"): "DescribeKey"}
"""ScheduleKeyDeletion of Alibaba Cloud answers no date."""


def measure_calls(control: Control) -> list[Row]:
    """Take one object of each resource of each cloud through its operations."""
    return [row for pair in PAIRS for row in _Life(control, pair).rows()]


class _Life:
    """One object, operation by operation."""

    def __init__(self, control: Control, pair: Pair) -> None:
        self._control = control
        self._pair = pair
        self._account = Account.of(control.add_account("calls", cloud=pair.cloud))

    def rows(self) -> Iterator[Row]:
        """Yield what each operation costs."""
        pair = self._pair
        made, inputs = self._counted(self._create)
        yield self._row("create", pair.create)
        made = self._counted(lambda engine: engine.read(pair.token, "one", made, inputs))
        yield self._row("refresh", 0)
        changed = {**inputs, **pair.change}
        made = self._counted(lambda engine: engine.update(pair.token, "one", made, inputs, changed))
        yield self._row(f"change {', '.join(pair.change)}", 1)
        local = {**changed, "onPendingDeletion": "auto", "deletionProtection": False}
        made = self._counted(lambda engine: engine.update(pair.token, "one", made, changed, local))
        yield self._row("change nothing", 0)
        self._counted(lambda engine: engine.delete(pair.token, "one", made, local))
        yield self._row("delete", pair.delete, proves=PROVES.get((pair.cloud, pair.resource), ""))
        if pair.restore is not None:
            self._counted(lambda engine: self._create(engine, pair.change))
            yield self._row("restore at create", pair.restore)

    def _create(self, engine: Engine, change: Properties | None = None) -> tuple[tuple[str, Properties], Properties]:
        declared = {**self._pair.named("bench-one"), **(change or {})}
        inputs = engine.check(self._pair.token, "one", declared)
        return engine.create(self._pair.token, "one", inputs), inputs

    def _counted(self, operation: Callable[[Engine], Any]) -> Any:  # noqa: ANN401 - whatever the operation returns
        self._control.clear_requests()
        with configured(self._pair.cloud, self._pair.region, self._control.url, self._account) as engine:
            return operation(engine)

    def _row(self, what: str, most: int, *, proves: str = "") -> Row:
        """Return the calls that count, and name them all."""
        actions = [str(request["action"]) for request in self._control.requests()]
        counted = [action for action in actions if not action.startswith(READS) and action != TAG_PAIRS]
        if proves:
            counted.append(next(reversed([action for action in actions if action == proves])))
        besides = ", ".join(action for action in actions if action not in counted)
        said = f"{self._pair}: {what} ({', '.join(counted) or 'none'}; besides: {besides or 'none'})"
        return Row(said, len(counted), "calls", most=most)
