"""The values in a `pulumi stack export`, as trees of the core (`reprieve.fields`): a secret is hidden from then on.

With `--show-secrets` the export holds secrets in clear, each as JSON text in an object with a signature; without it
they are ciphertext, and stay unknown. The constants are those of Pulumi's `deployments.json`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from reprieve.fields import UNKNOWN, Hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reprieve.fields import Properties, Tree

SPECIAL: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a signature
TELLING: Final = (
    "urn", "type", "id", "parent", "provider", "inputs", "outputs", "protect", "retainOnDelete", "deletedWith",
    "external", "delete", "pendingReplacement", "dependencies", "propertyDependencies", "resourceHooks",
)  # fmt: skip
"""What of a resource decides how it is deleted; times of changes and the like are left out."""


class UnreadableState(Exception):
    """What was read is no state of a stack, or could not be read; the message is for the user."""


def properties_of(one: Mapping[str, Any], side: str) -> Properties:
    """Return inputs or outputs of a resource."""
    return {key: tree_of(value) for key, value in (one.get(side) or {}).items()}


def tree_of(value: object) -> Tree:
    """Read a value; ciphertext is a hidden unknown."""
    if isinstance(value, Mapping):
        if value.get(SPECIAL) == SECRET:
            return Hidden(tree_of(json.loads(value["plaintext"])) if "plaintext" in value else UNKNOWN)
        return {key: tree_of(item) for key, item in value.items()}
    return [tree_of(item) for item in value] if isinstance(value, list) else value


def is_secret(value: object) -> bool:
    """Tell whether a value of an export is a secret."""
    return isinstance(value, Mapping) and value.get(SPECIAL) == SECRET


def digest_of(resources: Sequence[Mapping[str, Any]]) -> str:
    """Return a digest of what a state says of its resources; secrets count only as being there."""
    telling = [{key: _blanked(one[key]) for key in TELLING if key in one} for one in resources]
    return hashlib.sha256(json.dumps(telling, sort_keys=True).encode()).hexdigest()


def _blanked(value: object) -> object:
    if is_secret(value):
        return "[secret]"
    if isinstance(value, Mapping):
        return {key: _blanked(item) for key, item in value.items()}
    return [_blanked(item) for item in value] if isinstance(value, list) else value
