"""The tables of the page on the provider's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reprieve.config import REGION_VARIABLES
from tools.docs.resources import SCHEMA
from tools.docs.tables import kind, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAMES = {"tencentcloud": "Tencent Cloud", "alicloud": "Alibaba Cloud"}


def settings() -> str:
    """Return the table of the settings, without the limits."""
    specs = {name: spec for name, spec in SCHEMA["config"]["variables"].items() if name != "deletion"}
    return table(["setting", "type", "meaning"], _rows("reprieve:", specs))


def limits() -> str:
    """Return the table of the limits on deletions, by their whole path."""
    deletion = SCHEMA["types"]["reprieve:index:DeletionLimits"]["properties"]
    rows: list[list[str]] = []
    for resource, spec in deletion.items():
        inner = SCHEMA["types"][spec["$ref"].removeprefix("#/types/")]["properties"]
        rows += _rows(f"deletion.{resource}.", inner)
    return table(["limit", "type", "meaning"], rows)


def _rows(prefix: str, specs: Mapping[str, Any]) -> Iterator[list[str]]:
    for name, spec in specs.items():
        secret = " (secret)" if spec.get("secret") else ""
        yield [f"`{prefix}{name}`{secret}", kind(spec, SCHEMA["types"]), spec["description"]]


def regions() -> str:
    """Return the variables in which a region is looked for, in order."""
    rows = ([NAMES[cloud], ", ".join(f"`{name}`" for name in names)] for cloud, names in REGION_VARIABLES.items())
    return table(["cloud", "variables, the first that is set counts"], rows)


PARTS = {"settings": settings, "limits": limits, "regions": regions}
