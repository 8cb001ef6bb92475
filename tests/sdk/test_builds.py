"""Every SDK builds into what its users install, from the versions that are pinned beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from reprieve.publishing import PLUGIN_ADDRESS
from reprieve.version import VERSION
from tests.engine.languages import go_environment
from tools.build_sdks import GO, NODEJS, give_node_packages, provide_node_sdk, run
from tools.generate_sdk import REPOSITORY
from tools.pin_sdks import GO_MODULE

if TYPE_CHECKING:
    from pathlib import Path

PLUGIN = {"resource": True, "name": "reprieve", "version": VERSION, "server": PLUGIN_ADDRESS}


def test_the_python_sdk_builds_into_a_wheel_with_its_types(tmp_path: Path) -> None:
    source = shutil.copytree(REPOSITORY / "sdk" / "python", tmp_path / "sdk")
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index"]

    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", tmp_path, source], check=True)

    (wheel,) = tmp_path.glob(f"pulumi_reprieve-{VERSION}-*.whl")
    listed = subprocess.run([sys.executable, "-m", "zipfile", "-l", wheel], capture_output=True, text=True, check=True)
    assert "pulumi_reprieve/py.typed" in listed.stdout
    assert "pulumi_reprieve/pulumi-plugin.json" in listed.stdout


def test_the_node_sdk_builds_into_a_package_with_its_types() -> None:
    built = provide_node_sdk()

    described = json.loads((built / "package.json").read_text())
    assert (described["name"], described["version"]) == ("pulumi-reprieve", VERSION)
    assert described["pulumi"] == PLUGIN
    assert {"index.js", "index.d.ts", "secret.d.ts", "types/enums/index.d.ts", "README.md"} <= {
        str(path.relative_to(built)) for path in built.rglob("*")
    }


def test_the_go_sdk_builds_from_its_pinned_modules() -> None:
    run("go", "build", "./...", folder=GO, environment={**os.environ, **go_environment()})

    plugin = json.loads((GO / "reprieve" / "pulumi-plugin.json").read_text())
    assert plugin == PLUGIN


def test_go_code_is_in_its_one_format() -> None:
    written = [str(REPOSITORY / folder) for folder in ("tools/engine", "examples", "tests/sdk/programs", "sdk/go")]

    assert run("gofmt", "-l", *written, folder=REPOSITORY) == ""


def test_the_programs_ask_for_this_version() -> None:
    examples = REPOSITORY / "examples"
    package = json.loads((examples / "quickstart-typescript" / "package.json").read_text())
    modules = [examples / "quickstart-go", REPOSITORY / "tests" / "sdk" / "programs" / "go"]

    assert package["dependencies"]["pulumi-reprieve"] == f"^{VERSION}"
    assert all(f"{GO_MODULE} v{VERSION}\n" in (module / "go.mod").read_text() for module in modules)


def test_the_lock_file_names_exact_versions_and_no_registry() -> None:
    text = (NODEJS / "package-lock.json").read_text()
    itself, *packages = json.loads(text)["packages"].values()

    assert itself["version"] == VERSION, "package-lock.json is stale: make lock"
    assert all(package["version"] and package["integrity"].startswith("sha512-") for package in packages)
    assert not re.search(r'"resolved"|https?://[^"]*\.tgz', text)


def test_a_value_that_an_enum_lacks_does_not_compile(tmp_path: Path) -> None:
    program = """
import * as reprieve from "pulumi-reprieve";
new reprieve.KmsKey("right", { keySpec: reprieve.KeySpec.Rsa2048, keyUsage: "SIGN_VERIFY" });
new reprieve.KmsKey("wrong", { keySpec: "RSA_1024" });
"""
    (tmp_path / "index.ts").write_text(program)
    shutil.copyfile(REPOSITORY / "examples" / "quickstart-typescript" / "tsconfig.json", tmp_path / "tsconfig.json")
    give_node_packages(tmp_path)

    compiled = subprocess.run(
        ["node_modules/.bin/tsc", "--noEmit"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    (error,) = (line for line in compiled.stdout.splitlines() if "error" in line)
    assert error.startswith("index.ts(4,")
    assert """Type '"RSA_1024"' is not assignable to type 'Input<KeySpec | undefined>'""" in error
