"""A stack as the command sees it: the objects of Reprieve in it, which provider each has, what the engine does with it.

Nothing here calls anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reprieve.fields import reveal
from reprieve.lifecycle.state import name_of

if TYPE_CHECKING:
    from reprieve.fields import Properties
    from reprieve.lifecycle.operation import Recorded
    from reprieve.resources.inputs import Resource
    from reprieve_cli.order import Order


class Flavour(StrEnum):
    """How a program declares an object."""

    PLUGIN = "plugin"
    DYNAMIC = "dynamic"


@dataclass(frozen=True)
class Handling:
    """What the state tells the engine about a deletion, before any provider is asked.

    `protected` is refused; `retained`, `external` and what is `deleted_with` another object is dropped from the state
    without a call, and so is a `pending_replacement`; `replaced` is what an earlier replacement left to be deleted;
    with `reads_first` the engine reads the object before it deletes it.
    """

    protected: bool = False
    retained: bool = False
    external: bool = False
    deleted_with: str = ""
    replaced: bool = False
    pending_replacement: bool = False
    reads_first: bool = False


@dataclass(frozen=True)
class Provider:
    """A provider's configuration as the state or the stack's configuration has it.

    `values` are the settings that are known; `encrypted` names those that a file holds as ciphertext; `whole` is False
    where only cloud and region of the objects are known.
    """

    reference: str
    values: Properties
    encrypted: tuple[str, ...] = ()
    whole: bool = True

    @property
    def name(self) -> str:
        """The provider resource's name, or where the settings are from."""
        return self.reference.split("::")[3] if self.reference.startswith("urn:") else self.reference


@dataclass(frozen=True)
class Entry:
    """One object of Reprieve in a state, which has a place there."""

    urn: str
    resource: Resource
    flavour: Flavour
    recorded: Recorded
    provider: Provider
    handling: Handling
    place: int

    @property
    def name(self) -> str:
        """What the object is called in messages."""
        return name_of(self.recorded)

    @property
    def lives_in(self) -> tuple[str, str, str]:
        """Cloud, region and account, as recorded."""
        cloud, region, account = (
            str(reveal(self.recorded.state.get(key)) or "") for key in ("cloud", "region", "accountId")
        )
        return cloud, region, account

    @property
    def which(self) -> tuple[str, str]:
        """Urn and id: what a replacement left over has the urn of its successor."""
        return self.urn, self.recorded.id


@dataclass(frozen=True)
class Stack:
    """A stack: `project` and `name`, a digest of its state, the objects in the order of the state, the others counted.

    `protected` are the places of all resources with `protect`; of them the engine refuses to delete the `refused`, all
    but what a replacement has left. `hooks` are of resources that it deletes only while the program runs. `config` are
    the settings of the stack's configuration now, by full key; None where they could not be read. `asked` is what the
    command line calls the stack.
    """

    project: str
    name: str
    digest: str
    entries: tuple[Entry, ...]
    others: Counter[str]
    order: Order
    urns: tuple[str, ...] = ()
    protected: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    hooks: tuple[str, ...] = ()
    config: Mapping[str, str] | None = None
    asked: str | None = None

    @property
    def full_name(self) -> str:
        """`project/stack`, as the ownership mark and REPRIEVE_FORCE_DELETE have it."""
        return f"{self.project}/{self.name}" if self.project else self.name

    @property
    def providers(self) -> list[Provider]:
        """The configurations that the objects have, each once."""
        return list({entry.provider.reference: entry.provider for entry in self.entries}.values())
