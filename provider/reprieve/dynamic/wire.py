"""Between the dynamic server's plain values and trees (`reprieve.fields`): which values are secret, what is unknown.

The server takes the marks off secrets on the way in, so the program sends the names of its secret inputs along; on the
way out a secret has the form that the protocol gives it. The server sends no recorded inputs either: they travel in the
outputs, all but the secret content, which the outputs hold already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pulumi.output import Unknown
from pulumi.runtime import rpc

from reprieve.dynamic.declared import SECRETS
from reprieve.fields import UNKNOWN, Hidden, Properties, Trait, Tree, number, without_nulls
from reprieve.lifecycle.operation import Recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reprieve.resources.inputs import Resource

INPUTS: Final = "__inputs"
PROVIDER: Final = "__provider"


def decode(resource: Resource, properties: Mapping[str, Any]) -> Properties:
    """Read inputs or outputs; what was secret is hidden again."""
    secret = resource.secret_fields | frozenset(properties.get(SECRETS) or ())
    return without_nulls(
        {
            key: Hidden(_tree(value)) if key in secret else _tree(value)
            for key, value in properties.items()
            if key not in {INPUTS, PROVIDER}
        }
    )


def decode_recorded(resource: Resource, object_id: str, outputs: Mapping[str, Any]) -> Recorded:
    """Read an object as its outputs have it, its inputs among them."""
    state = decode(resource, outputs)
    content = {field: state[field] for field in resource.having(Trait.VALUE) & state.keys()}
    return Recorded(object_id, decode(resource, outputs.get(INPUTS) or {}) | content, state)


def encode(properties: Mapping[str, Tree]) -> dict[str, Any]:
    """Write inputs or outputs."""
    return {key: _plain(tree) for key, tree in properties.items()}


def encode_recorded(resource: Resource, inputs: Mapping[str, Tree], state: Mapping[str, Tree]) -> dict[str, Any]:
    """Write an object's outputs, with its inputs among them."""
    return encode({**state, INPUTS: kept(resource, inputs)})


def kept(resource: Resource, inputs: Mapping[str, Tree]) -> Properties:
    """Return the inputs that travel in the outputs."""
    content = resource.having(Trait.VALUE)
    return {field: value for field, value in inputs.items() if field not in content}


def _tree(value: Any) -> Tree:  # noqa: ANN401 - the server's values have no type
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return {key: _tree(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_tree(item) for item in value]
    return number(value) if isinstance(value, float) else value


def _plain(tree: Tree) -> Any:  # noqa: ANN401 - the server's values have no type
    if isinstance(tree, Hidden):
        return rpc.wrap_rpc_secret(_plain(tree.reveal()))
    if tree is UNKNOWN:
        return rpc.UNKNOWN
    if isinstance(tree, dict):
        return {key: _plain(item) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_plain(item) for item in tree]
    return tree
