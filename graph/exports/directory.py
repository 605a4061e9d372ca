"""A directory of structures, people and meetings: what the workbook and the document are written from.

Held in memory: actors, events, and a few figures for each; never the attendances, which the workbook streams.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from ..model import Node, Relationship
from ..names import fold
from .source import Source


class Position(NamedTuple):
    """What a person is in a body, by one relationship (`fact`), from `first` to `last`."""

    fact: str
    person: str
    body: str
    role: str
    first: date | None
    last: date | None
    quote: str
    record: str


@dataclass(slots=True)
class Actor:
    """A structure or a person. `meetings`: held meetings attended, `last` the day of the last one. The rest are names."""

    node: Node
    meetings: int = 0
    last: date | None = None
    territories: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    """Committees and partnerships it belongs to."""
    places: set[str] = field(default_factory=set)
    """Ids of the territories."""


@dataclass(slots=True)
class Meeting:
    """An event. `people` and `bodies`: how many came by name; `present` the bodies, by name, where they are few."""

    node: Node
    people: int = 0
    bodies: int = 0
    territories: set[str] = field(default_factory=set)
    committees: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Directory:
    """Everything by id; `names` and `labels` of every node that others refer to."""

    structures: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    positions: list[Position] = field(default_factory=list)
    records: dict[str, Node] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def actor(self, identity: str) -> Actor | None:
        return self.structures.get(identity) or self.people.get(identity)

    def by_name(self, actors: Mapping[str, Actor]) -> list[Actor]:
        """In the order of their names, ids last."""
        return sorted(actors.values(), key=lambda actor: (fold(actor.node.name), actor.node.id))

    def by_date(self) -> list[Meeting]:
        """Newest first, undated last."""
        return sorted(
            self.meetings.values(), key=lambda meeting: (_ordinal(meeting.node), fold(meeting.node.name), meeting.node.id)
        )


def _ordinal(node: Node) -> int:
    day = node.properties.get("earliest")
    return -day.toordinal() if isinstance(day, date) else 1


def collect(source: Source) -> Directory:
    """The directory of `source`, read once through."""
    found = Directory()
    for node in source.nodes():
        label = node.labels[-1]
        if label == "Organisation":
            found.structures[node.id] = Actor(node)
        elif label == "Person":
            found.people[node.id] = Actor(node)
        elif label == "Event":
            found.meetings[node.id] = Meeting(node)
        elif label == "Record":
            found.records[node.id] = node
        if label != "Statement":
            found.names[node.id], found.labels[node.id] = node.name, label
    for link in source.relationships():
        _take(found, link)
    found.positions.sort(key=lambda one: (fold(found.names[one.person]), fold(found.names[one.body]), fold(one.role), one.fact))
    return found


def _take(found: Directory, link: Relationship) -> None:
    actor, meeting = found.actor(link.start), found.meetings.get(link.start)
    if link.end not in found.names or link.start not in found.names:
        return
    if link.type == "ATTENDED" and actor is not None:
        event = found.meetings[link.end]
        event.people += link.start in found.people
        event.bodies += link.start in found.structures
        if event.node.properties.get("status") == "held":
            actor.meetings += 1
            day = event.node.properties.get("latest")
            if isinstance(day, date) and (actor.last is None or day > actor.last):
                actor.last = day
    elif link.type in ("ACTIVE_IN", "ACTS_FOR") and actor is not None:
        actor.territories.add(found.names[link.end])
        actor.places.add(link.end)
    elif link.type in ("MEMBER_OF", "PARTNER_IN", "PART_OF") and actor is not None:
        actor.groups.add(found.names[link.end])
    elif link.type == "REPRESENTED":
        given = link.properties
        first, last = given.get("first"), given.get("last")
        found.positions.append(
            Position(link.fact, link.start, link.end, str(given.get("role") or ""), first if isinstance(first, date) else None,
                     last if isinstance(last, date) else None, str(given.get("quote") or ""), str(given.get("record") or ""))
        )  # fmt: skip
    elif link.type in ("CONCERNS", "HELD_IN") and meeting is not None:
        meeting.territories.add(found.names[link.end])
    elif link.type == "SESSION_OF" and meeting is not None:
        meeting.committees.add(found.names[link.end])


def positions_of(found: Directory) -> tuple[dict[str, list[Position]], dict[str, list[Position]]]:
    """Positions by person, and by body."""
    by_person: dict[str, list[Position]] = defaultdict(list)
    by_body: dict[str, list[Position]] = defaultdict(list)
    for one in found.positions:
        by_person[one.person].append(one)
        by_body[one.body].append(one)
    return by_person, by_body


def joined(names: Iterable[str]) -> str:
    """Names in alphabetical order, « ; » between them."""
    return " ; ".join(sorted(names, key=lambda name: (fold(name), name)))
