"""What any tool's state says of an object, without its secret values.

A reader takes over only the attributes that `kinds.py` lists for a type; a value of a secret is not among them, so no
later step can print one. What the state keeps encrypted stays encrypted: its name alone is noted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


class UnreadableState(Exception):
    """The text is no state that this command reads."""


@dataclass(frozen=True)
class Entry:
    """One object in a state; `type` is Terraform's word for it in either tool, `address` what the tool calls it.

    `provider` tells which configuration of the old provider owns it, as far as the state says; `hidden` are attributes
    that are encrypted; `unfit` says why it cannot be taken as it stands; `users` are what else depends on it.
    """

    type: str
    address: str
    name: str
    id: str
    values: Mapping[str, object]
    provider: str = ""
    region: str = ""
    parent: str = ""
    hidden: frozenset[str] = frozenset()
    unfit: str = ""
    protected: bool = False
    users: tuple[str, ...] = ()

    def text(self, attribute: str) -> str:
        """Return an attribute as text, empty where it is absent."""
        value = self.values.get(attribute)
        return str(value) if value is not None else ""


@dataclass(frozen=True)
class OwnProvider:
    """An explicit provider of Reprieve that the stack has already."""

    urn: str
    cloud: str
    region: str


@dataclass(frozen=True)
class State:
    """The objects of known types, what depends on others last, and the count of all other types.

    `ours` are resource and id of what Reprieve owns in this state already.
    """

    tool: Literal["pulumi", "terraform"]
    entries: tuple[Entry, ...]
    others: Counter[str]
    shows_secrets: bool = False
    own_providers: tuple[OwnProvider, ...] = ()
    ours: frozenset[tuple[str, str]] = field(default_factory=frozenset)
