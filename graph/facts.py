"""From records and their resolution to the graph: nodes, relationships, and a statement for each fact that each record states."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from . import reference
from .dates import bounds
from .model import Graph, Node, Relationship, Value
from .names import fold
from .ontology import ontology
from .record import Attendance, Evidence, Record
from .resolution import Mention, Resolution, renamed
from .resolution.clusters import digest as short
from .resolution.territories import bare_place

KEY = 200
"""Characters of a folded name: longer values do not fit the index of Neo4j (8 kB)."""
QUOTE = 500
"""Characters of a quote kept in the graph; the record holds the rest."""

_STATUS = ("held", "cancelled", "postponed", "planned", "proposed")
"""Of the states that records give one event, the first wins: who tells of a meeting knows more than who announced it."""
_LISTED = ("complete", "partial", "none")
_LEVELS = ("unit", "body", "collective", "network")
_TERRITORY_LABEL = {
    "bassin": "Bassin", "commune": "Commune", "departement": "Departement", "region": "Region", "zone_emploi": "ZoneEmploi",
    "epci": "Epci",
}  # fmt: skip
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


class _Builder:
    def __init__(self, records: Sequence[Record], resolution: Resolution) -> None:
        self.records, self.resolution = records, resolution
        self.facts: dict[tuple[str, str, str, str], _Fact] = {}
        self.nodes: dict[str, Node] = {}
        self.derived: dict[str, Relationship] = {}
        self.items: dict[str, list[tuple[Record, Any]]] = defaultdict(list)
        self.status: dict[str, str] = {}

    # --- nodes ----------------------------------------------------------------------------------------------------------

    def collect(self) -> None:
        for record in self.records:
            for group in ("events", "organisations", "people", "territories", "programmes", "partnerships", "actions"):
                for item in getattr(record, group):
                    node = self.node(record, item.id)
                    if node is not None:
                        self.items[node].append((record, item))
        for node, found in self.items.items():
            if node[0] == "e":
                states = {item.status for _, item in found}
                self.status[node] = next(state for state in _STATUS if state in states)

    def node(self, record: Record, ref: str) -> str | None:
        return self.resolution.node_of.get(Mention(record.id, ref))

    def add_nodes(self) -> None:
        makers = {
            "e": self._event, "o": self._organisation, "p": self._person, "t": self._territory, "g": self._programme,
            "s": self._partnership, "a": self._action,
        }  # fmt: skip
        for node, found in self.items.items():
            labels, name, properties = makers[node[0]](node, found)
            self._add(node, labels, name, properties)
        for record in self.records:
            source = record.source
            name = PurePosixPath(source.path).name
            self._add(
                record.id,
                ("Record",),
                f"{name} ({source.part})" if source.part else name,
                {"source": source.path, "part": source.part, "kind": record.kind, "published": record.published},
            )

    def _add(self, node: str, labels: tuple[str, ...], name: str, properties: Mapping[str, Value | None]) -> None:
        kept = {key: value for key, value in properties.items() if value is not None and value != []}
        self.nodes[node] = Node(node, labels, {"name": name, "name_key": fold(name)[:KEY], **kept})

    def _event(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        best = min(items, key=lambda item: (_STATUS.index(item.status), not item.main, -len(item.title), item.title))
        day = best.date or _first(item.date for item in items)
        earliest, latest = bounds(day)
        told = [item for item in items if item.status == self.status[node]]
        return ("Event",), best.title, {
            "kind": best.kind,
            "date": day,
            "earliest": earliest,
            "latest": latest,
            "time": best.time or _first(item.time for item in items),
            "place": best.place or _first(item.place for item in items),
            "status": self.status[node],
            "size": max((item.size for item in told if item.size is not None), default=None),
            "listed": min((item.listed for item in told), key=_LISTED.index),
            "identifiers": _identifiers(items),
        }  # fmt: skip

    def _organisation(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        names = Counter(item.name for item in items)
        networks = Counter(item.network for item in items if item.network)
        network = _most(networks)
        name = _best_name(names)
        unit = self.resolution.units.get(node)
        if unit is not None and reference.find_network(name) is not None:
            name = self._placed(name, found)
        return ("Actor", "Organisation"), name, {
            "names": sorted(set(names) | {item.long for item in items if item.long}),
            "long": _most(Counter(item.long for item in items if item.long)),
            "acronym": _most(Counter(item.acronym for item in items if item.acronym)),
            "kind": _most(Counter(item.kind for item in items if item.kind)),
            "level": min((item.level for item in items), key=_LEVELS.index),
            "network": network,
            "identifiers": _identifiers(items),
        }  # fmt: skip

    def _placed(self, name: str, found: list[tuple[Record, Any]]) -> str:
        """A bare network name with the place that tells this unit from its sisters: « CIO (Blois) »."""
        for record, item in found:
            scope = self.node(record, item.scope) if item.scope else None
            if scope is not None:
                return f"{name} ({bare_place(self._territory(scope, self.items[scope])[1])})"
        return name

    def _person(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        names = Counter(item.name for item in items)
        return ("Actor", "Person"), _best_name(names), {
            "given": _most(Counter(item.given for item in items if item.given)),
            "family": _most(Counter(item.family for item in items if item.family)),
            "names": sorted(names) if len(names) > 1 else None,
            "incomplete": True if all(item.incomplete for item in items) else None,
            "identifiers": _identifiers(items),
        }  # fmt: skip

    def _territory(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        official = self.resolution.places.get(node)
        place = reference.place(*official) if official else None
        names = Counter(item.name for item in items)
        kind = place.kind if place else items[0].kind
        name = place.name if place else _best_name(names)
        return ("Territory", _TERRITORY_LABEL[kind]), name, {
            "code": place.code if place else _first(item.code for item in items),
            "names": sorted(names) if set(names) != {name} else None,
        }  # fmt: skip

    def _programme(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        names = Counter(item.name for item in items)
        return ("Programme",), _best_name(names), {
            "kind": _most(Counter(item.kind for item in items)),
            "long": _most(Counter(item.long for item in items if item.long)),
            "names": sorted(names) if len(names) > 1 else None,
        }  # fmt: skip

    def _partnership(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        items = [item for _, item in found]
        first = min(items, key=lambda item: (item.date or "9999", item.basis))
        earliest, latest = bounds(first.date)
        return ("Partnership",), first.basis or "partenariat", {
            "status": first.status, "date": first.date, "earliest": earliest, "latest": latest,
        }  # fmt: skip

    def _action(self, node: str, found: list[tuple[Record, Any]]) -> tuple[tuple[str, ...], str, dict[str, Value | None]]:
        item = found[0][1]
        return ("Action",), item.what, {
            "due": item.due, "latest": bounds(item.due)[1], "status": item.status, "who_text": item.who_text,
        }  # fmt: skip

    # --- facts ----------------------------------------------------------------------------------------------------------

    def fact(
        self,
        record: Record,
        evidence: Evidence,
        type_: str,
        start: str | None,
        end: str | None,
        qualifier: str = "",
        **values: Any,
    ) -> _Fact | None:
        """The fact of this type between two nodes, with one more record that states it; None when an end is not in the graph."""
        if start is None or end is None or start == end:
            return None
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
        former_said = found.said.get(record.id)
        if former_said is None or (-evidence.confidence, evidence.spans) < (-former_said[1].confidence, former_said[1].spans):
            found.said[record.id] = (record, evidence)
        return found

    def add_facts(self) -> None:
        for record in self.records:
            self._attendance(record)
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

    def _link(self, record: Record, link: Any) -> None:
        values: dict[str, Any] = {}
        if link.type == "contributed":
            values["roles"] = [link.role or "organiser"]
        elif link.type in ("represented", "acts_for", "member_of"):
            first, last = bounds(link.first)[0], bounds(link.last)[1]
            values.update(role=link.role, first=first, last=last)
        elif link.type == "succeeded_by":
            values.update(kind=link.role, date=link.first)
        self.fact(record, link.evidence, _LINKS[link.type], self.node(record, link.start), self.node(record, link.end), **values)

    def _attendance(self, record: Record) -> None:
        rows = [row for row in record.attendance if not row.optional]
        there: dict[tuple[str, str], list[Attendance]] = defaultdict(list)
        away: dict[tuple[str, str], list[Attendance]] = defaultdict(list)
        for row in rows:
            who, event = self.node(record, row.who), self.node(record, row.event)
            if who is None or event is None:
                continue
            person = who[0] == "p"
            bodies = [node for node in (self.node(record, ref) for ref in row.on_behalf_of) if node]
            own = bodies if person else [who]
            held = self.status[event] == "held"
            if row.invited:
                for actor in {who, *own}:
                    self.fact(record, row.evidence, "INVITED_TO", actor, event, on_behalf_of=bodies if actor == who else ())
            if row.presence == "present" and held:
                if person:
                    self.fact(
                        record, row.evidence, "ATTENDED", who, event,
                        mode=row.mode, sessions=row.sessions, role=row.role, on_behalf_of=bodies, timing=row.timing,
                    )  # fmt: skip
                for body in own:
                    there[(body, event)].append(row)
            elif row.presence in ("excused", "absent"):
                kind = "EXCUSED_FROM" if row.presence == "excused" else "ABSENT_FROM"
                self.fact(record, row.evidence, kind, who, event, on_behalf_of=bodies)
                for body in own:
                    away[(body, event)].append(row)
            elif not row.invited:
                for actor in {who, *own}:
                    self.fact(record, row.evidence, "CONTRIBUTED_TO", actor, event, roles=["announced"])
            for other in row.stands_in_for:
                replaced = self.node(record, other.who)
                self.fact(
                    record, row.evidence, "STOOD_IN_FOR", who, replaced, f"{event} {other.kind}", kind=other.kind, event=event
                )
        for (body, event), found in there.items():
            named = [row for row in found if self.node(record, row.who) != body]
            modes = {row.mode for row in found}
            people = len({row.who for row in named}) + sum(
                row.people or (1 if row not in named else 0) for row in found if row not in named
            )
            for row in found:
                self.fact(
                    record, row.evidence, "ATTENDED", body, event,
                    mode=modes.copy().pop() if len(modes) == 1 else None, sessions=row.sessions,
                    people=people, unnamed=None if named else True,
                )  # fmt: skip
        for (body, event), found in away.items():
            if (body, event) in there or body in {self.node(record, row.who) for row in found}:
                continue
            kind = "EXCUSED_FROM" if any(row.presence == "excused" for row in found) else "ABSENT_FROM"
            for row in found:
                self.fact(record, row.evidence, kind, body, event)

    # --- what follows from the facts ------------------------------------------------------------------------------------

    def add_derived(self) -> None:
        self._within()
        self._mergers()
        concerns: dict[str, set[str]] = defaultdict(set)
        delegates: dict[str, set[str]] = defaultdict(set)
        attended: list[tuple[str, str]] = []
        for kind, start, end, _ in self.facts:
            if kind == "CONCERNS":
                concerns[start].add(end)
            elif kind == "ACTS_FOR":
                delegates[start].add(end)
            elif kind == "ATTENDED" and start[0] == "o":
                attended.append((start, end))
        for kind, start, end, _ in list(self.facts):
            if kind == "REPRESENTED":
                for territory in delegates.get(start, ()):
                    self._derive("ACTIVE_IN", end, territory, "delegate", basis="delegate")
        for node, found in self.items.items():
            if node[0] == "o":
                for record, item in found:
                    scope = self.node(record, item.scope) if item.scope else None
                    if scope:
                        self._derive("ACTIVE_IN", node, scope, "scope", basis="scope")
        local: dict[tuple[str, str], set[str]] = defaultdict(set)
        for body, event in attended:
            if len(concerns.get(event, ())) == 1:
                local[(body, next(iter(concerns[event])))].add(event)
        for (body, territory), events in local.items():
            days = [day for event in events for day in [self.nodes[event].properties.get("earliest")] if isinstance(day, date)]
            values: dict[str, Any] = {"basis": "attended", "events": len(events)}
            if days:
                values.update(first=min(days), last=max(days))
            self._derive("ACTIVE_IN", body, territory, "attended", **values)

    def _derive(self, type_: str, start: str, end: str, qualifier: str = "", **values: Any) -> None:
        if start != end:
            fact = "f" + short(type_, start, end, qualifier)
            self.derived[fact] = Relationship(fact, type_, start, end, values)

    def _within(self) -> None:
        by_code = {place: node for node, place in self.resolution.places.items()}
        for node in [node for node in self.items if node[0] == "t"]:
            departement, region = self.resolution.homes.get(node, (None, None))
            chain = [("departement", departement), ("region", region)]
            for kind, code in chain:
                place = reference.place(kind, code) if code else None
                if place is None:
                    continue
                above = by_code.get((kind, place.code))
                if above is None:
                    above = by_code[(kind, place.code)] = "t" + short(kind, place.code)
                    self._add(above, ("Territory", _TERRITORY_LABEL[kind]), place.name, {"code": place.code})
                    if kind == "departement" and place.region:
                        self._parent(above, place.region, by_code)
                if above != node:
                    self._derive("WITHIN", node, above)

    def _parent(self, departement: str, code: str, by_code: dict[tuple[str, str], str]) -> None:
        region = reference.place("region", code)
        if region is None:
            return
        above = by_code.get(("region", code))
        if above is None:
            above = by_code[("region", code)] = "t" + short("region", code)
            self._add(above, ("Territory", "Region"), region.name, {"code": code})
        self._derive("WITHIN", departement, above)

    def _mergers(self) -> None:
        """SUCCEEDED_BY between bodies of the graph whose networks were merged (a renaming is one body already)."""
        places: dict[tuple[str, str], str] = {unit: node for node, unit in self.resolution.units.items()}
        networks: dict[str, str] = {}
        for node, found in self.items.items():
            if node[0] == "o":
                for _, item in found:
                    known = reference.find_network(item.network or item.name)
                    if known is not None and item.level == "network":
                        networks.setdefault(renamed(known.id), node)
        for network in reference.networks():
            for successor in network.successors:
                before, after = renamed(network.id), renamed(successor)
                if before == after:
                    continue
                pairs = [(networks.get(before), networks.get(after))]
                pairs += [(node, places.get((after, place))) for (name, place), node in places.items() if name == before]
                for one, two in pairs:
                    if one and two:
                        self._derive("SUCCEEDED_BY", one, two, kind="merger", **({"date": network.last} if network.last else {}))

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
            if relation.evidence:
                quote = best[1].quote[:QUOTE]
                properties.update(record=PurePosixPath(best[0].source.path).name, sources=len(found.said))
                if quote:
                    properties["quote"] = quote
            allowed = relation.properties
            properties = {k: v for k, v in properties.items() if k in allowed or k in ("quote", "record", "sources")}
            links[found.id] = Relationship(found.id, found.type, found.start, found.end, properties)
            for record, evidence in found.said.values():
                self._statement(found, record, evidence, links)
        return Graph(self.nodes, links)

    def _statement(self, found: _Fact, record: Record, evidence: Evidence, links: dict[str, Relationship]) -> None:
        node = "x" + short(found.id, record.id)
        values: dict[str, Value | None] = {
            "name": found.type, "name_key": fold(found.type), "fact": found.id, "says": found.type,
            "quote": evidence.quote[:QUOTE] or None, "rule": evidence.rule, "confidence": evidence.confidence,
        }  # fmt: skip
        if evidence.spans:
            start, end = evidence.spans[0]
            values.update(start=start, end=end, page=record.page_at(start))
        self.nodes[node] = Node(node, ("Statement",), {key: value for key, value in values.items() if value is not None})
        links["l" + node] = Relationship("l" + node, "STATED_IN", node, record.id, {})

    def _disputed(self) -> set[tuple[str, str, str, str]]:
        """Attendance that one record affirms and another denies."""
        denied = {
            (start, end) for kind, start, end, _ in self.facts if kind in ("ABSENT_FROM", "EXCUSED_FROM") and start[0] == "p"
        }
        return {key for key in self.facts if key[0] == "ATTENDED" and (key[1], key[2]) in denied}


def build(records: Iterable[Record], resolution: Resolution) -> Graph:
    """The graph of `records`, each item standing for its node in `resolution`. Optional items are left out. Equal sets of records
    give equal graphs, whatever their order."""
    ordered = sorted({record.id: record for record in records}.values(), key=lambda record: record.id)
    builder = _Builder(ordered, resolution)
    builder.collect()
    builder.add_nodes()
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


def _first(values: Iterable[Any]) -> Any:
    return min((value for value in values if value), default=None)


def _most(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda name: (-counts[name], -len(name), name)) if counts else None


def _best_name(names: Counter[str]) -> str:
    """The name a body or person is shown by: one that says more than a network's, then the most frequent, then the longest."""
    return min(names, key=lambda name: (reference.find_network(name) is not None, name.isupper(), -names[name], -len(name), name))


def _identifiers(items: Iterable[Any]) -> list[str] | None:
    return sorted({f"{scheme}:{value}" for item in items for scheme, value in item.identifiers.items()}) or None
