"""Everything that one emulator holds; a reset makes it new."""

from collections.abc import Sequence

from reprieve_emulator.clock import Clock
from reprieve_emulator.cloud import Cloud
from reprieve_emulator.faults import Denial, Faults
from reprieve_emulator.lags import Lags
from reprieve_emulator.quotas import Quotas
from reprieve_emulator.requests_log import RequestsLog
from reprieve_emulator.store import Store
from reprieve_emulator.switches import Switches


class World:
    """The clouds' objects, their time, and the trouble that was asked for."""

    def __init__(self, clouds: Sequence[Cloud], database: str = ":memory:") -> None:
        self.clouds = {cloud.name: cloud for cloud in clouds}
        self.store = Store(database)
        self.clock = Clock()
        self.switches = Switches(switch for cloud in clouds for switch in cloud.switches)
        self.quotas = Quotas()
        self.faults = Faults()
        self.denials: list[Denial] = []
        self.lags = Lags()
        self.resets = 0
        self.log = RequestsLog(frozenset[str]().union(*(cloud.secret_parameters() for cloud in clouds)))
        self._prepare()

    def reset(self) -> None:
        """Forget all objects, faults, denials, requests and settings; the ready accounts are made again."""
        self.resets += 1
        with self.store.transaction():
            self.store.clear()
        for part in (self.clock, self.switches, self.quotas, self.lags):
            part.reset()
        self.faults.remove()
        self.denials.clear()
        self.log.clear()
        self._prepare()

    def _prepare(self) -> None:
        with self.store.transaction():
            for cloud in self.clouds.values():
                cloud.prepare(self)
