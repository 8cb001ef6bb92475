"""The actions of the Tag product that change nothing."""

from typing import Any, TypeVar

from reprieve_emulator.cloud import Call, CloudError, Reply
from reprieve_emulator.tencentcloud.resources import parse_resource
from reprieve_emulator.tencentcloud.tag import rules
from reprieve_emulator.tencentcloud.tag.records import Attachment, Pair, Resource, carriers, digest, matches, tags_of
from reprieve_emulator.world import World

Item = TypeVar("Item")
_RESOURCES_PAGE = 200
_TAGS_PAGE = 1000
_PLACE = {"ServiceType": "service", "ResourceRegion": "region", "ResourcePrefix": "prefix", "ResourceId": "resource"}


def get_resources(call: Call, world: World) -> Reply:
    """Give resources with their tags, by name or by tags, a page at a time."""
    filters = rules.read_filters(call.parameters.get("TagFilters", []))
    texts = call.parameters.get("ResourceList", [])
    rules.check_resources(texts, rules.RESOURCES_PER_READ)
    if texts:
        named = [parse_resource(text, call.account) for text in texts]
        found = [resource for resource in named if matches(tags_of(world.store, resource), filters or {})]
        found = [resource for resource in found if tags_of(world.store, resource)]
    else:
        found = carriers(world.store, filters, account=call.account)
    page, token = _page_by_token(call, found, _RESOURCES_PAGE)
    mappings = [{"Resource": resource.text, "Tags": _tags(tags_of(world.store, resource))} for resource in page]
    return {"PaginationToken": token, "ResourceTagMappingList": mappings}


def get_tags(call: Call, world: World) -> Reply:
    """Give the account's pairs, a page at a time."""
    page, token = _page_by_token(call, _pairs(call, world), _TAGS_PAGE)
    return {"PaginationToken": token, "Tags": [_pair(pair) for pair in page]}


def get_tag_keys(call: Call, world: World) -> Reply:
    """Give the account's keys, a page at a time."""
    keys = sorted({pair.key for pair in _pairs(call, world)})
    page, token = _page_by_token(call, keys, _TAGS_PAGE)
    return {"PaginationToken": token, "TagKeys": page}


def describe_tags(call: Call, world: World) -> Reply:
    """Give the account's pairs by offset."""
    found = [
        pair
        for pair in _pairs(call, world)
        if call.parameters.get("TagKey", pair.key) == pair.key
        and call.parameters.get("TagValue", pair.value) == pair.value
    ]
    page, place = _page_by_offset(call, found)
    return {**place, "Tags": [{**_pair(pair), "CanDelete": int(not _carried(pair, world))} for pair in page]}


def describe_resource_tags(call: Call, world: World) -> Reply:
    """Give the tags of the resources at a place, one row per tag."""
    rows = world.store.find(Attachment, account=call.account, **_place(call))
    page, place = _page_by_offset(call, rows)
    return {**place, "Rows": [_row(row) for row in page]}


def describe_resource_tags_by_resource_ids(call: Call, world: World) -> Reply:
    """Give the tags of up to fifty resources of one kind, one row per tag."""
    ids = call.parameters["ResourceIds"]
    if len(ids) > rules.RESOURCES_PER_READ:
        message = f"ResourceIds: at most {rules.RESOURCES_PER_READ}."
        raise CloudError("InvalidParameterValue.ResourceIdInvalid", message)
    wanted = set(ids)
    rows = [row for row in world.store.find(Attachment, account=call.account, **_place(call)) if row.resource in wanted]
    page, place = _page_by_offset(call, rows)
    return {**place, "Tags": [_row(row) for row in page]}


def describe_resources_by_tags(call: Call, world: World) -> Reply:
    """Give the resources that carry all tags named."""
    filters = rules.read_filters(call.parameters["TagFilters"])
    found = carriers(world.store, filters, account=call.account, **_place(call))
    page, place = _page_by_offset(call, found)
    return {**place, "Rows": [_resource(resource, world) for resource in page]}


def _pairs(call: Call, world: World) -> list[Pair]:
    pairs = world.store.find(Pair, account=call.account)
    keys = call.parameters.get("TagKeys")
    return [pair for pair in pairs if keys is None or pair.key in keys]


def _carried(pair: Pair, world: World) -> bool:
    return world.store.count(Attachment, account=pair.account, tag_key=pair.key, tag_value=pair.value) > 0


def _place(call: Call) -> dict[str, str]:
    return {column: call.parameters[name] for name, column in _PLACE.items() if call.parameters.get(name)}


def _page_by_token(call: Call, found: list[Item], maximum: int) -> tuple[list[Item], str]:
    token, size = call.parameters.get("PaginationToken") or "0", call.parameters.get("MaxResults", 50)
    if not token.isdecimal():
        raise CloudError("InvalidParameter.PaginationTokenInvalid", "The PaginationToken is not valid.")
    if not 1 <= size <= maximum:
        raise CloudError("InvalidParameter", f"MaxResults: 1 to {maximum}.")
    end = int(token) + size
    return found[int(token) : end], str(end) if end < len(found) else ""


def _page_by_offset(call: Call, found: list[Item]) -> tuple[list[Item], dict[str, int]]:
    offset, limit = call.parameters.get("Offset", 0), call.parameters.get("Limit", 15)
    if not 1 <= limit <= _TAGS_PAGE or offset % limit:
        raise CloudError(
            "InvalidParameterValue.OffsetInvalid", "Offset must be a multiple of Limit, which is 1 to 1000."
        )
    return found[offset : offset + limit], {"TotalCount": len(found), "Offset": offset, "Limit": limit}


def _tags(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"TagKey": key, "TagValue": value, "Category": "Custom"} for key, value in tags.items()]


def _pair(pair: Pair) -> dict[str, Any]:
    return {"TagKey": pair.key, "TagValue": pair.value, "Category": "Custom"}


def _row(row: Attachment) -> dict[str, str]:
    return {
        "TagKey": row.tag_key,
        "TagValue": row.tag_value,
        "ResourceId": row.resource,
        "TagKeyMd5": digest(row.tag_key),
        "TagValueMd5": digest(row.tag_value),
        "ServiceType": row.service,
        "Category": "Custom",
    }


def _resource(resource: Resource, world: World) -> dict[str, Any]:
    return {
        "ResourceRegion": resource.region,
        "ServiceType": resource.service,
        "ResourcePrefix": resource.prefix,
        "ResourceId": resource.id,
        "Tags": _tags(tags_of(world.store, resource)),
    }
