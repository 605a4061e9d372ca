"""From records and their resolution to the graph: nodes, relationships, and a statement for each fact that each record states."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from . import reference
from .model import Graph, Node, Relationship, Value
from .nodes import TERRITORY_LABEL, Nodes, made_node
from .record import Record
from .resolution import Resolution, renamed
from .resolution.clusters import digest as short
from .roster import Roster
from .roster.facts import expected, own_territories
from .stated import Fact, Key, Stated, derived, relationships


class _Builder:
    def __init__(self, records: Sequence[Record], resolution: Resolution, roster: Roster) -> None:
        self.records, self.resolution, self.roster = records, resolution, roster
        self.nodes = Nodes(records, resolution)
        self.stated = Stated(self.nodes.node, self.nodes.status)
        self.facts: dict[Key, Fact] = self.stated.facts
        self.derived: dict[str, Relationship] = {}

    def add_facts(self) -> None:
        for record in self.records:
            self.stated.read(record)
        for (body, event), delegation in self.stated.delegations.items():
            self.facts.update(delegation.facts(body, event))

    # --- what follows from the facts ----------------------------------------------------------------------------------------

    def add_derived(self) -> None:
        self._within()
        self._mergers()
        self._active()

    def _active(self) -> None:
        for _, body, territory, basis in self.stated.derived:
            self._derive("ACTIVE_IN", body, territory, basis, basis=basis)
        concerns: dict[str, set[str]] = defaultdict(set)
        for kind, start, end, _ in self.facts:
            if kind == "CONCERNS":
                concerns[start].add(end)
        local: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kind, start, end, _ in self.facts:
            if kind == "ATTENDED" and start[0] == "o" and len(concerns.get(end, ())) == 1:
                local[(start, next(iter(concerns[end])))].add(end)
        for (body, territory), events in local.items():
            days = [self.nodes.by_id[event].properties.get("earliest") for event in events]
            dated = [day for day in days if isinstance(day, date)]
            values = attended(len(days), min(dated, default=None), max(dated, default=None))
            self._derive("ACTIVE_IN", body, territory, "attended", **values)

    def _derive(self, type_: str, start: str | None, end: str | None, qualifier: str = "", **values: Any) -> None:
        if start is not None and end is not None and start != end:
            link = derived(type_, start, end, qualifier, **values)
            self.derived[link.fact] = link

    def _within(self) -> None:
        """Territories lie in wider ones."""
        territories = [node for node in self.nodes.items if node[0] == "t"]
        for item in within(territories, self.resolution.places, self.resolution.homes):
            if isinstance(item, Node):
                self.nodes.by_id[item.id] = item
            else:
                self.derived[item.fact] = item
        if self.roster.own:
            known = [link for link in self.derived.values() if link.type == "WITHIN"]
            for link in own_territories(self.roster, self.resolution.node_of, self.resolution.places, known):
                self.derived[link.fact] = link

    def _mergers(self) -> None:
        networks: dict[str, str] = {}
        for node, found in self.nodes.items.items():
            if node[0] == "o":
                for _, item in found:
                    known = network_named(item)
                    if known is not None:
                        networks[known] = min(node, networks.get(known, node))
        for link in mergers(self.resolution.units, networks):
            self.derived[link.fact] = link

    # --- the graph ------------------------------------------------------------------------------------------------------------

    def graph(self) -> Graph:
        links = dict(self.derived)
        for item in (*relationships(self.facts), *expected(self.roster, self.resolution.node_of)):
            if isinstance(item, Node):
                self.nodes.by_id[item.id] = item
            else:
                links[item.fact] = item
        return Graph(self.nodes.by_id, links)


def attended(events: int, first: date | None, last: date | None) -> dict[str, Value]:
    """What ACTIVE_IN says of a body that attended local events: how many, the first and the last dated one."""
    values: dict[str, Value] = {"basis": "attended", "events": events}
    if first is not None and last is not None:
        values.update(first=first, last=last)
    return values


def within(
    territories: Iterable[str], places: Mapping[str, tuple[str, str]], homes: Mapping[str, tuple[str | None, str | None]]
) -> Iterator[Node | Relationship]:
    """WITHIN of the nodes `territories`: in their département and région, which are given too where no record names them, and in the
    intercommunalité and zone d'emploi that records name."""
    by_code = {place: node for node, place in sorted(places.items())}
    links: dict[str, Relationship] = {}
    extra: list[Node] = []

    def lies_in(node: str, wider: str | None) -> None:
        if wider is not None and wider != node:
            link = derived("WITHIN", node, wider)
            links[link.fact] = link

    def above(kind: str, code: str | None) -> str | None:
        place = reference.place(kind, code) if code else None
        if place is None:
            return None
        if (kind, place.code) not in by_code:
            node = by_code[(kind, place.code)] = "t" + short(kind, place.code)
            extra.append(made_node(node, ("Territory", TERRITORY_LABEL[kind]), place.name, {"code": place.code}))
            if kind == "departement":
                lies_in(node, above("region", place.region))
        return by_code[(kind, place.code)]

    for node in sorted(territories):
        departement, region = homes.get(node, (None, None))
        for wider in (above("departement", departement), above("region", region)):
            lies_in(node, wider)
        official = places.get(node)
        place = reference.place(*official) if official else None
        if place is not None:
            lies_in(node, by_code.get(("epci", place.epci or "")))
            lies_in(node, by_code.get(("zone_emploi", place.zone or "")))
    yield from extra
    yield from links.values()


def network_named(item: Any) -> str | None:
    """The network (by its first name) that an organisation of a record names as a whole; None for any other body."""
    known = reference.find_network(item.network or item.name) if item.level == "network" else None
    return renamed(known.id) if known is not None else None


def mergers(units: Mapping[str, tuple[str, str]], networks: Mapping[str, str]) -> Iterator[Relationship]:
    """SUCCEEDED_BY between bodies whose networks succeeded one another (a renaming is one body already): node → (network, place) of
    local units, network → node of whole networks."""
    places: dict[tuple[str, str], str] = {unit: node for node, unit in sorted(units.items())}
    found: dict[str, Relationship] = {}
    for network, before, successor, after in successions():
        pairs = [(networks.get(before), networks.get(after))]
        pairs += [(node, places.get((after, place))) for (name, place), node in places.items() if name == before]
        values = {"kind": _succession(network, successor), **({"date": network.last} if network.last else {})}
        for one, two in pairs:
            if one is not None and two is not None and one != two:
                link = derived("SUCCEEDED_BY", one, two, **values)
                found[link.fact] = link
    yield from found.values()


@functools.cache
def successions() -> tuple[tuple[reference.Network, str, str, str], ...]:
    """(network, its first name, id of a successor, first name of the successor) where the two are not one."""
    return tuple(
        (network, renamed(network.id), successor, renamed(successor))
        for network in reference.networks()
        for successor in network.successors
        if renamed(network.id) != renamed(successor)
    )


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
