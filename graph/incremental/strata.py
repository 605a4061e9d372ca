"""Who is who, stratum by stratum, for the records that changed and the components they touch.

A mention of a unit that is known, in a record that names nobody else of the same node, joins that unit and changes nothing besides.
Anything else is resolved again, with all of its component (`solving`).
"""

from __future__ import annotations

import functools
import json
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..record import Record
from ..resolution import date_of
from ..resolution.anchors import anchors
from ..resolution.clusters import digest
from ..resolution.model import Mention
from ..resolution.territories import Home, home_among
from .decided import Decisions, called
from .passage import Passage
from .solving import Solver
from .tables import Tables
from .units import Row, Rows, Unit, keys_of, unit_of, value_of


@dataclass(slots=True)
class Moved:
    """What a stratum changed: records that hold a mention with another node than before; nodes that gained or lost a mention; those of
    them that consist of other units than before, or of units that begin with another mention."""

    records: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    recast: set[str] = field(default_factory=set)

    def add(self, record: str, *nodes: str | None) -> None:
        self.records.add(record)
        self.nodes.update(node for node in nodes if node)


@dataclass(slots=True)
class Touched:
    """The units of a stratum that records gained (`gained`: unit → record, item, node of before) or lost mentions of, or that are new;
    `to_solve` are those whose components must be resolved again."""

    gained: dict[str, list[tuple[str, str, str | None]]] = field(default_factory=lambda: defaultdict(list))
    to_solve: set[str] = field(default_factory=set)

    @property
    def units(self) -> set[str]:
        return {*self.gained, *self.to_solve}


