"""The value of a secret stands nowhere in the program's folder.

A policy sees a value, but not where it came from: what the check returns is always marked as secret. So the value is
looked for in the files from which the program is made, where the engine starts the pack. Its place is told, never the
value.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pulumi_policy import EnforcementLevel
from pydantic import Field, StrictInt
from pydantic.alias_generators import to_camel

from reprieve.fields import Hidden
from reprieve.peers.meanings import VALUES
from reprieve_policy.policy import ResourcePolicy, Stack
from reprieve_policy.settings import Settings

if TYPE_CHECKING:
    from reprieve_policy.subjects import Declaration

LINE_END = b"\n"

LARGEST_FILE = 1024 * 1024
"""Bytes; no program has larger source files."""

MOST_BYTES = 64 * 1024 * 1024
"""Bytes that are kept in memory; files beyond are not searched."""

NOT_SOURCES = ("node_modules", "venv", "__pycache__", "bin", "obj", "vendor")
"""Folders that hold no source of a program; those that begin with a dot hold none either."""


class ValueInClear(Settings):
    """Where to look, and for what."""

    least_length: StrictInt = Field(
        8, ge=4, description="Values with fewer characters are not looked for: they stand anywhere by chance."
    )
    skip: list[str] = Field([], description="Patterns of paths below the program's folder that are not searched.")


@dataclass(frozen=True)
class Value:
    """A property that holds a secret, and what it holds."""

    name: str
    content: Hidden


def values_of(declared: Declaration) -> Sequence[Value] | None:
    """Return the secret properties; a value that is not known yet is none."""
    own = declared.own
    names = sorted(own.secret_fields) if own else [to_camel(name) for name in VALUES.get(declared.kind, ())]
    present = [(name, declared.props[name]) for name in names if name in declared.props]
    return [Value(name, Hidden(content)) for name, content in present if isinstance(content, str)] or None


def judge(values: Sequence[Value], settings: ValueInClear, stack: Stack) -> Iterator[str]:  # noqa: ARG001 - one shape
    """Look for each value in the sources."""
    for value in values:
        if place := _place(value, settings):
            yield (
                f"the value of {value.name} stands in clear in {place}: take it from the configuration "
                "(pulumi config set --secret) or another resource, and change it"
            )


def _place(value: Value, settings: ValueInClear) -> str:
    """Return the file and line that holds a value, the first by name."""
    # of a value with several lines the longest is looked for: sources write line ends in many ways
    needle = max(str(value.content.reveal()).splitlines(), key=len, default="").strip().encode()
    if len(needle) < settings.least_length:
        return ""
    for name, content in _sources(Path.cwd()):
        if needle in content and not any(fnmatchcase(name, pattern) for pattern in settings.skip):
            before = content[: content.index(needle)]
            return f"{name}, line {before.count(LINE_END) + 1}"
    return ""


@lru_cache(maxsize=1)
def _sources(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Read the sources below a folder, once for all values."""
    found: list[tuple[str, bytes]] = []
    left = MOST_BYTES
    for path in _files(folder):
        # what this user may not read, the program does not read either
        with suppress(OSError):
            if path.is_file() and path.stat().st_size <= min(LARGEST_FILE, left):
                content = path.read_bytes()
                left -= len(content)
                found.append((str(path.relative_to(folder)), content))
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES and not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names) if not name.startswith("."))


POLICY: ResourcePolicy[Sequence[Value], ValueInClear] = ResourcePolicy(
    name="value-not-in-clear",
    demand="no value of a secret stands in the program or its configuration in clear",
    settings=ValueInClear,
    level=EnforcementLevel.MANDATORY,
    to_do="take the value from a secret setting or another resource, and change it",
    judge=judge,
    about=values_of,
)
