"""Nodes of what changed, made again from all the items that are each."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

from ..facts import network_named
from ..nodes import Made, event_status, made_node, make, place_of_unit
from ..resolution.territories import bare_place
from .output import SEP, Output
from .tables import Tables


class Shown:
    """What nodes show, kept in `tables` and put into `output`."""

    def __init__(self, tables: Tables, output: Output) -> None:
        self.tables, self.output = tables, output
        self.networks_changed = False
        """True when other bodies than before are networks as a whole."""

    def statuses(self, events: Iterable[str]) -> set[str]:
        """Note the state of these events; give the records of those that changed."""
        tables, records = self.tables, set()
        for node in sorted(events):
            items = self._items(node)
            row = tables.one("SELECT status FROM nodes WHERE node = ?", node)
            status = event_status(item for item, _ in items) if items else None
            if row is None or row[0] != status:
                records.update(tables.column("SELECT DISTINCT record FROM m WHERE node = ?", node))
                tables.run(
                    "INSERT INTO nodes VALUES (?, NULL, NULL, 0, NULL, ?) ON CONFLICT (node) DO UPDATE SET status = ?2",
                    node,
                    status,
                )
        return records

    def make(self, nodes: Iterable[str]) -> set[str]:
        """Make nodes again; give the events whose day changed."""
        tables = self.tables
        todo = set(nodes)
        for node in sorted(node for node in todo if node[0] == "t"):
            row = tables.one("SELECT name FROM nodes WHERE node = ?", node)
            if self._make(node) != (row[0] if row else None):
                todo.update(tables.column("SELECT node FROM uses WHERE territory = ?", node))
        days: set[str] = set()
        for node in sorted(node for node in todo if node[0] not in "to"):
            before = self._day(node)
            self._make(node)
            if node[0] == "e" and self._day(node) != before:
                days.add(node)
        self._bodies(node for node in todo if node[0] == "o")
        return days

    def _day(self, event: str) -> str | None:
        row = self.tables.one("SELECT day FROM nodes WHERE node = ?", event)
        return row[0] if row else None

    def _bodies(self, nodes: Iterable[str]) -> None:
        """Make bodies again. A local unit is told apart by its place from others of its name: those are shown again when one comes to
        bear it or bears it no more."""
        todo = sorted(nodes)
        names: set[str | None] = set()
        for node in todo:
            before = self._unit_name(node)
            self._make(node)
            names |= {before} ^ {self._unit_name(node)}
        shown: dict[str, int] = {}
        for name in names - {None}:
            bearers = self.tables.column("SELECT node FROM nodes WHERE unit = 1 AND name = ?", name)
            shown.update(dict.fromkeys(bearers, len(bearers)))
        for node in set(todo) - shown.keys():
            row = self.tables.one(
                "SELECT count(*) FROM (SELECT 1 FROM nodes WHERE unit = 1 AND name = ? LIMIT 2)", self._unit_name(node)
            )
            shown[node] = row[0] if row else 1
        for node in sorted(shown):
            self._show(node, shown[node])

    def _unit_name(self, node: str) -> str | None:
        """The name of a local unit, before it is told apart from others."""
        row = self.tables.one("SELECT name FROM nodes WHERE node = ? AND unit = 1", node)
        return row[0] if row else None

    def _items(self, node: str) -> list[tuple[Any, int]]:
        if node[0] in "otgp":  # named in very many records, in few ways
            sql = "SELECT value, n FROM w WHERE node = ? ORDER BY value"
        else:
            sql = "SELECT value, 1 FROM m WHERE node = ? ORDER BY record, pos"
        return [(SimpleNamespace(**json.loads(value)), number) for value, number in self.tables.rows(sql, node)]

    def _make(self, node: str) -> str | None:
        """Make one node from its items and keep it; give its name before units are told apart, None when it is no more."""
        tables = self.tables
        items = self._items(node)
        if not items:
            tables.run("DELETE FROM nodes WHERE node = ?", node)
            tables.run("DELETE FROM uses WHERE node = ?", node)
            self._wholes(node, set())
            self.output.put(f"N{SEP}{node}", [])
            return None
        unit = node[0] == "o" and tables.one("SELECT 1 FROM unit_of WHERE node = ?", node) is not None
        if node[0] == "o":
            tables.run("DELETE FROM uses WHERE node = ?", node)
            self._wholes(node, {network for item, _ in items if (network := network_named(item))})
        official = self._official(node) if node[0] == "t" else None
        made = make(node, items, official, (lambda: self._scope(node)) if unit else None)
        labels, name, properties = made
        day = properties.get("earliest")
        tables.run(
            "INSERT INTO nodes VALUES (?1, ?2, ?3, ?4, ?5, NULL) ON CONFLICT (node) DO UPDATE "
            "SET made = ?2, name = ?3, unit = ?4, day = ?5",
            node, pickle.dumps(made), name, int(unit), day.isoformat() if isinstance(day, date) else None,
        )  # fmt: skip
        if node[0] != "o":
            self.output.put(f"N{SEP}{node}", [made_node(node, labels, name, properties)])
        return name

    def _wholes(self, node: str, networks: set[str]) -> None:
        tables = self.tables
        if set(tables.column("SELECT network FROM whole WHERE node = ?", node)) != networks:
            tables.run("DELETE FROM whole WHERE node = ?", node)
            tables.many("INSERT INTO whole VALUES (?, ?)", ((node, network) for network in networks))
            self.networks_changed = True

    def _show(self, node: str, bearers: int) -> None:
        """Put an organisation into the graph, a local unit with its place where several bear its name."""
        row = self.tables.one("SELECT made, unit FROM nodes WHERE node = ?", node)
        if row is None:
            return
        made: Made = pickle.loads(row[0])
        labels, name, properties = made
        if row[1] and bearers > 1:
            place = self._place(node)
            name = f"{name} ({place})" if place is not None else name
        self.output.put(f"N{SEP}{node}", [made_node(node, labels, name, properties)])

    def _official(self, node: str) -> tuple[str, str] | None:
        row = self.tables.one("SELECT profile FROM u WHERE node = ? AND grp = 't'", node)
        found: tuple[str, str] | None = pickle.loads(row[0])[0][1].official if row else None
        return found

    def _scope(self, node: str) -> str | None:
        """See `Nodes._scope_of_unit`."""
        row = self.tables.one(
            "SELECT t.node FROM m JOIN m t ON t.record = m.record AND t.item = m.scope "
            "WHERE m.node = ? AND m.scope IS NOT NULL ORDER BY m.record, m.pos LIMIT 1", node,
        )  # fmt: skip
        return self._place_name(node, row[0]) if row else None

    def _place(self, node: str) -> str | None:
        """See `Nodes._place_of_unit`."""
        row = self.tables.one("SELECT place FROM unit_of WHERE node = ?", node)
        place = place_of_unit(row[0]) if row else None
        if place is not None:
            return place
        row = self.tables.one(
            "SELECT rec.around FROM m JOIN rec ON rec.id = m.record "
            "WHERE m.node = ? AND rec.around IS NOT NULL ORDER BY m.record, m.pos LIMIT 1", node,
        )  # fmt: skip
        return self._place_name(node, row[0]) if row else None

    def _place_name(self, node: str, territory: str) -> str:
        self.tables.run("INSERT OR IGNORE INTO uses VALUES (?, ?)", node, territory)
        return bare_place(make(territory, self._items(territory), self._official(territory))[1])
