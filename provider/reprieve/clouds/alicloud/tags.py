"""Tags on Alibaba Cloud: given at creation, changed by actions that name one key or one secret."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from reprieve.clouds.alicloud.replies import rows
from reprieve.driver import STACK_TAG, Live, Mark, Text

if TYPE_CHECKING:
    from reprieve.calls import Api

Tags: TypeAlias = dict[str, str]

NOT_OURS = ("acs:", "aliyun")
"""Beginnings of the keys that the vendor's own services write, and that nobody else may."""

TEXT = Text(r"[A-Za-z0-9/\\_.+=:@-]*", r"at most 128 letters, digits and / \ _ - . + = : @", 128)
"""What keys and values may be."""

MOST = 18
"""Tags of an object: 20, less the two of the mark."""

KEYS_A_CALL = 50
TAGS_A_CALL = 10
"""The page on TagResource says 10; the texts of the creating actions say 20 for them."""


def spelled(tags: Mapping[str, str]) -> str:
    """Spell tags as a parameter."""
    return json.dumps([{"TagKey": key, "TagValue": value} for key, value in tags.items()])


def read(listed: Sequence[Mapping[str, str]]) -> Tags:
    """Read tags out of a reply."""
    return {tag["TagKey"]: tag.get("TagValue") or "" for tag in listed}


def part(tags: Mapping[str, str]) -> tuple[Tags, Mark | None]:
    """Part the user's tags from the ownership mark; the vendor's own tags are left out."""
    mark = Mark.among(tags)
    ours = mark.tags if mark else {}
    return {key: value for key, value in tags.items() if key not in ours and not key.startswith(NOT_OURS)}, mark


def of_key(api: Api, key_id: str) -> Tags:
    """Return all tags of one key."""
    return read(rows(api.read("kms:ListResourceTags", {"KeyId": key_id}), "Tags", "Tag"))


def of_keys(api: Api, stack: str) -> dict[str, Tags]:
    """Return all tags of the keys that carry a stack's mark, by their ids; shared by the reads of a run."""

    def fetch() -> dict[str, Tags]:
        # asked for one tag, the cloud may tell of that tag alone
        marked = _rows(api, {"Tag": [{"Key": STACK_TAG, "Value": stack}]})
        ids = sorted({row["ResourceId"] for row in marked})
        found: dict[str, Tags] = {key_id: {} for key_id in ids}
        for start in range(0, len(ids), KEYS_A_CALL):
            for row in _rows(api, {"ResourceId": ids[start : start + KEYS_A_CALL]}):
                found[row["ResourceId"]][row["TagKey"]] = row.get("TagValue") or ""
        return found

    return api.once_for_all(("key tags", stack), fetch)


def _rows(api: Api, which: Mapping[str, object]) -> Iterator[Mapping[str, str]]:
    """Yield one row for each tag of each key that is asked for."""
    token = ""
    while True:
        asked = {"RegionId": api.region, "ResourceType": "key", **which}
        reply = api.read("kms:ListTagResources", asked | ({"NextToken": token} if token else {}))
        yield from rows(reply, "TagResources", "TagResource")
        token = str(reply.get("NextToken") or "")
        if not token:
            return


def make_as_declared(
    api: Api, target: Mapping[str, str], live: Live, wanted: Mapping[str, str] | None, mark: Mark
) -> Live:
    """Write the tags that differ and the mark; without declared tags only the mark.

    `target` names the object, as `SecretName` or `KeyId`.
    """
    before = dict(live.tags or {}) | (live.mark.tags if live.mark else {})
    after = dict(live.tags or {} if wanted is None else wanted) | mark.tags
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
