"""What `make release` builds, and what becomes of it in an environment of its own."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from google.protobuf import empty_pb2

from reprieve.publishing import NODEJS_PACKAGE
from reprieve.version import VERSION
from tests.engine.programs import VALUE
from tests.installation.environments import make_environment
from tests.policy.test_analyzer import ENGINE, started
from tools.build_plugin import archive_name
from tools.release import CHECKSUMS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.harness import Stack

PROVIDER, EMULATOR, SDK = (
    f"{name}-{VERSION}-py3-none-any.whl" for name in ("reprieve", "reprieve_emulator", "pulumi_reprieve")
)
NODE_SDK = f"{NODEJS_PACKAGE}-{VERSION}.tgz"


@pytest.fixture(scope="session")
def environment(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheels of the provider and of the SDK, and nothing that they do not require."""
    return make_environment(tmp_path_factory.mktemp("user") / ".venv", [released / PROVIDER, released / SDK])


def said(folder: Path, program: str, *arguments: str) -> str:
    """Run an installed program with nothing else on PATH."""
    command = [str(folder / "bin" / program), *arguments]
    return subprocess.run(command, env={"PATH": ""}, capture_output=True, text=True, check=True).stdout


def test_a_release_is_every_package_the_archive_and_their_checksums(released: Path) -> None:
    files = {path.name for path in released.iterdir()}
    command = ["sha256sum", "--check", "--ignore-missing", CHECKSUMS]
    checked = subprocess.run(command, cwd=released, capture_output=True, text=True, check=True).stdout

    assert files == {PROVIDER, EMULATOR, SDK, NODE_SDK, archive_name(), CHECKSUMS}
    assert set(checked.splitlines()) == {f"{name}: OK" for name in files - {CHECKSUMS}}


def test_the_wheel_brings_the_plugin_and_no_part_of_the_tests(environment: Path) -> None:
    packages = {path.name for path in environment.glob("lib/python*/site-packages/*")}

    assert said(environment, "pulumi-resource-reprieve", "--version").strip() == VERSION
    assert {"reprieve", "reprieve_cli", "reprieve_policy", "pulumi_reprieve"} <= packages
    assert packages.isdisjoint({"pytest", "click", "starlette", "reprieve_emulator", "tests"})


def test_the_emulators_wheel_brings_its_program_and_needs_no_provider(released: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / ".venv", [released / EMULATOR])

    assert "tencentcloud" in said(environment, "reprieve-emulator", "actions")


def test_the_wheel_brings_the_policy_pack_which_says_what_it_needs(environment: Path) -> None:
    without = subprocess.run([environment / "bin" / "reprieve-policy"], capture_output=True, text=True, check=False)

    assert (without.returncode, without.stdout) == (1, "")
    assert without.stderr == "the policy pack needs its libraries: pip install 'reprieve[policy]'\n"


def test_the_extra_policy_is_all_that_the_pack_needs(released: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / ".venv", [released / PROVIDER], "policy")

    with started([str(environment / "bin" / "reprieve-policy"), ENGINE], tmp_path) as pack:
        info = pack.GetAnalyzerInfo(empty_pb2.Empty())

    assert (info.name, info.version) == ("reprieve", VERSION)


def test_the_wheels_take_a_secret_through_its_life(environment: Path, tencentcloud: Stack) -> None:
    tencentcloud.plugin = environment / "bin"
    tencentcloud.write_python(PROGRAM, environment)

    made = tencentcloud.up()
    ended = tencentcloud.destroy()
    back = tencentcloud.up()

    assert [step.operation for step in made.steps] == ["create"]
    assert [step.operation for step in ended.steps if step.operation != "refresh"] == ["delete"]
    assert [warning for warning in back.messages("warning") if "restored" in warning]


PROGRAM = f"""
import pulumi_reprieve

pulumi_reprieve.Secret("password", name="db-password", secret_string={VALUE!r}, recovery_window_in_days=14)
"""
