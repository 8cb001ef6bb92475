"""The pack as a process: an executable, and a folder as newer language hosts start it."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto.analyzer_pb2_grpc import AnalyzerStub

from reprieve.version import VERSION
from reprieve_policy.pack import POLICIES
from tests.policy.pack_side import OWN_SECRET, TENCENT, Aborted, Pack, declared

if TYPE_CHECKING:
    from collections.abc import Iterator

EXECUTABLE = Path(sys.executable).with_name("reprieve-policy")
FOLDER = Path(__file__).parents[2] / "policy" / "pack"
ENGINE = "127.0.0.1:9"
STARTS = {
    "executable": [str(EXECUTABLE), ENGINE],
    # what a language host runs: the interpreter of the pack's environment, the engine's address, the pack's folder
    "folder": [sys.executable, "-u", "-m", "pulumi.policy", ENGINE, str(FOLDER)],
}


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[str], AnalyzerStub]]:
    """Start the pack in a program's folder, and connect to the port that it prints."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        port = int(process.stdout.readline())
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield process, AnalyzerStub(channel)
    finally:
        process.kill()
        process.communicate()


@contextmanager
def started(command: list[str], folder: Path) -> Iterator[AnalyzerStub]:
    """Start the pack for some calls."""
    with running(command, folder) as (_, pack):
        yield pack


@pytest.mark.parametrize("start", STARTS)
def test_the_pack_ends_without_a_word_when_the_engine_is_done_with_it(start: str, tmp_path: Path) -> None:
    with running(STARTS[start], tmp_path) as (process, pack):
        pack.GetPluginInfo(empty_pb2.Empty())
        process.send_signal(signal.SIGINT)

        assert process.communicate(timeout=60) == ("", "")


@pytest.mark.parametrize("start", STARTS)
def test_the_pack_tells_its_policies_and_judges(start: str, tmp_path: Path) -> None:
    with started(STARTS[start], tmp_path) as pack:
        pack.ConfigureStack(proto.AnalyzerStackConfigureRequest(stack="dev", project="shop"))
        info = pack.GetAnalyzerInfo(empty_pb2.Empty())
        request = proto.AnalyzeRequest(type=OWN_SECRET, urn=Pack().urn(OWN_SECRET, "one"), name="one")
        request.properties.update(declared(OWN_SECRET, forceDelete=True, recoveryWindowInDays=None))
        request.provider.properties.update(TENCENT)
        found = pack.Analyze(request).diagnostics

    assert (info.name, info.version, info.supportsConfig) == ("reprieve", VERSION, True)
    assert [policy.name for policy in info.policies] == [policy.name for policy in POLICIES]
    assert [(one.policyName, one.enforcementLevel) for one in found] == [("force-delete-forbidden", proto.MANDATORY)]


def test_a_person_who_starts_it_is_told_how_it_is_used() -> None:
    ran = subprocess.run([EXECUTABLE], check=False, capture_output=True, text=True)

    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        'this is a policy pack, which pulumi starts: pulumi preview --policy-pack "$(command -v reprieve-policy)"\n'
    )


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        (
            {"force_delete_forbiden": {}},
            'force-delete-forbiden is no policy of this pack; did you mean "force-delete-forbidden"?',
        ),
        (
            {"recovery_window_minimum": {"environments": [{"secretDays": 30}]}},
            'recovery-window-minimum: environments[0] fits no stack: add stacks, such as ["*"], or tags',
        ),
        ({"minimum": {}}, "minimum is no policy of this pack"),
        (
            {"recovery_window_minimum": {"enviroments": []}},
            'recovery-window-minimum: enviroments is not a property of its configuration; did you mean "environments"?',
        ),
        (
            {"recovery_window_minimum": {"environments": [{"stacks": "prod", "secretDays": 7.5}]}},
            (
                "recovery-window-minimum: environments[0].stacks must be a list; "
                "recovery-window-minimum: environments[0].secretDays must be a whole number"
            ),
        ),
        (
            {"key_rotation_required": {"days": 0}, "protection_required": {"resources": ["Key"]}},
            (
                "key-rotation-required: days input should be greater than or equal to 1; "
                "protection-required: resources[0] must be one of Secret, KmsKey, ApiKey"
            ),
        ),
    ],
)
def test_a_configuration_is_refused_with_all_that_is_wrong(settings: dict[str, Any], refused: str) -> None:
    with pytest.raises(Aborted) as error:
        Pack().configure(**settings)

    assert str(error.value) == f"INVALID_ARGUMENT: {refused}"


def test_the_engines_word_for_all_policies_is_no_mistake() -> None:
    Pack().configure(all={})
