"""FollowTheMoney entities, one JSON a line, for Aleph, OpenSanctions' tools and whoever reads them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..model import Node, Relationship, Value
from .networks import text
from .source import Source, finished

LOSS = (
    (
        "territories (the names of those an event concerns are kept as keywords)",
        "territoires (les noms de ceux qu'un événement concerne restent en mots-clés)",
    ),
    ("programmes and actions", "programmes et actions"),
    ("invitations, excuses, absences and stand-ins", "invitations, excuses, absences et remplaçants"),
    ("roles of those who attended", "fonctions des présents"),
    ("statements (the best sentence is kept as a summary)", "énoncés (la meilleure phrase est gardée en résumé)"),
)
"""What FollowTheMoney has no place for, in English and French."""

_SCHEMAS = {"Person": "Person", "Organisation": "Organization", "Partnership": "Project", "Record": "Document", "Event": "Event"}
_LINKS: dict[str, tuple[str, str, str]] = {
    "REPRESENTED": ("Representation", "agent", "client"),
    "MEMBER_OF": ("Membership", "member", "organization"),
    "PARTNER_IN": ("ProjectParticipant", "participant", "project"),
    "SUCCEEDED_BY": ("Succession", "predecessor", "successor"),
    "PART_OF": ("UnknownLink", "subject", "object"),
}
"""Relationship → schema of the entity between its ends, and the properties that name them."""


def write_ftm(source: Source, path: Path) -> dict[str, int]:
    """Write the entities; give how many of each schema."""
    counts: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    links: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with finished(path) as opened:
        file = cast(IO[str], opened)

        def write(identity: str, schema: str, properties: Mapping[str, Iterable[object]]) -> None:
            found = {key: kept for key, values in properties.items() if (kept := [text(cast(Value, v)) for v in values if v])}
            file.write(json.dumps({"id": identity, "schema": schema, "properties": found}, ensure_ascii=False) + "\n")
            counts[schema] += 1

        for node in source.nodes():
            label = node.labels[-1]
            names[node.id] = node.name if node.labels[0] == "Territory" else ""
            if label in _SCHEMAS and label != "Event":
                write(node.id, _SCHEMAS[label], _properties(node))
        for link in source.relationships():
            if link.start not in names or link.end not in names:
                continue
            if link.type in _LINKS:
                schema, start, end = _LINKS[link.type]
                write(link.fact, schema, {start: [link.start], end: [link.end], **_interest(link)})
            elif link.type == "ATTENDED":
                links[link.end]["involved"].append(link.start)
            elif link.type == "CONTRIBUTED_TO" and "organiser" in _list(link.properties.get("roles")):
                links[link.end]["organizer"].append(link.start)
            elif link.type == "CONCERNS" and names[link.end]:
                links[link.start]["keywords"].append(names[link.end])
        for node in source.nodes():
            if node.labels[-1] == "Event":
                write(node.id, "Event", {**_properties(node), **links.pop(node.id, {})})
    return dict(counts)


def _properties(node: Node) -> dict[str, Any]:
    given = node.properties
    names = [name for name in _list(given.get("names")) if name != node.name]
    if node.labels[-1] == "Person":
        return {"name": [node.name], "alias": names, "firstName": [given.get("given")], "lastName": [given.get("family")]}
    if node.labels[-1] == "Organisation":
        return {"name": [node.name], "alias": names, "abbreviation": [given.get("acronym")], "classification": [given.get("kind")],
                "country": ["fr"]}  # fmt: skip
    if node.labels[-1] == "Record":
        return {"title": [node.name], "fileName": [given.get("source")], "publishedAt": [_day(given.get("published"))]}
    days = _days(node)
    if node.labels[-1] == "Partnership":
        return {"name": [node.name], "status": [given.get("status")], **days}
    return {"name": [node.name], "location": [given.get("place")], "summary": [given.get("status")], **days}


def _days(node: Node) -> dict[str, list[Any]]:
    """FollowTheMoney takes a year, a month or a day: a date as it is where that suffices, else its bounds."""
    day = _day(node.properties.get("date"))
    if day:
        return {"date": [day]}
    return {"startDate": [node.properties.get("earliest")], "endDate": [node.properties.get("latest")]}


def _day(value: object) -> str | None:
    words = str(value or "")
    return words if len(words) in (4, 7, 10) and words.replace("-", "").isdigit() else None


def _interest(link: Relationship) -> dict[str, Any]:
    given = link.properties
    first, last = given.get("first"), given.get("last")
    role = "part of" if link.type == "PART_OF" else given.get("role")
    dated = given.get("date")
    return {
        "role": [role], "startDate": [first if isinstance(first, date) else None], "endDate": [last if isinstance(last, date) else None],
        "date": [_day(dated)], "summary": [given.get("quote")], "recordId": [given.get("record")],
    }  # fmt: skip


def _list(value: Value | None) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []
