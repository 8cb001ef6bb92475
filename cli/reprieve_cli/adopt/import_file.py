"""Write the file for `pulumi import --file`: every adopted object, under its parent and its provider where known.

A stack's default provider serves one cloud and region. Where the objects are in several, the file declares a provider
for each, unless the stack has one already. The options of a deletion travel as `inputs`, which the engine takes for
what a read does not return (seen in Pulumi 3.259's importer): so they count from the import on.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reprieve_cli.adopt.adoption import Adopted, Adoption

PROVIDER = "pulumi:providers:reprieve"


def import_file(adoption: Adoption) -> dict[str, Any]:
    """Return the file's content."""
    names = {one.name for one in adoption.by_import}
    table: dict[str, str] = {}
    declared = _providers(adoption, names, table)
    resources = [_resource(one, adoption, names, table, declared) for one in adoption.by_import]
    made = [spec for _, spec in declared.values() if spec]
    return {"nameTable": table, "resources": [*made, *resources]}


def declared_providers(adoption: Adoption) -> list[str]:
    """Return the names of the providers that the file declares."""
    return [spec["name"] for spec in import_file(adoption)["resources"] if spec["type"] == PROVIDER]


def places(adoption: Adoption) -> list[tuple[str, str]]:
    """Return cloud and region (or, where that is not known, the old provider) of everything, each once."""
    return sorted({_place(one) for one in adoption.by_import})


def _place(one: Adopted) -> tuple[str, str]:
    return one.cloud, one.entry.region or one.entry.provider


def _providers(
    adoption: Adoption, names: set[str], table: dict[str, str]
) -> dict[tuple[str, str], tuple[str, dict[str, Any] | None]]:
    """Return for each place the name of its provider in the file, and the provider where the file has to declare it."""
    found: dict[tuple[str, str], tuple[str, dict[str, Any] | None]] = {}
    for place in places(adoption):
        existing = next((one.urn for one in adoption.state.own_providers if (one.cloud, one.region) == place), None)
        if existing:
            found[place] = _tabled(existing, names, table), None
        elif len(places(adoption)) > 1:
            cloud, region = place
            known = any(one.entry.region == region for one in adoption.by_import)
            name = free_name(f"{cloud}-{region}" if known else cloud, names)
            inputs = {"cloud": cloud} | ({"region": region} if known else {})
            found[place] = name, {"type": PROVIDER, "name": name, "inputs": inputs}
    return found


def _resource(
    one: Adopted,
    adoption: Adoption,
    names: set[str],
    table: dict[str, str],
    providers: dict[tuple[str, str], tuple[str, dict[str, Any] | None]],
) -> dict[str, Any]:
    spec: dict[str, Any] = {"type": f"reprieve:index:{one.resource}", "name": one.name, "id": one.entry.id}
    if one.entry.parent:
        spec["parent"] = _parent(one.entry.parent, adoption, names, table)
    if _place(one) in providers:
        spec["provider"] = providers[_place(one)][0]
    return spec | ({"inputs": one.deletion.declare} if one.deletion.declare else {})


def _parent(urn: str, adoption: Adoption, names: set[str], table: dict[str, str]) -> str:
    """Return the parent's name in the file: that of its successor, where it is adopted itself."""
    return next((one.name for one in adoption.by_import if one.entry.address == urn), None) or _tabled(
        urn, names, table
    )


def _tabled(urn: str, names: set[str], table: dict[str, str]) -> str:
    known = next((name for name, other in table.items() if other == urn), None)
    if known is None:
        known = free_name(urn.rpartition("::")[2], names)
        table[known] = urn
    return known


def free_name(name: str, names: set[str]) -> str:
    """Return the name, or the next one that nothing in the file has, and take it."""
    free = next(other for other in _numbered(name) if other not in names)
    names.add(free)
    return free


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
