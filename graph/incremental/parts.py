"""Facts of what changed: each group of facts is made again from what states it and compared by digest. What only grows with each record
(somebody represented a body) is not made again: the new record is added to what was gathered."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from datetime import date
from typing import Any

from ..facts import attended, mergers, successions, within
from ..model import Changes, Node, Relationship
from ..nodes import item_line, perimeter, record_node
from ..record import Record
from ..stated import Away, Delegation, Fact, Gathered, Said, Stated, There, derived, fact_id, relationships, statement
from .output import SEP, Output
from .shown import Shown
from .strata import Strata
from .tables import Tables

# Owners of what is in the graph, by the first part of their names:
#   R record · N node · A person at an event · D body at an event · C event in a territory · F any other fact, Q one record's
#   statement of it · X what one record is enough for · L body active where it attended · W territories within others · S successions


class Parts:
    """Makes the facts and nodes that `strata` touched."""

    def __init__(self, tables: Tables, strata: Strata, collect: bool = True) -> None:
        self.tables, self.strata, self.output = tables, strata, Output(tables, collect)
        self.shown = Shown(tables, self.output)

    def update(self, records: Iterable[str]) -> Changes:
        """Make again what `records` state: those that were read anew or are gone, and those whose nodes moved."""
        records = set(records)
        nodes = {node for node in self.strata.nodes if node}
        records |= self.shown.statuses(node for node in nodes if node[0] == "e")
        owners: dict[str, list[bytes] | None] = {}
        for identity in sorted(records):
            record = self.strata.record(identity)
            self._states(identity, record, owners)
            self.output.put(f"R{SEP}{identity}", [record_node(record, self._items(identity))] if record is not None else [])
        attendance: set[str] = set()
        for owner in sorted(owners):
            self._group(owner, owners[owner])
            kind, event, *_ = owner.split(SEP)
            if kind in ("D", "C"):
                attendance.add(event)
        attendance |= self.shown.make(nodes | {node for node in self.strata.nodes if node})
        self._local(attendance)
        self._wider()
        return self.output.changes

    def _items(self, record: str) -> list[str]:
        rows = self.tables.rows("SELECT item, anchor, node FROM m WHERE record = ?", record)
        return [item_line(record, *row) for row in rows]

    # --- facts ------------------------------------------------------------------------------------------------------------------

    def _states(self, identity: str, record: Record | None, owners: dict[str, list[bytes] | None]) -> None:
        """Keep what a record states; note in `owners` the groups of facts that change by it, with what it adds to each (None: it takes
        something away)."""
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
        different = {owner for owner in before.keys() | after.keys() if before.get(owner) != after.get(owner)}
        for owner in sorted(different):
            if owner[0] == "F":
                self._statement(owner, identity, after.get(owner))
            added = owners.setdefault(owner, [])
            if owner in before:
                owners[owner] = None
            elif added is not None:
                added.append(after[owner])
        gone = ((owner, identity) for owner in different if owner not in after)
        tables.many("DELETE FROM c WHERE owner = ? AND record = ?", gone)
        tables.many("INSERT OR REPLACE INTO c VALUES (?, ?, ?)", ((o, identity, after[o]) for o in different if o in after))

    def _statement(self, owner: str, record: str, blob: bytes | None) -> None:
        """What one record says for a fact that stands by itself."""
        items: list[Node | Relationship] = []
        for key, part in pickle.loads(blob) if blob is not None else ():
            for sentence in _fact(part).said.values():
                items += statement(fact_id(*key), key[0], sentence)
        self.output.put(SEP.join(("Q", record, owner)), items)

    def _group(self, owner: str, added: list[bytes] | None) -> None:
        """Make a group of facts from what all records state for it; `added` is what is new, None where something is no longer stated."""
        kind, *rest = owner.split(SEP)
        if kind == "F":
            self._gather(owner, added)
            return
        if kind == "X":
            type_, start, end, basis = rest
            known = self.tables.one("SELECT 1 FROM c WHERE owner = ? LIMIT 1", owner)
            self.output.put(owner, [derived(type_, start, end, basis, basis=basis)] if known else [])
            return
        blobs = self.tables.column("SELECT part FROM c WHERE owner = ? ORDER BY record", owner)
        if kind == "D":
            event, body = rest
            delegation = Delegation()
            for blob in blobs:
                delegation.merge(_delegation(pickle.loads(blob)))
            self.output.put(owner, relationships(delegation.facts(body, event)))
            return
        facts: dict[Any, Fact] = {}
        for blob in blobs:
            for key, part in pickle.loads(blob):
                facts.setdefault(key, Fact()).merge(_fact(part))
        self.output.put(owner, relationships(facts))

    def _gather(self, owner: str, added: list[bytes] | None) -> None:
        """A fact that stands by itself."""
        tables = self.tables
        row = tables.one("SELECT gathered FROM f WHERE owner = ?", owner) if added is not None else None
        found = Gathered(*pickle.loads(row[0])) if row is not None else Gathered()
        if row is None:
            added = tables.column("SELECT part FROM c WHERE owner = ?", owner)
        key: tuple[str, str, str, str] | None = None
        for blob in added or ():
            ((key, part),) = pickle.loads(blob)
            found = found.with_more(_fact(part))
        if key is None:
            tables.run("DELETE FROM f WHERE owner = ?", owner)
            self.output.put(owner, [])
            return
        kept = (dict(found.values), {name: sorted(items) for name, items in found.lists.items()}, found.best, found.sources)
        tables.run("INSERT OR REPLACE INTO f VALUES (?, ?)", owner, pickle.dumps(kept))
        self.output.put(owner, [found.relationship(key)])

    # --- what follows from the facts ----------------------------------------------------------------------------------------------

    def _local(self, events: Iterable[str]) -> None:
        """ACTIVE_IN of the bodies that attended these events, each the event of one territory only."""
        tables = self.tables
        pairs: set[tuple[str, str]] = set()
        for event in sorted(events):
            before = tables.rows("SELECT body, territory FROM local WHERE event = ?", event)
            where = {owner.split(SEP)[2] for owner in self.output.owners(f"C{SEP}{event}{SEP}")}
            after = []
            if len(where) == 1:
                (territory,) = where
                bodies = [owner.split(SEP)[2] for owner in self.output.owners(f"D{SEP}{event}{SEP}", "ATTENDED")]
                after = [(body, territory) for body in bodies]
            row = tables.one("SELECT day FROM nodes WHERE node = ?", event)
            pairs.update(before, after)
            tables.run("DELETE FROM local WHERE event = ?", event)
            tables.many("INSERT INTO local VALUES (?, ?, ?, ?)", ((event, b, t, row[0] if row else None) for b, t in after))
        for body, territory in sorted(pairs):
            row = tables.one("SELECT count(*), min(day), max(day) FROM local WHERE body = ? AND territory = ?", body, territory)
            number, first, last = row or (0, None, None)
            days = [date.fromisoformat(day) if day else None for day in (first, last)]
            link = derived("ACTIVE_IN", body, territory, "attended", **attended(number, *days))
            self.output.put(f"L{SEP}{body}{SEP}{territory}", [link] if number else [])

    def _wider(self) -> None:
        """WITHIN and SUCCEEDED_BY, which look at all territories, or at all units of networks that succeeded one another."""
        tables = self.tables
        if self.strata.places_changed:
            places: dict[str, tuple[str, str]] = {}
            homes: dict[str, tuple[str | None, str | None]] = {}
            for node, blob, home in tables.rows("SELECT node, profile, home FROM u WHERE grp = 't'"):
                official = pickle.loads(blob)[0][1].official
                if official:
                    places[node] = official
                departement, region = json.loads(home)
                homes[node] = (departement, region)
            self.output.put("W", within(homes, places, homes))
        if self.strata.units_changed or self.shown.networks_changed:
            known = {name for _, before, _, after in successions() for name in (before, after)}
            rows = tables.among("SELECT node, network, place FROM unit_of WHERE network IN ({})", sorted(known))
            units = {node: (network, place) for node, network, place in rows}
            networks = {network: node for node, network in tables.rows("SELECT node, network FROM whole ORDER BY node DESC")}
            self.output.put("S", mergers(units, networks))


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
