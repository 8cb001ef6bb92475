"""What a field is, and the two kinds of value that are not plain: hidden ones and ones not known yet.

Everything between the engine and a cloud passes as a tree of plain values in which a `Hidden` or `UNKNOWN` may stand
at any depth. A hidden value cannot be printed by accident: it has to be revealed by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import NoneType
from typing import Final, Self, TypeAlias, final

Tree: TypeAlias = object  # None, bool, int, float, str, list[Tree], dict[str, Tree], Hidden or UNKNOWN
Properties: TypeAlias = dict[str, Tree]


class Trait(Enum):
    """What a field is besides its type; stands in the field's annotation and drives schema, diff and docs."""

    IMMUTABLE = "a change replaces the object"
    LOCAL = "never sent to the cloud; a change makes no call"
    CLEARS = "leaving it out takes it away from the object"
    VALUE = "secret content that is written and never read back"
    SECRET = "kept encrypted in the state and never shown"  # noqa: S105 - no password


@dataclass(frozen=True)
class Default:
    """What counts where a program leaves an input out, on every cloud; stands in the field's annotation."""

    value: bool | str

    @property
    def plain(self) -> bool | str:
        """The value as the engine has it: a choice is its text."""
        return self.value if isinstance(self.value, bool) else str(self.value)


class Choice(StrEnum):
    """Values of a field, each with a line that says what it means, as the schema prints it."""

    said: str

    def __new__(cls, value: str, said: str = "") -> Self:
        """Make a member that is its value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.said = said
        return member


@final
class Hidden:
    """A value that is kept out of everything printed; equality and hash are those of the value."""

    __slots__ = ("_value",)

    def __init__(self, value: Tree) -> None:
        self._value = value.reveal() if isinstance(value, Hidden) else value

    def reveal(self) -> Tree:
        """Return the value itself."""
        return self._value

    def __repr__(self) -> str:
        return "[secret]"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and self._value == other._value

    def __hash__(self) -> int:
        return hash((Hidden, repr(self._value)))

    def __reduce__(self) -> str:
        raise TypeError("a hidden value is not pickled")


@final
class Unknown:
    """A value that the engine will know only after something else is made."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


EXACT: Final = 2**53
"""Whole numbers up to here survive being a double."""


def number(double: float) -> int | float:
    """Return what a program wrote: numbers travel as doubles, whole ones too."""
    return int(double) if double.is_integer() and abs(double) <= EXACT else double


_PLAIN: Final = (str, int, float, NoneType)
"""Most of what a tree holds; looked for first, since a run of a thousand resources looks at hundreds of thousands."""


def reveal(tree: Tree) -> Tree:
    """Return the tree with every hidden value in the clear, at any depth."""
    if isinstance(tree, _PLAIN):
        return tree
    if isinstance(tree, Hidden):
        return reveal(tree.reveal())
    if isinstance(tree, Mapping):
        return {key: reveal(value) for key, value in tree.items()}
    if isinstance(tree, Sequence) and not isinstance(tree, bytes):
        return [reveal(value) for value in tree]
    return tree


def hides(tree: Tree) -> bool:
    """Tell whether a hidden value stands anywhere in the tree."""
    return isinstance(tree, Hidden) or any(map(hides, _children(tree)))


def unknown_in(tree: Tree) -> bool:
    """Tell whether something not known yet stands anywhere in the tree, hidden or not."""
    if isinstance(tree, Hidden):
        return unknown_in(tree.reveal())
    return isinstance(tree, Unknown) or any(map(unknown_in, _children(tree)))


def without_nulls(properties: Mapping[str, Tree]) -> Properties:
    """Drop the keys whose value is null: to the engine that is another word for absent."""
    return {
        key: value
        for key, value in properties.items()
        if (value.reveal() if isinstance(value, Hidden) else value) is not None
    }


def _children(tree: Tree) -> Iterable[Tree]:
    if isinstance(tree, _PLAIN):
        return ()
    if isinstance(tree, Mapping):
        return tree.values()
    return tree if isinstance(tree, Sequence) and not isinstance(tree, bytes) else ()
