"""What is generated and checked in is what its source gives now."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tools.generate_sdk import BUILT, LANGUAGES, PINS, REPOSITORY, generate

if TYPE_CHECKING:
    from pathlib import Path


def files_in(folder: Path) -> dict[str, bytes]:
    listed = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    return {str(name): path.read_bytes() for name, path in listed.items() if not BUILT.union(PINS) & set(name.parts)}


def test_schema_json_is_what_the_resource_models_say() -> None:
    printed = subprocess.run([sys.executable, "-m", "reprieve.schema"], capture_output=True, text=True, check=True)

    assert (REPOSITORY / "schema.json").read_text() == printed.stdout, "schema.json is stale: make schema"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sdk_is_what_schema_json_says(language: str, tmp_path: Path) -> None:
    generate(language, tmp_path / language)

    assert files_in(REPOSITORY / "sdk" / language) == files_in(tmp_path / language), (
        f"sdk/{language} is stale: make sdk"
    )
