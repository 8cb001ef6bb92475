"""SIGKILL for the plugin while the cloud's answer is on its way: the same command again completes, nothing is lost.

A sample of `tests/crash`, which tries every call in process: that the engine's state is as it is modelled there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from reprieve_emulator.control import Control
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PLUGIN = "pulumi-resource-reprieve"
ANSWERS_AFTER = 30.0
"""Seconds; the plugin is dead by then."""

REACHES = 30.0
"""Seconds until the call must have come."""


def die(stack: Stack, control: Control, command: str, *, at: str) -> str:
    """Run a command, kill the plugin once the cloud has carried out the call named by `at`; return what was printed."""
    held = control.add_fault(action=at, delay_before_answer=ANSWERS_AFTER)
    process = stack.start(command, "--yes", "--skip-preview")
    try:
        until = time.monotonic() + REACHES
        while any(fault["id"] == held and fault["count"] for fault in control.faults()):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.05)
        for pid in plugins_of(process.pid):
            os.kill(pid, signal.SIGKILL)
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
        control.remove_faults()
    assert process.returncode != 0, stdout + stderr
    return stdout + stderr


def plugins_of(engine: int) -> list[int]:
    """Return the processes of the plugin that an engine has started."""
    listed = subprocess.run(["ps", "-Aww", "-o", "pid=,ppid=,command="], check=True, capture_output=True, text=True)
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    found = [int(pid) for pid, parent, command in rows if int(parent) == engine and PLUGIN in command]
    assert found, listed.stdout
    return found


def test_a_key_that_a_killed_plugin_made_is_the_successor_of_the_one_before(alicloud: Stack, emulator: Control) -> None:
    def key(**properties: Any) -> dict[str, Any]:  # noqa: ANN401 - free form
        return {"type": "reprieve:KmsKey", "properties": {"alias": "shop", "recoveryWindowInDays": 7, **properties}}

    alicloud.write_yaml({"key": key()})
    alicloud.up()
    old = alicloud.resource("key")["id"]
    alicloud.write_yaml({"key": key(keySpec="RSA_2048", keyUsage="SIGN_VERIFY")})

    die(alicloud, emulator, "up", at="CreateKey")
    made = {row["key_id"] for row in emulator.objects("alicloud_keys")} - {old}
    alicloud.up()

    states = {row["key_id"]: row["state"] for row in emulator.objects("alicloud_keys")}
    assert states == {old: "PendingDeletion", made.pop(): "Enabled"}
    (alias,) = emulator.objects("alicloud_aliases")
    assert alicloud.resource("key")["id"] == alias["key_id"] != old
    assert "unfinishedSteps" not in alicloud.resource("key")["outputs"]


def test_a_secret_that_a_killed_plugin_made_under_the_name_of_the_deleted_one_is_taken(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    place = {"account": cloud.account.id, "region": "ap-guangzhou"}
    cloud.control.plant("tencentcloud_kms_clusters", **place, cluster_id="cluster-1")
    tencentcloud.write_yaml({"password": secret(forceDelete=True)})
    tencentcloud.up()
    cloud.control.move_clock(seconds=60)
    tencentcloud.write_yaml({"password": secret(forceDelete=True, kmsInstanceId="cluster-1")})

    die(tencentcloud, cloud.control, "up", at="CreateSecret")
    again = tencentcloud.up()

    assert any("was taken over" in warning for warning in again.messages("warning"))
    assert cloud.secrets()["db-password"]["hsm_cluster_id"] == "cluster-1"
    assert cloud.values("db-password") == {"v1": VALUE}
    assert tencentcloud.resource("password")["id"] == "db-password"


def test_a_destroy_whose_plugin_is_killed_between_its_steps_is_completed_by_the_next(
    tencentcloud: Stack, cloud: CloudSide
) -> None:
    tencentcloud.write_yaml({"password": secret(recoveryWindowInDays=14)})
    tencentcloud.up()

    die(tencentcloud, cloud.control, "destroy", at="DisableSecret")
    state = cloud.status("db-password")
    tencentcloud.destroy()

    assert state == "Disabled"
    assert cloud.status("db-password") == "PendingDelete"
    assert cloud.windows == [14]
    assert tencentcloud.export().get("resources", []) == []
