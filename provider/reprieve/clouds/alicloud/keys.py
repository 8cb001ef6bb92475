"""Keys as others name them: by id, by alias, by ARN."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reprieve.errors import CloudError

if TYPE_CHECKING:
    from reprieve.calls import Api

SYMMETRIC = frozenset({"Aliyun_AES_256", "Aliyun_AES_128", "Aliyun_AES_192", "Aliyun_SM4"})
"""The specs of keys that can encrypt secrets."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|key-[A-Za-z0-9]+")
"""A key id: a UUID, or the id of a key in an instance."""

_ARN = re.compile(r"acs:kms:(?P<region>[^:]*):(?P<account>[^:]*):(?P<kind>key|alias)/(?P<name>.+)")


class InvalidKey(CloudError):
    """No key has the id, alias or ARN that was given."""


def resolve(api: Api, text: str) -> str:
    """Return the id of the key that a text names; an id is returned as it is."""
    return text if _ID.fullmatch(text) else str(describe(api, text)["KeyId"])


def describe(api: Api, text: str) -> Mapping[str, Any]:
    """Return the metadata of the key that a text names."""
    reply: Any = api.read("kms:DescribeKey", {"KeyId": _name(api, text)})
    facts: Mapping[str, Any] = reply["KeyMetadata"]
    return facts


def _name(api: Api, text: str) -> str:
    """Return the id or alias of a text."""
    if arn := _ARN.fullmatch(text):
        if arn["region"] != api.region:
            raise InvalidKey("kms:DescribeKey", "", f"{text} is a key of region {arn['region']}")
        return arn["name"] if arn["kind"] == "key" else f"alias/{arn['name']}"
    return text if _ID.fullmatch(text) else f"alias/{text.removeprefix('alias/')}"
