"""The ledger's tables: who is who and what is stated, indexed so that one record finds what it touches.

rec    a record: the digest of its content, the one territory it is about
m      a mention: its unit (mentions that nothing tells apart), its node, its day, what it says
u      a unit: its profile, its node where all of its mentions share one
k      what units must have in common for a rule to see both
v, w   how often each value stands in a unit, in a node
c      what one record states for one group of facts; f: what all state for one that only grows
o      what each group of facts, or node, put into the graph: ids and digests
nodes  what a node shows; uses: whose place it names; links between bodies; local meetings of a body
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

LAYOUT = "4"
"""Version of the tables; another one is built again."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE rec (id TEXT PRIMARY KEY, digest TEXT, around TEXT) WITHOUT ROWID;
CREATE TABLE m (
  record TEXT, item TEXT, grp TEXT, pos INTEGER, unit TEXT, node TEXT, day TEXT, value TEXT, scope TEXT,
  called TEXT, anchor TEXT, PRIMARY KEY (record, item)
) WITHOUT ROWID;
CREATE INDEX m_day ON m (unit, day, record, anchor);
CREATE INDEX m_anchor ON m (node, day, record, anchor);
CREATE INDEX m_first ON m (unit, record, item);
CREATE INDEX m_node ON m (node, record, pos);
CREATE INDEX m_called ON m (called) WHERE called IS NOT NULL;
CREATE INDEX m_scope ON m (node, record, pos) WHERE scope IS NOT NULL;
CREATE TABLE u (unit TEXT PRIMARY KEY, grp TEXT, profile BLOB, node TEXT, home TEXT) WITHOUT ROWID;
CREATE INDEX u_node ON u (node);
CREATE INDEX u_grp ON u (grp);
CREATE TABLE k (key TEXT, unit TEXT, PRIMARY KEY (key, unit)) WITHOUT ROWID;
CREATE INDEX k_unit ON k (unit);
CREATE TABLE v (unit TEXT, value TEXT, n INTEGER, PRIMARY KEY (unit, value)) WITHOUT ROWID;
CREATE TABLE w (node TEXT, value TEXT, n INTEGER, PRIMARY KEY (node, value)) WITHOUT ROWID;
"""
_COUNTED = """
CREATE TRIGGER {name}_in AFTER INSERT ON m WHEN new.grp IN {groups} AND new.{key} IS NOT NULL BEGIN
  INSERT INTO {name} VALUES (new.{key}, new.value, 1) ON CONFLICT ({key}, value) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER {name}_out AFTER DELETE ON m WHEN old.grp IN {groups} AND old.{key} IS NOT NULL BEGIN
  UPDATE {name} SET n = n - 1 WHERE {key} = old.{key} AND value = old.value;
  DELETE FROM {name} WHERE {key} = old.{key} AND value = old.value AND n = 0;
END;
CREATE TRIGGER {name}_left AFTER UPDATE OF value, {key} ON m
WHEN old.grp IN {groups} AND old.{key} IS NOT NULL AND (old.value <> new.value OR old.{key} IS NOT new.{key}) BEGIN
  UPDATE {name} SET n = n - 1 WHERE {key} = old.{key} AND value = old.value;
  DELETE FROM {name} WHERE {key} = old.{key} AND value = old.value AND n = 0;
END;
CREATE TRIGGER {name}_entered AFTER UPDATE OF value, {key} ON m
WHEN new.grp IN {groups} AND new.{key} IS NOT NULL AND (old.value <> new.value OR old.{key} IS NOT new.{key}) BEGIN
  INSERT INTO {name} VALUES (new.{key}, new.value, 1) ON CONFLICT ({key}, value) DO UPDATE SET n = n + 1;
END;
"""
"""How often each value stands in a unit (`v`), in a node (`w`): followed by the database itself."""
_FACTS = """
CREATE TABLE c (owner TEXT, record TEXT, part BLOB, PRIMARY KEY (owner, record)) WITHOUT ROWID;
CREATE INDEX c_record ON c (record);
CREATE TABLE f (owner TEXT PRIMARY KEY, gathered BLOB) WITHOUT ROWID;
CREATE TABLE o (
  owner TEXT, id TEXT, link INTEGER, rev TEXT, kind TEXT, start TEXT, PRIMARY KEY (owner, id)
) WITHOUT ROWID;
CREATE TABLE nodes (node TEXT PRIMARY KEY, made BLOB, name TEXT, unit INTEGER, day TEXT, status TEXT) WITHOUT ROWID;
CREATE INDEX nodes_name ON nodes (name) WHERE unit = 1;
CREATE TABLE uses (node TEXT, territory TEXT, PRIMARY KEY (node, territory)) WITHOUT ROWID;
CREATE INDEX uses_territory ON uses (territory);
CREATE TABLE unit_of (node TEXT PRIMARY KEY, network TEXT, place TEXT) WITHOUT ROWID;
CREATE INDEX unit_place ON unit_of (network, place);
CREATE TABLE whole (node TEXT, network TEXT, PRIMARY KEY (node, network)) WITHOUT ROWID;
CREATE TABLE part_of (record TEXT, a TEXT, b TEXT);
CREATE INDEX part_record ON part_of (record);
CREATE INDEX part_a ON part_of (a);
CREATE INDEX part_b ON part_of (b);
CREATE TABLE related (node TEXT, other TEXT, PRIMARY KEY (node, other)) WITHOUT ROWID;
CREATE TABLE local (event TEXT, body TEXT, territory TEXT, day TEXT, PRIMARY KEY (event, body, territory)) WITHOUT ROWID;
CREATE INDEX local_body ON local (body, territory, day);
"""


class Tables:
    """The tables in one file (or in memory), inside one transaction until `commit`."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.connection = sqlite3.connect(path or ":memory:", isolation_level=None)
        # A projection: what a power cut costs is made again from the project's files.
        for setting in ("synchronous = OFF", "temp_store = MEMORY", "cache_size = -65536"):
            self.connection.execute(f"PRAGMA {setting}")
        try:
            fresh = self.meta("layout") != LAYOUT
        except sqlite3.DatabaseError:
            fresh = True
        if fresh:
            self.clear()

    def clear(self) -> None:
        """Empty tables."""
        connection = self.connection
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            connection.execute(f'DROP TABLE "{name}"')
        connection.executescript(_TABLES)
        connection.executescript(_COUNTED.format(name="v", key="unit", groups="('t')"))
        connection.executescript(_COUNTED.format(name="w", key="node", groups="('o', 't', 'g', 'p')"))
        connection.executescript(_FACTS)
        connection.execute("INSERT INTO meta VALUES ('layout', ?)", (LAYOUT,))

    def begin(self) -> None:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN")

    def commit(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def rollback(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def close(self) -> None:
        self.rollback()
        self.connection.close()

    def meta(self, name: str) -> str | None:
        row = self.one("SELECT value FROM meta WHERE name = ?", name)
        return str(row[0]) if row else None

    def set_meta(self, name: str, value: str) -> None:
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", name, value)

    def run(self, sql: str, *values: Any) -> None:
        self.connection.execute(sql, values)

    def many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.executemany(sql, rows)

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
        return row

    def column(self, sql: str, *values: Any) -> list[Any]:
        return [row[0] for row in self.connection.execute(sql, values)]

    def among(self, sql: str, wanted: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        """Rows of `sql`, in which `{}` stands for a list of values, for all of `wanted`."""
        values = list(wanted)
        for start in range(0, len(values), 500):
            some = values[start : start + 500]
            yield from self.connection.execute(sql.format(",".join("?" * len(some))), some)
