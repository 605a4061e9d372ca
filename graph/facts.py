"""From records and their resolution to the graph: nodes, relationships, and a statement for each fact that each record states."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from . import reference
from .dates import bounds
from .model import Graph, Node, Relationship, Value
from .names import fold, name_key
from .nodes import TERRITORY_LABEL, Nodes
from .ontology import ontology
from .record import Attendance, Evidence, Link, Record
from .resolution import Resolution, renamed
from .resolution.clusters import digest as short
from .roster import Roster

QUOTE = 500
"""Characters of a quote kept in the graph; the record holds the rest."""

_LINKS = {
    "represented": "REPRESENTED", "acts_for": "ACTS_FOR", "contributed": "CONTRIBUTED_TO", "held_in": "HELD_IN", "concerns": "CONCERNS",
    "session_of": "SESSION_OF", "about": "ABOUT", "next": "NEXT", "moved_to": "MOVED_TO", "member_of": "MEMBER_OF",
    "part_of": "PART_OF", "succeeded_by": "SUCCEEDED_BY",
}  # fmt: skip


@dataclass(slots=True)
class _Fact:
    """A relationship in the making: properties that grow with each record, and what each record says of it."""

    type: str
    start: str
    end: str
    qualifier: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    said: dict[str, tuple[Record, Evidence]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return "f" + short(self.type, self.start, self.end, self.qualifier)


@dataclass(slots=True)
class _Delegation:
    """Rows about one body at one event, from all records: who was there for it, who was away."""

    there: list[tuple[Record, Attendance]] = field(default_factory=list)
    away: list[tuple[Record, Attendance]] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Record → people of the body that it names."""
    unnamed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Record → people of the body that it counts without naming them."""
    itself_away: bool = False

    @property
    def people(self) -> int:
        """How many people were there for the body: all who are named, or what the most generous record names and counts."""
        everybody = set().union(*self.named.values())
        counted = (len(self.named.get(record, ())) + number for record, number in self.unnamed.items())
        return max(len(everybody), max(counted, default=0), 1)


class _Builder:
    def __init__(self, records: Sequence[Record], resolution: Resolution, roster: Roster) -> None:
        self.records, self.resolution, self.roster = records, resolution, roster
        self.nodes = Nodes(records, resolution)
        self.node = self.nodes.node
        self.facts: dict[tuple[str, str, str, str], _Fact] = {}
        self.derived: dict[str, Relationship] = {}
        self.stated: list[tuple[str, str, Record, Evidence]] = []
        """Derived relationships that a record states all the same: fact, type, and where."""
        self.delegations: dict[tuple[str, str], _Delegation] = defaultdict(_Delegation)

    def fact(
        self,
        record: Record,
        evidence: Evidence,
        type_: str,
        start: str | None,
        end: str | None,
        qualifier: str = "",
        **values: Any,
    ) -> None:
        """Note the fact of this type between two nodes, with one more record that states it; nothing when an end is not in the graph."""
        if start is None or end is None or start == end:
            return
        key = (type_, start, end, qualifier)
        found = self.facts.get(key)
        if found is None:
            found = self.facts[key] = _Fact(type_, start, end, qualifier)
        for name, value in values.items():
            if isinstance(value, (tuple, list, set)):
                if value:
                    found.lists.setdefault(name, set()).update(value)
            elif value is not None:
                former = found.values.get(name)
                found.values[name] = value if former is None else min(former, value, key=str)
        said = found.said.get(record.id)
        if said is None or (-evidence.confidence, evidence.spans) < (-said[1].confidence, said[1].spans):
            found.said[record.id] = (record, evidence)

    # --- what records state -----------------------------------------------------------------------------------------------

    def add_facts(self) -> None:
        for record in self.records:
            for row in record.attendance:
                if not row.optional:
                    self._attendance(record, row)
            for link in record.links:
                if not link.optional:
                    self._link(record, link)
            for group in record.partnerships:
                node = None if group.optional else self.node(record, group.id)
                for member in group.members:
                    self.fact(record, group.evidence, "PARTNER_IN", self.node(record, member), node)
                self.fact(record, group.evidence, "UNDER", node, self.node(record, group.programme or ""))
                self.fact(record, group.evidence, "COVERS", node, self.node(record, group.territory or ""))
            for action in record.actions:
                node = None if action.optional else self.node(record, action.id)
                for who in action.who:
                    self.fact(record, action.evidence, "COMMITTED_TO", self.node(record, who), node)
                decided = action.event or next((event.id for event in record.events if event.main), "")
                self.fact(record, action.evidence, "DECIDED_AT", node, self.node(record, decided))
        self._sessions_of_partnerships()
        self._bodies()

    def _sessions_of_partnerships(self) -> None:
        """A group named after the meeting that lists it (« Réunion des coordonnateurs … ») met there, and will at its next dates."""
        for record in self.records:
            for group in record.partnerships:
                basis = name_key(group.basis)
                if group.optional or not basis:
                    continue
                for event in record.events:
                    title = name_key(event.title)
                    if not event.optional and (
                        title == basis or (" " in basis and not event.main and title.endswith(f" {basis}"))
                    ):
                        node, end = self.node(record, event.id), self.node(record, group.id)
                        self.fact(record, event.evidence, "SESSION_OF", node, end)

    def _link(self, record: Record, link: Link) -> None:
        values: dict[str, Any] = {}
        if link.type == "contributed":
            values["roles"] = [link.role or "organiser"]
        elif link.type in ("represented", "acts_for", "member_of"):
            first, last = bounds(link.first)[0], bounds(link.last)[1]
            values.update(role=link.role, first=first, last=last)
        elif link.type == "succeeded_by":
            values.update(kind=link.role, date=link.first)
        self.fact(record, link.evidence, _LINKS[link.type], self.node(record, link.start), self.node(record, link.end), **values)

    def _attendance(self, record: Record, row: Attendance) -> None:
        who, event = self.node(record, row.who), self.node(record, row.event)
        if who is None or event is None:
            return
        person = who[0] == "p"
        bodies = [node for node in (self.node(record, ref) for ref in row.on_behalf_of) if node]
        own = bodies if person else [who]
        present = row.presence == "present"
        if row.invited:
            for actor in {who, *own}:
                self.fact(record, row.evidence, "INVITED_TO", actor, event, on_behalf_of=bodies if actor == who else ())
        if present and self.nodes.status[event] == "held":
            if person:
                self.fact(
                    record, row.evidence, "ATTENDED", who, event,
                    mode=row.mode, sessions=row.sessions, role=row.role, on_behalf_of=bodies, timing=row.timing,
                )  # fmt: skip
            for body in own:
                found = self.delegations[(body, event)]
                found.there.append((record, row))
                if person:
                    found.named[record.id].add(who)
                else:
                    found.unnamed[record.id] += row.people or 0
        elif row.presence in ("excused", "absent"):
            if person:
                kind = "EXCUSED_FROM" if row.presence == "excused" else "ABSENT_FROM"
                self.fact(record, row.evidence, kind, who, event, on_behalf_of=bodies)
            for body in own:
                found = self.delegations[(body, event)]
                found.away.append((record, row))
                found.itself_away |= not person
        elif present or not row.invited:
            for actor in {who, *own}:
                self.fact(record, row.evidence, "CONTRIBUTED_TO", actor, event, roles=["announced"])
        for other in row.stands_in_for:
            replaced = self.node(record, other.who)
            self.fact(record, row.evidence, "STOOD_IN_FOR", who, replaced, f"{event} {other.kind}", kind=other.kind, event=event)

    def _bodies(self) -> None:
        """Presence of bodies: there through whoever was there for them; away by their own row, or when only people of theirs were away."""
        for (body, event), found in self.delegations.items():
            modes = {row.mode for _, row in found.there}
            mode = next(iter(modes)) if len(modes) == 1 else None
            for record, row in found.there:
                self.fact(
                    record, row.evidence, "ATTENDED", body, event,
                    mode=mode, sessions=row.sessions, people=found.people, unnamed=None if found.named else True,
                )  # fmt: skip
            if found.itself_away or not found.there:
                for record, row in found.away:
                    named = self.node(record, row.who) == body
                    if named or not found.itself_away:
                        excused = (
                            any(other.presence == "excused" for _, other in found.away)
                            if not named
                            else row.presence == "excused"
                        )
                        self.fact(record, row.evidence, "EXCUSED_FROM" if excused else "ABSENT_FROM", body, event)

    # --- what follows from the facts ----------------------------------------------------------------------------------------

    def add_derived(self) -> None:
        self._within()
        if self.roster.own:
            self._own_territories()
        self._mergers()
        self._active()
        self._expected()

    def _active(self) -> None:
        for record in self.records:
            acting: dict[str, list[str]] = defaultdict(list)
            for link in record.links:
                if link.type == "acts_for" and not link.optional:
                    acting[link.start].append(link.end)
            for person, body in _bodies_of(record) if acting else ():
                for territory in acting.get(person, ()):
                    self._derive("ACTIVE_IN", self.node(record, body), self.node(record, territory), "delegate", basis="delegate")
            for item in record.organisations:
                if item.scope and not item.optional and record.id not in self.roster.ids:
                    self._derive("ACTIVE_IN", self.node(record, item.id), self.node(record, item.scope), "scope", basis="scope")
        concerns: dict[str, set[str]] = defaultdict(set)
        for kind, start, end, _ in self.facts:
            if kind == "CONCERNS":
                concerns[start].add(end)
        local: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, start, end, _ in self.facts:
            if kind == "ATTENDED" and start[0] == "o" and len(concerns.get(end, ())) == 1:
                local[(start, next(iter(concerns[end])))].add(end)
        for (body, territory), events in local.items():
            days = [
                day for event in events for day in [self.nodes.by_id[event].properties.get("earliest")] if isinstance(day, date)
            ]
            values: dict[str, Any] = {"basis": "attended", "events": len(events)}
            if days:
                values.update(first=min(days), last=max(days))
            self._derive("ACTIVE_IN", body, territory, "attended", **values)

    def _expected(self) -> None:
        """Who is expected where: ACTIVE_IN with the basis roster, each with the row that says so."""
        records = {record.id: record for record in self.records}
        for item in self.roster.expected:
            actor, territory = self.resolution.node_of.get(item.actor), self.resolution.node_of.get(item.territory)
            dates = {name: day for name, day in (("first", item.first), ("last", item.last)) if day is not None}
            self._derive("ACTIVE_IN", actor, territory, "roster", basis="roster", **dates)
            if actor and territory:
                fact = "f" + short("ACTIVE_IN", actor, territory, "roster")
                self.stated.append((fact, "ACTIVE_IN", records[item.actor.record], item.evidence))

    def _own_territories(self) -> None:
        """The project's own territories lie in what their rows say and all around it, and hold the communes that records name."""
        communes = {code: node for node, (kind, code) in self.resolution.places.items() if kind == "commune"}
        node_of = self.resolution.node_of
        around: dict[str, set[str]] = defaultdict(set)
        for link in self.derived.values():
            if link.type == "WITHIN":
                around[link.start].add(link.end)
        for own in self.roster.own:
            node, parent = node_of.get(own.territory), node_of.get(own.parent) if own.parent else None
            if node and parent:
                around[node].add(parent)
            if node:
                for code in own.communes:
                    if code in communes:
                        around[communes[code]].add(node)
        for start in sorted(around):
            seen: set[str] = set()
            front = set(around[start])
            while front:
                seen |= front
                front = {outer for inner in front for outer in around.get(inner, ())} - seen - {start}
            for end in sorted(seen):
                self._derive("WITHIN", start, end)

    def _derive(self, type_: str, start: str | None, end: str | None, qualifier: str = "", **values: Any) -> None:
        if start is not None and end is not None and start != end:
            fact = "f" + short(type_, start, end, qualifier)
            self.derived[fact] = Relationship(fact, type_, start, end, values)

    def _within(self) -> None:
        """Territories lie in their département and région, which are added where no record names them, and in the intercommunalité
        and zone d'emploi that records name."""
        by_code = {place: node for node, place in sorted(self.resolution.places.items())}

        def above(kind: str, code: str | None) -> str | None:
            place = reference.place(kind, code) if code else None
            if place is None:
                return None
            if (kind, place.code) not in by_code:
                node = by_code[(kind, place.code)] = "t" + short(kind, place.code)
                self.nodes.add(node, ("Territory", TERRITORY_LABEL[kind]), place.name, {"code": place.code})
                if kind == "departement":
                    self._derive("WITHIN", node, above("region", place.region))
            return by_code[(kind, place.code)]

        for node in [node for node in self.nodes.items if node[0] == "t"]:
            departement, region = self.resolution.homes.get(node, (None, None))
            for wider in (above("departement", departement), above("region", region)):
                self._derive("WITHIN", node, wider)
            official = self.resolution.places.get(node)
            place = reference.place(*official) if official else None
            if place is not None:
                self._derive("WITHIN", node, by_code.get(("epci", place.epci or "")))
                self._derive("WITHIN", node, by_code.get(("zone_emploi", place.zone or "")))

    def _mergers(self) -> None:
        """SUCCEEDED_BY between bodies of the graph whose networks succeeded one another (a renaming is one body already)."""
        places: dict[tuple[str, str], str] = {unit: node for node, unit in sorted(self.resolution.units.items())}
        networks: dict[str, str] = {}
        for node, found in self.nodes.items.items():
            if node[0] == "o":
                for _, item in found:
                    known = reference.find_network(item.network or item.name) if item.level == "network" else None
                    if known is not None:
                        networks.setdefault(renamed(known.id), node)
        for network in reference.networks():
            for successor in network.successors:
                before, after = renamed(network.id), renamed(successor)
                if before == after:
                    continue
                pairs = [(networks.get(before), networks.get(after))]
                pairs += [(node, places.get((after, place))) for (name, place), node in places.items() if name == before]
                values = {"kind": _succession(network, successor), **({"date": network.last} if network.last else {})}
                for one, two in pairs:
                    self._derive("SUCCEEDED_BY", one, two, **values)

    # --- the graph ------------------------------------------------------------------------------------------------------------

    def graph(self) -> Graph:
        links = dict(self.derived)
        disputed = self._disputed()
        for key, found in self.facts.items():
            relation = ontology().relationships[found.type]
            properties: dict[str, Value] = {**found.values}
            properties.update({name: sorted(values) for name, values in found.lists.items()})
            if key in disputed:
                properties["disputed"] = True
            best = min(found.said.values(), key=lambda said: (-said[1].confidence, said[0].id))
            properties.update(record=PurePosixPath(best[0].source.path).name, sources=len(found.said))
            if best[1].quote:
                properties["quote"] = best[1].quote[:QUOTE]
            allowed = relation.properties
            properties = {k: v for k, v in properties.items() if k in allowed or k in ("quote", "record", "sources")}
            fact = found.id
            links[fact] = Relationship(fact, found.type, found.start, found.end, properties)
            for record, evidence in found.said.values():
                self._statement(fact, found.type, record, evidence, links)
        for said in self.stated:
            self._statement(*said, links)
        return Graph(self.nodes.by_id, links)

    def _statement(self, fact: str, says: str, record: Record, evidence: Evidence, links: dict[str, Relationship]) -> None:
        node = "x" + short(fact, record.id)
        values: dict[str, Value | None] = {
            "name": says, "name_key": fold(says), "fact": fact, "says": says,
            "quote": evidence.quote[:QUOTE] or None, "rule": evidence.rule, "confidence": evidence.confidence,
        }  # fmt: skip
        if evidence.spans:
            start, end = evidence.spans[0]
            values.update(start=start, end=end, page=record.page_at(start))
        self.nodes.by_id[node] = Node(node, ("Statement",), {key: value for key, value in values.items() if value is not None})
        links["l" + node] = Relationship("l" + node, "STATED_IN", node, record.id, {})

    def _disputed(self) -> set[tuple[str, str, str, str]]:
        """Attendance that one record affirms and another denies."""
        denied = {(start, end) for kind, start, end, _ in self.facts if kind in ("ABSENT_FROM", "EXCUSED_FROM")}
        return {key for key in self.facts if key[0] == "ATTENDED" and (key[1], key[2]) in denied}


