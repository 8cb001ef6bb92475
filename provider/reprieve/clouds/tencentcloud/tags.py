"""Tags on Tencent Cloud: given at creation, changed afterwards through the Tag product alone.

A resource is named there by six parts, with the uin of its creator. One read of the Tag product gives 200 resources,
one write takes 10 tags (tccli's definitions of GetResources, TagResources and UnTagResources).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from reprieve.clouds.tencentcloud.errors import refusal
from reprieve.driver import STACK_TAG, Live, Mark, Text
from reprieve.errors import Denied

if TYPE_CHECKING:
    from reprieve.calls import Api, Reply

Tags: TypeAlias = dict[str, str]
T = TypeVar("T")

NOT_OURS = ("qcs:", "tencentcloud:", "project:")
"""Beginnings of the keys that the vendor's own services write."""

TEXT = Text(r"[\w+\-=.:/@() ]*", "1 to 127 letters, digits, spaces and + - = . : / @ ( )", 127)
"""What keys and values may be."""

MOST = 48
"""Tags of an object: 50, less the two of the mark."""

RESOURCES_A_PAGE = 200
TAGS_A_CALL = 10


def pairs(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Spell tags as SSM, KMS and Tag do."""
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def part(tags: Mapping[str, str]) -> tuple[Tags, Mark | None]:
    """Part the user's tags from the ownership mark; the vendor's own tags are left out."""
    mark = Mark.among(tags)
    hidden = {*(mark.tags if mark else ()), "CreatedBy"}
    return {k: v for k, v in tags.items() if k not in hidden and not k.startswith(NOT_OURS)}, mark


def marked(stack: str | None) -> list[dict[str, object]]:
    """Return the filter for what carries a stack's mark, or any mark."""
    return [{"TagKey": STACK_TAG} | ({"TagValue": [stack]} if stack is not None else {})]


def tags_of_marked(api: Api, stack: str | None, service: str) -> dict[str, Tags] | None:
    """Return all tags of the objects with a stack's mark (None: with any), by their ids; None: no right to read them.

    One service's in this region; shared by the reads of a run.
    """
    filters = {"TagFilters": marked(stack), "MaxResults": RESOURCES_A_PAGE}
    try:
        found = api.once_for_all(("tags", stack), lambda: list(_pages(api, filters)))
    except Denied:
        return None
    here = [service, api.region]
    return {resource.rsplit("/", 1)[1]: tags for resource, tags in found if resource.split(":")[2:4] == here}


def unmarked(live: Live, stack: str | None, known: Mapping[str, Tags] | None) -> Live:
    """Note of an object that is not among those with any mark that it has none; its own tags stay unknown."""
    return replace(live, mark_known=True) if stack is None and known is not None else live


def tags_of(api: Api, resource: str) -> Tags:
    """Return all tags of one resource."""
    found = list(_pages(api, {"ResourceList": [resource]}))
    return found[0][1] if found else {}


def change(api: Api, resource: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Write the tags that differ; pairs that the account does not have yet are made by the call."""
    for some in _tens([(key, value) for key, value in after.items() if before.get(key) != value]):
        _write(api, "tag:TagResources", {"ResourceList": [resource], "Tags": pairs(dict(some))})
    for keys in _tens([key for key in before if key not in after]):
        _write(api, "tag:UnTagResources", {"ResourceList": [resource], "TagKeys": keys})


def _write(api: Api, action: str, params: Mapping[str, object]) -> None:
    """Write, and raise what the reply says of resources that failed: the call itself succeeds all the same."""
    reply = api.write(action, params)
    failed = reply.get("FailedResources")
    for one in failed if isinstance(failed, list) else []:
        raise refusal(action, str(one["Code"]), str(one["Message"]), str(reply.get("RequestId") or ""))


def rewrite(api: Api, live: Live, wanted: Mapping[str, str] | None, mark: Mark, resource: Callable[[], str]) -> Live:
    """Write the tags that differ and the mark; without declared tags only the mark.

    `resource` returns the name of six parts; it is asked only where something differs.
    """
    before = dict(live.tags or {}) | (live.mark.tags if live.mark else {})
    after = dict(live.tags or {} if wanted is None else wanted) | mark.tags
    if before != after:
        change(api, resource(), before, after)
    own, _ = part(after)
    return replace(live, tags=own, mark=mark, mark_known=True)


def _pages(api: Api, params: Mapping[str, object]) -> Iterator[tuple[str, Tags]]:
    token = ""
    while True:
        reply: Reply = api.read("tag:GetResources", {**params, "PaginationToken": token})
        mappings = reply.get("ResourceTagMappingList")
        for mapping in mappings if isinstance(mappings, list) else []:
            yield mapping["Resource"], {tag["TagKey"]: tag["TagValue"] for tag in mapping["Tags"]}
        token = str(reply.get("PaginationToken") or "")
        if not token:
            return


def _tens(items: Sequence[T]) -> Iterator[list[T]]:
    for start in range(0, len(items), TAGS_A_CALL):
        yield list(items[start : start + TAGS_A_CALL])
