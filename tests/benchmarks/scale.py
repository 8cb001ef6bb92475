"""Up, preview, refresh and destroy of ever more objects through the real engine, beside a provider that does nothing.

Both run the same programs over the same states in the same run, so what the engine itself needs can be told apart. A
file backend writes the whole state after every step, which hides everything else in a large stack: from 1,000 objects
on these checkpoints are off. The quotas of objects are lifted, the rates are the documented ones.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.accounts import Account
from tests.benchmarks.figures import Row
from tests.benchmarks.idle import idle_plugin
from tests.benchmarks.pairs import PAIRS
from tests.engine.harness import Stack
from tools.build_engine import provide_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reprieve_emulator.control import Control
    from tests.benchmarks.pairs import Pair

SIZES: Final = {
    "tencentcloud Secret": (1, 100, 1000, 5000),
    "tencentcloud KmsKey": (100, 1000),
    "tencentcloud ApiKey": (100,),
    "alicloud Secret": (100, 1000),
    "alicloud KmsKey": (100,),
}
LARGE: Final = 1000
"""From so many objects on the engine's checkpoints are off, and the promises are held to."""

WITHOUT_CHECKPOINTS: Final = {"PULUMI_SKIP_CHECKPOINTS": "true", "PULUMI_EXPERIMENTAL": "true"}
SECONDS: Final = 1800
PREVIEWS: Final = 3
LEAST_SHARE: Final = 0.95
MOST_TIMES_IDLE: Final = 1.2
MOST_REFRESH_CALLS: Final = 99
MOST_GROWTH: Final = 50.0  # MiB
CREATES: Final = {"Secret": "CreateSecret", "KmsKey": "CreateKey", "ApiKey": "CreateApiKey"}
ENDS: Final = {"Secret": "DeleteSecret", "KmsKey": "ScheduleKeyDeletion", "ApiKey": "DeleteApiKey"}


@dataclass(frozen=True)
class Run:
    """One command: its seconds, the calls that the cloud saw, the largest memory of a plugin process in MiB."""

    seconds: float
    calls: int
    memory: float
    share: float = 0.0
    """Of the permitted rate, after the first second."""


def measure_scale(control: Control) -> Iterator[Row]:
    """Take stacks of each size through their life, the smallest first."""
    control.set_quotas(1.0)
    control.set_switches(kms_quota=100_000, ssm_quota=100_000, alicloud_key_quota=100_000)
    for pair in PAIRS:
        smaller: dict[str, Run] = {}
        first_memory = 0.0
        for size in SIZES[str(pair)]:
            life = _Life(control, pair, size)
            runs, idle = life.ours(), life.idle()
            yield from life.rows(runs, idle, smaller)
            first_memory = first_memory or runs["up"].memory
            smaller = runs
            if size == LARGE and SIZES[str(pair)][0] == 1:
                growth = runs["up"].memory - first_memory
                yield Row(f"{pair}: memory of the plugin, growth from 1 to {size:,}", growth, "MiB", most=MOST_GROWTH)


