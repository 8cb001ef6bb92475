"""Between the engine's structs and trees of plain values (`reprieve.fields`): secrets and unknowns at any depth.

The wire has only JSON's types. What is more than that travels as a sentinel text (a value not known yet) or as an
object with a signature; the constants are those of Pulumi's Go SDK, `resource/plugin/rpc.go` and `resource/sig`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from google.protobuf.struct_pb2 import Struct, Value

from reprieve.errors import Bug, InputError, Problem
from reprieve.fields import UNKNOWN, Hidden, Unknown, number

if TYPE_CHECKING:
    from reprieve.fields import Properties, Tree

Wire: TypeAlias = "bool | float | str | list[Wire] | dict[str, Wire] | None"

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
    properties = {key: _decode(value, _join("", key), problems) for key, value in struct.fields.items()}
    if problems:
        raise InputError(problems)
    return properties


def encode(properties: Mapping[str, Tree]) -> Struct:
    """Write a struct; the reverse of `decode`, but for the type that an unknown value will have."""
    struct = Struct()
    struct.update({key: _wire(tree) for key, tree in properties.items()})
    return struct


def _decode(value: Value, path: str, problems: list[Problem]) -> Tree:
    match value.WhichOneof("kind"):
        case "string_value":
            return UNKNOWN if value.string_value in UNKNOWNS else value.string_value
        case "number_value":
            return number(value.number_value)
        case "bool_value":
            return value.bool_value
        case "list_value":
            return [_decode(item, f"{path}[{i}]", problems) for i, item in enumerate(value.list_value.values)]
        case "struct_value":
            return _decode_object(value.struct_value, path, problems)
        case _:
            return None


def _decode_object(struct: Struct, path: str, problems: list[Problem]) -> Tree:
    if SIGNATURE not in struct.fields:
        return {key: _decode(value, _join(path, key), problems) for key, value in struct.fields.items()}
    kind = struct.fields[SIGNATURE].string_value
    if kind == HIDDEN:
        return Hidden(_decode(struct.fields["value"], path, problems))
    problems.append(Problem(path, REFUSED.get(kind, "a value of this kind is not accepted here"), secret=True))
    return None


def _join(path: str, key: str) -> str:
    """Append a key to a path, in the engine's spelling."""
    if not re.fullmatch(r"[^\W\d]\w*", key):
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        return f'{path}["{escaped}"]'
    return f"{path}.{key}" if path else key


def _wire(tree: Tree) -> Wire:
    """Replace what JSON cannot say."""
    if isinstance(tree, Hidden):
        return {SIGNATURE: HIDDEN, "value": _wire(tree.reveal())}
    if isinstance(tree, Unknown):
        return UNKNOWN_TEXT
    if isinstance(tree, Mapping):
        return {str(key): _wire(value) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [_wire(value) for value in tree]
    if tree is None or isinstance(tree, bool | int | float | str):
        return tree
    raise Bug(f"a {type(tree).__name__} cannot be sent to the engine")
