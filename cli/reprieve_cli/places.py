"""The accounts and regions that a command line means, and whose objects there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reprieve.lifecycle.marks import mark_of_stack
from reprieve_cli.engine import Engine
from reprieve_cli.exports import UnreadableState
from reprieve_cli.reading import NAMESPACE, read_stacks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.fields import Properties
    from reprieve.lifecycle.session import Session
    from reprieve.resources.inputs import Resource
    from reprieve_cli.accounts import Accounts
    from reprieve_cli.options import Where
    from reprieve_cli.screen import Screen
    from reprieve_cli.stacks import Stack


@dataclass
class Place:
    """One account and region, through one configuration; `stacks` are those that use it, as `project/stack`."""

    session: Session
    stacks: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The place in words."""
        return f"{self.session.config.cloud} {self.session.config.region}"

    def mark(self, resource: Resource, stack: str) -> str:
        """Return the mark that a stack's objects carry here."""
        return mark_of_stack(stack, self.session.config.owner, self.session.cloud.rules(resource).tag)


def places(where: Where, accounts: Accounts, screen: Screen) -> list[Place]:
    """Return where to look; raises `UnreadableState` and `InputError`."""
    if not where.settings:
        return told_places(read_stacks(Engine(where.folder), where.stacks, screen), accounts)
    for stack in where.stacks:
        if "/" not in stack:
            raise UnreadableState(f"with --cloud no stack is read, so name it as project/stack: {stack}")
    return [Place(accounts.session(dict(where.settings)), set(where.stacks))]


def told_places(stacks: Sequence[Stack], accounts: Accounts) -> list[Place]:
    """Return the places that stacks use, each of which has to tell one."""
    for stack in stacks:
        if not any(configurations(stack)):
            raise UnreadableState(
                f"stack {stack.full_name} does not say where its objects are: no provider of Reprieve is in its state, "
                "and no reprieve:cloud in its configuration; say it with --cloud and --region"
            )
    return places_of(stacks, accounts)


def places_of(stacks: Sequence[Stack], accounts: Accounts, settings: Mapping[str, str] | None = None) -> list[Place]:
    """Return the places that stacks use, and the one that the settings name, each once."""
    found: dict[int, Place] = {}
    if settings:
        session = accounts.session(dict(settings))
        found[id(session)] = Place(session)
    for stack in stacks:
        for values in configurations(stack):
            session = accounts.session(values)
            found.setdefault(id(session), Place(session)).stacks.add(stack.full_name)
    return list(found.values())


def configurations(stack: Stack) -> Iterator[Properties]:
    """Yield the configurations that a stack's objects have, and the one that its default provider would have now."""
    seen = {entry.provider.reference: entry.provider.values for entry in stack.entries}
    yield from seen.values()
    configured: Properties = {
        key.removeprefix(NAMESPACE): value for key, value in (stack.config or {}).items() if key.startswith(NAMESPACE)
    }
    if "cloud" in configured:
        yield configured
