"""value-not-in-clear: the program's folder is where the engine starts the pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reprieve_policy.policies import value_in_clear
from tests.policy.pack_side import OWN_SECRET, UNKNOWN_TEXT, VALUE, Pack, declared, hidden

if TYPE_CHECKING:
    from pathlib import Path

POLICY = "value-not-in-clear"
FOUND = "take it from the configuration (pulumi config set --secret) or another resource, and change it"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's folder, in which the pack runs."""
    monkeypatch.chdir(tmp_path)
    value_in_clear._sources.cache_clear()  # noqa: SLF001 - every test has a folder of its own
    return tmp_path


def found(properties: dict[str, object] | None = None, token: str = OWN_SECRET) -> list[str]:
    return Pack().analyze(token, properties or declared(OWN_SECRET)).get(POLICY, [])


@pytest.mark.parametrize("name", ["__main__.py", "Pulumi.dev.yaml", "stacks/keys.ts"])
def test_a_value_in_the_program_is_found_with_its_place_and_never_told(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(f"\n\nvalue = '{VALUE}'\n")

    (fault,) = found()

    assert fault == f"the value of secretString stands in clear in {name}, line 3: {FOUND}"
    assert VALUE not in fault


def test_no_policy_tells_a_value(folder: Path) -> None:
    (folder / "__main__.py").write_text(VALUE)
    faulty = declared(OWN_SECRET, forceDelete=True, recoveryWindowInDays=None, tags={"shared": "true"})
    pack = Pack("prod").configure(
        tags_required={"required": {"owner": "*"}}, protection_required={"resources": ["Secret"]}
    )

    faults = pack.analyze(OWN_SECRET, faulty)

    assert len(faults) == 5
    assert VALUE not in str(faults)


def test_a_value_that_stands_nowhere_passes(folder: Path) -> None:
    (folder / "Pulumi.dev.yaml").write_text("config:\n  shop:password:\n    secure: v1:abc\n")

    assert found() == []


@pytest.mark.parametrize("name", [".env", ".git/config", "node_modules/a/index.js", "venv/x.py"])
def test_what_is_no_source_of_the_program_is_not_searched(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(VALUE)

    assert found() == []


def test_of_several_lines_the_longest_is_looked_for(folder: Path) -> None:
    (folder / "index.ts").write_text('const pem = "-----BEGIN KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ\\n-----"')

    assert found(declared(OWN_SECRET, secretString=hidden("---BEGIN\nMIIEvQIBADANBgkqhkiG9w0BAQ\n")))


def test_short_values_and_skipped_paths_are_left_alone(folder: Path) -> None:
    (folder / "__main__.py").write_text("password = 'admin'")
    (folder / "fixtures").mkdir()
    (folder / "fixtures" / "a.json").write_text(VALUE)
    pack = Pack().configure(value_not_in_clear={"skip": ["fixtures/*"]})

    assert POLICY not in pack.analyze(OWN_SECRET, declared(OWN_SECRET, secretString=hidden("admin")))
    assert POLICY not in pack.analyze(OWN_SECRET, declared(OWN_SECRET))


def test_a_value_that_is_not_known_yet_is_not_looked_for(folder: Path) -> None:
    (folder / "__main__.py").write_text(UNKNOWN_TEXT)

    (said,) = found(declared(OWN_SECRET, secretString=hidden(UNKNOWN_TEXT)))

    assert said.endswith("string value at .secretString can't be known during preview")


@pytest.mark.parametrize(
    ("token", "field"),
    [
        ("reprieve:index:ApiKey", "accessKeySecret"),
        ("tencentcloud:Ssm/secretVersion:SecretVersion", "secretString"),
        ("alicloud:kms/secret:Secret", "secretData"),
        ("aws:secretsmanager/secretVersion:SecretVersion", "secretString"),
    ],
)
def test_other_types_values_are_looked_for_too(folder: Path, token: str, field: str) -> None:
    (folder / "main.go").write_text(f'"{VALUE}"')

    assert found({field: VALUE}, token) == [f"the value of {field} stands in clear in main.go, line 1: {FOUND}"]


def test_a_file_that_is_too_large_for_a_source_is_not_read(folder: Path) -> None:
    (folder / "dump.sql").write_text(VALUE + " " * value_in_clear.LARGEST_FILE)

    assert found() == []
