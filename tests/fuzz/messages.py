"""Requests to each RPC of the protocol, drawn field by field from its own definition, as bytes.

What the protocol will have more tomorrow is drawn too: nothing here lists its fields but for those that mean something.
The same seed and number draw the same message.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final

from google.protobuf.descriptor import FieldDescriptor

from reprieve.functions import FUNCTIONS
from reprieve.plugin.stubs import provider_pb2
from reprieve.resources.catalogue import RESOURCES
from tests.fuzz import trees

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.descriptor import Descriptor, MethodDescriptor

    from tests.fuzz.trees import Tree

RPCS: Final[Mapping[str, MethodDescriptor]] = {
    method.name: method for method in provider_pb2.DESCRIPTOR.services_by_name["ResourceProvider"].methods
}
TOKENS: Final = (*RESOURCES, *FUNCTIONS, "reprieve:index:Nothing", "a$b", "$", "::", "", "pulumi:providers:reprieve")
URNS: Final = (
    "",
    "urn",
    "urn:pulumi:dev::shop",
    "urn:pulumi:dev::shop::",
    "urn:pulumi:dev::shop::::",
    "::::::::",
    "urn:pulumi:\0::\n::$::ü",
    "urn:pulumi:" + "d" * 10_000 + "::shop::reprieve:index:Secret::db",
    "urn:pulumi:dev::shop::reprieve:index:Secret::" + "n" * 10_000,
)
ADDRESSES: Final = ("", "127.0.0.1:9", "nowhere", "\0", "127.0.0.1:99999999", "unix:/nowhere", "[::1]:9", "a" * 300)
STRUCT: Final = "google.protobuf.Struct"
IN_STRUCTS: Final = frozenset({"news", "inputs", "old_inputs", "properties", "olds", "args", "query"})
CONFIGURING: Final = frozenset({"CheckConfig", "DiffConfig", "Configure"})
INTEGERS: Final = (0, 1, 2, 7, 100, 2**31 - 1, 2**31, 2**63 - 1, 2**64 - 1, 2**64 - 2**31)


@dataclass(frozen=True)
class Known:
    """An object that the cloud has: what a state would hold of it."""

    urn: str
    id: str
    inputs: dict[str, Tree]
    state: dict[str, Tree]


@dataclass(frozen=True)
class World:
    """What valid messages are made of: configurations that work, and objects that are there."""

    configurations: tuple[dict[str, Tree], ...]
    known: tuple[Known, ...] = field(default=())


def message(rpc: str, seed: object, number: int, world: World) -> bytes:
    """Draw the request number `number` to an RPC."""
    random = Random(f"{seed} {rpc} {number}")  # noqa: S311 - no cryptography
    kind = random.random()
    if kind < 0.04:
        return random.randbytes(random.randrange(200))
    drawn = _Drawn(random, rpc, world, wild=random.choice((0.0, 0.0, 0.02, 0.1, 0.5)))
    written = drawn.request(RPCS[rpc].input_type)
    return _damaged(random, written) if kind < 0.12 else written


def _damaged(random: Random, written: bytes) -> bytes:
    """Flip, cut or double a few bytes."""
    damaged = bytearray(written)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(damaged) + 1)
        match random.randrange(3):
            case 0:
                damaged[at : at + 1] = random.randbytes(1)
            case 1:
                del damaged[at : at + random.randrange(50)]
            case _:
                damaged[at:at] = damaged[at : at + random.randrange(50)]
    return bytes(damaged)


class _Drawn:
    """One request; `wild` is how often a field holds anything instead of what belongs there."""

    def __init__(self, random: Random, rpc: str, world: World, wild: float) -> None:
        self._random = random
        self._rpc = rpc
        self._wild = wild
        self._configuration = random.choice(world.configurations)
        self._known = random.choice(world.known) if world.known else Known("", "", {}, {})

    def request(self, descriptor: Descriptor) -> bytes:
        return b"".join(self._field(each) for each in descriptor.fields if self._random.random() < 0.9)

    def _field(self, each: FieldDescriptor) -> bytes:
        times = self._random.choice((0, 0, 1, 2, 20)) if each.label == FieldDescriptor.LABEL_REPEATED else 1  # type: ignore[attr-defined]  # protobuf 5 has no other
        return b"".join(self._one(each) for _ in range(times))

    def _one(self, each: FieldDescriptor) -> bytes:
        if each.type == FieldDescriptor.TYPE_MESSAGE:
            return trees.field(each.number, self._inside(each))
        if each.type == FieldDescriptor.TYPE_STRING:
            return trees.field(each.number, self._text(each.name).encode())
        if each.type == FieldDescriptor.TYPE_BYTES:
            return trees.field(each.number, self._random.randbytes(self._random.choice((0, 1, 32, 5000))))
        if each.type == FieldDescriptor.TYPE_DOUBLE:
            return trees.varint(each.number << 3 | 1) + struct.pack("<d", self._number())
        return trees.varint(each.number << 3) + trees.varint(self._integer(each))

    def _inside(self, each: FieldDescriptor) -> bytes:
        inner = each.message_type
        assert inner
        if inner.full_name == STRUCT:
            return trees.encoded_struct(self._struct(each.name))
        if inner.full_name.startswith("google.protobuf") or self._random.random() < 0.3:
            return b""
        return self.request(inner)

    def _struct(self, name: str) -> dict[str, Tree]:
        random = self._random
        if random.random() < self._wild:
            return {random.choice(trees.FIELDS): trees.any_tree(random) for _ in range(random.choice((0, 1, 5, 60)))}
        meant = self._meant(name)
        return trees.near(random, meant) if random.random() < self._wild * 5 else meant

    def _meant(self, name: str) -> dict[str, Tree]:
        """Return what belongs into a struct of this name."""
        if self._rpc in CONFIGURING:
            return self._configuration
        if self._rpc == "Invoke":
            return {"id": self._known.id, "name": self._known.id, "resource": self._random.choice(("Secret", "KmsKey"))}
        if self._rpc == "List":
            return {"stack": "shop/dev"} if self._random.random() < 0.5 else {}
        return self._known.state if name in {"olds", "properties"} and self._rpc != "Create" else self._known.inputs

    def _text(self, name: str) -> str:
        random = self._random
        if random.random() < self._wild:
            return random.choice((*trees.TEXTS, *URNS, *TOKENS))
        if "address" in name or "target" in name:
            return random.choice(ADDRESSES)
        meant = {
            "urn": self._known.urn,
            "id": self._known.id,
            "tok": random.choice(tuple(FUNCTIONS)),
            "token": random.choice(tuple(RESOURCES)),
            "ignoreChanges": random.choice(trees.FIELDS),
            "name": "db",
        }
        return meant.get(name, random.choice(trees.TEXTS[:8]))

    def _number(self) -> float:
        if self._random.random() < self._wild:
            return self._random.choice(trees.NUMBERS)
        return self._random.choice((0.0, 0.0, 5.0))

    def _integer(self, each: FieldDescriptor) -> int:
        if self._random.random() < self._wild:
            return self._random.choice(INTEGERS)
        # most creations are previews, so that the cloud's rates are not all that is measured
        return int(self._random.random() < 0.8) if each.name == "preview" else self._random.choice((0, 0, 1))
