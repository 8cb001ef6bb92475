"""What a program declares, in whatever provider's types, in one shape: ours.

The core says what its deletion would do. What is not known in a preview raises pulumi_policy's UnknownValueError where
it is read, which the engine shows as "can't run policy ... during preview".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pulumi_policy.proxy import UnknownValueError
from pydantic.alias_generators import to_camel

from reprieve import clouds
from reprieve.config import Config, Limits, limits_of
from reprieve.errors import InputError
from reprieve.lifecycle.deletion_plan import Declared, DeletionPlan, plan_deletion
from reprieve.lifecycle.state import PLAN_FIELDS
from reprieve.peers.deletion import OPTIONS, deletion_of, rules_of
from reprieve.peers.kinds import snake, type_of
from reprieve.peers.meanings import MEANINGS
from reprieve.resources.catalogue import RESOURCES
from reprieve_policy.trees import plain

if TYPE_CHECKING:
    from reprieve.driver import Rules
    from reprieve.fields import Tree
    from reprieve.resources.inputs import Resource

DYNAMIC: Final = "pulumi-python:dynamic/reprieve:"
"""The beginning of the dynamic flavour's tokens."""


@dataclass(frozen=True)
class Declaration:
    """One resource as the engine shows it to policies: inputs, or outputs where a whole stack is judged.

    `by_property` are the urns that each property comes from, `depends` all that the resource depends on.
    """

    token: str
    urn: str
    props: Mapping[str, Any]
    provider: Mapping[str, Any] | None
    protect: bool = False
    by_property: Mapping[str, frozenset[str]] = field(default_factory=dict)
    depends: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]

    @property
    def kind(self) -> str:
        """Terraform's word for the type."""
        return type_of(self.token)

    @property
    def own(self) -> Resource | None:
        """Our resource, in either flavour."""
        return RESOURCES.get(self.token.replace(DYNAMIC, "reprieve:index:"))

    def read(self, name: str) -> Tree:
        """Return a property, None where it is absent."""
        return plain(self.props.get(name))

    def known(self, name: str) -> Tree:
        """Return a property, None where it is absent or not known yet."""
        try:
            return self.read(name)
        except UnknownValueError:
            return None


@dataclass(frozen=True)
class Subject:
    """A secret, a key or an API key: what it declares by our words, and what the core says of its deletion."""

    declared: Declaration
    resource: str
    rules: Rules
    limits: Limits
    spelling: Mapping[str, str]

    def get(self, ours: str) -> Tree:
        """Return a field, by our word for it; None where it is absent."""
        return self.declared.read(self.spelling[ours]) if ours in self.spelling else None

    def found(self, ours: str) -> str:
        """Say what a field holds; never asked of a value."""
        value = self.get(ours)
        said = str(value).lower() if isinstance(value, bool) else value
        return f"{self.spelling[ours]} is {'left out' if value is None else said}"

    @cached_property
    def plan(self) -> DeletionPlan | None:
        """What a deletion would do; None where it would fail, as `said` tells."""
        options = self._peer[0] if self.peer else {name: self.get(name) for name in PLAN_FIELDS}
        return plan_deletion(Declared.of(options), self.rules, self.limits) if options is not None else None

    @property
    def said(self) -> str:
        """What another provider would do at a deletion or why it would fail, hidden defaults included; else empty."""
        return self._peer[1]

    @property
    def peer(self) -> str:
        """Terraform's word for the type, empty for our own."""
        return "" if self.declared.own else self.declared.kind

    @cached_property
    def _peer(self) -> tuple[Mapping[str, Tree] | None, str]:
        if not self.peer:
            return None, ""
        names = [name for name in self.declared.props if snake(name) in OPTIONS]
        deletion = deletion_of(self.peer, {snake(name): self.declared.read(name) for name in names})
        return deletion.was, in_program(deletion.said)

    def mended(self, changes: Mapping[str, Tree]) -> dict[str, object]:
        """Return the properties that declare the changes; our own carry their plan along, as Check leaves it."""
        if self.peer:
            return {self.spelling[ours]: _in_peer(ours, value) for ours, value in changes.items()}
        options = {name: self.get(name) for name in PLAN_FIELDS} | dict(changes)
        plan = plan_deletion(Declared.of(options), self.rules, self.limits)
        return {**changes, "deletionPlan": plan.output()}


def _in_peer(ours: str, value: Tree) -> object:
    # Alibaba's provider, the only one that has this, has a word where ours has true
    return ("Enabled" if value else "Disabled") if ours == "deletionProtection" else value


def subject_of(declared: Declaration) -> Subject | None:
    """Return what a declaration declares; None where it is no secret, key or API key, or its cloud is not told."""
    if own := declared.own:
        return _own(declared, own)
    kind = declared.kind
    if kind not in MEANINGS:
        return None
    spelling = {ours: to_camel(attribute) for ours, attribute in MEANINGS[kind].items()}
    return Subject(declared, rules_of(kind).resource, rules_of(kind), Limits(where=""), spelling)


def _own(declared: Declaration, own: Resource) -> Subject | None:
    """Read our own type; the provider's configuration says which cloud it is, and what it limits."""
    settings = {key.removeprefix("reprieve:"): key for key in declared.provider or {}}
    told: dict[str, object] = {"region": "any"}
    for key in ("cloud", "deletion"):
        if declared.provider is not None and key in settings:
            told[key] = plain(declared.provider[settings[key]])
    try:
        config = Config.read(told)
        rules = clouds.rules_of(config.cloud, own.name)
    except (InputError, KeyError):
        # the provider's own check says what is wrong
        return None
    return Subject(declared, own.name, rules, limits_of(config, own.name), {name: name for name in own.traits})


class Unknowns:
    """What a preview does not know yet: noted, so that everything else is judged first, and told at the end."""

    def __init__(self) -> None:
        self._first: UnknownValueError | None = None

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Go on after what is read here and not known."""
        try:
            yield
        except UnknownValueError as error:
            self._first = self._first or error

    def told(self) -> None:
        """Raise the first, which the engine shows as the reason why not everything was judged."""
        if self._first:
            raise self._first


def subjects_of(resources: Iterable[Declaration], unknowns: Unknowns) -> list[Subject]:
    """Return what is declared in a stack."""
    found: list[Subject] = []
    for one in resources:
        with unknowns.noted():
            found += [subject] if (subject := subject_of(one)) else []
    return found


def in_program(said: str) -> str:
    """Spell attributes in a sentence as Pulumi programs do."""
    camel = re.sub(r"\b[a-z]+(?:_[a-z]+)+\b", lambda word: to_camel(word[0]), said)
    return camel.replace("the old provider", "its provider")
