"""The commands on the pages, typed as they stand, with the real engine and the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.docs.blocks import ROOT, blocks, of
from tests.docs.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from reprieve_emulator.control import Control
    from tests.accounts import Account
    from tests.engine.cloud_side import CloudSide
    from tests.engine.harness import Stack

PAGES = sorted({block.page for block in of("console") if block.page.parent.parent != ROOT / "examples"})
PROJECT = "name: shop\nruntime: yaml\n"
"""What a page that begins with no program of its own is typed in."""
KEY_ID = "11112222-3333-4444-5555-666677778888"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_does_what_it_says(page: Path, engine: Path, tmp_path: Path, emulator: Control) -> None:
    folder, home = tmp_path / "here", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    (folder / "Pulumi.yaml").write_text(PROJECT)

    Session(engine, home, folder, emulator.url).walk(page)


def test_the_imports_of_the_pages_on_resources_import(
    tencentcloud: Stack, emulator: Control, account: Account, cloud: CloudSide
) -> None:
    place = {"account": account.id, "region": "ap-guangzhou"}
    made = {"create_time": int(emulator.now())}
    cloud.plant("shop-db-password")
    key = {"key_id": KEY_ID, "alias": "shop-data", "material": "00" * 32, "creator_uin": account.id}
    emulator.plant("tencentcloud_kms_keys", **place, **made, **key)
    pair = {"access_key_id": "AKIDexample0partner", "access_key_secret": "planted", "kind": "manual", "name": "partner"}
    times = dict.fromkeys(("created", "modified"), made["create_time"])
    emulator.plant("tencentcloud_apigateway_keys", **place, **pair, **times)

    for name in ("secret", "kms_key", "api_key"):
        for block in blocks(ROOT / "docs" / "resources" / f"{name}.md"):
            if block.language == "console":
                tencentcloud.run(*block.text.split()[1:], "--yes")

    state = tencentcloud.export()["resources"]
    imported = {entry["type"]: entry["id"] for entry in state if entry["type"].startswith("reprieve:index:")}
    assert imported == {
        "reprieve:index:Secret": "shop-db-password",
        "reprieve:index:KmsKey": KEY_ID,
        "reprieve:index:ApiKey": "AKIDexample0partner",
    }
