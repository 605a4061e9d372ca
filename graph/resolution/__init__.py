"""Who is who: from the items of records to the nodes of the graph. A pure function of the set of records and of the decisions.

Strata, each using only those before: territories, organisations, people, events, then programmes, partnerships and actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from .. import reference
from ..dates import bounds
from ..names import name_key
from ..record import Partnership, Programme, Record
from .anchors import all_anchors
from .clusters import Clustering
from .decisions import decided
from .events import Events
from .model import Decision, Mention, Naming, Question, Refused, Resolution
from .naming import renamed
from .organisations import Organisations
from .people import People
from .territories import Territories
from .trace import Trace

__all__ = ["Decision", "Mention", "Naming", "Question", "Refused", "Resolution", "Trace", "renamed", "resolve"]


def resolve(records: Iterable[Record], decisions: Sequence[Decision | Naming] = (), trace: Trace | None = None) -> Resolution:
    """Give every accepted item of `records` its node. Equal sets of records and decisions give equal outcomes, whatever their order.
    `trace` is filled with what joined and kept apart."""
    ordered = sorted({record.id: record for record in records}.values(), key=lambda record: record.id)
    dates = {record.id: date_of(record) for record in ordered}
    anchors = all_anchors(ordered)
    places = decided(Clustering("t", dates, anchors), decisions, ordered, "territories")
    territories = Territories(ordered, places)
    perimeters = {record.id: _perimeter(record, territories) for record in ordered}

    def stratum(prefix: str, group: str) -> Clustering:
        return decided(Clustering(prefix, dates, anchors), decisions, ordered, group, territories)

    bodies = stratum("o", "organisations")
    bodies_found = Organisations(ordered, territories, perimeters, bodies)
    node_of: dict[Mention, str] = {**territories.node_of, **bodies_found.node_of}
    local = {record: node if territories.is_local(node) else None for record, node in perimeters.items()}
    persons = stratum("p", "people")
    people = People(ordered, bodies_found, node_of, local, persons)
    node_of.update(people.node_of)
    occasions = stratum("e", "events")
    events = Events(ordered, node_of, perimeters, occasions)
    node_of.update(events.node_of)
    if trace is not None:
        trace.clusterings.update(t=places, o=bodies, p=persons, e=occasions)
        trace.bodies, trace.people, trace.events = bodies_found.profiles, people.profiles, events.profiles
    clusters = {**territories.clusters, **bodies_found.clusters, **people.clusters, **events.clusters}
    for part in (
        _programmes(ordered, Clustering("g", dates, anchors)),
        _partnerships(ordered, Clustering("s", dates, anchors), node_of),
        _actions(ordered, Clustering("a", dates, anchors)),
    ):
        for node, mentions in part.items():
            clusters[node] = mentions
            node_of.update(dict.fromkeys(mentions, node))
    questions = [*territories.questions, *bodies_found.questions, *people.questions, *events.questions]
    refused = [*places.refused, *bodies.refused, *persons.refused, *occasions.refused]
    return Resolution(
        node_of=node_of,
        clusters=clusters,
        places=territories.places,
        homes=territories.homes,
        units=bodies_found.units(),
        questions=tuple(sorted(questions, key=lambda q: (-q.effect, -max(q.sides), q.kind, q.group, q.a, q.b))),
        refused=tuple(sorted(refused, key=lambda r: (r.a, r.b))),
    )


def date_of(record: Record) -> str:
    """The day that orders a record among others: of its main event, else of any event, else of its publication; "9999" without."""
    for candidates in (
        [event.date for event in record.events if event.main],
        [event.date for event in record.events],
        [record.published],
    ):
        days = [first.isoformat() for date in candidates for first in bounds(date)[:1] if first]
        if days:
            return min(days)
    return "9999"


def _perimeter(record: Record, territories: Territories) -> str | None:
    """The one territory that the record's main events concern; None when there are several or none."""
    main = {event.id for event in record.events if event.main}
    found = {
        territories.node_of[Mention(record.id, link.end)]
        for link in record.links
        if link.type == "concerns"
        and link.start in main
        and not link.optional
        and Mention(record.id, link.end) in territories.node_of
    }
    return found.pop() if len(found) == 1 else None


def _programmes(records: Sequence[Record], clustering: Clustering) -> dict[str, tuple[Mention, ...]]:
    for record in records:
        for item in record.programmes:
            if not item.optional:
                clustering.add(Mention(record.id, item.id), [(1, programme_key(item))])
    return clustering.solve()


def _partnerships(
    records: Sequence[Record], clustering: Clustering, node_of: dict[Mention, str]
) -> dict[str, tuple[Mention, ...]]:
    for record in records:
        for item in record.partnerships:
            if item.optional:
                continue
            key = partnership_key(item, _nodes_in(record, node_of))
            clustering.add(Mention(record.id, item.id), [(1, key)] if key else [])
    return clustering.solve()


def programme_key(item: Programme) -> str:
    """What makes two programmes one: the known programme, else the name."""
    known = reference.find_programme(item.name)
    return known.id if known else name_key(item.name)


def _nodes_in(record: Record, node_of: Mapping[Mention, str]) -> Callable[[str], str | None]:
    return lambda ref: node_of.get(Mention(record.id, ref))


def partnership_key(item: Partnership, node: Callable[[str], str | None]) -> tuple[object, ...] | None:
    """What makes two partnerships one: the same basis, status and territory node, or where none is said the same two members or more.
    None for one without a basis, or without either. `node` gives the node of an item of the record."""
    basis = name_key(item.basis)
    if not basis:
        return None
    territory = node(item.territory) if item.territory else None
    if territory is not None:
        return basis, item.status, territory
    members = sorted({found for found in map(node, item.members) if found is not None})
    return (basis, item.status, *members) if len(members) > 1 else None


def _actions(records: Sequence[Record], clustering: Clustering) -> dict[str, tuple[Mention, ...]]:
    for record in records:
        for item in record.actions:
            if not item.optional:
                clustering.add(Mention(record.id, item.id))
    return clustering.solve()
