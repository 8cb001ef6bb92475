"""What tags may be (parameter texts of CreateKey, CreateSecret and TagResources in the vendor's SDK)."""

import re
from collections.abc import Iterable, Mapping

from reprieve_emulator.alicloud import errors
from reprieve_emulator.alicloud.parameters import read_json
from reprieve_emulator.alicloud.tags.records import Target, attach, tags_of
from reprieve_emulator.world import World

_TEXT = re.compile(r"[A-Za-z0-9/\\_.+=:@-]{0,128}")
_RESERVED = ("aliyun", "acs:")
MOST = 20
"""Tags of one object."""
BATCH = 50
"""Objects of one call of the newer actions."""
ROWS = 200
"""Rows of one page of ListTagResources."""


def read_tags(given: Mapping[str, object], world: World) -> dict[str, str]:
    """Give the tags that a call carries as JSON text."""
    listed = read_json(given, "Tags") or []
    try:
        pairs = [(str(tag["TagKey"]), str(tag.get("TagValue", ""))) for tag in listed]
    except (AttributeError, KeyError, TypeError):
        raise errors.invalid_parameter("Tags", "It is a list of TagKey and TagValue.") from None
    return check_tags("Tags", pairs, world)


def check_tags(name: str, pairs: Iterable[tuple[str, str]], world: World) -> dict[str, str]:
    """Refuse tags outside charset, length and number; give them as a mapping."""
    listed = list(pairs)
    tags = dict(listed)
    most = world.switches.number("alicloud_tags_per_call")
    if len(tags) != len(listed) or len(tags) > most:
        raise errors.invalid_parameter(name, f"It has up to {most} tags with different keys.")
    for key, value in tags.items():
        if not key or key.startswith(_RESERVED) or not (_TEXT.fullmatch(key) and _TEXT.fullmatch(value)):
            message = "A tag has up to 128 letters, digits and /\\_-.+=:@, its key starts with neither aliyun nor acs:."
            raise errors.invalid_parameter(name, message)
    return tags


def put_tags(target: Target, tags: Mapping[str, str], world: World) -> None:
    """Tag an object; Rejected.LimitExceeded when it would have too many."""
    if len({*tags_of(world.store, target), *tags}) > MOST:
        raise errors.refusal("Rejected.LimitExceeded", f"An object has up to {MOST} tags.")
    attach(world.store, target, tags)
