"""The programs on the pages in TypeScript and Go: previewed as they stand, through the real engine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import ALL, ROOT
from tests.engine.languages import prepare

if TYPE_CHECKING:
    from tests.docs.blocks import Block
    from tests.engine.harness import Stack

PROJECTS = {
    "typescript": ("quickstart-typescript", "nodejs", "index.ts"),
    "go": ("quickstart-go", "go", "main.go"),
}
"""The example whose package files a program is put beside, what runs it, and the program's own file."""


PROGRAMS = {block.text: block for block in reversed(ALL) if block.language in PROJECTS}
"""The same program on several pages is previewed once."""


@pytest.mark.parametrize("block", PROGRAMS.values(), ids=str)
def test_the_program_of_the_page_is_previewed(block: Block, tencentcloud: Stack) -> None:
    project, runtime, file = PROJECTS[block.language]
    shutil.copytree(ROOT / "examples" / project, tencentcloud.folder, dirs_exist_ok=True)
    (tencentcloud.folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n")
    (tencentcloud.folder / file).write_text(block.text)
    prepare(tencentcloud)
    tencentcloud.run("config", "set", "dbPassword", "correct horse battery staple", "--secret")

    preview = tencentcloud.preview()

    assert [(step.operation, step.name) for step in preview.steps] == [("create", "db-password")]
    assert "pulumi up within the window: RestoreSecret" in preview.text
