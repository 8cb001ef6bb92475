"""Tags on Alibaba Cloud: given at creation, changed by actions that name one key or one secret."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from reprieve.driver import Live, Mark

if TYPE_CHECKING:
    from reprieve.calls import Api

Tags: TypeAlias = dict[str, str]

STACK, RESOURCE = "reprieve:stack", "reprieve:resource"
NOT_OURS = ("acs:", "aliyun")
"""Beginnings of the keys that the vendor's own services write, and that nobody else may."""

TAGS_A_CALL = 10
"""The page on TagResource says 10; the texts of the creating actions say 20 for them."""


def mark_tags(mark: Mark) -> Tags:
    """Return the ownership mark as tags."""
    return {STACK: mark.stack, RESOURCE: mark.resource}


def spelled(tags: Mapping[str, str]) -> str:
    """Spell tags as a parameter."""
    return json.dumps([{"TagKey": key, "TagValue": value} for key, value in tags.items()])


def read(listed: Sequence[Mapping[str, str]]) -> Tags:
    """Read tags out of a reply."""
    return {tag["TagKey"]: tag.get("TagValue") or "" for tag in listed}


def part(tags: Mapping[str, str]) -> tuple[Tags, Mark | None]:
    """Part the user's tags from the ownership mark; the vendor's own tags are left out."""
    mark = Mark(tags[STACK], tags.get(RESOURCE, "")) if STACK in tags else None
    return {k: v for k, v in tags.items() if k not in {STACK, RESOURCE} and not k.startswith(NOT_OURS)}, mark


def make_as_declared(
    api: Api, target: Mapping[str, str], live: Live, wanted: Mapping[str, str] | None, mark: Mark
) -> Live:
    """Write the tags that differ and the mark; without declared tags only the mark.

    `target` names the object, as `SecretName` or `KeyId`.
    """
    before = dict(live.tags or {}) | (mark_tags(live.mark) if live.mark else {})
    after = dict(live.tags or {} if wanted is None else wanted) | mark_tags(mark)
    _change(api, target, before, after)
    own, _ = part(after)
    return replace(live, tags=own, mark=mark, mark_known=True)


def _change(api: Api, target: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]) -> None:
    for some in _tens([key for key, value in after.items() if before.get(key) != value]):
        api.write("kms:TagResource", {**target, "Tags": spelled({key: after[key] for key in some})})
    for some in _tens([key for key in before if key not in after]):
        api.write("kms:UntagResource", {**target, "TagKeys": json.dumps(some)})


def _tens(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), TAGS_A_CALL):
        yield keys[start : start + TAGS_A_CALL]
