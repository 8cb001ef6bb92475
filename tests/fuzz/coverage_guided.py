"""`make fuzz`, its second half: requests to the emulator that a fuzzer chooses by the code that they reach.

It needs atheris, from `requirements/fuzz.txt`; the requests are those of `emulator_requests`, each decision taken from
the fuzzer's bytes instead of a seed. It ends with the bytes of the first request that makes the emulator fail.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import atheris

with atheris.instrument_imports(include=["reprieve_emulator"]):
    from reprieve_emulator.clouds import make_world
    from tests.fuzz.emulator_requests import Requests
    from tests.fuzz.emulator_run import AFRESH, Answers, ask

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Bytes:
    """Decisions out of the fuzzer's bytes; when they are used up, the first of everything."""

    def __init__(self, data: bytes) -> None:
        self._data: Any = atheris.FuzzedDataProvider(data)

    def choice(self, seq: Sequence[T], /) -> T:
        """Take one."""
        return seq[self.randrange(len(seq))]

    def randrange(self, stop: int, /) -> int:
        """Take a number below."""
        return int(self._data.ConsumeIntInRange(0, stop - 1))

    def randbytes(self, n: int, /) -> bytes:
        """Take bytes."""
        return bytes(self._data.ConsumeBytes(n))


class Target:
    """What the fuzzer calls."""

    def __init__(self) -> None:
        self._requests = Requests(make_world())
        self._sent = 0

    def __call__(self, data: bytes) -> None:
        """Send one request; raise where the emulator fails."""
        self._sent += 1
        if self._sent % AFRESH == 0:
            self._requests.close()
            self._requests = Requests(make_world())
        draws, answers = Bytes(data), Answers()
        ask(self._requests, draws.choice(sorted(self._requests.kinds)), draws, answers, "coverage-guided")
        if answers.failures:
            raise RuntimeError(answers.failures[0])


def main() -> None:
    """Fuzz; the arguments are libFuzzer's, such as -runs=20000."""
    atheris.Setup(sys.argv, Target())
    atheris.Fuzz()


if __name__ == "__main__":
    main()
