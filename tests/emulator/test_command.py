"""The command, as a person or a script runs it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.__main__ import main
from reprieve_emulator.clouds import make_world
from reprieve_emulator.control import Control
from tools.emulator_process import running_emulator

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_line_says_where_it_is_and_who_may_call() -> None:
    with running_emulator("--switch", "ssm_quota=7") as ready:
        assert ready["url"].startswith("http://127.0.0.1:")
        known = {(account["cloud"], account["name"]) for account in ready["accounts"]}
        assert {("tencentcloud", "one"), ("tencentcloud", "two")} <= known
        assert Control(ready["url"]).switches()["ssm_quota"] == "7"


def test_the_variables_that_it_prints_are_the_keys_of_the_accounts_that_it_serves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["env"])
    printed = dict(line.removeprefix("export ").split("=", 1) for line in capsys.readouterr().out.splitlines())

    with running_emulator() as ready:
        keys = {
            key["access_key_id"]: key["access_key_secret"] for one in ready["accounts"] for key in one["access_keys"]
        }
    assert keys[printed["TENCENTCLOUD_SECRET_ID"]] == printed["TENCENTCLOUD_SECRET_KEY"]
    assert keys[printed["ALIBABA_CLOUD_ACCESS_KEY_ID"]] == printed["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_without_a_trace_on_stderr(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "reprieve_emulator"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = json.loads(process.stdout.readline())["url"]
        assert Control(url).now() > 0
        process.send_signal(number)
        output, complaints = process.communicate(timeout=5)
    assert (output, complaints) == ("", "")


def test_a_database_outlives_the_process(tmp_path: Path) -> None:
    path = str(tmp_path / "clouds.sqlite")
    with running_emulator("--database", path) as ready:
        Control(ready["url"]).add_account("kept", account_id="100000000042")
        keys = ready["accounts"]
    with running_emulator("--database", path) as ready:
        assert ready["accounts"][:-1] == keys
        assert ready["accounts"][-1]["account_id"] == "100000000042"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is reachable from outside; add --allow-remote if that is meant"),  # noqa: S104
        (["--switch", "colour=red"], "no switch colour"),
        (["--switch", "ssm_quota=many"], "takes a whole number from 0, not many"),
    ],
)
def test_a_wrong_option_is_explained(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_every_switch_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["switches"])
    listed = capsys.readouterr().out
    for name, switch in make_world().switches.known.items():
        assert f"\n{name}: " in f"\n{listed}"
        assert switch.unconfirmed in listed


def test_every_action_is_listed_with_its_rate(capsys: pytest.CaptureFixture[str]) -> None:
    main(["actions"])
    listed = capsys.readouterr().out.splitlines()
    assert "tencentcloud ssm 2019-09-23 DeleteSecret 50/s" in listed
    assert len(listed) == sum(len(cloud.actions()) for cloud in make_world().clouds.values())
