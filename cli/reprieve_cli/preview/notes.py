"""What is to be known of a stack before its destroy besides what becomes of each object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel

from reprieve.config import Config, DeletionLimits, check_config
from reprieve.errors import InputError
from reprieve_cli.reading import NAMESPACE

if TYPE_CHECKING:
    from reprieve_cli.stacks import Provider, Stack


def notes_of(stack: Stack) -> Iterator[str]:
    """Yield what is to be known."""
    for provider in stack.providers:
        if provider.encrypted:
            yield (
                f"{', '.join(provider.encrypted)} of provider {provider.name}: encrypted in the file, so the "
                "environment's credentials look, and may not be those that delete"
            )
        if not provider.whole:
            yield (
                f"the limits of what is in {provider.name} are not known: a file does not hold the stack's "
                "configuration"
            )
        yield from _stale(provider, stack)
    if stack.entries:
        yield "whether the rights to delete are there is not known before the calls: no cloud tells"


def _stale(provider: Provider, stack: Stack) -> Iterator[str]:
    """Say where the limits that a destroy obeys, those of the state, are not those of the configuration file."""
    if stack.config is None or not provider.name.startswith("default"):
        return
    recorded = _limits(dict(provider.values))
    now = _limits(
        {key.removeprefix(NAMESPACE): value for key, value in stack.config.items() if key.startswith(NAMESPACE)}
    )
    if recorded is None or now is None:
        return
    for path in sorted(recorded.keys() | now.keys()):
        if recorded.get(path) != now.get(path):
            yield (
                f"{path} is {_said(now.get(path))} in the stack's configuration, but a destroy obeys the state: "
                f"{_said(recorded.get(path))}; pulumi up records the new one"
            )


def _limits(values: dict[str, object]) -> dict[str, object] | None:
    """Return the limits by path; None where the configuration cannot be read."""
    inputs, problems = check_config(values)
    if problems:
        return None
    try:
        limits = Config.read(inputs).deletion
    except InputError:
        return None
    return dict(_paths(limits or DeletionLimits(), "deletion"))


def _paths(model: BaseModel, path: str) -> Iterator[tuple[str, object]]:
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from _paths(value, f"{path}.{info.alias}")
        elif value is not None:
            yield f"{path}.{info.alias}", value


def _said(value: object) -> str:
    return "not set" if value is None else str(value).lower()
