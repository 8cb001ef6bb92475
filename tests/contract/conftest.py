from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve.fields import without_nulls
from tests.accounts import Account
from tests.contract.rows import ROWS, Place, Row
from tests.contract.runs import Run, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reprieve.lifecycle.operation import Recorded
    from reprieve_emulator.control import Control

REAL = "--real-account"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        REAL,
        metavar="CLOUD",
        help="run the contract suite against the account whose credentials stand in the environment",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test over every row; a real account has the rows of its cloud."""
    if "row" in metafunc.fixturenames:
        cloud = metafunc.config.getoption(REAL, default=None)
        metafunc.parametrize("row", [row for row in ROWS if cloud in {None, row.cloud}], ids=str)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a real account, what needs a clock that can be moved."""
    if config.getoption(REAL, default=None):
        gone = [item for item in items if "clock" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=gone)


@pytest.fixture
def place(request: pytest.FixtureRequest, row: Row) -> Place:
    """An empty account of the row's cloud, or the real one."""
    if request.config.getoption(REAL, default=None):
        return Place.real(row.cloud)
    clock: Control = request.getfixturevalue("emulator")
    clock.set_quotas(None)
    return Place.emulated(row.cloud, clock, Account.of(clock.add_account("contract", cloud=row.cloud)))


@pytest.fixture
def clock(emulator: Control) -> Control:
    """The emulated time."""
    return emulator


@pytest.fixture
def life(row: Row, place: Place) -> Iterator[Life]:
    """One object from its beginning; whatever of it is left at the end is deleted with the shortest window."""
    lived = Life(row, place)
    yield lived
    lived.end()


class Life:
    """One object and what the engine would have in its state, command after command, each in a process of its own."""

    def __init__(self, row: Row, place: Place) -> None:
        self.row = row
        self.place = place
        self.declared = row.whole(place.name())
        self.recorded: Recorded | None = None

    @property
    def run(self) -> Run:
        """A new run."""
        return Run.begin(self.place.config(), self.row.resource, str(self.declared[self.row.name_field]))

    @property
    def state(self) -> Recorded:
        """The object as recorded."""
        assert self.recorded is not None
        return self.recorded

    @property
    def status(self) -> object:
        """The object's state as recorded."""
        return state_of(self.state, "status")

    def up(self) -> Run:
        """Refresh, then create or update as declared."""
        run = self.run
        if self.recorded is None:
            self.recorded = run.create(**self.declared)
            return run
        self.recorded = run.refreshed(self.recorded)
        if run.diff(self.recorded, **self.declared).changes:
            self.recorded = run.update(self.recorded, **self.declared)
        return run

    def change(self, **fields: object) -> None:
        """Declare something else from now on; None takes a field away."""
        self.declared = without_nulls(self.declared | fields)

    def destroy(self) -> Run:
        """Refresh, then delete."""
        run = self.run
        found = run.refreshed(self.state)
        run.delete(found)
        return run

    def refresh(self) -> Run:
        """Refresh, and forget what is gone."""
        run = self.run
        self.recorded = run.read(self.state)
        return run

    def end(self) -> None:
        """Delete what is left."""
        if self.recorded is None:
            return
        run = self.run
        found = run.read(self.recorded)
        if found is not None and state_of(found, "status") != "pendingDeletion":
            run.delete(found)
