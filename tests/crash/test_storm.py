"""A storm of refusals: of 500 creations and deletions at once, three calls in ten are told to wait."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from reprieve.clouds.tencentcloud.errors import refusal
from reprieve.fields import Hidden
from reprieve.lifecycle.session import Session
from tests.crash.scene import Scene
from tests.crash.tencentcloud import SECRETS
from tests.provider.stage import Heard, Process

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

    from reprieve.calls import Reply, Send
    from reprieve.lifecycle.operation import Recorded
    from reprieve_emulator.control import Control

REFUSED = 0.3
AT_ONCE = 64
OBJECTS, ALL_OBJECTS = 40, 500
"""In a usual run, and with `--every 1`."""


class Stormy:
    """A wire on which a share of the calls is refused before they reach the cloud, the same ones in every run."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.sent = self.refused = 0
        self._draw = random.Random(7)  # noqa: S311 - no secret
        self._lock = threading.Lock()

    def __call__(self, action: str, params: Mapping[str, object]) -> Reply:
        with self._lock:
            refused = self._draw.random() < REFUSED
            self.sent += 1
            self.refused += refused
        if refused:
            raise refusal(action, "RequestLimitExceeded", "", "")
        return self.send(action, params)


class Patient(Process):
    """A process that waits as long as it has to."""

    job = Session.job


def test_a_storm_of_refusals_loses_nothing_and_ends_in_time(emulator: Control, request: pytest.FixtureRequest) -> None:
    scene = Scene.empty(emulator, SECRETS)
    process = Patient(scene.process().config)
    stormy = process.cloud.calls.send = Stormy(process.cloud.calls.send)  # type: ignore[attr-defined]
    number = ALL_OBJECTS if request.config.getoption("--every") == 1 else OBJECTS
    names = [f"db-{n}" for n in range(number)]

    def create(name: str) -> Recorded:
        return process.create(name, secretString=Hidden("one"), recoveryWindowInDays=7)

    def delete(name: str, recorded: Recorded) -> None:
        Patient.delete(destroys, recorded, name)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = list(pool.map(create, names))
        destroys = Patient(process.config)
        destroys.cloud.calls.send = Stormy(destroys.cloud.calls.send)  # type: ignore[attr-defined]
        alive = {row["status"] for row in scene.rows("tencentcloud_ssm_secrets")}
        list(pool.map(delete, names, made))

    assert stormy.refused / stormy.sent > REFUSED / 2
    assert alive == {"Enabled"}
    rows = scene.rows("tencentcloud_ssm_secrets")
    assert [row["status"] for row in rows] == ["PendingDelete"] * number
    assert isinstance(process.voice, Heard)
    assert process.voice.warnings == []
