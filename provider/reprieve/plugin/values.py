"""Between the engine's structs and trees of plain values (`reprieve.fields`): secrets and unknowns at any depth.

The wire has only JSON's types. What is more than that travels as a sentinel text (a value not known yet) or as an
object with a signature; the constants are those of Pulumi's Go SDK, `resource/plugin/rpc.go` and `resource/sig`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from google.protobuf.struct_pb2 import NULL_VALUE, Struct, Value

from reprieve.errors import Bug, InputError, Problem
from reprieve.fields import UNKNOWN, Hidden, Unknown, number

if TYPE_CHECKING:
    from reprieve.fields import Properties, Tree

Path: TypeAlias = "tuple[str | int, ...]"
"""Where in the properties a value stands; spelled out only for a problem."""

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
HIDDEN: Final = "1b47061264138c4ac30d75fd1eb44270"
UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UNKNOWNS: Final = frozenset(
    {
        UNKNOWN_TEXT,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # truth value
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # list
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # object
    }
)
REFUSED: Final = {
    "c44067f5952c0a294b673a41bacd8c17": "an asset is not accepted here; give its text",
    "0def7320c3a5731c473e5ecbe6d01bc7": "an archive is not accepted here; give a text",
    "5cf8f73096256a8f31e491e813e4eb8e": "a resource is not accepted here; give its id or another of its outputs",
}


def decode(struct: Struct) -> Properties:
    """Read a struct; a kind of value that no field takes raises `InputError`, naming all of them by path."""
    problems: list[Problem] = []
    properties = {key: _decode(value, (key,), problems) for key, value in struct.fields.items()}
    if problems:
        raise InputError(problems)
    return properties


def encode(properties: Mapping[str, Tree]) -> Struct:
    """Write a struct; the reverse of `decode`, but for the type that an unknown value will have."""
    struct = Struct()
    for key, tree in properties.items():
        _write(struct.fields[key], tree)
    return struct


def _decode(value: Value, path: Path, problems: list[Problem]) -> Tree:
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value in UNKNOWNS else value.string_value
        case "number_value":
            return number(value.number_value)
        case "bool_value":
            return value.bool_value
        case "list_value":
            return [_decode(item, (*path, i), problems) for i, item in enumerate(value.list_value.values)]
        case "struct_value":
            return _decode_object(value.struct_value, path, problems)
        case _:
            return None


def _decode_object(struct: Struct, path: Path, problems: list[Problem]) -> Tree:
    if SIGNATURE not in struct.fields:
        return {key: _decode(value, (*path, key), problems) for key, value in struct.fields.items()}
    kind = struct.fields[SIGNATURE].string_value
    if kind == HIDDEN:
        return Hidden(_decode(struct.fields["value"], path, problems))
    said = REFUSED.get(kind, "a value of this kind is not accepted here")
    problems.append(Problem(_spelled(path), said, secret=True))
    return None


def _spelled(path: Path) -> str:
    """Spell a path as the engine does."""
    spelled = ""
    for step in path:
        if isinstance(step, int):
            spelled += f"[{step}]"
        elif re.fullmatch(r"[^\W\d]\w*", step):
            spelled += f".{step}" if spelled else step
        else:
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            spelled += f'["{escaped}"]'
    return spelled


def _write(value: Value, tree: Tree) -> None:
    """Write a tree into a value, with sentinel and signature for what JSON cannot say."""
    if isinstance(tree, Hidden):
        _write_object(value, {SIGNATURE: HIDDEN, "value": tree.reveal()})
    elif isinstance(tree, Mapping):
        _write_object(value, tree)
    elif isinstance(tree, list | tuple):
        value.list_value.SetInParent()
        for child in tree:
            _write(value.list_value.values.add(), child)
    else:
        _write_plain(value, tree)


def _write_object(value: Value, tree: Mapping[str, Tree]) -> None:
    value.struct_value.SetInParent()
    for key, child in tree.items():
        _write(value.struct_value.fields[str(key)], child)


def _write_plain(value: Value, tree: Tree) -> None:
    if tree is None:
        value.null_value = NULL_VALUE
    elif isinstance(tree, str):
        value.string_value = tree
    elif isinstance(tree, bool):
        value.bool_value = tree
    elif isinstance(tree, int | float):
        value.number_value = tree
    elif isinstance(tree, Unknown):
        value.string_value = UNKNOWN_TEXT
    else:
        raise Bug(f"a {type(tree).__name__} cannot be sent to the engine")
