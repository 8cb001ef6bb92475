"""The programs of docs/languages.md that no interpreter of ours runs: previewed as they stand, through the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import ROOT, blocks
from tests.engine.languages import prepare

if TYPE_CHECKING:
    from tests.engine.harness import Stack

PROJECTS = {
    "typescript": ("quickstart-typescript", "nodejs", "index.ts"),
    "go": ("quickstart-go", "go", "main.go"),
}
"""The example whose package files a program is put beside, what runs it, and the program's own file."""


@pytest.mark.parametrize("language", PROJECTS)
def test_the_program_of_the_page_is_previewed(language: str, tencentcloud: Stack) -> None:
    (block,) = (each for each in blocks(ROOT / "docs" / "languages.md") if each.language == language)
    project, runtime, file = PROJECTS[language]
    shutil.copytree(ROOT / "examples" / project, tencentcloud.folder, dirs_exist_ok=True)
    (tencentcloud.folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")
    (tencentcloud.folder / file).write_text(block.text)
    prepare(tencentcloud)
    tencentcloud.run("config", "set", "dbPassword", "correct horse battery staple", "--secret")

    preview = tencentcloud.preview()

    assert [(step.operation, step.name) for step in preview.steps] == [("create", "db-password")]
    assert "pulumi up within the window: RestoreSecret" in preview.text