def _bodies_of(record: Record) -> Iterator[tuple[str, str]]:
    """(person, body) pairs that a record states, by its links or its attendance rows."""
    for link in record.links:
        if link.type == "represented" and not link.optional:
            yield link.start, link.end
    for row in record.attendance:
        if not row.optional:
            for body in row.on_behalf_of:
                yield row.who, body


def _succession(network: reference.Network, successor: str) -> str:
    after = reference.network(successor)
    if len(network.successors) > 1:
        return "split"
    return "merger" if after is not None and len(after.predecessors) > 1 else "absorption"


def build(records: Iterable[Record], resolution: Resolution, roster: Roster | None = None) -> Graph:
    """The graph of `records` and of `roster`, each item standing for its node in `resolution`, which was made of the records of both.
    Optional items are left out. Equal sets of records give equal graphs, whatever their order."""
    roster = roster or Roster()
    ordered = sorted({record.id: record for record in (*records, *roster.records)}.values(), key=lambda record: record.id)
    builder = _Builder(ordered, resolution, roster)
    builder.add_facts()
    builder.add_derived()
    return builder.graph()


def digest(graph: Graph) -> str:
    """Digest of a graph's content: equal for equal graphs."""
    whole = hashlib.sha256()
    for node in sorted(graph.nodes):
        item = graph.nodes[node]
        whole.update(json.dumps([node, item.labels, item.properties], sort_keys=True, default=str).encode())
    for fact in sorted(graph.relationships):
        link = graph.relationships[fact]
        whole.update(json.dumps([fact, link.type, link.start, link.end, link.properties], sort_keys=True, default=str).encode())
    return whole.hexdigest()[:32]
