"""What a policy can be told: models, as for the provider's own fields, and the JSON schema that the engine asks for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi_policy import PolicyConfigSchema
from pydantic import Field

from reprieve.shapes import Model, problems_of
from reprieve_policy.trees import plain

if TYPE_CHECKING:
    from reprieve_policy.policy import Stack


class BadSettings(Exception):
    """The configuration of a policy does not fit; nothing is judged by it."""


class Settings(Model):
    """The configuration of one policy."""


class Kind(StrEnum):
    """The resources, whoever's types they have."""

    SECRET = "Secret"  # noqa: S105 - no password
    KMS_KEY = "KmsKey"
    API_KEY = "ApiKey"


class Where(Model):
    """Stacks, by name or by tag; both have to fit where both are given."""

    stacks: list[str] | None = Field(
        None,
        description="Patterns of stack names (`prod*`), or of project and stack where there is a slash (`shop/*`).",
    )
    tags: dict[str, str] | None = Field(
        None, description="Patterns of the stack's tags (`pulumi stack tag set`), all of which have to fit."
    )

    def fits(self, stack: Stack) -> bool:
        """Tell whether a stack is meant; what names neither stacks nor tags means none."""
        if self.stacks is None and self.tags is None:
            return False
        named = self.stacks is None or any(_named(stack, pattern) for pattern in self.stacks)
        return named and all(
            tag in stack.tags and fnmatchcase(stack.tags[tag], pattern) for tag, pattern in (self.tags or {}).items()
        )

    def __str__(self) -> str:
        parts = [f"stacks {', '.join(self.stacks)}"] if self.stacks is not None else []
        parts += [f"tag {tag}={pattern}" for tag, pattern in (self.tags or {}).items()]
        return " and ".join(parts) or "no stack"


def _named(stack: Stack, pattern: str) -> bool:
    return fnmatchcase(f"{stack.project}/{stack.name}" if "/" in pattern else stack.name, pattern)


THROW_AWAY = Where(stacks=["pr-*", "preview-*"])
"""The stacks that are torn down by machines, where nobody says otherwise."""


S = TypeVar("S", bound=Settings)


def read_settings(model: type[S], policy: str, given: Mapping[str, Any]) -> S:
    """Read a policy's configuration; raises BadSettings with everything that does not fit."""
    values = plain(given)
    if problems := problems_of(model, values, "its configuration"):
        raise BadSettings("; ".join(f"{policy}: {problem.path} {problem.reason}" for problem in problems))
    return model.model_validate(values)


def schema_of(model: type[Settings]) -> PolicyConfigSchema:
    """Return the schema by which the engine fills in defaults; it knows no references, so they are written out."""
    schema = model.model_json_schema(by_alias=True)
    return PolicyConfigSchema(_written_out(schema.get("properties", {}), schema.get("$defs", {})))


def _written_out(schema: Any, shared: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a tree of JSON
    if isinstance(schema, list):
        return [_written_out(one, shared) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**shared[reference.rpartition("/")[2]], **rest}
    return {key: _written_out(value, shared) for key, value in schema.items() if not _is_title(key, value)}


def _is_title(key: str, value: object) -> bool:
    """Tell pydantic's own titles from a property of that name."""
    return key == "title" and isinstance(value, str)
