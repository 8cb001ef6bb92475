"""The tables of the page on the errors: the vendors' codes that each class stands for, from the clouds' code tables."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from reprieve import errors
from reprieve.clouds import CLOUDS
from tools.docs.configuration import NAMES
from tools.docs.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator


def all_errors(of: type[errors.ReprieveError] = errors.ReprieveError) -> Iterator[type[errors.ReprieveError]]:
    """Yield every class of the tree, each before those below it."""
    yield of
    for below in _below(of):
        yield from all_errors(below)


def _below(kind: type[errors.ReprieveError]) -> list[type[errors.ReprieveError]]:
    """List the classes right below; a cloud's own shades of one are told as that one."""
    return [below for below in kind.__subclasses__() if below.__module__ == errors.__name__]


def tree(of: type[errors.ReprieveError] = errors.ReprieveError, depth: int = 0) -> str:
    """Return the tree of errors, those below another one indented."""
    return "\n".join(["    " * depth + of.__name__, *(tree(below, depth + 1) for below in _below(of))])


def codes(kind: type[errors.ReprieveError]) -> str:
    """Return the codes that mean the error, and the one thing to do that its message names."""
    rows = [[NAMES[cloud], f"`{code}`", of, hint] for cloud in CLOUDS for code, of, hint in _codes(cloud, kind)]
    return table(["cloud", "code", "of", "the message says"], rows)


def _codes(cloud: str, kind: type[errors.ReprieveError]) -> Iterator[tuple[str, str, str]]:
    known = import_module(f"{CLOUDS[cloud]}.errors")
    found = [
        *((code, "any action", meaning) for code, meaning in known.EVERYWHERE.items()),
        *(
            (code, f"any of {service}", meaning)
            for (service, code), meaning in getattr(known, "OF_SERVICE", {}).items()
        ),
        *((code, f"`{action}`", meaning) for (action, code), meaning in known.OF_ACTION.items()),
    ]
    yield from ((code, of, hint) for code, of, (means, hint) in sorted(found, key=str) if means is kind)


PARTS = {
    f"codes of {kind.__name__}": partial(codes, kind)
    for kind in all_errors()
    if any(list(_codes(cloud, kind)) for cloud in CLOUDS)
} | {"error tree": lambda: f"```text\n{tree()}\n```"}
