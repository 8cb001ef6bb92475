"""What the Tag product allows (vendor's page 651/13354 on its limits)."""

import re
from typing import Any

from reprieve_emulator.cloud import CloudError

KEY_LENGTH = 127
VALUE_LENGTH = 255
PER_REQUEST = 10
PER_RESOURCE = 50
RESOURCES_PER_REQUEST = 10
RESOURCES_PER_READ = 50
FILTERS = 6
_CHARACTERS = re.compile(r"[\w +\-=.:/@()\[\],;><【】（）：＋－＝／＠]*")  # noqa: RUF001 - the page names full-width forms too
_RESERVED = ("qcs:", "project", "项目")


def read_tags(given: list[dict[str, Any]]) -> dict[str, str]:
    """Give an object's tags as a mapping; refuse a key that comes twice."""
    pairs = read_pairs(given)
    tags = dict(pairs)
    if len(tags) != len(pairs):
        raise CloudError("InvalidParameterValue.TagKeyDuplicate", "A tag key is given twice.")
    return tags


def read_pairs(given: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Give pairs as they come; refuse keys and values outside their limits.

    A key may come with several values: the vendor's example of CreateTags does, and its codes lack TagKeyDuplicate.
    """
    if not given:
        raise CloudError("InvalidParameter.Tag", "The list of tags is empty.")
    if len(given) > PER_REQUEST:
        raise CloudError("LimitExceeded.TagNumPerRequest", f"At most {PER_REQUEST} tags per request.")
    pairs = [(tag["TagKey"], tag["TagValue"]) for tag in given]
    for key, value in pairs:
        check_key(key)
        check_value(value)
    return pairs


def check_key(key: str) -> None:
    """Refuse a key that is empty, too long, reserved or outside the charset."""
    _check_text("Key", key, KEY_LENGTH)
    if key.startswith(_RESERVED):
        raise CloudError("InvalidParameter.ReservedTagKey", f"The tag key {key} is reserved.")


def check_value(value: str) -> None:
    """Refuse a value that is empty, too long or outside the charset."""
    _check_text("Value", value, VALUE_LENGTH)


def read_filters(given: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Give tag filters as a mapping; refuse more than six."""
    if len(given) > FILTERS:
        raise CloudError("InvalidParameterValue.TagFiltersLengthExceeded", f"At most {FILTERS} tag filters.")
    return {term["TagKey"]: term.get("TagValue", []) for term in given}


def check_resources(resources: list[str], limit: int) -> None:
    """Refuse more resources than one request may name."""
    if len(resources) > limit:
        raise CloudError("LimitExceeded.ResourceNumPerRequest", f"At most {limit} resources per request.")


def check_room(held: dict[str, str], added: dict[str, str]) -> None:
    """Refuse more tags than one resource may carry."""
    if len({**held, **added}) > PER_RESOURCE:
        raise CloudError("LimitExceeded.ResourceAttachedTags", f"A resource has at most {PER_RESOURCE} tags.")


def _check_text(part: str, text: str, length: int) -> None:
    if not text:
        raise CloudError(f"InvalidParameterValue.Tag{part}Empty", f"A tag {part.lower()} is empty.")
    if len(text) > length:
        raise CloudError(f"InvalidParameterValue.Tag{part}LengthExceeded", f"At most {length} characters: {text}")
    if not _CHARACTERS.fullmatch(text) or text != text.strip(" "):
        raise CloudError(f"InvalidParameterValue.Tag{part}CharacterIllegal", f"Characters not allowed in {text}")
