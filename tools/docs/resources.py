"""The tables of the pages on the resources: inputs with what a change of them does, and outputs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from reprieve.config import Limits
from reprieve.fields import Trait
from reprieve.lifecycle.check import defaults_of
from reprieve.resources.catalogue import RESOURCES
from reprieve.schema import package
from tools.docs.rules import all_rules, of_field
from tools.docs.tables import kind, objects, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reprieve.driver import Rules
    from reprieve.resources.inputs import Resource

SCHEMA = package()


def inputs(resource: Resource) -> str:
    """Return the table of inputs, and what the schema says of each."""
    clouds = [rules for rules in all_rules() if rules.resource == resource.name]
    specs = SCHEMA["resources"][resource.token]["inputProperties"]
    head = ["input", "type", "default", "a change", *(rules.cloud for rules in clouds)]
    rows = [
        [
            f"`{field}`" + (" (secret)" if spec.get("secret") else ""),
            kind(spec, SCHEMA["types"]),
            _default(resource, field, clouds),
            _change(resource, field, clouds),
            *(_cell(rules, field) for rules in clouds),
        ]
        for field, spec in specs.items()
    ]
    said = "\n".join(f"- **`{field}`**: {spec['description']}" for field, spec in specs.items())
    return f"{table(head, rows)}\n\n{said}"


def _cell(rules: Rules, field: str) -> str:
    said = "; ".join(of_field(rules, field))
    return said[:1].upper() + said[1:] if said.startswith(("only", "not", "at most", "a version")) else said


def _default(resource: Resource, field: str, clouds: list[Rules]) -> str:
    """Say what counts where a program leaves the input out, without limits in the provider's configuration."""
    if field in {rules.name_field for rules in clouds}:
        return "made from the resource's name"
    values = {str(defaults_of(resource, rules, Limits(where="")).get(field, "")) for rules in clouds}
    (value,) = values
    return f"`{value.lower() if value in {'True', 'False'} else value}`" if value else ""


def _change(resource: Resource, field: str, clouds: list[Rules]) -> str:
    traits = resource.traits[field]
    if Trait.IMMUTABLE in traits:
        return "**replaces**"
    if field == "tags" and all(rules.tags_stay for rules in clouds):
        return "a warning"
    if Trait.LOCAL in traits:
        written = " and ".join(
            rules.cloud for rules in clouds if field == "deletionProtection" and rules.protects_itself
        )
        return f"local; written on {written}" if written else "local"
    return "a new version" if Trait.VALUE in traits else "in place"


def outputs(resource: Resource) -> str:
    """Return the table of outputs that are no inputs, and those of the objects among them."""
    spec = SCHEMA["resources"][resource.token]
    own = {name: of for name, of in spec["properties"].items() if name not in spec["inputProperties"]}
    return "\n\n".join(_properties(own))


def _properties(specs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    types = SCHEMA["types"]
    yield properties(specs)
    for name, inner in objects(specs, types).items():
        yield f"`{name}`: {inner['description'][:1].lower()}{inner['description'][1:]}"
        yield properties(inner["properties"])


def properties(specs: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a table of properties: name, type, meaning."""
    rows = (
        [f"`{name}`" + (" (secret)" if spec.get("secret") else ""), kind(spec, SCHEMA["types"]), spec["description"]]
        for name, spec in specs.items()
    )
    return table(["", "type", "meaning"], rows)


PARTS = {f"inputs of {resource.name}": partial(inputs, resource) for resource in RESOURCES.values()} | {
    f"outputs of {resource.name}": partial(outputs, resource) for resource in RESOURCES.values()
}
