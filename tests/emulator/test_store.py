from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from reprieve_emulator.store import REDACTED, Record, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Jar(Record, table="test_jars", key=("shelf", "place"), secret=("recipe",), index=("best_before",)):
    shelf: str
    place: int
    recipe: str = ""
    is_open: bool = False
    best_before: int = 0
    labels: list[str] = field(default_factory=list)
    seal: bytes = b""


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store()
    yield made
    made.close()


def test_a_row_comes_back_as_it_was_put(store: Store) -> None:
    jar = Jar("top", 1, "plums", is_open=True, best_before=9, labels=["ä", "b"], seal=b"\0")
    store.put(jar)
    assert store.get(Jar, shelf="top", place=1) == jar
    assert store.get(Jar, shelf="top", place=2) is None


def test_rows_keep_their_order_when_they_change(store: Store) -> None:
    for place in (3, 1, 2):
        store.put(Jar("top", place))
    store.put(Jar("top", 3, is_open=True))
    assert [jar.place for jar in store.find(Jar, shelf="top")] == [3, 1, 2]
    assert [jar.place for jar in store.find(Jar, "place > ?", (1,), is_open=False)] == [2]
    assert store.count(Jar, "place > ?", (1,)) == 2


def test_a_transaction_keeps_all_or_nothing(store: Store) -> None:
    def fail_inside() -> None:
        with store.transaction():
            store.put(Jar("top", 1))
            raise LookupError

    with pytest.raises(LookupError):
        fail_inside()
    assert store.count(Jar) == 0
    with store.transaction():
        store.put(Jar("top", 1))
        store.delete(Jar("top", 2))
    assert store.count(Jar) == 1


def test_a_description_shows_secrets_only_on_request(store: Store) -> None:
    store.put(Jar("top", 1, "plums", seal=b"\xff"))
    store.put(Jar("top", 2))
    closed, empty = store.describe(Jar, values=False)
    assert (closed["recipe"], empty["recipe"], closed["seal"]) == (REDACTED, "", "ff")
    assert store.describe(Jar, values=True)[0]["recipe"] == "plums"


def test_threads_may_write_at_once(store: Store) -> None:
    def write(place: int) -> None:
        with store.transaction():
            store.put(Jar("top", place))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(200)))
    assert store.count(Jar) == 200


def test_a_file_outlives_its_process(tmp_path: Path) -> None:
    path = str(tmp_path / "clouds.sqlite")
    first = Store(path)
    first.put(Jar("top", 1, labels=["a"]))
    first.close()
    second = Store(path)
    assert second.get(Jar, shelf="top") == Jar("top", 1, labels=["a"])
    second.close()
