"""The tag actions that change nothing."""

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.keys.records import need_key
from reprieve_emulator.alicloud.tags import rules
from reprieve_emulator.alicloud.tags.records import Tag, tags_of
from reprieve_emulator.alicloud.tags.targets import find_target, newer_targets
from reprieve_emulator.cloud import Call, Reply
from reprieve_emulator.world import World


def list_resource_tags(call: Call, world: World) -> Reply:
    """Give the tags of a key."""
    key = need_key(call, world)
    tags = tags_of(world.store, key.target)
    listed = [{"KeyId": key.key_id, "TagKey": name, "TagValue": value} for name, value in tags.items()]
    return {"Tags": {"Tag": listed}}


def list_tag_resources(call: Call, world: World) -> Reply:
    """Give the tags of the objects named, of those that carry certain tags, or of all."""
    kind, names = newer_targets(call)
    if len(names) > rules.BATCH:
        raise errors.invalid_parameter("ResourceId", f"It has up to {rules.BATCH} ids.")
    wanted = {find_target(kind, name, call, world).id for name in names}
    found = world.store.find(Tag, account=call.account, region=call.region, kind=kind)
    rows = _asked([tag for tag in found if not names or tag.target_id in wanted], call, world)
    start = _start(call)
    reply: Reply = {"TagResources": {"TagResource": [_shown(tag) for tag in rows[start : start + rules.ROWS]]}}
    if len(rows) > start + rules.ROWS:
        reply["NextToken"] = str(start + rules.ROWS)
    return reply


def _asked(rows: list[Tag], call: Call, world: World) -> list[Tag]:
    terms = call.parameters.get("Tag", [])
    if not terms:
        return rows
    hits = [{tag.target_id for tag in rows if _fits(tag, term)} for term in terms]
    is_strict = world.switches["alicloud_tag_terms"] == "all"
    kept = set.intersection(*hits) if is_strict else set.union(*hits)
    return [tag for tag in rows if tag.target_id in kept and any(_fits(tag, term) for term in terms)]


def _fits(tag: Tag, term: Reply) -> bool:
    return (tag.key, tag.value) == (term.get("Key", tag.key), term.get("Value", tag.value))


def _start(call: Call) -> int:
    token = call.parameters.get("NextToken") or "0"
    if not token.isdecimal():
        raise errors.invalid_parameter("NextToken")
    return int(token)


def _shown(tag: Tag) -> Reply:
    return {"ResourceId": tag.target_id, "ResourceType": tag.kind, "TagKey": tag.key, "TagValue": tag.value}
