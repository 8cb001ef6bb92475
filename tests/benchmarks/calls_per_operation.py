"""How many calls each operation makes, as the emulator counts them; what a process asks once is counted apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.accounts import Account
from tests.benchmarks.engine_side import configured
from tests.benchmarks.figures import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from reprieve.fields import Properties
    from reprieve_emulator.control import Control
    from tests.benchmarks.engine_side import Engine

SECRET: Final = "reprieve:index:Secret"
REGION: Final = "ap-guangzhou"
ONCE: Final = frozenset({"GetCallerIdentity", "CreateTags"})
READS: Final = ("Describe", "List", "Get")


def measure_calls(control: Control) -> list[Row]:
    """Take one secret on Tencent Cloud through its operations, each in a process of its own."""
    account = Account.of(control.add_account("calls"))
    life = _Life(control, account)
    return list(life.rows())


class _Life:
    """One secret, operation by operation."""

    def __init__(self, control: Control, account: Account) -> None:
        self._control = control
        self._account = account
        self._inputs: Properties = {"name": "bench-db", "secretString": "one", "tags": {"team": "shop"}}

    def rows(self) -> Iterator[Row]:
        """Yield what each operation costs."""
        made, inputs = self._counted(self._create)
        yield self._row("create a secret with a tag that is new to the account", written=2)
        # the tag pairs exist from here on
        other = {**self._inputs, "name": "bench-other"}
        self._counted(lambda engine: engine.create(SECRET, "other", engine.check(SECRET, "other", other)))
        yield self._row("create another one with the same tags", written=1)
        made = self._counted(lambda engine: engine.read(SECRET, "db", made, inputs))
        yield self._row("refresh", written=0, read=2)
        changed = {**inputs, "secretString": "two"}
        made = self._counted(lambda engine: engine.update(SECRET, "db", made, inputs, changed))
        yield self._row("change the value", written=1)
        local = {**changed, "recoveryWindowInDays": 7}
        made = self._counted(lambda engine: engine.update(SECRET, "db", made, changed, local))
        yield self._row("change the recovery window", written=0, read=0)
        self._counted(lambda engine: engine.delete(SECRET, "db", made, local))
        yield self._row("delete", written=2)
        self._counted(self._create)
        yield self._row("restore at create", written=3)

    def _create(self, engine: Engine) -> tuple[tuple[str, Properties], Properties]:
        inputs = engine.check(SECRET, "db", self._inputs)
        return engine.create(SECRET, "db", inputs), inputs

    def _counted(self, operation: Callable[[Engine], Any]) -> Any:  # noqa: ANN401 - whatever the operation returns
        self._control.clear_requests()
        with configured("tencentcloud", REGION, self._control.url, self._account) as engine:
            return operation(engine)

    def _row(self, what: str, *, written: int, read: int | None = None) -> Row:
        """Return the calls that write, and say the rest."""
        actions = [str(request["action"]) for request in self._control.requests()]
        reads = [action for action in actions if action.startswith(READS) and action not in ONCE]
        writes = [action for action in actions if not action.startswith(READS) and action not in ONCE]
        said = ", ".join(writes) or "none"
        assert read is None or len(reads) <= read, f"{what}: {reads}"
        return Row(f"{what}: writing calls ({said}), besides {len(reads)} reads", len(writes), "calls", most=written)
