"""Trees of values, copied out of the containers of pulumi_policy, which watch for unknown and for secret values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reprieve.fields import number


def plain(tree: Any) -> Any:  # noqa: ANN401 - what the library hands out has no type
    """Copy a tree; whole numbers, which travel as doubles, become whole again."""
    if isinstance(tree, Mapping):
        return {key: plain(tree[key]) for key in tree}
    if isinstance(tree, Sequence) and not isinstance(tree, str):
        return [plain(one) for one in tree]
    return number(tree) if isinstance(tree, float) else tree
