"""Looking for keys of KMS, API version 2019-01-18: by id, alias or six-part name.

ListKeyDetail tells of each key all that DescribeKey does (both answer KeyMetadata), pending and archived keys included,
where ListKeys leaves them out. Without KeyUsage it lists symmetric keys only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from reprieve.clouds.tencentcloud.pages import pages
from reprieve.errors import CloudError, Gone, Refused

if TYPE_CHECKING:
    from reprieve.calls import Api

Facts: TypeAlias = Mapping[str, object]

ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
KEYS_A_PAGE = 200


class InvalidKey(CloudError):
    """No key has the id or alias that was given."""


def describe(api: Api, text: str) -> Facts | None:
    """Return what KMS knows of the key that a text names; None where there is no such key."""
    named = _last_part(api, text)
    if not ID.fullmatch(named):
        return with_alias(api, named)
    try:
        facts = api.read("kms:DescribeKey", {"KeyId": named}).get("KeyMetadata")
    except Gone:
        return None
    return facts if isinstance(facts, Mapping) else None


def with_alias(api: Api, alias: str) -> Facts | None:
    """Return what KMS knows of the key that has the alias, in whatever state; None where none has it."""
    return next((key for key in matching(api, {"SearchKeyAlias": alias}) if key["Alias"] == alias), None)


def id_of(api: Api, text: str) -> str:
    """Return the id of the key that a text names; an id is not looked up. Raises `InvalidKey`."""
    named = _last_part(api, text)
    if ID.fullmatch(named):
        return named
    if facts := with_alias(api, named):
        return str(facts["KeyId"])
    raise InvalidKey("kms:ListKeyDetail", "", f"no key has the alias {named}")


def matching(api: Api, filters: Mapping[str, object]) -> Iterator[Facts]:
    """Yield the keys of users that match, the oldest first, so that new ones do not shift the pages."""
    oldest_first = {**filters, "OrderType": 1, "KeyUsage": "ALL"}
    return pages(api, "kms:ListKeyDetail", "KeyMetadatas", oldest_first, KEYS_A_PAGE)


def six_parts(region: str, facts: Facts) -> str:
    """Return the name by which CAM and the Tag product know a key."""
    uin = facts.get("CreatorUinString") or facts.get("CreatorUin")
    return f"qcs::kms:{region}:uin/:key/creatorUin/{uin}/{facts['KeyId']}"


def _last_part(api: Api, text: str) -> str:
    """Take the id out of a six-part name, which has to be of this region, and the alias out of alias/..."""
    parts = text.split(":")
    if parts[0] == "qcs" and parts[3:4] != [api.region]:
        raise Refused(f"{text} names a key of another region than {api.region}; use a provider for that region")
    return text.rpartition("/")[2]
