"""Bodies between which a person may pass: successors and predecessors, wholes and parts."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable

from ..record import Record
from ..resolution.model import Mention
from ..resolution.naming import related_networks
from .tables import Tables


class Passage:
    """Keeps `related` of `tables` up to date; `record` gives a record by its id, `first` the first mention of a unit."""

    def __init__(self, tables: Tables, record: Callable[[str], Record | None], first: Callable[[str], Mention]) -> None:
        self.tables, self.record, self.first = tables, record, first

    def update(self, records: Iterable[str], recast: Iterable[str]) -> set[str]:
        """Follow the records that say something else, and the bodies that consist of other units than before; give the records of those
        whose relations changed."""
        tables = self.tables
        touched = {*recast, *self._parts(records)}
        near = set(touched)
        for node in touched:
            near.update(tables.column("SELECT other FROM related WHERE node = ?", node))
            for network, place in (self._unit(node), self._unit_again(node)):
                if network:
                    for other in (network, *related_networks(network)):
                        near.update(tables.column("SELECT node FROM unit_of WHERE network = ? AND place = ?", other, place))
        for node in list(near):
            near.update(self._relations(node))
        changed: set[str] = set()
        for node in near:
            before = set(tables.column("SELECT other FROM related WHERE node = ?", node))
            after = self._relations(node)
            if before != after:
                tables.run("DELETE FROM related WHERE node = ?", node)
                tables.many("INSERT INTO related VALUES (?, ?)", ((node, other) for other in after))
                changed.update(tables.column("SELECT DISTINCT record FROM m WHERE node = ?", node))
        return changed

    def _parts(self, records: Iterable[str]) -> set[str]:
        """Keep which bodies `records` call a part or a successor of which; give those of whom something else is said."""
        tables = self.tables
        touched: set[str] = set()
        for identity in records:
            before = tables.rows("SELECT a, b FROM part_of WHERE record = ?", identity)
            after = []
            record = self.record(identity)
            if record is not None and any(link.type in ("part_of", "succeeded_by") for link in record.links):
                node_of = dict(tables.rows("SELECT item, node FROM m WHERE record = ?", identity))
                for link in record.links:
                    if link.type in ("part_of", "succeeded_by") and not link.optional:
                        a, b = node_of.get(link.start), node_of.get(link.end)
                        if a and b and a != b:
                            after.append((a, b))
            if sorted(before) != sorted(after):
                tables.run("DELETE FROM part_of WHERE record = ?", identity)
                tables.many("INSERT INTO part_of VALUES (?, ?, ?)", ((identity, a, b) for a, b in after))
                touched.update(node for pair in (*before, *after) for node in pair)
        return touched

    def _unit(self, node: str) -> tuple[str | None, str]:
        row = self.tables.one("SELECT network, place FROM unit_of WHERE node = ?", node)
        return (row[0], row[1]) if row else (None, "")

    def _unit_again(self, node: str) -> tuple[str | None, str]:
        """The network and place that a body is the unit of, by its first mention that says so; kept in `unit_of`."""
        best: tuple[Mention, str, str] | None = None
        for unit, blob in self.tables.rows("SELECT unit, profile FROM u WHERE node = ? AND grp = 'o'", node):
            profile = pickle.loads(blob)[0]
            if profile.network and profile.place:
                first = self.first(unit)
                if best is None or first < best[0]:
                    best = (first, profile.network, profile.place)
        if best is None:
            self.tables.run("DELETE FROM unit_of WHERE node = ?", node)
            return None, ""
        self.tables.run("INSERT OR REPLACE INTO unit_of VALUES (?, ?, ?)", node, best[1], best[2])
        return best[1], best[2]

    def _relations(self, node: str) -> set[str]:
        tables = self.tables
        found = set(tables.column("SELECT b FROM part_of WHERE a = ?1 UNION SELECT a FROM part_of WHERE b = ?1", node))
        network, place = self._unit(node)
        if network and self._at(network, place) == node:
            found.update(filter(None, (self._at(other, place) for other in related_networks(network))))
        found.discard(node)
        return found

    def _at(self, network: str, place: str) -> str | None:
        row = self.tables.one("SELECT max(node) FROM unit_of WHERE network = ? AND place = ?", network, place)
        return row[0] if row else None
