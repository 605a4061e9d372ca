"""Who is who: from the items of records to the nodes of the graph. A pure function of the set of records and of the decisions.

Strata, each using only those before: territories, organisations, people, events, then programmes, partnerships and actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .. import reference
from ..dates import bounds
from ..names import name_key
from ..record import Record
from .clusters import Clustering
from .events import Events
from .model import Decision, Mention, Question, Refused, Resolution
from .organisations import Organisations, renamed
from .people import People
from .territories import Territories

__all__ = ["Decision", "Mention", "Question", "Refused", "Resolution", "renamed", "resolve"]


def resolve(records: Iterable[Record], decisions: Sequence[Decision] = ()) -> Resolution:
    """Give every accepted item of `records` its node. Equal sets of records and decisions give equal outcomes, whatever their order."""
    ordered = sorted({record.id: record for record in records}.values(), key=lambda record: record.id)
    dates = {record.id: _date(record) for record in ordered}
    territories = Territories(ordered, dates)
    perimeters = {record.id: _perimeter(record, territories) for record in ordered}
    bodies = Organisations(
        ordered, territories, perimeters, dates, _decided(Clustering("o", dates), decisions, ordered, "organisations")
    )
    people = People(ordered, bodies, perimeters, _decided(Clustering("p", dates), decisions, ordered, "people"))
    node_of: dict[Mention, str] = {**territories.node_of, **bodies.node_of, **people.node_of}
    events = Events(ordered, node_of, _decided(Clustering("e", dates), decisions, ordered, "events"))
    node_of.update(events.node_of)
    clusters = {**territories.clusters, **bodies.clusters, **people.clusters, **events.clusters}
    for part in (_programmes(ordered, dates), _partnerships(ordered, dates, node_of), _actions(ordered, dates)):
        for node, mentions in part.items():
            clusters[node] = mentions
            node_of.update(dict.fromkeys(mentions, node))
    return Resolution(
        node_of=node_of,
        clusters=clusters,
        places=territories.places,
        homes=territories.homes,
        units=bodies.units(),
        questions=tuple(sorted([*bodies.questions, *people.questions, *events.questions], key=lambda q: (q.kind, q.a, q.b))),
    )


def _date(record: Record) -> str:
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


def _decided(clustering: Clustering, decisions: Sequence[Decision], records: Sequence[Record], group: str) -> Clustering:
    known = {Mention(record.id, item.id) for record in records for item in getattr(record, group) if not item.optional}
    for decision in decisions:
        if decision.a in known and decision.b in known:
            if decision.verdict == "same":
                clustering.join(decision.a, decision.b, -1)
            else:
                clustering.ban(decision.a, decision.b)
    return clustering


def _programmes(records: Sequence[Record], dates: dict[str, str]) -> dict[str, tuple[Mention, ...]]:
    clustering = Clustering("g", dates)
    for record in records:
        for item in record.programmes:
            if not item.optional:
                known = reference.find_programme(item.name)
                clustering.add(Mention(record.id, item.id), [(1, known.id if known else name_key(item.name))])
    return clustering.solve()


def _partnerships(
    records: Sequence[Record], dates: dict[str, str], node_of: dict[Mention, str]
) -> dict[str, tuple[Mention, ...]]:
    clustering = Clustering("s", dates)
    for record in records:
        for item in record.partnerships:
            if item.optional:
                continue
            mention = Mention(record.id, item.id)
            territory = node_of.get(Mention(record.id, item.territory)) if item.territory else None
            key = (name_key(item.basis), territory, item.date if not territory else None, item.status)
            named = bool(item.basis and territory)
            clustering.add(mention, [(1, key)] if named else [])
    return clustering.solve()


def _actions(records: Sequence[Record], dates: dict[str, str]) -> dict[str, tuple[Mention, ...]]:
    clustering = Clustering("a", dates)
    for record in records:
        for item in record.actions:
            if not item.optional:
                clustering.add(Mention(record.id, item.id))
    return clustering.solve()
