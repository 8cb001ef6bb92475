"""Ctrl-C while the cloud's call still hangs: the command ends, nothing is lost, and the next run goes on from there."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    import subprocess

    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

HANGS = 6.0  # seconds that the cloud's answer takes
REACHES = 30.0  # seconds until the call must have come


def interrupt(stack: Stack, cloud: CloudSide, *command: str, at: str) -> tuple[str, int]:
    """Run a command, press Ctrl-C while the call named by `at` hangs, and return what it printed and its exit code."""
    hanging = cloud.control.add_fault(action=at, delay_before_work=HANGS)
    process = stack.start(*command, "--yes", "--skip-preview")
    try:
        _wait_for(cloud, process, hanging)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
        cloud.control.remove_faults()
    return stdout + stderr, process.returncode


def _wait_for(cloud: CloudSide, process: subprocess.Popen[str], fault: int) -> None:
    """Wait until the fault has taken the call."""
    until = time.monotonic() + REACHES
    while any(one["id"] == fault and one["count"] for one in cloud.control.faults()):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.05)


def test_an_interrupted_create_keeps_what_was_made(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})

    text, code = interrupt(tencentcloud, cloud, "up", at="CreateSecret")
    tencentcloud.up()
    again = tencentcloud.preview()

    assert code != 0, text
    assert cloud.values("db-password") == {"v1": VALUE}
    assert tencentcloud.resource("password")["id"] == "db-password"
    assert "same" in [step.operation for step in again.steps]


def test_a_create_that_is_interrupted_between_its_calls_is_finished_by_the_next_up(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(enabled=False)})

    text, code = interrupt(tencentcloud, cloud, "up", at="DisableSecret")
    tencentcloud.up()

    assert code != 0, text
    assert cloud.status("db-password") == "Disabled"
    assert "unfinishedSteps" not in tencentcloud.resource("password")["outputs"]


def test_an_interrupted_update_is_finished_by_the_next_up(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()
    tencentcloud.write_yaml({"password": secret(secretString="another", description="changed", tags={"a": "b"})})

    text, code = interrupt(tencentcloud, cloud, "up", at="PutSecretValue")
    tencentcloud.up()
    again = tencentcloud.preview()

    assert code != 0, text
    assert cloud.secrets()["db-password"]["description"] == "changed"
    assert "another" in cloud.values("db-password").values()
    assert cloud.tags("db-password")["a"] == "b"
    assert "same" in [step.operation for step in again.steps]


def test_a_deletion_that_is_interrupted_between_its_steps_goes_on_from_there(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()

    text, code = interrupt(tencentcloud, cloud, "destroy", at="DisableSecret")
    state = cloud.status("db-password")
    kept = [entry["type"] for entry in tencentcloud.export()["resources"]]
    tencentcloud.destroy()

    assert code != 0, text
    assert "db-password was not deleted: stopped before DeleteSecret, DisableSecret was done" in text
    assert state == "Disabled"
    assert "reprieve:index:Secret" in kept
    assert cloud.windows == [14]
    assert cloud.status("db-password") == "PendingDelete"


def test_after_an_interrupted_deletion_an_up_makes_the_secret_readable_again(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret()})
    tencentcloud.up()

    interrupt(tencentcloud, cloud, "destroy", at="DisableSecret")
    tencentcloud.up()

    assert cloud.status("db-password") == "Enabled"


def test_a_deletion_whose_last_step_was_on_the_wire_is_known_by_the_next_destroy(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()

    interrupt(tencentcloud, cloud, "destroy", at="DeleteSecret")
    tencentcloud.destroy()

    assert cloud.status("db-password") == "PendingDelete"
    assert cloud.windows == [14]
    assert tencentcloud.export().get("resources", []) == []


def test_an_interrupted_run_waits_for_no_throttled_call(tencentcloud: Stack, cloud: CloudSide) -> None:
    tencentcloud.write_yaml({"password": secret()})
    throttled = cloud.control.add_fault(action="CreateSecret", throttle=True, count=None)
    process = tencentcloud.start("up", "--yes", "--skip-preview")
    until = time.monotonic() + REACHES
    while len(cloud.requests("CreateSecret")) < 2:
        assert time.monotonic() < until
        time.sleep(0.05)

    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    cloud.control.remove_faults(throttled)
    tencentcloud.up()

    assert process.returncode != 0
    assert "db-password was not created: ssm:CreateSecret answered RequestLimitExceeded" in stdout
    assert "stopped, as the engine asked" in stdout, stderr
    assert cloud.status("db-password") == "Enabled"
