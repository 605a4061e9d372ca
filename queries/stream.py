"""The graph as a stream of nodes and relationships, for exports of any size, filtered by scope, period and audience."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ..graph import audience as audiences
from ..graph.audience import Audience
from ..graph.dates import bounds
from ..graph.errors import QueryError
from ..graph.exports.source import Met, Source
from ..graph.masking import KnownPeople
from ..graph.model import Node, Relationship
from ..graph.ontology import ontology
from ..graph.store import Store
from . import lookup

NODES = "MATCH (n:{label}) RETURN n.id AS id, properties(n) AS properties"
LINKS = "MATCH (a:{start})-[x:{type}]->(b) RETURN a.id AS start, b.id AS end, properties(x) AS properties"
_HIDDEN = ("id", "rev")
_UNSEEN: Mapping[Audience, frozenset[str]] = {
    "organisations": frozenset({"Person", "Statement", "Action"}), "roles": frozenset({"Statement"}), "names": frozenset(),
}  # fmt: skip
"""Labels of the nodes that an audience sees nothing of: neither they nor their relationships are read."""


def source(
    store: Store,
    *,
    scope: str | None = None,
    since: str | None = None,
    until: str | None = None,
    audience: Audience = "names",
    title: str = "Maillage",
    proofs: bool = True,
) -> Source:
    """The nodes and relationships of `store` that belong to `scope` and a period, as `audience` may see them.

    With a scope: its territories or body, its events, who came, was invited, excused or absent, what they stand for, and the
    statements behind all that. With a period: events that may lie in it, and the rest as far as it hangs on them. Without either,
    nothing is held in memory. Without `proofs` the statements are left out: the best sentence stands on each relationship anyway.
    Raises UnknownName and QueryError as `views.works_with`.
    """
    kept = None if scope is None and since is None and until is None else _kept(store, scope, _day(since, 0), _day(until, 1))
    said = roles(store) if audience == "roles" else {}
    people = None if audience == "names" else known_people(store)
    unseen = _UNSEEN[audience] | (frozenset() if proofs else {"Statement"})

    def nodes() -> Iterator[Node]:
        return audiences.nodes(_nodes(store, kept, unseen), audience, said, people)

    hidden = {
        row["id"]
        for label in sorted(_UNSEEN[audience] - {"Statement"})
        for row in store.stream(f"MATCH (n:{label}) RETURN n.id AS id")
    }

    def relationships() -> Iterator[Relationship]:
        shown = (x for x in _links(store, kept, unseen) if x.start not in hidden and x.end not in hidden)
        return audiences.relationships(shown, audience, None, people)

    def met(people: bool) -> Iterator[Met]:
        return _met(store, scope, _day(since, 0), _day(until, 1), people) if audience == "names" or not people else iter(())

    return Source(title, nodes, relationships, met)


def size(store: Store) -> tuple[int, int]:
    """How many nodes and relationships `store` holds, for the progress of what reads all of them."""
    declared = ontology()
    nodes = sum(store.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] for label in declared.nodes)
    links = sum(store.read(f"MATCH ()-[x:{name}]->() RETURN count(x) AS n")[0]["n"] for name in declared.relationships)
    return nodes, links


def _met(store: Store, scope: str | None, since: date | None, until: date | None, people: bool) -> Iterator[Met]:
    """Who met whom at the occasions of a scope and a period; a whole and its part do not meet."""
    from .gathering import gather
    from .meetings import ancestors, meetings_of_pairs
    from .views import Reader

    found = gather(Reader(store), lookup.resolve_scope(store, scope) if scope else None, since, until)
    there = found.there(people)
    above = ancestors((link.start, link.end) for link in _links_of(store, "PART_OF"))
    pairs = meetings_of_pairs(
        there, {actor for present in there.values() for actor in present},
        lambda a, b: b in above.get(a, ()) or a in above.get(b, ()),
    )  # fmt: skip
    for (a, b), events in sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0])):
        days = [day for event in events if (day := found.occasions[event].latest) is not None]
        yield Met(a, b, len(events), min(days, default=None), max(days, default=None))


def _nodes(store: Store, kept: frozenset[str] | None, unseen: frozenset[str] = frozenset()) -> Iterator[Node]:
    for kind in ontology().nodes.values():
        if kind.label in unseen:
            continue
        for row in store.stream(NODES.format(label=kind.label)):
            if kept is None or row["id"] in kept:
                yield Node(row["id"], kind.labels, _properties(row["properties"]))


def _links(store: Store, kept: frozenset[str] | None, unseen: frozenset[str] = frozenset()) -> Iterator[Relationship]:
    declared = ontology()
    for relation in declared.relationships.values():
        labels = dict.fromkeys(declared.nodes[one].labels[0] if one in declared.nodes else one for one in relation.starts)
        if "Person" in unseen:  # whoever acts is an organisation then
            labels = dict.fromkeys("Organisation" if label == "Actor" else label for label in labels)
        for label in labels:
            if label in unseen:
                continue
            for row in store.stream(LINKS.format(start=label, type=relation.type)):
                if kept is None or (row["start"] in kept and row["end"] in kept):
                    properties = _properties(row["properties"])
                    yield Relationship(properties.pop("fact"), relation.type, row["start"], row["end"], properties)


def _properties(found: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in _HIDDEN and value is not None}


def _kept(store: Store, scope: str | None, since: date | None, until: date | None) -> frozenset[str]:
    """Ids of the nodes that belong to a scope and a period."""
    from .gathering import gather
    from .views import Reader

    found = gather(Reader(store), lookup.resolve_scope(store, scope) if scope else None, since, until)
    events = set(found.occasions) | {row["id"] for row in found.planned}
    kept = set(events)
    facts: set[str] = set()
    for relation in ontology().relationships.values():
        if "Event" in relation.ends or "Event" in relation.starts:
            for link in _links_of(store, relation.type):
                if link.start in events or link.end in events:
                    kept |= {link.start, link.end}
                    facts.add(link.fact)
    for kind in ("REPRESENTED", "ACTS_FOR", "PARTNER_IN", "MEMBER_OF", "PART_OF", "WITHIN"):
        for link in _links_of(store, kind):
            if link.start in kept:
                kept.add(link.end)
                facts.add(link.fact)
    for row in store.stream("MATCH (s:Statement)-[:STATED_IN]->(r:Record) RETURN s.id AS id, s.fact AS fact, r.id AS record"):
        if row["fact"] in facts:
            kept |= {row["id"], row["record"]}
    return frozenset(kept)


def _links_of(store: Store, kind: str) -> Iterator[Relationship]:
    for row in store.stream(f"MATCH (a)-[x:{kind}]->(b) RETURN a.id AS start, b.id AS end, x.fact AS fact"):
        yield Relationship(row["fact"], kind, row["start"], row["end"], {})


def known_people(store: Store) -> KnownPeople:
    """The people of the graph, to be masked in what others read; the names of bodies and places are none."""
    families = [row["family"] for row in store.stream("MATCH (p:Person) RETURN p.family AS family") if row["family"]]
    others: list[str] = []
    for label in ("Organisation", "Territory", "Programme"):
        for row in store.stream(f"MATCH (n:{label}) RETURN n.name AS name, n.names AS names"):
            others += [row["name"], *(row["names"] or ())]
    return KnownPeople(_people(store), families, others)


def _people(store: Store) -> Iterator[str]:
    """Every name that people bear in the graph."""
    for row in store.stream("MATCH (p:Person) RETURN p.name AS name, p.names AS names, p.given AS given, p.family AS family"):
        yield row["name"]
        yield from row["names"] or ()
        if row["given"] and row["family"]:
            yield f"{row['given']} {row['family']}"


def roles(store: Store) -> dict[str, str]:
    """Person → role and body, in words."""
    found: dict[str, str] = {}
    rows = store.stream(
        "MATCH (p:Person)-[x:REPRESENTED]->(o:Organisation) RETURN p.id AS id, x.role AS role, o.name AS body ORDER BY id, body, role"
    )
    for row in rows:
        found.setdefault(row["id"], f"{row['role'] or 'personne'}, {row['body']}")
    return found


def _day(text: str | None, end: int) -> date | None:
    try:
        return bounds(text)[end] if text else None
    except ValueError:
        raise QueryError(
            f"{text!r} is no date. Write 2024, 2024-03 or 2024-03-05.",
            f"{text!r} n'est pas une date. Écrivez 2024, 2024-03 ou 2024-03-05.",
        ) from None
