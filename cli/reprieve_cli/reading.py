"""Read a stack: with `pulumi stack export`, or from a file that holds one. No cloud is called."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reprieve.config import Config
from reprieve.fields import Properties, reveal, unknown_in
from reprieve.lifecycle.operation import Recorded
from reprieve.resources.catalogue import RESOURCES
from reprieve.shapes import names
from reprieve_cli.exports import UnreadableState, digest_of, properties_of
from reprieve_cli.order import Order
from reprieve_cli.stacks import Entry, Flavour, Handling, Provider, Stack

if TYPE_CHECKING:
    from reprieve.resources.inputs import Resource
    from reprieve_cli.engine import Engine
    from reprieve_cli.screen import Screen

STACK_TYPE = "pulumi:pulumi:Stack"
PROVIDERS = "pulumi:providers:"
DYNAMIC = "pulumi-python:dynamic/reprieve:"
NAMESPACE = "reprieve:"
OF_THE_STACK = "the stack's configuration"
"""Where the dynamic flavour has its settings."""


def read_stack(engine: Engine, asked: str | None) -> Stack:
    """Read a stack (None: the selected one) through the engine."""
    with ThreadPoolExecutor() as pool:
        config = pool.submit(engine.config, asked)
        export = engine.export(asked)
        stack = stack_of(export, config.result(), asked)
    return stack if stack.name else _named(stack, engine.full_name(asked))


def read_stacks(engine: Engine, names: Sequence[str], screen: Screen) -> list[Stack]:
    """Read the named stacks; none is the selected one."""
    found = []
    with screen.progress("stacks read", len(names) or 1) as one_more:
        for name in names or (None,):
            found.append(read_stack(engine, name))
            one_more()
    return found


def read_file(text: str) -> Stack:
    """Read what `pulumi stack export` wrote; what it holds as ciphertext stays unknown."""
    try:
        export: object = json.loads(text)
    except ValueError as error:
        raise UnreadableState("it is not JSON") from error
    if not isinstance(export, Mapping):
        raise UnreadableState("it is JSON, but no object")
    return stack_of(export, None, None)


def stack_of(export: Mapping[str, Any], config: Mapping[str, str] | None, asked: str | None) -> Stack:
    """Read an export; raises `UnreadableState`."""
    if "deployment" not in export:
        raise UnreadableState("it is no output of pulumi stack export")
    try:
        return _stack_of(export, config, asked)
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise UnreadableState(f"it is damaged: {type(error).__name__} on the way") from error


def _named(stack: Stack, name: str) -> Stack:
    """Name a stack that holds nothing by what it was called: `[[organization/]project/]stack`."""
    project, short = ["", *name.split("/")][-2:]
    return replace(stack, project=project, name=short)


def _stack_of(export: Mapping[str, Any], config: Mapping[str, str] | None, asked: str | None) -> Stack:
    resources: list[dict[str, Any]] = list((export["deployment"] or {}).get("resources") or [])
    parts = resources[0]["urn"].split("::") if resources else ["", ""]
    protected = frozenset(place for place, one in enumerate(resources) if one.get("protect") is True)
    return Stack(
        project=parts[1],
        name=parts[0].split(":", 2)[2] if resources else "",
        digest=digest_of(resources),
        entries=tuple(_Reader(resources, config).entries()),
        others=Counter(one["type"] for one in resources if _counts(one)),
        order=Order.of(resources),
        urns=tuple(str(one["urn"]) for one in resources),
        protected=protected,
        refused=frozenset(at for at in protected if not _is_left_over(resources[at])),
        hooks=tuple(str(one["urn"]) for one in resources if _has_delete_hooks(one)),
        config=config,
        asked=asked,
    )


def _counts(one: Mapping[str, Any]) -> bool:
    """Tell whether a resource is one of those that are left to the engine."""
    token = str(one["type"])
    return _resource_of(token) is None and token != STACK_TYPE and not token.startswith(PROVIDERS)


def _resource_of(token: str) -> Resource | None:
    """Return the resource of the catalogue that a type stands for, in either flavour."""
    if token.startswith(DYNAMIC):
        token = f"reprieve:index:{token.removeprefix(DYNAMIC)}"
    return RESOURCES.get(token)


@dataclass
class _Reader:
    """Reads the resources of one state."""

    resources: list[dict[str, Any]]
    config: Mapping[str, str] | None
    known: dict[str, Provider] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Yield the objects of Reprieve."""
        for place, one in enumerate(self.resources):
            if resource := _resource_of(one["type"]):
                yield self._entry(one, resource, place)

    def _entry(self, one: Mapping[str, Any], resource: Resource, place: int) -> Entry:
        dynamic = one["type"].startswith(DYNAMIC)
        recorded = _recorded(one, resource, dynamic=dynamic)
        provider = self._of_dynamic(recorded) if dynamic else self._of_plugin(str(one["provider"]))
        flavour = Flavour.DYNAMIC if dynamic else Flavour.PLUGIN
        return Entry(one["urn"], resource, flavour, recorded, provider, _handling(one), place)

    def _of_plugin(self, reference: str) -> Provider:
        """Return the configuration of a provider resource in the state."""
        if reference not in self.known:
            one = self._resource(reference)
            settings = names(Config)
            given = {key: value for key, value in properties_of(one, "inputs").items() if key in settings}
            known = {key: value for key, value in given.items() if not unknown_in(value)}
            self.known[reference] = Provider(reference, known, tuple(sorted(given.keys() - known.keys())))
        return self.known[reference]

    def _resource(self, reference: str) -> dict[str, Any]:
        """Return the provider resource that a reference, `urn::id`, names."""
        for one in self.resources:
            if f"{one['urn']}::{one.get('id', '')}" == reference:
                return one
        raise KeyError(reference)

    def _of_dynamic(self, recorded: Recorded) -> Provider:
        """Return the stack's configuration, or what an object tells of the place where it lives."""
        if self.config is not None:
            values = {
                key.removeprefix(NAMESPACE): value for key, value in self.config.items() if key.startswith(NAMESPACE)
            }
            return self.known.setdefault(OF_THE_STACK, Provider(OF_THE_STACK, dict(values)))
        place: Properties = {key: reveal(recorded.state.get(key)) for key in ("cloud", "region")}
        reference = "/".join(map(str, place.values()))
        return self.known.setdefault(reference, Provider(reference, place, whole=False))