class Strata:
    """The resolution kept in `tables`, brought up to date by `update`."""

    def __init__(self, tables: Tables, record: Callable[[str], Record | None], decisions: Decisions) -> None:
        self.tables, self.record, self.decisions = tables, record, decisions
        self.rows, self.solver = Rows(tables), Solver(tables, decisions)
        self.everything = tables.one("SELECT 1 FROM m LIMIT 1") is None
        self.nodes: set[str] = set()
        """Nodes whose mentions are not the ones of before, or say something else."""
        self.places_changed = False
        """True when there are other territories than before, or some lie elsewhere."""
        self.units_changed = False
        """True when bodies consist of other units than before."""

    def update(self, changed: Iterable[str]) -> set[str]:
        """Resolve again what the records `changed` (read anew, or gone) touch; give the records whose facts are to be made again."""
        changed = set(changed)
        rows = self.rows
        places = self._stratum("t", changed, rows.territories)
        places.records |= self._homes()
        self.places_changed = self.places_changed or bool(places.recast)
        changed |= places.records
        bodies = self._stratum("o", changed, rows.organisations)
        self.units_changed = bool(bodies.recast)
        changed |= bodies.records
        changed |= Passage(self.tables, self.record, self.solver.first).update(changed, bodies.recast)
        for grp, rows_of in (
            ("p", rows.people),
            ("e", rows.events),
            ("g", rows.programmes),
            ("s", rows.partnerships),
            ("a", rows.actions),
        ):
            changed |= self._stratum(grp, changed, rows_of).records
        return changed

    def node_of(self, record: Record) -> dict[str, str]:
        """Local id → node of the items of a record."""
        return self.rows.node_of(record)

    # --- one stratum ------------------------------------------------------------------------------------------------------

    def _stratum(self, grp: str, records: Iterable[str], rows_of: Callable[[Record], Iterator[Row]]) -> Moved:
        moved, touched = Moved(), Touched()
        gone = [row for identity in sorted(records) for row in self._read(grp, identity, rows_of, moved, touched)]
        for identity, item, node in gone:
            self.tables.run("DELETE FROM m WHERE record = ? AND item = ?", identity, item)
            moved.add(identity, node)
        if touched.units:
            self._settle(grp, touched, moved)
        self.nodes |= moved.nodes
        return moved

    def _read(
        self, grp: str, identity: str, rows_of: Callable[[Record], Iterator[Row]], moved: Moved, touched: Touched
    ) -> list[tuple[str, str, str]]:
        """Keep the mentions of a record; give those that it no longer holds (record, item, node)."""
        tables, record = self.tables, self.record(identity)
        before = {
            item: rest
            for item, *rest in tables.rows(
                "SELECT item, unit, node, day, anchor, value, scope, pos FROM m WHERE record = ? AND grp = ?", identity, grp
            )
        }
        if record is not None:
            day, anchored, places = date_of(record), anchors(record), functools.partial(self.rows.places, record)
            for row in rows_of(record):
                item = row.item.id
                marks = self.decisions.marks_of(grp, record, row.item, places)
                key, unit = unit_of(grp, row, Mention(identity, item), marks)
                value, scope = value_of(row.item), getattr(row.item, "scope", None)
                old = before.pop(item, None)
                if old is not None and (old[0], old[2], old[3]) == (key, day, anchored[item]):
                    if old[4:] != [value, scope, row.position]:
                        self.nodes.add(old[1])
                        tables.run("UPDATE m SET value = ?, scope = ?, pos = ? WHERE record = ? AND item = ?",
                                   value, scope, row.position, identity, item)  # fmt: skip
                    continue
                node = None
                if old is not None:
                    node = old[1]
                    touched.to_solve.add(old[0])
                    self.nodes.add(node)
                    tables.run("DELETE FROM m WHERE record = ? AND item = ?", identity, item)
                else:
                    moved.records.add(identity)
                if tables.one("SELECT 1 FROM u WHERE unit = ?", key) is None:
                    touched.to_solve.add(key)
                    tables.run("INSERT INTO u VALUES (?, ?, ?, NULL, NULL)", key, grp, pickle.dumps(tuple(unit)))
                    tables.many("INSERT OR IGNORE INTO k VALUES (?, ?)", ((f"{grp} {k}", key) for k in keys_of(row, unit)))
                touched.gained[key].append((identity, item, node))
                tables.run("INSERT INTO m VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           identity, item, grp, row.position, key, node, day, value, scope, called(grp, row.item),
                           anchored[item])  # fmt: skip
        touched.to_solve.update(unit for unit, *_ in before.values())
        return [(identity, item, node) for item, (_, node, *_) in before.items()]

    def _settle(self, grp: str, touched: Touched, moved: Moved) -> None:
        """Give the mentions of the touched units their nodes."""
        grown = {}
        for unit in touched.gained.keys() - touched.to_solve:
            node = self._stays(grp, unit, touched.gained[unit])
            if node is None:
                touched.to_solve.add(unit)
            else:
                grown[unit] = node
        closed = self.solver.closed(grp, touched.to_solve, self.everything) if touched.to_solve else set()
        self._solve(grp, closed, touched, moved)
        renamed = set()
        for unit in grown.keys() - closed:
            node = grown[unit]
            renamed.add(node)
            moved.nodes.add(node)
            for record, item, before in touched.gained[unit]:
                if before != node:
                    self.tables.run("UPDATE m SET node = ? WHERE record = ? AND item = ?", node, record, item)
                    moved.add(record, before)
        for node in sorted(renamed):
            self._rename(grp, node, moved)

    def _stays(self, grp: str, unit: str, gained: Iterable[tuple[str, str, str | None]]) -> str | None:
        """The node of a unit whose component is as it was, `gained` mentions or not; None where it must be looked at.

        What rules make of a component depends on its profiles, on the first mention of each, and (people) on which of them one record
        names: a pair that one record names can only part what is one node.
        """
        tables = self.tables
        row = tables.one("SELECT node FROM u WHERE unit = ?", unit)
        node: str | None = row[0] if row else None
        if node is None or grp not in "op":
            return node
        mentions = {(record, item) for record, item, _ in gained}
        if tuple(self.solver.first(unit)) in mentions:
            return None
        if grp == "p":
            for record in {record for record, _ in mentions}:
                named = tables.rows(
                    "SELECT m.item, coalesce(u.node, m.node) FROM m JOIN u ON m.unit = u.unit WHERE m.record = ? AND m.grp = 'p'",
                    record,
                )
                if sum(found == node for _, found in named) > 1:
                    return None
        return node

    def _solve(self, grp: str, closed: set[str], touched: Touched, moved: Moved) -> None:
        tables = self.tables
        living: dict[str, Unit] = {}
        stood: dict[str, str | None] = {}
        for unit, profile, node in list(tables.among("SELECT unit, profile, node FROM u WHERE unit IN ({})", sorted(closed))):
            stood[unit] = node
            if tables.one("SELECT 1 FROM m WHERE unit = ? LIMIT 1", unit) is None:
                tables.run("DELETE FROM u WHERE unit = ?", unit)
                tables.run("DELETE FROM k WHERE unit = ?", unit)
                moved.recast.update(filter(None, [node]))
            else:
                living[unit] = Unit(*pickle.loads(profile))
        if not living:
            return
        for unit, node in self.solver.solve(grp, living).items():
            if isinstance(node, dict):  # each mention of this unit its own
                if stood[unit] is not None:
                    tables.run("UPDATE u SET node = NULL WHERE unit = ?", unit)
                for mention, wanted in node.items():
                    self._put(mention, wanted, unit in touched.units, moved)
                continue
            if unit in touched.units:
                moved.nodes.add(node)
                moved.recast.add(node)
            mentions = touched.gained.get(unit, [])
            if stood[unit] != node:  # the whole unit goes to another node
                mentions = tables.rows("SELECT record, item, node FROM m WHERE unit = ? AND node IS NOT ?", unit, node)
                tables.run("UPDATE u SET node = ? WHERE unit = ?", node, unit)
                moved.recast.update(filter(None, [stood[unit], node]))
            for record, item, before in mentions:
                if before != node:
                    tables.run("UPDATE m SET node = ? WHERE record = ? AND item = ?", node, record, item)
                    moved.add(record, node, before)

    def _put(self, mention: Mention, node: str, touched: bool, moved: Moved) -> None:
        row = self.tables.one("SELECT node FROM m WHERE record = ? AND item = ?", *mention)
        before = row[0] if row else None
        if before != node:
            self.tables.run("UPDATE m SET node = ? WHERE record = ? AND item = ?", node, *mention)
            moved.add(mention.record, node, before)
        elif touched:
            moved.nodes.add(node)

    def _rename(self, grp: str, node: str, moved: Moved) -> None:
        """Call a node that gained mentions after its earliest one."""
        tables = self.tables
        row = tables.one("SELECT record, anchor FROM m WHERE node = ? ORDER BY day, record, anchor LIMIT 1", node)
        wanted = grp + digest(*row) if row else node
        if wanted == node:
            return
        moved.records.update(tables.column("SELECT DISTINCT record FROM m WHERE node = ?", node))
        tables.run("UPDATE m SET node = ? WHERE node = ?", wanted, node)
        tables.run("UPDATE u SET node = ? WHERE node = ?", wanted, node)
        moved.nodes |= {node, wanted}
        moved.recast |= {node, wanted}

    def _homes(self) -> set[str]:
        """Choose the home of the territories whose mentions changed; give the records of those that got another."""
        moved: set[str] = set()
        tables = self.tables
        units = {
            unit for (unit,) in tables.among("SELECT DISTINCT unit FROM u WHERE grp = 't' AND node IN ({})", sorted(self.nodes))
        }
        for unit, profile, before in list(tables.among("SELECT unit, profile, home FROM u WHERE unit IN ({})", sorted(units))):
            (_, reading), *_ = pickle.loads(profile)
            counted: Counter[Home] = Counter()
            if reading.official:
                counted[reading.home] = 1
            else:
                for value, number in tables.rows("SELECT value, n FROM v WHERE unit = ?", unit):
                    departement, region = json.loads(value)["home"]
                    counted[(departement, region)] += number
            home = json.dumps(home_among(counted))
            if home != before:
                tables.run("UPDATE u SET home = ? WHERE unit = ?", home, unit)
                moved.update(tables.column("SELECT DISTINCT record FROM m WHERE unit = ?", unit))
                self.places_changed = True
        return moved
