"""Tags that travel in a create call: their form, and what happens when the tagging fails.

A failed tagging does not fail the call: TagCode 0 is done, 1 an internal error, 2 a business error (tccli's
definitions). Unknown pairs may fail it, by the code TagsNotExisted.
"""

from typing import Any

from reprieve_emulator.cloud import CloudError
from reprieve_emulator.tencentcloud import errors
from reprieve_emulator.tencentcloud.tag import rules
from reprieve_emulator.tencentcloud.tag.records import Pair, Resource, attach
from reprieve_emulator.world import World


def read_tags(given: list[dict[str, Any]]) -> dict[str, str]:
    """Give tags as a mapping; refuse a key that comes twice."""
    tags = {tag["TagKey"]: tag["TagValue"] for tag in given}
    if len(tags) != len(given):
        raise CloudError("InvalidParameterValue.TagKeysDuplicated", "A tag key is given twice.")
    return tags


def check_pairs(account: str, tags: dict[str, str], world: World) -> None:
    """Refuse pairs that the account has not made, or, if the switch lets them be made, could not make."""
    for key, value in tags.items():
        if world.switches["tencentcloud_unknown_tags"] == "created":
            _check_text(key, value)
            continue
        if world.store.get(Pair, account=account, key=key, value=value) is None:
            raise CloudError("InvalidParameterValue.TagsNotExisted", f"The tag {key}:{value} does not exist.")


def tag_at_create(resource: Resource, tags: dict[str, str], world: World) -> dict[str, Any]:
    """Tag a new resource; give the reply's TagCode and TagMsg."""
    code = world.switches.number("tencentcloud_tag_code") if tags else 0
    if code == 0:
        attach(world.store, resource, tags)
    return {"TagCode": code, "TagMsg": "tagging failed" if code else ""}


def _check_text(key: str, value: str) -> None:
    try:
        rules.check_key(key)
        rules.check_value(value)
    except CloudError as refusal:
        # the Tag product's own codes are not on the lists of the services that pass tags on
        raise errors.invalid_value(refusal.message) from None
