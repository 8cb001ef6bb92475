from __future__ import annotations

import httpx
import pytest

from tools.emulator_process import running_emulator


def test_the_emulator_answers_while_it_is_needed_and_not_after() -> None:
    with running_emulator() as ready:
        clock = f"{ready['url']}/_control/clock"
        assert httpx.get(clock).status_code == 200

    with pytest.raises(httpx.ConnectError, match="refused"):
        httpx.get(clock)


def test_an_emulator_that_does_not_start_is_an_error() -> None:
    with (
        pytest.raises(RuntimeError, match="the emulator ended with 2 before it was ready"),
        running_emulator("--wrong"),
    ):
        pass
