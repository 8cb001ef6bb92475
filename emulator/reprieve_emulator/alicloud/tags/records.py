"""What is kept of tags: one row for each tag of each object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reprieve_emulator.store import Record, Store


@dataclass(frozen=True)
class Target:
    """One object that carries tags."""

    account: str
    region: str
    kind: str
    """`key` or `secret`."""
    id: str


@dataclass
class Tag(Record, table="alicloud_tags", key=("account", "region", "kind", "target_id", "key")):
    """One tag of one object."""

    account: str
    region: str
    kind: str
    target_id: str
    key: str
    value: str


def tags_of(store: Store, target: Target) -> dict[str, str]:
    """Give an object's tags, oldest first."""
    return {tag.key: tag.value for tag in store.find(Tag, **_place(target))}


def attach(store: Store, target: Target, tags: Mapping[str, str]) -> None:
    """Write tags, over those with the same keys."""
    for key, value in tags.items():
        store.put(Tag(target.account, target.region, target.kind, target.id, key, value))


def detach(store: Store, target: Target, keys: Iterable[str]) -> None:
    """Remove tags; a key that is not there is no error."""
    for key in keys:
        store.delete_where(Tag, **_place(target), key=key)


def detach_all(store: Store, target: Target) -> None:
    """Remove all tags of an object."""
    store.delete_where(Tag, **_place(target))


def _place(target: Target) -> dict[str, object]:
    return {"account": target.account, "region": target.region, "kind": target.kind, "target_id": target.id}
