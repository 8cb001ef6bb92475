# ruff: noqa: S608 - the names in the statements are those of classes and fields, never a caller's
"""What the emulated clouds hold: dataclasses in SQLite, one table per class, one transaction per request.

A class of rows names its table, its key and the fields whose values are secret; the table is made from its annotations.
There is one connection behind one lock, so any thread may use the store.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, ClassVar, TypeVar, get_type_hints

REDACTED = "[redacted]"
Values = tuple[object, ...]
_COLUMN_TYPES = {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL", bytes: "BLOB"}
_PRAGMAS = ("journal_mode = WAL", "synchronous = OFF", "temp_store = MEMORY")


class Record:
    """One kind of row; its subclasses are dataclasses."""

    table_name: ClassVar[str]
    key_fields: ClassVar[tuple[str, ...]]
    secret_fields: ClassVar[frozenset[str]]
    indexed_fields: ClassVar[tuple[str, ...]]

    def __init_subclass__(
        cls, *, table: str, key: tuple[str, ...], secret: tuple[str, ...] = (), index: tuple[str, ...] = ()
    ) -> None:
        cls.table_name, cls.key_fields = table, key
        cls.secret_fields, cls.indexed_fields = frozenset(secret), index
        KINDS[table] = cls


KINDS: dict[str, type[Record]] = {}
Row = TypeVar("Row", bound=Record)


class Store:
    """The rows of all clouds, in a file or in memory."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, cached_statements=512)
        self._mappings: dict[type[Record], _Mapping] = {}
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        for kind in KINDS.values():
            self._connection.execute(self._mapping(kind).definition)
            for name in kind.indexed_fields:
                self._connection.execute(
                    f"CREATE INDEX IF NOT EXISTS {kind.table_name}_{name} ON {kind.table_name} ({name})"
                )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all writes of the block, or none when it raises."""
        with self._lock:
            self._connection.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def put(self, record: Record) -> None:
        """Write a row, over the one with the same key."""
        mapping = self._mapping(type(record))
        self._execute(mapping.upsert, mapping.encode(record))

    def find(self, kind: type[Row], where: str = "", parameters: Values = (), /, **equal: object) -> list[Row]:
        """Rows in the order in which they were made; `where` is a further SQL condition with its parameters."""
        mapping = self._mapping(kind)
        condition, values = _condition(equal, where, parameters)
        rows = self._execute(f"SELECT {mapping.columns} FROM {kind.table_name} {condition} ORDER BY rowid", values)
        return [mapping.decode(row) for row in rows]

    def get(self, kind: type[Row], **equal: object) -> Row | None:
        """Give the first row that has these values, None without one."""
        mapping = self._mapping(kind)
        condition, values = _condition(equal, "", ())
        row = self._execute(f"SELECT {mapping.columns} FROM {kind.table_name} {condition} LIMIT 1", values).fetchone()
        return None if row is None else mapping.decode(row)

    def count(self, kind: type[Record], where: str = "", parameters: Values = (), /, **equal: object) -> int:
        """Count the rows that `find` would give."""
        condition, values = _condition(equal, where, parameters)
        return int(self._execute(f"SELECT count(*) FROM {kind.table_name} {condition}", values).fetchone()[0])

    def delete(self, record: Record) -> None:
        """Remove a row; one that is not there is no error."""
        self.delete_where(type(record), **{name: getattr(record, name) for name in record.key_fields})

    def delete_where(self, kind: type[Record], /, **equal: object) -> None:
        """Remove every row that has these values."""
        condition, values = _condition(equal, "", ())
        self._execute(f"DELETE FROM {kind.table_name} {condition}", values)

    def clear(self) -> None:
        """Remove all rows of all kinds."""
        for kind in KINDS.values():
            self._execute(f"DELETE FROM {kind.table_name}", ())

    def describe(self, kind: type[Record], *, values: bool) -> list[dict[str, Any]]:
        """Give all rows as plain data, secret fields only when `values` asks for them."""
        return [_plain(record, values=values) for record in self.find(kind)]

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Give all rows of all kinds as plain data, secret values included."""
        rows = {name: self.describe(kind, values=True) for name, kind in sorted(KINDS.items())}
        return {name: found for name, found in rows.items() if found}

    def load(self, tables: Mapping[str, list[dict[str, Any]]]) -> None:
        """Hold what a dump says and nothing else; what a row lacks has its default, ValueError for an unknown table."""
        if unknown := tables.keys() - KINDS.keys():
            raise ValueError(f"no table {', '.join(sorted(unknown))}")
        self.clear()
        for name, rows in tables.items():
            for row in rows:
                self.put(self._mapping(KINDS[name]).made_of(row))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _mapping(self, kind: type[Record]) -> "_Mapping":
        mapping = self._mappings.get(kind)
        if mapping is None:
            mapping = self._mappings[kind] = _Mapping(kind)
        return mapping

    def _execute(self, statement: str, values: Values) -> sqlite3.Cursor:
        with self._lock:
            return self._connection.execute(statement, values)


class _Mapping:
    """How one class is kept: its statements, and which of its fields are bool or JSON."""

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a Record is a dataclass only by its subclasses
        self._kind = kind
        hints = get_type_hints(kind)
        self._names = [field.name for field in fields(self._kind)]
        self._flags = [place for place, name in enumerate(self._names) if hints[name] is bool]
        self._binary = {name for name in self._names if hints[name] is bytes}
        self._structured = [place for place, name in enumerate(self._names) if hints[name] not in _COLUMN_TYPES]
        self.columns = ", ".join(self._names)
        columns = ", ".join(f"{name} {_COLUMN_TYPES.get(hints[name], 'TEXT')} NOT NULL" for name in self._names)
        key = ", ".join(kind.key_fields)
        self.definition = f"CREATE TABLE IF NOT EXISTS {kind.table_name} ({columns}, UNIQUE ({key}))"
        updates = ", ".join(f"{name} = excluded.{name}" for name in self._names)
        places = ", ".join("?" * len(self._names))
        # an upsert, not a replace: it keeps the rowid, by which lists are ordered
        insert = f"INSERT INTO {kind.table_name} ({self.columns}) VALUES ({places})"
        self.upsert = f"{insert} ON CONFLICT ({key}) DO UPDATE SET {updates}"

    def encode(self, record: Record) -> Values:
        values: list[object] = [getattr(record, name) for name in self._names]
        for place in self._structured:
            values[place] = json.dumps(values[place])
        return tuple(values)

    def made_of(self, shown: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the caller's type variable names the class
        """Make the row that was shown as plain data."""
        values = {name: bytes.fromhex(value) if name in self._binary else value for name, value in shown.items()}
        return self._kind(**values)

    def decode(self, row: tuple[Any, ...]) -> Any:  # noqa: ANN401 - the caller's type variable names the class
        values = list(row)
        for place in self._flags:
            values[place] = bool(values[place])
        for place in self._structured:
            values[place] = json.loads(values[place])
        return self._kind(*values)


def _condition(equal: Mapping[str, object], where: str, parameters: Values) -> tuple[str, Values]:
    terms = [f"{name} = ?" for name in equal]
    if where:
        terms.append(where)
    return (f"WHERE {' AND '.join(terms)}" if terms else ""), (*equal.values(), *parameters)


def _plain(record: Record, *, values: bool) -> dict[str, Any]:
    described: Any = record
    shown = {field.name: getattr(record, field.name) for field in fields(described)}
    for name in record.secret_fields:
        if not values and shown[name]:
            shown[name] = REDACTED
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in shown.items()}