class _Life:
    """One stack of so many objects of one resource."""

    def __init__(self, control: Control, pair: Pair, size: int) -> None:
        self._control = control
        self._pair = pair
        self._size = size
        self._what = f"{size:,} x {pair}"
        self._idle_previews: list[float] = []

    def ours(self) -> dict[str, Run]:
        """Take the stack through its life; previews alternate with those of the idle provider."""
        with tempfile.TemporaryDirectory() as folder:
            stack = self._stack(Path(folder))
            idle, plugin = idle_plugin(Path(folder)), stack.plugin
            runs = {"up": self._run(stack, "up", *self._created())}
            previews = []
            for _ in range(PREVIEWS if self._promises else 1):
                previews.append(self._run(stack, "preview"))
                self._use(stack, idle)
                self._idle_previews.append(self._run(stack, "preview").seconds)
                self._use(stack, plugin)
            runs["preview"] = min(previews, key=lambda run: run.seconds)
            runs["refresh"] = self._run(stack, "refresh")
            runs["destroy"] = self._run(stack, "destroy", *self._deleted())
            return runs

    def idle(self) -> dict[str, float]:
        """Take such a stack through its life with the provider that does nothing; seconds."""
        with tempfile.TemporaryDirectory() as folder:
            stack = self._stack(Path(folder))
            self._use(stack, idle_plugin(Path(folder)))
            seconds = {command: self._run(stack, command).seconds for command in ("up", "refresh", "destroy")}
            return seconds | {"preview": min(self._idle_previews)}

    def rows(self, runs: Mapping[str, Run], idle: Mapping[str, float], smaller: Mapping[str, Run]) -> Iterator[Row]:
        """Yield what was measured, and what is promised of the large ones."""
        for command, run in runs.items():
            grown = f", {run.seconds / smaller[command].seconds:.1f} times the size before" if smaller else ""
            besides = f"{run.calls:,} calls, {run.memory:.0f} MiB; idle provider {idle[command]:.1f} s{grown}"
            yield Row(f"{self._what}: {command} ({besides})", run.seconds, "s")
        if self._size < LARGE:
            return
        for command, rate in zip(("up", "destroy"), self._pair.rate, strict=True):
            reachable = min(rate, self._size / idle[command])
            said = f"{self._what}: {command}, share of {reachable:.3g}/s, the lower of permitted and engine's own rate"
            yield Row(said, runs[command].share * rate / reachable, "", least=LEAST_SHARE)
        times = runs["preview"].seconds / idle["preview"]
        said = f"{self._what}: preview without a change, in units of the idle provider's"
        yield Row(said, times, "times", most=MOST_TIMES_IDLE if self._promises else None)
        if self._promises:
            yield Row(f"{self._what}: calls of a refresh", runs["refresh"].calls, "calls", most=MOST_REFRESH_CALLS)

    @property
    def _promises(self) -> bool:
        """Whether previews and refreshes are held to a promise: Alibaba Cloud has no lists that tell all."""
        return self._size == LARGE and self._pair.cloud == "tencentcloud"

    def _created(self) -> tuple[str, float]:
        return CREATES[self._pair.resource], self._pair.rate[0]

    def _deleted(self) -> tuple[str, float]:
        return ENDS[self._pair.resource], self._pair.rate[1]

    def _stack(self, folder: Path) -> Stack:
        account = Account.of(self._control.add_account("scale", cloud=self._pair.cloud))
        stack = Stack(provide_engine(), folder / "home", folder / "program")
        stack.seconds_per_command = SECONDS
        if self._size >= LARGE:
            stack.environment |= WITHOUT_CHECKPOINTS
        stack.configure(
            cloud=self._pair.cloud,
            region=self._pair.region,
            endpoint=self._control.url,
            accessKey=account.access_key,
            secretKey=account.secret_key,
        )
        self._use(stack, stack.plugin)
        return stack

    def _use(self, stack: Stack, plugins: Path | None) -> None:
        """Let the stack's program, which never changes, find its provider there."""
        stack.plugin = plugins
        properties = {
            key: {"fn::secret": text} if key == "secretString" else text for key, text in self._pair.inputs.items()
        }
        token = f"reprieve:{self._pair.resource}"
        stack.write_yaml(
            {f"r{number}": {"type": token, "properties": deepcopy(properties)} for number in range(self._size)}
        )

    def _run(self, stack: Stack, command: str, action: str = "", rate: float = 0.0) -> Run:
        self._control.clear_requests()
        flags = () if command == "preview" else ("--yes", "--skip-preview")
        with _Watch(stack.folder) as watch:
            begun = time.perf_counter()
            stack.run(command, *flags)
            seconds = time.perf_counter() - begun
        requests = self._control.requests()
        times = [float(request["received"]) for request in requests if request["action"] == action]
        return Run(seconds, len(requests), watch.memory, _share(times, rate) if len(times) > rate else 0.0)


def _share(times: list[float], rate: float) -> float:
    """Return the share of the permitted rate after the first second, which may hold a second's calls at once."""
    after = min(times) + 1.0
    return sum(moment > after for moment in times) / (rate * (max(times) - after))


class _Watch:
    """Looks at the plugin processes of one stack while they run; the largest memory of any in MiB."""

    def __init__(self, folder: Path) -> None:
        self.memory = 0.0
        self._folder = os.fsencode(folder)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if b"pulumi-resource-reprieve" in (process / "cmdline").read_bytes() and self._is_ours(process):
                        self.memory = max(self.memory, _largest(process / "status"))
                except (OSError, StopIteration):
                    continue  # it has ended meanwhile

    def _is_ours(self, process: Path) -> bool:
        """Tell by the state's address, which every process of the stack is given."""
        return self._folder in (process / "environ").read_bytes()


def _largest(status: Path) -> float:
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
