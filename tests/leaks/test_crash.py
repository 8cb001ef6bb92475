"""A plugin that dies in the middle of a call with all of Python's crash output on."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import grpc
import pytest

from reprieve.fields import Hidden
from reprieve.plugin.stubs import provider_pb2, provider_pb2_grpc
from reprieve.plugin.values import encode
from tests.accounts import Account
from tests.contract.rows import REGIONS
from tests.leaks.needles import AWKWARD, found

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

PLUGIN = Path(sys.executable).with_name("pulumi-resource-reprieve")
URN = "urn:pulumi:dev::shop::reprieve:index:Secret::db"
HANGS = 20.0  # seconds: far more than a busy machine needs to notice


def wait_until_taken(emulator: Control, fault: int) -> None:
    """Return as soon as a call has met the fault; the time-out of the tests ends the wait otherwise."""
    while any(each["count"] for each in emulator.faults() if each["id"] == fault):
        Event().wait(0.01)


@pytest.mark.parametrize("cloud", REGIONS)
def test_what_a_dying_plugin_writes_shows_no_value(emulator: Control, cloud: str) -> None:
    account = Account.of(emulator.add_account("crash", cloud=cloud))
    keys = {"accessKey": account.access_key, "secretKey": account.secret_key, "endpoint": emulator.url}
    hangs = emulator.add_fault(action="CreateSecret", delay_before_work=HANGS)
    environment = {"PYTHONFAULTHANDLER": "1", "PYTHONDEVMODE": "1", "DEBUG": "sdk", "NO_PROXY": "127.0.0.1"}
    process = subprocess.Popen(
        [str(PLUGIN)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    assert process.stdout
    try:
        with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
            service = provider_pb2_grpc.ResourceProviderStub(channel)
            config = encode({"cloud": cloud, "region": REGIONS[cloud], **keys})
            service.Configure(provider_pb2.ConfigureRequest(args=config))
            properties = encode({"name": "db", "secretString": Hidden(AWKWARD), "tags": {}})
            call = service.Create.future(provider_pb2.CreateRequest(urn=URN, properties=properties))
            wait_until_taken(emulator, hangs)
            process.send_signal(signal.SIGABRT)
            stdout, stderr = process.communicate(timeout=60)
            with pytest.raises(grpc.RpcError):
                call.result()
    finally:
        process.kill()
        process.communicate()

    assert "Fatal Python error: Aborted" in stderr
    assert "clouds/" in stderr  # it was in the middle of the call
    assert found(stdout + stderr, [AWKWARD, account.secret_key, account.access_key]) == set()
