"""The archive, installed by the CLI into an empty home on a machine without any Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reprieve.publishing import PLUGIN_ADDRESS
from reprieve.version import VERSION
from tests.accounts import Account
from tests.engine.harness import Stack
from tests.engine.programs import secret
from tools.build_plugin import archive_name, packed

if TYPE_CHECKING:
    from reprieve_emulator.control import Control

PROGRAMS = ("pulumi", "pulumi-language-yaml")
PYTHONS = ("python", "python3", "python3.11", "pulumi-resource-reprieve")
OF_THE_C_LIBRARY = re.compile(r"/(ld-linux-[\w-]+|lib(c|dl|m|pthread|resolv|rt|util|nss_\w+))\.so\.\d+$")
REGIONS = {"tencentcloud": "ap-guangzhou", "alicloud": "cn-hangzhou"}


@pytest.fixture
def bare(engine: Path, tmp_path: Path) -> Stack:
    """A stack on a machine with the Pulumi CLI, an empty home, and neither Python nor Reprieve on PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in PROGRAMS:
        (programs / program).symlink_to(engine / program)
    stack = Stack(engine, tmp_path / "home", tmp_path / "program")
    stack.plugin = None
    stack.environment["PATH"] = str(programs)
    assert not any(shutil.which(name, path=str(programs)) for name in PYTHONS)
    return stack


def write_profile(home: Path, cloud: str, account: Account) -> None:
    """Write a profile as the vendor's command line client does; Alibaba Cloud's asks a program of the machine."""
    stored: dict[str, object] = {"secretId": account.access_key, "secretKey": account.secret_key}
    path = home / ".tccli" / "shop.credential"
    if cloud == "alicloud":
        keys = {"mode": "AK", "access_key_id": account.access_key, "access_key_secret": account.secret_key}
        program = home / "credentials.sh"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"[ -z \"$LD_LIBRARY_PATH\" ] && echo '{json.dumps(keys)}'")
        asked = {"name": "shop", "mode": "External", "process_command": f"/bin/sh {program}"}
        stored, path = {"profiles": [asked]}, home / ".aliyun" / "config.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(stored))


@pytest.mark.parametrize("cloud", REGIONS)
def test_the_archive_takes_a_secret_through_its_life_where_there_is_no_python(
    cloud: str, bare: Stack, released: Path, emulator: Control
) -> None:
    account = Account.of(emulator.add_account("shop", cloud=cloud))
    write_profile(Path(bare.environment["HOME"]), cloud, account)
    bare.configure(cloud=cloud, region=REGIONS[cloud], endpoint=emulator.url, profile="shop")
    bare.write_yaml({"password": secret()})

    bare.run("plugin", "install", "resource", "reprieve", f"v{VERSION}", "--file", str(released / archive_name()))
    (listed,) = bare.run("plugin", "ls", "--json").json
    made = bare.up()
    ended = bare.destroy()
    back = bare.up()

    assert (listed["name"], listed["kind"], listed["version"]) == ("reprieve", "resource", VERSION)
    assert [step.operation for step in made.steps] == ["create"]
    assert made.messages("warning") == []
    assert [step.operation for step in ended.steps if step.operation != "refresh"] == ["delete"]
    assert [warning for warning in back.messages("warning") if "restored" in warning]


def test_the_program_takes_nothing_from_the_machine_but_its_c_library(released: Path, tmp_path: Path) -> None:
    with tarfile.open(released / archive_name()) as archive:
        archive.extractall(tmp_path, filter="data")
    command = [str(tmp_path / "pulumi-resource-reprieve"), "127.0.0.1:1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={}) as process:
        port = process.stdout.readline() if process.stdout else ""
        mapped = Path(f"/proc/{process.pid}/maps").read_text()
        process.kill()

    files = {line.split(maxsplit=5)[5] for line in mapped.splitlines() if ".so" in line}
    brought = {file for file in files if file.startswith(str(tmp_path))}
    assert port.strip().isdecimal()
    assert any("libpython" in file for file in brought)
    assert [file for file in files - brought if not OF_THE_C_LIBRARY.search(file)] == []


def test_the_archive_brings_the_licences_of_all_that_is_in_it(released: Path) -> None:
    with tarfile.open(released / archive_name()) as archive:
        names = set(archive.getnames())
        index = archive.extractfile("licenses/README.txt")
        listed = index.read().decode() if index else ""

    assert {"licenses/python.txt", "licenses/grpcio-LICENSE", "licenses/reprieve-LICENSE"} <= names
    assert {line.partition(" ")[0] for line in listed.splitlines()} == {"python", *packed()}
    assert "see its page" not in listed


def test_pulumi_finds_the_archive_at_an_address_like_the_schemas(bare: Stack, released: Path) -> None:
    class Releases(SimpleHTTPRequestHandler):
        """The folder, as it lies at the end of the address."""

        def translate_path(self, path: str) -> str:
            asked.append(path)
            return str(released / Path(path).name)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    asked: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Releases) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        address = PLUGIN_ADDRESS.replace("https://example.com", f"http://127.0.0.1:{server.server_port}")
        bare.run("plugin", "install", "resource", "reprieve", f"v{VERSION}", "--server", address)
        server.shutdown()

    (listed,) = bare.run("plugin", "ls", "--json").json
    assert (listed["name"], listed["version"]) == ("reprieve", VERSION)
    assert asked == [f"/pulumi-reprieve/releases/v{VERSION}/{archive_name()}"]
