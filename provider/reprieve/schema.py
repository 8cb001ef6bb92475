"""Print schema.json, Pulumi's package schema, from the models: `python -m reprieve.schema`.

The models are walked field by field: type, description and traits are all that the schema needs, and ranges are the
clouds' rules, for which it has no place. Pulumi's metaschema: `pkg/codegen/schema/pulumi.json`.
"""

from __future__ import annotations

import json
import sys
from types import NoneType
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from pydantic import BaseModel, SecretStr

from reprieve import publishing
from reprieve.config import Config
from reprieve.fields import Choice, Default, Trait
from reprieve.functions import FUNCTIONS, ListArguments
from reprieve.languages import languages
from reprieve.resources.catalogue import RESOURCES
from reprieve.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

    from reprieve.functions import Function
    from reprieve.resources.inputs import Resource

SCALARS: Final = {str: "string", SecretStr: "string", int: "integer", float: "number", bool: "boolean"}

FILLED_IN: Final = frozenset({"region"})
"""Settings that are required, and that CheckConfig finds elsewhere if the program does not give them."""

ALWAYS_THERE: Final = frozenset({"name", "alias", "accessKeyId", "accessKeySecret"})
"""Inputs that a program may leave out, and that every finished object has."""

Spec = dict[str, Any]


class Types:
    """The enums and objects that the properties met so far refer to."""

    def __init__(self) -> None:
        self.specs: dict[str, Spec] = {}

    def property_of(self, info: FieldInfo) -> Spec:
        """Describe one field."""
        kind, facts = _bare(info.annotation)
        spec = self._type(kind) | {"description": info.description}
        facts |= {fact for fact in info.metadata if isinstance(fact, Trait | Default)}
        if default := next((fact for fact in facts if isinstance(fact, Default)), None):
            spec["default"] = default.plain
        if kind is SecretStr or Trait.SECRET in facts:
            spec["secret"] = True
        if Trait.IMMUTABLE in facts:
            spec["willReplaceOnChanges"] = True
        return spec

    def properties_of(self, model: type[BaseModel]) -> dict[str, Spec]:
        """Describe all fields of a model, by their names in the schema."""
        return {str(info.alias): self.property_of(info) for info in model.model_fields.values()}

    def _type(self, kind: Any) -> Spec:  # noqa: ANN401 - a type, plain or generic
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is list:
            return {"type": "array", "items": self._type(_bare(arguments[0])[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self._type(_bare(arguments[1])[0])}
        if kind in SCALARS:
            return {"type": SCALARS[kind]}
        token = f"{publishing.NAME}:index:{kind.__name__}"
        if token not in self.specs:
            self.specs[token] = _enum(kind) if issubclass(kind, Choice) else self._object(kind)
        return {"$ref": f"#/types/{token}"}

    def _object(self, model: type[BaseModel]) -> Spec:
        return {
            "type": "object",
            "description": _said(model),
            "properties": self.properties_of(model),
            "required": required(model),
        }


def package() -> Spec:
    """Describe the whole package."""
    types = Types()
    settings = types.properties_of(Config)
    resources = {token: _resource(types, resource) for token, resource in sorted(RESOURCES.items())}
    functions = {token: _function(types, function) for token, function in sorted(FUNCTIONS.items())}
    return {
        "name": publishing.NAME,
        "displayName": publishing.DISPLAY_NAME,
        "version": VERSION,
        "publisher": publishing.PUBLISHER,
        "description": publishing.DESCRIPTION,
        "keywords": list(publishing.KEYWORDS),
        "homepage": publishing.REPOSITORY,
        "repository": publishing.REPOSITORY,
        "license": publishing.LICENSE,
        "pluginDownloadURL": publishing.PLUGIN_ADDRESS,
        "language": languages(),
        "config": {"variables": settings},
        "types": dict(sorted(types.specs.items())),
        "provider": {
            "description": "The provider: one cloud, in one region, with one set of credentials.",
            "inputProperties": settings,
            "requiredInputs": [name for name in required(Config) if name not in FILLED_IN],
        },
        "resources": resources,
        "functions": functions,
    }


def required(model: type[BaseModel]) -> list[str]:
    """List the fields that always have a value."""
    return [str(info.alias) for info in model.model_fields.values() if info.is_required()]


def _resource(types: Types, resource: Resource) -> Spec:
    inputs, outputs = types.properties_of(resource.inputs), types.properties_of(resource.outputs)
    echoed = {name: _without(spec, "willReplaceOnChanges", "default") for name, spec in inputs.items()}
    there = [name for name in inputs if name in ALWAYS_THERE and name not in outputs]
    return {
        "description": resource.description,
        "inputProperties": inputs,
        "requiredInputs": required(resource.inputs),
        "listInputs": {"properties": types.properties_of(ListArguments)},
        "properties": echoed | outputs,
        "required": there + required(resource.outputs),
    }


def _function(types: Types, function: Function) -> Spec:
    return {
        "description": function.description,
        "inputs": {
            "properties": types.properties_of(function.arguments),
            "required": required(function.arguments),
        },
        "outputs": {"properties": types.properties_of(function.result), "required": required(function.result)},
    }


def _bare(annotation: Any) -> tuple[Any, set[Trait | Default]]:  # noqa: ANN401 - a type, plain or generic
    """Take a type out of `| None` and `Annotated`, with what is said of the field there."""
    facts: set[Trait | Default] = set()
    while True:
        arguments = [part for part in get_args(annotation) if part is not NoneType]
        if hasattr(annotation, "__metadata__"):
            facts |= {fact for fact in annotation.__metadata__ if isinstance(fact, Trait | Default)}
            annotation = annotation.__origin__
        elif len(arguments) == 1 and len(get_args(annotation)) == 2:  # noqa: PLR2004 - `X | None`
            annotation = arguments[0]
        else:
            return annotation, facts


def _enum(kind: type[Choice]) -> Spec:
    return {
        "type": "string",
        "description": _said(kind),
        "enum": [
            {"name": member.name.title().replace("_", ""), "value": str(member.value), "description": member.said}
            for member in kind
        ],
    }


def _said(kind: type) -> str:
    return (kind.__doc__ or "").strip()


def _without(spec: Mapping[str, Any], *keys: str) -> Spec:
    return {name: value for name, value in spec.items() if name not in keys}


def main() -> None:
    """Print the schema."""
    json.dump(package(), sys.stdout, indent=4, ensure_ascii=False)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
