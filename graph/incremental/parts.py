"""Facts and nodes of what changed: each group of facts, and each node, is made again from what states it and compared by digest."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

from ..facts import attended, mergers, network_named, successions, within
from ..model import Changes, Node, Relationship
from ..nodes import Made, event_status, made_node, make, perimeter, place_of_unit, record_node
from ..record import Record
from ..resolution.territories import bare_place
from ..stated import Away, Delegation, Fact, Said, Stated, There, derived, relationships
from ..writer import link_rev, node_rev
from .strata import Strata
from .tables import Tables

SEP = "\x1f"


class Parts:
    """Makes the facts and nodes that `strata` touched."""

    def __init__(self, tables: Tables, strata: Strata, collect: bool = True) -> None:
        self.tables, self.strata, self.changes, self.collect = tables, strata, Changes(), collect

    def update(self, changed: Iterable[str], records: Iterable[str]) -> Changes:
        """Make again what the records `changed` (read anew or gone) and those whose nodes moved (`records`) state."""
        records = set(records)
        nodes = {node for node in self.strata.nodes if node}
        records |= self._statuses(node for node in nodes if node[0] == "e")
        owners: set[str] = set()
        for identity in sorted(records):
            record = self.strata.record(identity)
            owners |= self._states(identity, record)
            if identity in changed or record is None:
                self._put(f"R{SEP}{identity}", [record_node(record)] if record is not None else [])
        attendance: set[str] = set()
        for owner in sorted(owners):
            self._group(owner)
            kind, event, *_ = owner.split(SEP)
            if kind in ("D", "C"):
                attendance.add(event)
        attendance |= self._nodes(nodes)
        self._local(attendance)
        self._wider(nodes)
        return self.changes

    # --- what is put into the graph, and what stood there ---------------------------------------------------------------------

    def _put(self, owner: str, items: Iterable[Node | Relationship]) -> set[str]:
        """Let `owner` stand for exactly `items`; give the ids that changed."""
        before = {
            identity: (link, rev, kind, start)
            for identity, link, rev, kind, start in self.tables.rows(
                "SELECT id, link, rev, kind, start FROM o WHERE owner = ?", owner
            )
        }
        touched: set[str] = set()
        rows = []
        for item in items:
            if isinstance(item, Node):
                identity, rev, kind, start = item.id, node_rev(item), item.labels[-1], None
            else:
                identity, rev, kind, start = item.fact, link_rev(item), item.type, item.start
            old = before.pop(identity, None)
            if old is not None and old[1] == rev:
                continue
            touched.add(identity)
            rows.append((owner, identity, isinstance(item, Relationship), rev, kind, start))
            if not self.collect:
                continue
            if isinstance(item, Node):
                self.changes.nodes.append(item)
                if old is None:
                    self.changes.new_nodes.add(identity)
            else:
                self.changes.links.append(item)
                if old is not None:
                    self.changes.former_links[identity] = (old[2], old[3])
        self.tables.many("INSERT OR REPLACE INTO o VALUES (?, ?, ?, ?, ?, ?)", rows)
        for identity, (link, _, kind, start) in before.items():
            touched.add(identity)
            self.tables.run("DELETE FROM o WHERE owner = ? AND id = ?", owner, identity)
            if link:
                self.changes.former_links[identity] = (kind, start)
            else:
                self.changes.gone_nodes[identity] = kind
        return touched

    # --- facts ------------------------------------------------------------------------------------------------------------------

    def _states(self, identity: str, record: Record | None) -> set[str]:
        """Keep what a record states; give the groups of facts that change by it."""
        tables = self.tables
        before: dict[str, bytes] = dict(tables.rows("SELECT owner, part FROM c WHERE record = ?", identity))
        after: dict[str, bytes] = {}
        if record is not None:
            node_of = self.strata.node_of(record)
            occasions = [node for node in node_of.values() if node[0] == "e"]
            status: dict[str, str] = dict(
                tables.among("SELECT node, status FROM nodes WHERE node IN ({})", sorted(set(occasions)))
            )
            stated = Stated(lambda _, ref: node_of.get(ref), status)
            stated.read(record)
            after = _parts(stated)
            around = perimeter(record, lambda _, ref: node_of.get(ref))
            row = tables.one("SELECT around FROM rec WHERE id = ?", identity)
            if row is None or row[0] != around:
                tables.run("INSERT INTO rec VALUES (?, '', ?) ON CONFLICT (id) DO UPDATE SET around = ?2", identity, around)
                self.strata.nodes.update(node for node in node_of.values() if node[0] == "o")
        else:
            tables.run("DELETE FROM rec WHERE id = ?", identity)
        owners = {owner for owner in before.keys() | after.keys() if before.get(owner) != after.get(owner)}
        tables.many("DELETE FROM c WHERE owner = ? AND record = ?", ((owner, identity) for owner in owners if owner not in after))
        tables.many("INSERT OR REPLACE INTO c VALUES (?, ?, ?)", ((o, identity, after[o]) for o in owners if o in after))
        return owners

    def _group(self, owner: str) -> set[str]:
        """Make a group of facts from what all records state for it."""
        kind, *rest = owner.split(SEP)
        blobs = self.tables.column("SELECT part FROM c WHERE owner = ? ORDER BY record", owner)
        if kind == "X":
            type_, start, end, basis = rest
            return self._put(owner, [derived(type_, start, end, basis, basis=basis)] if blobs else [])
        if kind == "D":
            event, body = rest
            delegation = Delegation()
            for blob in blobs:
                delegation.merge(_delegation(pickle.loads(blob)))
            return self._put(owner, relationships(delegation.facts(body, event)))
        facts: dict[Any, Fact] = {}
        for blob in blobs:
            for key, part in pickle.loads(blob):
                facts.setdefault(key, Fact()).merge(_fact(part))
        return self._put(owner, relationships(facts))

    # --- nodes ------------------------------------------------------------------------------------------------------------------

    def _items(self, node: str) -> list[Any]:
        if node[0] in "otg":  # named in very many records, in few ways
            sql = "SELECT v.value, sum(v.n) FROM u JOIN v ON v.unit = u.unit WHERE u.node = ? GROUP BY v.value ORDER BY v.value"
        elif node[0] == "p":
            sql = "SELECT value, count(*) FROM m WHERE node = ? GROUP BY value ORDER BY value"
        else:
            sql = "SELECT value, 1 FROM m WHERE node = ? ORDER BY record, pos"
        found: list[Any] = []
        for value, number in self.tables.rows(sql, node):
            found += [SimpleNamespace(**json.loads(value))] * number
        return found

    def _statuses(self, events: Iterable[str]) -> set[str]:
        """Note the state of these events; give the records of those that changed."""
        tables, records = self.tables, set()
        for node in sorted(events):
            items = self._items(node)
            row = tables.one("SELECT status FROM nodes WHERE node = ?", node)
            status = event_status(items) if items else None
            if row is None or row[0] != status:
                records.update(tables.column("SELECT DISTINCT record FROM m WHERE node = ?", node))
                tables.run(
                    "INSERT INTO nodes VALUES (?, NULL, NULL, 0, NULL, ?) ON CONFLICT (node) DO UPDATE SET status = ?2",
                    node,
                    status,
                )
        return records

    def _nodes(self, touched: set[str]) -> set[str]:
        """Make the touched nodes again; give the events whose day changed."""
        tables = self.tables
        todo = {node for node in touched | self.strata.nodes if node}
        for node in sorted(node for node in todo if node[0] == "t"):
            row = tables.one("SELECT name FROM nodes WHERE node = ?", node)
            if self._make(node) != (row[0] if row else None):
                todo.update(tables.column("SELECT node FROM uses WHERE territory = ?", node))
        days: set[str] = set()
        names: set[str] = set()
        for node in sorted(todo):
            if node[0] == "e":
                row = tables.one("SELECT day FROM nodes WHERE node = ?", node)
                self._make(node)
                after = tables.one("SELECT day FROM nodes WHERE node = ?", node)
                if (row[0] if row else None) != (after[0] if after else None):
                    days.add(node)
            elif node[0] == "o":
                row = tables.one("SELECT name FROM nodes WHERE node = ? AND unit = 1", node)
                self._make(node)
                after = tables.one("SELECT name FROM nodes WHERE node = ? AND unit = 1", node)
                names.update(found[0] for found in (row, after) if found)
                if after is None:
                    self._show(node, 1)
            elif node[0] != "t":
                self._make(node)
        shown: set[str] = set()
        for name in sorted(names):
            nodes = tables.column("SELECT node FROM nodes WHERE unit = 1 AND name = ?", name)
            for node in nodes:
                if node not in shown:
                    shown.add(node)
                    self._show(node, len(nodes))
        return days

    def _make(self, node: str) -> str | None:
        """Make one node from its items and keep it; give its name before units are told apart, None when it is no more."""
        tables = self.tables
        items = self._items(node)
        if not items:
            tables.run("DELETE FROM nodes WHERE node = ?", node)
            tables.run("DELETE FROM uses WHERE node = ?", node)
            tables.run("DELETE FROM whole WHERE node = ?", node)
            self._put(f"N{SEP}{node}", [])
            return None
        unit = node[0] == "o" and tables.one("SELECT 1 FROM unit_of WHERE node = ?", node) is not None
        if node[0] == "o":
            tables.run("DELETE FROM uses WHERE node = ?", node)
            wholes = {network for network in map(network_named, items) if network}
            tables.run("DELETE FROM whole WHERE node = ?", node)
            tables.many("INSERT INTO whole VALUES (?, ?)", ((node, network) for network in wholes))
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
            self._put(f"N{SEP}{node}", [made_node(node, labels, name, properties)])
        return name

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
        self._put(f"N{SEP}{node}", [made_node(node, labels, name, properties)])

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

    # --- what follows from the facts ----------------------------------------------------------------------------------------------

    def _local(self, events: Iterable[str]) -> None:
        """ACTIVE_IN of the bodies that attended these events, each the event of one territory only."""
        tables = self.tables
        pairs: set[tuple[str, str]] = set()
        for event in sorted(events):
            before = tables.rows("SELECT body, territory FROM local WHERE event = ?", event)
            where = {owner.split(SEP)[2] for owner in self._owners(f"C{SEP}{event}{SEP}")}
            after = []
            if len(where) == 1:
                (territory,) = where
                bodies = [owner.split(SEP)[2] for owner in self._owners(f"D{SEP}{event}{SEP}", "ATTENDED")]
                after = [(body, territory) for body in bodies]
            row = tables.one("SELECT day FROM nodes WHERE node = ?", event)
            pairs.update(before, after)
            tables.run("DELETE FROM local WHERE event = ?", event)
            tables.many("INSERT INTO local VALUES (?, ?, ?, ?)", ((event, b, t, row[0] if row else None) for b, t in after))
        for body, territory in sorted(pairs):
            days = tables.column("SELECT day FROM local WHERE body = ? AND territory = ? ORDER BY day", body, territory)
            values = attended([date.fromisoformat(day) if day else None for day in days])
            link = derived("ACTIVE_IN", body, territory, "attended", **values)
            self._put(f"L{SEP}{body}{SEP}{territory}", [link] if days else [])

    def _owners(self, prefix: str, kind: str | None = None) -> list[str]:
        """The groups of facts under `prefix` that put something (of type `kind`) into the graph."""
        sql = "SELECT DISTINCT owner FROM o WHERE owner >= ? AND owner < ?" + (" AND kind = ?" if kind else "")
        return self.tables.column(sql, prefix, prefix + "\x7f", *([kind] if kind else []))

    def _wider(self, nodes: set[str]) -> None:
        """WITHIN and SUCCEEDED_BY, which look at all territories, or at all units of networks that succeeded one another."""
        tables = self.tables
        if self.strata.homes_changed or any(node[0] == "t" for node in nodes):
            places: dict[str, tuple[str, str]] = {}
            homes: dict[str, tuple[str | None, str | None]] = {}
            for node, blob, home in tables.rows("SELECT node, profile, home FROM u WHERE grp = 't'"):
                official = pickle.loads(blob)[0][1].official
                if official:
                    places[node] = official
                departement, region = json.loads(home)
                homes[node] = (departement, region)
            self._put("W", within(homes, places, homes))
        known = {name for _, before, _, after in successions() for name in (before, after)}
        units, networks = {}, {}
        for node, network, place in tables.among("SELECT node, network, place FROM unit_of WHERE network IN ({})", sorted(known)):
            units[node] = (network, place)
        for node, network in tables.rows("SELECT node, network FROM whole ORDER BY node DESC"):
            networks[network] = node
        self._put("S", mergers(units, networks))


def _parts(stated: Stated) -> dict[str, bytes]:
    """What a record states by the groups that depend on one another: presence of a person at an event with its denials, a body at an
    event, the territories of an event, any other fact by itself."""
    groups: dict[str, list[Any]] = {}
    for key, fact in sorted(stated.facts.items()):
        kind, start, end, _ = key
        if kind in ("ATTENDED", "ABSENT_FROM", "EXCUSED_FROM"):
            owner = SEP.join(("A", start, end))
        elif kind == "CONCERNS":
            owner = SEP.join(("C", start, end))
        else:
            owner = SEP.join(("F", *key))
        part = (
            sorted(fact.values.items()),
            [(n, sorted(v)) for n, v in sorted(fact.lists.items())],
            [tuple(s) for s in fact.said.values()],
        )
        groups.setdefault(owner, []).append((key, part))
    found = {owner: pickle.dumps(parts) for owner, parts in groups.items()}
    for (body, event), d in stated.delegations.items():
        part_of_body = (
            [(tuple(row.said), row.mode, row.sessions) for row in d.there],
            [(tuple(row.said), row.excused, row.itself) for row in d.away],
            [(record, sorted(people)) for record, people in sorted(d.named.items())], sorted(d.unnamed.items()),
        )  # fmt: skip
        found[SEP.join(("D", event, body))] = pickle.dumps(part_of_body)
    for link in stated.derived:
        found[SEP.join(("X", *link))] = b"1"
    return found


def _fact(part: Any) -> Fact:
    values, lists, sentences = part
    return Fact(dict(values), {name: set(items) for name, items in lists}, {s[0]: Said(*s) for s in sentences})


def _delegation(part: Any) -> Delegation:
    there, away, named, unnamed = part
    return Delegation(
        [There(Said(*said), mode, sessions) for said, mode, sessions in there],
        [Away(Said(*said), excused, itself) for said, excused, itself in away],
        {record: set(people) for record, people in named}, dict(unnamed),
    )  # fmt: skip
