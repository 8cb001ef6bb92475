"""All stacks of the backends that are asked, and of exported files; what cannot be read is kept by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from reprieve.lifecycle.marks import mark_of_stack
from reprieve_cli.engine import Engine
from reprieve_cli.exports import UnreadableState
from reprieve_cli.places import configurations
from reprieve_cli.reading import read_file, stack_of

if TYPE_CHECKING:
    from reprieve.driver import Text
    from reprieve_cli.screen import Screen
    from reprieve_cli.stacks import Entry, Stack

Key: TypeAlias = tuple[str, str, str, str, str]

AT_ONCE = 4
"""How many stacks are read at the same time; each is a process of pulumi."""


@dataclass
class Stacks:
    """The stacks that could be read, and why the others could not."""

    read: list[Stack] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)

    def recorded(self) -> set[Key]:
        """Return what the states hold as their own: cloud, account, region, resource and id."""
        return {_key(entry) for stack in self.read for entry in stack.entries if not entry.handling.external}

    def marks(self, tag: Text | None) -> dict[str, str]:
        """Return every mark that a stack's objects may carry, with the stack; hashed where a tag cannot hold it."""
        owners = {None, *(_owner(values) for stack in self.read for values in configurations(stack))}
        return {mark_of_stack(stack.full_name, owner, tag): stack.full_name for stack in self.read for owner in owners}


def _key(entry: Entry) -> Key:
    cloud, account, region = (str(entry.recorded.state.get(key) or "") for key in ("cloud", "accountId", "region"))
    return cloud, account, region, entry.resource.name, entry.recorded.id


def _owner(values: Mapping[str, Any]) -> str | None:
    owner = values.get("owner")
    return str(owner) if owner else None


def read_backends(folder: Path, backends: Sequence[str | None], files: Sequence[Path], screen: Screen) -> Stacks:
    """Read all stacks of the backends (None: the environment's) and the files."""
    stacks = Stacks()
    for file in files:
        _keep(stacks, str(file), partial(_read_file, file))
    with TemporaryDirectory() as nowhere, ThreadPoolExecutor(AT_ONCE) as pool:
        reading = [
            (name, pool.submit(_read, outside, inside, name))
            for backend in backends
            for name, outside, inside in _asked(backend, folder, Path(nowhere), stacks)
        ]
        with screen.progress("stacks read", len(reading)) as one_more:
            for name, one in reading:
                _keep(stacks, name, one.result)
                one_more()
    return stacks


def _asked(
    backend: str | None, folder: Path, nowhere: Path, stacks: Stacks
) -> Iterator[tuple[str, Engine, Engine | None]]:
    """Yield each stack with what reads its state, and what reads its configuration if the folder is its project's."""
    outside, inside = Engine(nowhere, backend), Engine(folder, backend)
    try:
        of_all = outside.stacks(of_all_projects=True)
    except UnreadableState as error:
        stacks.unread[backend or "the current backend"] = str(error)
        return
    try:
        of_project = inside.stacks(of_all_projects=False)
    except UnreadableState:
        of_project = []
    for name in of_all:
        yield name, outside, inside if name in of_project else None


def _keep(stacks: Stacks, name: str, read: Callable[[], Stack]) -> None:
    try:
        stacks.read.append(read())
    except UnreadableState as error:
        stacks.unread[name] = str(error)


def _read(outside: Engine, inside: Engine | None, name: str) -> Stack:
    """Read a stack from outside of any project, which would forbid those of others.

    Secrets that cannot be decrypted stay encrypted: whose an object is they do not tell.
    """
    config = inside.config(name) if inside else None
    try:
        export = outside.export(name)
    except UnreadableState:
        export = outside.encrypted_export(name)
    stack = stack_of(export, config, name)
    if stack.name:
        return stack
    _, project, short = ["", "", *name.split("/")][-3:]
    return replace(stack, project=project, name=short)


def _read_file(file: Path) -> Stack:
    try:
        return read_file(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableState("it is no text in UTF-8") from error
    except OSError as error:
        raise UnreadableState(str(error.strerror)) from error
