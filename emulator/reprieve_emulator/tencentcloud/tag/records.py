"""What the Tag product keeps: the pairs of an account, and which resource carries which."""

import hashlib
from dataclasses import dataclass

from reprieve_emulator.store import Record, Store


@dataclass
class Pair(Record, table="tencentcloud_tag_pairs", key=("account", "key", "value")):
    """One pair that the account has made."""

    account: str
    key: str
    value: str


@dataclass(frozen=True)
class Resource:
    """One resource as the Tag product knows it; its text is in six parts, separated by colons."""

    account: str
    service: str
    region: str
    prefix: str
    id: str

    @property
    def text(self) -> str:
        """The six parts, the caller's account filled in."""
        return f"qcs::{self.service}:{self.region}:uin/{self.account}:{self.prefix}/{self.id}"


@dataclass
class Attachment(
    Record, table="tencentcloud_tag_attachments", key=("account", "service", "region", "prefix", "resource", "tag_key")
):
    """One tag of one resource."""

    account: str
    service: str
    region: str
    prefix: str
    resource: str
    tag_key: str
    tag_value: str


def attach(store: Store, resource: Resource, tags: dict[str, str]) -> None:
    """Set tags of a resource, making the pairs that do not exist."""
    for key, value in tags.items():
        store.put(Pair(resource.account, key, value))
        store.put(
            Attachment(resource.account, resource.service, resource.region, resource.prefix, resource.id, key, value)
        )


def detach(store: Store, resource: Resource, keys: list[str]) -> None:
    """Take tags from a resource."""
    for key in keys:
        store.delete_where(Attachment, **_place(resource), tag_key=key)


def detach_all(store: Store, resource: Resource) -> None:
    """Take all tags from a resource that ends."""
    store.delete_where(Attachment, **_place(resource))


def tags_of(store: Store, resource: Resource) -> dict[str, str]:
    """Give the tags of a resource."""
    return {row.tag_key: row.tag_value for row in store.find(Attachment, **_place(resource))}


def resource_of(attachment: Attachment) -> Resource:
    """Give the resource that carries a tag."""
    row = attachment
    return Resource(row.account, row.service, row.region, row.prefix, row.resource)


def carriers(store: Store, filters: dict[str, list[str]], **place: str) -> list[Resource]:
    """Give the resources that carry, for every key, one of the values named, or any if none is named."""
    tags: dict[Resource, dict[str, str]] = {}
    for row in store.find(Attachment, **place):
        tags.setdefault(resource_of(row), {})[row.tag_key] = row.tag_value
    return [resource for resource, held in tags.items() if matches(held, filters)]


def matches(tags: dict[str, str], filters: dict[str, list[str]]) -> bool:
    """Say whether tags satisfy all filters."""
    return all(key in tags and (not values or tags[key] in values) for key, values in filters.items())


def digest(text: str) -> str:
    """Give the MD5 that the Tag product shows beside keys and values."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _place(resource: Resource) -> dict[str, str]:
    return {
        "account": resource.account,
        "service": resource.service,
        "region": resource.region,
        "prefix": resource.prefix,
        "resource": resource.id,
    }