def _recorded(one: Mapping[str, Any], resource: Resource, *, dynamic: bool) -> Recorded:
    if dynamic:
        # the wire of that flavour needs all of pulumi, which takes its time
        from reprieve.dynamic.wire import decode_recorded  # noqa: PLC0415

        outputs = reveal(properties_of(one, "outputs"))
        assert isinstance(outputs, dict)  # noqa: S101 - of properties
        return decode_recorded(resource, str(one.get("id", "")), outputs)
    return Recorded.of(str(one.get("id", "")), properties_of(one, "inputs"), properties_of(one, "outputs"))


def _handling(one: Mapping[str, Any]) -> Handling:
    return Handling(
        protected=one.get("protect") is True,
        retained=one.get("retainOnDelete") is True,
        external=one.get("external") is True,
        deleted_with=str(one.get("deletedWith") or ""),
        replaced=one.get("delete") is True,
        pending_replacement=one.get("pendingReplacement") is True,
        reads_first=one.get("refreshBeforeUpdate") is True,
    )


def _has_delete_hooks(one: Mapping[str, Any]) -> bool:
    return any(named and "delete" in when.lower() for when, named in (one.get("resourceHooks") or {}).items())


def _is_left_over(one: Mapping[str, Any]) -> bool:
    """Tell whether a resource is what a replacement has left: deleted without regard to `protect`."""
    return one.get("delete") is True or one.get("pendingReplacement") is True
