"""The command: what it prints and writes, how it ends, and that no value leaves it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reprieve.peers.kinds import KINDS
from reprieve.version import VERSION
from tests.cli.states import FIXTURES, NAMES, PLANTED, fixture, managed, run, terraform

if TYPE_CHECKING:
    from pathlib import Path

FORMS = "pulumi stack export, terraform show -json, a Terraform state file of version 4"


def test_the_version_is_the_one_of_everything() -> None:
    assert run("--version").output == f"reprieve, version {VERSION}\n"


def test_the_help_tells_every_exit_code() -> None:
    told = run("adopt", "--help").output

    assert run("--help").output.startswith("Usage: reprieve [OPTIONS] COMMAND [ARGS]...")
    assert [line.split()[0] for line in told.partition("Exit codes:")[2].splitlines() if line.strip()] == list("0123")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no json", "reading <stdin>: it is not JSON\n"),
        ("[]", "reading <stdin>: it is JSON, but no object\n"),
        (
            '{"version": 3}',
            f"reading <stdin>: it is none of: {FORMS}\n",
        ),
        ('{"deployment": {"resources": [{}]}}', "reading <stdin>: it is damaged: KeyError on the way\n"),
        ('{"version": 4, "resources": [1]}', "reading <stdin>: it is damaged: AttributeError on the way\n"),
    ],
)
def test_what_is_no_state_is_refused(text: str, said: str) -> None:
    result = run("adopt", "-", stdin=text)

    assert (result.exit_code, result.stderr, result.stdout) == (3, said, "")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"\xff\xfe\x00")

    result = run("adopt", str(tmp_path / "state"))

    assert result.exit_code == 3
    assert "it is no text in UTF-8" in result.stderr


def test_a_wrong_command_line_ends_with_2() -> None:
    assert run("adopt").exit_code == 2
    assert run("adopt", "nowhere.json").exit_code == 2


def test_what_is_left_alone_ends_with_1_and_nothing_left_with_0() -> None:
    whole = json.dumps(terraform(managed("tencentcloud_ssm_secret"), managed("tencentcloud_vpc")))

    assert run("adopt", "-", stdin=whole).exit_code == 0
    assert run("adopt", "-", stdin=json.dumps(terraform(managed("alicloud_kms_instance")))).exit_code == 1


@pytest.mark.parametrize("empty", [{"version": 3, "deployment": None}, {"format_version": "1.0"}, terraform()])
def test_an_empty_state_is_nothing_to_adopt(empty: dict[str, object]) -> None:
    result = run("adopt", "-", stdin=json.dumps(empty))

    assert result.exit_code == 0
    assert result.output == (
        "# Adoption\n\n0 to adopt, 0 left alone, 0 of other types not looked at. No cloud was called.\n"
    )


def test_the_page_says_step_by_step_how_an_object_that_others_depend_on_changes_hands() -> None:
    page = run("adopt", str(FIXTURES / "pulumi-export.json")).output

    assert (
        "8. ApiKey partner is not in import.json, since partner-plan depends on it: set retainOnDelete (and no "
        "protect) on the old resource and its parts and run `pulumi up`; then put Reprieve's ApiKey in their place, "
        "with the option import: AKIDpartner and what is declared above, and run it twice: the second run records "
        "what is declared of the deletion.\n"
    ) in page


def test_the_page_begins_with_the_deletions_that_are_declared_otherwise_than_they_were() -> None:
    page = run("adopt", str(FIXTURES / "terraform-state.json")).output

    assert page.startswith(
        "# Adoption\n\n"
        "7 to adopt, 6 left alone, 1 of other types not looked at. No cloud was called.\n\n"
        "**shop-db: its deletion was at once and for good: recovery_window_in_days is 0, which is what the old "
        "provider takes when it is left out; declared is 30 days instead; deleting at once again would be "
        "forceDelete: true.**\n\n"
        "**worker-eu: its deletion was refused by the cloud: a window of 45 days, and Tencent Cloud takes 1 to 30 "
        "days; declared is 30 days, the nearest that it takes.**\n\n"
    )


def test_the_files_hold_what_is_printed(tmp_path: Path) -> None:
    state = str(FIXTURES / "pulumi-export.json")

    summary = run("adopt", state, "--out", str(tmp_path / "made")).output

    written = {path.name: path.read_text() for path in (tmp_path / "made").iterdir()}
    page, data = run("adopt", state).output, run("adopt", state, "--json").output
    assert summary == (
        f"5 to adopt, 4 left alone, 3 of other types not looked at; see {tmp_path / 'made' / 'adopting.md'}\n"
    )
    assert written == {
        "adopting.md": page,
        "adopting.json": data,
        "import.json": json.dumps(json.loads(data)["importFile"], indent=2) + "\n",
    }


@pytest.mark.parametrize("name", NAMES)
def test_no_value_leaves_the_command(name: str, tmp_path: Path) -> None:
    text = (FIXTURES / name).read_text()
    outputs = [run("adopt", "-", *flags, stdin=text).output for flags in ([], ["--json"], ["--out", str(tmp_path)])]
    outputs += [path.read_text() for path in tmp_path.iterdir()]

    assert any(planted in text for planted in PLANTED)
    assert not [planted for planted in PLANTED for output in outputs if planted in output]


def test_no_attribute_that_holds_a_value_is_read() -> None:
    values = {"secret_string", "secret_binary", "secret_data", "access_key_secret", "key_material_base64"}

    assert not {attribute for kind in KINDS.values() for attribute in kind.attributes} & values


def test_an_export_that_shows_secrets_is_warned_of() -> None:
    export = fixture("pulumi-export.json")
    shown = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"planted"'}
    export["deployment"]["resources"][-1]["outputs"] = {"of": [{"any": shown}]}

    output = run("adopt", "-", stdin=json.dumps(export)).output

    assert (
        "**the export shows secrets in clear (--show-secrets); none was taken over; delete it and export again.**"
        in (output)
    )
    assert "planted" not in output


@pytest.mark.parametrize("library", ["click", "jinja2", "rich"])
def test_without_its_libraries_the_command_says_what_installs_them(library: str) -> None:
    program = f"import sys; sys.modules['{library}'] = None; from reprieve_cli.__main__ import start; start()"

    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stderr) == (1, "the command needs its libraries: pip install 'reprieve[cli]'\n")
