"""`reprieve destroy` with the real engine: agreed to, done as previewed, reported, interrupted, gone on with."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.environment import entered
from tests.cli.states import run
from tests.dynamic import programs as dynamic
from tests.engine.programs import VALUE, secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

HANGS = 6.0
"""Seconds that the cloud's answer takes where a run is interrupted."""
REACHES = 60.0
"""Seconds in which something has to come."""


@pytest.fixture
def deployed(tencentcloud: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A key, two secrets, one of them with the key, and one that the engine drops."""
    key = {"type": "reprieve:KmsKey", "properties": {"alias": "db-key"}}
    tencentcloud.write_yaml(
        {
            "key": key,
            "password": secret(kmsKeyId="${key.id}", recoveryWindowInDays=14),
            "scratch": secret(name="db-scratch", forceDelete=True),
            "kept": secret(name="db-kept", options={"retainOnDelete": True}),
        }
    )
    tencentcloud.up()
    entered(tencentcloud, monkeypatch)
    monkeypatch.delenv("REPRIEVE_AUDIT_LOG", raising=False)
    return tencentcloud


def destroy(*options: str) -> Result:
    """Destroy what a saved preview says."""
    return run("destroy", "--stack", "dev", "--yes", "--preview", "saved.json", *options)


def test_a_destroy_does_what_was_previewed_and_leaves_a_whole_report(deployed: Stack, cloud: CloudSide) -> None:
    assert run("preview", "-s", "dev", "--save", "saved.json", "--fail-on", "refused").exit_code == 0

    cloud.control.add_fault(throttle=True, count=3)  # a rate limit ends no run
    result = destroy("--json", "--record", "run")

    told = json.loads(result.stdout)
    assert result.exit_code == 0, result.stderr
    assert told["run"]["stacks"] == [{"stack": "shop/dev", "exitCode": 0, "otherThanPreviewed": []}]
    states = {one["id"]: one["state"] for one in told["report"]["objects"] if one["resource"] == "Secret"}
    assert states == {"db-password": "pending deletion", "db-scratch": "final", "db-kept": "kept in the cloud"}
    assert "- db-password was deleted: final on " in result.stderr
    assert "- db-kept was dropped from the state, and not deleted" in result.stderr
    assert (cloud.status("db-password"), cloud.status("db-kept")) == ("PendingDelete", "Enabled")
    assert deployed.export().get("resources", []) == []
    files = {file.name for file in (deployed.folder / "run").iterdir()}
    reports = {"report.txt", "report.html", "report.json"}
    written = {"preview.json", "run.json", "trail.jsonl", "shop-dev.events.jsonl", "shop-dev.pulumi.txt"}
    assert files == reports | written
    _holds_no_value(deployed.folder, result)


def test_nothing_is_destroyed_where_the_cloud_is_not_as_previewed(deployed: Stack, cloud: CloudSide) -> None:
    run("preview", "-s", "dev", "--save", "saved.json")
    cloud.change("db-password", status="Disabled")
    cloud.forget()

    result = destroy("--json")

    assert result.exit_code == 8
    assert len(json.loads(result.stdout)["notAsPreviewed"]) == 2
    assert "- shop/dev: password: status was enabled, is disabled" in result.stderr
    assert "- shop/dev: password: steps was DisableSecret; DeleteSecret, is DeleteSecret" in result.stderr
    assert cloud.writes == []
    assert len(deployed.export()["resources"]) == 6


@pytest.mark.usefixtures("deployed")
def test_what_is_not_agreed_to_is_not_destroyed(cloud: CloudSide) -> None:
    cloud.forget()

    alone = run("destroy", "--stack", "dev")
    unsaved = run("destroy", "--stack", "dev", "--yes")

    assert (alone.exit_code, unsaved.exit_code) == (9, 2)
    assert "there is no terminal to ask on: give --yes and a saved preview; nothing was destroyed" in alone.stderr
    assert "--yes needs --preview" in unsaved.stderr
    assert cloud.writes == []


def test_two_stacks_of_both_flavours_are_destroyed_in_one_run(
    tencentcloud: Stack, cloud: CloudSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    tencentcloud.write_yaml({"guarded": secret(name="db-guarded", deletionProtection=True)})
    tencentcloud.up()
    tencentcloud.run("stack", "init", "other", "--copy-config-from", "dev")
    tencentcloud.write_python(dynamic.secret(f"{dynamic.NAMED}, recovery_window_in_days=9"))
    tencentcloud.up("--stack", "other")
    entered(tencentcloud, monkeypatch)
    both = ("--stack", "dev", "--stack", "other")
    run("preview", *both, "--save", "saved.json")

    result = run("destroy", *both, "--yes", "--preview", "saved.json")

    assert result.exit_code == 1
    assert "! db-guarded was not deleted, and nothing was called: deletionProtection is recorded" in result.stderr
    assert "- db-password was deleted: final on " in result.stderr
    assert result.stdout.splitlines()[0] == "1 failed, 1 restorable"
    assert cloud.windows == [9]


def test_an_engine_that_cannot_begin_is_reported_with_its_words(deployed: Stack, cloud: CloudSide) -> None:
    run("preview", "-s", "dev", "--save", "saved.json")
    lock = deployed.state / ".pulumi" / "locks" / "organization" / "shop" / "dev" / "another.json"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_text('{"pid": 1, "username": "somebody", "hostname": "there", "timestamp": "2026-01-01T00:00:00Z"}')
    cloud.forget()

    result = destroy()

    assert result.exit_code == 1
    assert "- shop/dev: pulumi ended with 1: the stack is currently locked by 1 lock(s)." in result.stdout
    assert cloud.writes == []


class Terminal:
    """The command on a terminal of its own."""

    process: subprocess.Popen[bytes]

    def __init__(self, stack: Stack, *arguments: str) -> None:
        self._ours, theirs = pty.openpty()
        self._seen = b""
        environment = {**stack.environment, "TERM": "xterm-256color", "COLUMNS": "100"}
        command = [sys.executable, "-m", "reprieve_cli", *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=stack.folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        os.set_blocking(self._ours, False)

    def wait_for(self, text: str) -> None:
        """Read until a text has come."""
        until = time.monotonic() + REACHES
        while text not in self.screen:
            assert time.monotonic() < until, self.screen
            self._read()

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self, by: signal.Signals = signal.SIGINT) -> None:
        """Press Ctrl-C, or what another signal stands for."""
        self.process.send_signal(by)

    def end(self) -> int:
        """Read on until the command has ended, and return its exit code."""
        while self.process.poll() is None:
            self._read()
        self._read()
        os.close(self._ours)
        return int(self.process.returncode)

    @property
    def screen(self) -> str:
        return self._seen.decode(errors="replace")

    def _read(self) -> None:
        time.sleep(0.05)
        try:
            self._seen += os.read(self._ours, 1 << 16)
        except (BlockingIOError, OSError):
            return


def test_the_name_is_typed_and_a_run_that_is_interrupted_goes_on(deployed: Stack, cloud: CloudSide) -> None:
    cloud.control.add_fault(action="DeleteSecret", delay_before_work=HANGS, count=1)
    first = Terminal(deployed, "destroy", "--stack", "dev", "--record", "first")
    first.wait_for("type shop/dev to destroy it: ")
    first.type("shop/dev\n")
    _wait_for_a_call(cloud)
    first.interrupt()
    assert first.end() == 130
    assert "stopping: what is under way comes to its end" in first.screen
    assert "interrupted: run the same command again to go on" in first.screen
    report = json.loads((deployed.folder / "first" / "report.json").read_text())
    assert report["run"]["interrupted"]
    left = [one["urn"].rpartition("::")[2] for one in deployed.export()["resources"]]
    assert "key" in left

    second = Terminal(deployed, "destroy", "--stack", "dev", "--record", "second")
    second.wait_for("type shop/dev to destroy it: ")
    second.type("dev\n")

    assert second.end() == 0, second.screen
    assert (cloud.status("db-password"), cloud.windows) == ("PendingDelete", [14, 0])
    assert VALUE not in first.screen + second.screen


def test_a_wrong_name_destroys_nothing_and_a_second_interruption_ends_at_once(
    deployed: Stack, cloud: CloudSide
) -> None:
    wrong = Terminal(deployed, "destroy", "--stack", "dev")
    wrong.wait_for("type shop/dev to destroy it: ")
    wrong.type("shop/prod\n")
    assert wrong.end() == 9
    assert "shop/dev was not typed; nothing was destroyed" in wrong.screen

    cloud.control.add_fault(action="DeleteSecret", delay_before_work=HANGS, count=None)
    twice = Terminal(deployed, "destroy", "--stack", "dev", "--record", "twice")
    twice.wait_for("type shop/dev to destroy it: ")
    twice.type("shop/dev\n")
    _wait_for_a_call(cloud)
    twice.interrupt(by=signal.SIGHUP)  # the terminal goes away
    twice.wait_for("stopping")
    twice.interrupt(by=signal.SIGTERM)
    assert twice.end() == 130
    assert (deployed.folder / "twice" / "report.html").exists()
    cloud.control.remove_faults()

    run("preview", "-s", "dev", "--save", "saved.json")
    assert destroy().exit_code == 0


def _wait_for_a_call(cloud: CloudSide) -> None:
    """Wait until a deletion has begun, whose second call hangs."""
    until = time.monotonic() + REACHES
    while not any(call["action"] == "DisableSecret" for call in cloud.control.requests()):
        assert time.monotonic() < until
        time.sleep(0.05)


def _holds_no_value(folder: Path, result: Result) -> None:
    texts = [result.stdout, result.stderr, *(file.read_text() for file in _files(folder))]
    assert not any(VALUE in text for text in texts)


def _files(folder: Path) -> Iterator[Any]:
    yield folder / "saved.json"
    yield from (folder / "run").iterdir()
