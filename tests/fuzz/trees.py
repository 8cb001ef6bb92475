"""Trees of values as the engine sends them, drawn valid, nearly valid or hostile, and their bytes on the wire.

The bytes are made here because protobuf's own classes refuse to make the worst: nesting without end, or wrong UTF-8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from reprieve.config import Config
from reprieve.functions import FUNCTIONS
from reprieve.plugin.values import HIDDEN, REFUSED, SIGNATURE, UNKNOWNS
from reprieve.resources.catalogue import RESOURCES
from reprieve.shapes import SYNONYMS, names

if TYPE_CHECKING:
    from random import Random

Tree: TypeAlias = "bool | float | str | bytes | list[Tree] | dict[str, Tree] | Deep | None"

OUTPUT_VALUE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
SIGNATURES: Final = (HIDDEN, OUTPUT_VALUE, *REFUSED, "an unknown signature")
TEXTS: Final = (
    "",
    " ",
    "a",
    "db-password",
    "alias/db",
    "0",
    "-1",
    "true",
    "null",
    "[]",
    "{}",
    '"\\ud800"',
    '{"a": "\\udfff"}',
    "[" * 5_000,
    "9" * 5_000,
    "1e999",
    "\0",
    "\n",
    "ü" * 200,
    "\U0010ffff",
    "../../etc/passwd",
    "%s%n{0}{x}",
    "http://[::1",
    "https://",
    "http://127.0.0.1:9",
    "http://127.0.0.1:99999999",
    "http://user:word@127.0.0.1:9",
    "//",
    "==",
    "aGVsbG8=",
    "x" * 70_000,
    "qcs::kms:ap-guangzhou:uin/1:key/creatorUin/1/k",
    "acs:kms:cn-hangzhou:1:key/k",
)
NUMBERS: Final = (
    0.0,
    -0.0,
    1.0,
    7.0,
    14.0,
    30.0,
    366.0,
    -1.0,
    0.5,
    1e308,
    -1e308,
    5e-324,
    2.0**53,
    2.0**63,
    2.0**64,
    float("inf"),
    float("-inf"),
    float("nan"),
)
FIELDS: Final = sorted(
    {
        *(name for resource in RESOURCES.values() for name in (*names(resource.inputs), *names(resource.outputs))),
        *(name for function in FUNCTIONS.values() for name in names(function.arguments)),
        *names(Config),
        *SYNONYMS,
        "__internal",
        "__defaults",
        "version",
        SIGNATURE,
        "value",
        "",
        "a.b[0]",
        '"',
        "\\",
    }
)
DEPTHS: Final = (10, 40, 49, 50, 51, 99, 100, 101, 1_000, 5_000)
"""protobuf reads a hundred levels; a value takes one to three."""


@dataclass(frozen=True)
class Deep:
    """A value inside so many lists, objects or secrets."""

    depth: int
    kind: str


def any_tree(random: Random, depth: int = 0) -> Tree:
    """Draw a tree of any shape."""
    kind = random.randrange(60)
    if kind < 36 or depth > 4:
        return leaf(random)
    if kind < 44:
        return {random.choice(FIELDS): any_tree(random, depth + 1) for _ in range(random.randrange(5))}
    if kind < 50:
        return [any_tree(random, depth + 1) for _ in range(random.randrange(5))]
    if kind < 59:
        return signed(random, any_tree(random, depth + 1))
    return Deep(random.choice(DEPTHS), random.choice(("list", "object", "secret")))


def leaf(random: Random) -> Tree:
    """Draw a value without parts."""
    kind = random.randrange(100)
    if kind < 40:
        return random.choice(TEXTS)
    if kind < 60:
        return random.choice(NUMBERS)
    if kind < 80:
        return random.choice((True, False, None))
    if kind < 99:
        return random.choice(sorted(UNKNOWNS))
    return random.randbytes(random.randrange(8))  # a text that is not UTF-8, mostly


def signed(random: Random, inner: Tree) -> Tree:
    """Wrap a value in one of the protocol's signatures, sometimes without what belongs into it."""
    wrapped: dict[str, Tree] = {SIGNATURE: random.choice(SIGNATURES)}
    for key in ("value", "text", "path", "uri", "hash", "assets", "urn", "id", "secret", "dependencies"):
        if random.random() < (0.8 if key == "value" else 0.2):
            wrapped[key] = inner
    return wrapped


def near(random: Random, tree: dict[str, Tree]) -> dict[str, Tree]:
    """Change a few things of a valid object."""
    changed = dict(tree)
    for _ in range(random.randint(1, 3)):
        key = random.choice(sorted(changed) or ["name"])
        match random.randrange(5):
            case 0:
                changed.pop(key, None)
            case 1:
                changed[key] = any_tree(random)
            case 2:
                changed[key] = signed(random, changed.get(key))
            case 3:
                changed[random.choice(FIELDS)] = any_tree(random)
            case _:
                changed[key] = [changed.get(key)]
    return changed


def encoded_struct(tree: dict[str, Tree]) -> bytes:
    """Return the bytes of a google.protobuf.Struct."""
    return b"".join(
        field(1, field(1, key.encode(errors="surrogateescape")) + field(2, _value(item))) for key, item in tree.items()
    )


def field(number: int, content: bytes) -> bytes:
    """Return a field of bytes, as protobuf writes it."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(number: int) -> bytes:
    """Return a number as protobuf writes it."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def _value(tree: Tree) -> bytes:  # noqa: PLR0911 - one for each kind of value
    if tree is None:
        return varint(1 << 3) + b"\0"
    if isinstance(tree, bool):
        return varint(4 << 3) + bytes([tree])
    if isinstance(tree, int | float):
        return varint(2 << 3 | 1) + struct.pack("<d", tree)
    if isinstance(tree, str | bytes):
        return field(3, tree if isinstance(tree, bytes) else tree.encode())
    if isinstance(tree, dict):
        return field(5, encoded_struct(tree))
    if isinstance(tree, list):
        return field(6, b"".join(field(1, _value(item)) for item in tree))
    return _deep(tree)


@cache
def _deep(tree: Deep) -> bytes:
    inner = field(3, b"bottom")
    for _ in range(tree.depth):
        if tree.kind == "list":
            inner = field(6, field(1, inner))
        elif tree.kind == "object":
            inner = field(5, field(1, field(1, b"in") + field(2, inner)))
        else:
            signature = field(1, field(1, SIGNATURE.encode()) + field(2, field(3, HIDDEN.encode())))
            inner = field(5, signature + field(1, field(1, b"value") + field(2, inner)))
    return inner
