"""The table of the least rights, from the documents in `docs/policies`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tools.docs.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FOLDER = Path(__file__).parents[2] / "docs" / "policies"
CLOUDS = {"Tencent Cloud": "tencentcloud", "Alibaba Cloud": "alicloud"}


def rights_on(cloud: str) -> str:
    """Return what each document of a cloud grants."""
    rows = (
        [f"[{path.stem}]({_link(path)})", ", ".join(f"`{right}`" for right in _granted(path))] for path in _of(cloud)
    )
    return table(["document", "grants"], rows)


def _of(cloud: str) -> list[Path]:
    return sorted((FOLDER / cloud).glob("*.json"))


def _link(path: Path) -> str:
    return path.relative_to(FOLDER.parent).as_posix()


def _granted(path: Path) -> list[str]:
    document = {key.lower(): value for key, value in json.loads(path.read_text(encoding="utf-8")).items()}
    statements = [{key.lower(): value for key, value in statement.items()} for statement in document["statement"]]
    return sorted(action for statement in statements for action in statement["action"])


PARTS: Mapping[str, Callable[[], str]] = {
    f"rights on {name}": partial(rights_on, folder) for name, folder in CLOUDS.items()
}
