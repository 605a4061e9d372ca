"""Popolo and OParl 1.1: meetings, organisations and memberships for parliamentary and civic tools. Each says what it leaves out."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..model import Node, Relationship
from .source import Source, finished

LOSS = {
    "popolo": (
        "territories",
        "programmes",
        "actions",
        "invitations, excuses and absences",
        "statements (the best sentence is kept as a source note)",
    ),
    "oparl": ("territories other than as locations", "programmes", "excuses and absences", "actions", "statements"),
}
"""What each form has no place for; written into the file and printed by the command."""


def write_popolo(source: Source, path: Path) -> dict[str, int]:
    """Write Popolo JSON: persons, organizations, memberships, events (with attendees). Give the counts."""
    nodes = {node.id: node for node in source.nodes() if node.labels[-1] in ("Person", "Organisation", "Event")}
    found: dict[str, list[dict[str, Any]]] = {"persons": [], "organizations": [], "memberships": [], "events": []}
    attendees: dict[str, list[dict[str, str]]] = defaultdict(list)
    for link in source.relationships():
        start, end = nodes.get(link.start), nodes.get(link.end)
        if start is None or end is None:
            continue
        if link.type in ("REPRESENTED", "MEMBER_OF"):
            found["memberships"].append(_membership(link, start))
        elif link.type == "ATTENDED":
            attendees[link.end].append({"id": link.start, "name": start.name})
    for node in nodes.values():
        if node.labels[-1] == "Person":
            found["persons"].append(_without({"id": node.id, "name": node.name, "given_name": node.properties.get("given"),
                                              "family_name": node.properties.get("family"), "other_names": _others(node)}))  # fmt: skip
        elif node.labels[-1] == "Organisation":
            found["organizations"].append(_without({"id": node.id, "name": node.name, "classification": node.properties.get("kind"),
                                                    "other_names": _others(node), "identifiers": _identifiers(node)}))  # fmt: skip
        else:
            found["events"].append(
                _without({"id": node.id, "name": node.name, "start_date": _popolo_date(node), "location": node.properties.get("place"),
                          "status": node.properties.get("status"), "classification": node.properties.get("kind"),
                          "attendees": attendees[node.id]})
            )  # fmt: skip
    _write(path, {"not_included": list(LOSS["popolo"]), **found})
    return {key: len(values) for key, values in found.items()}


def write_oparl(source: Source, path: Path) -> dict[str, int]:
    """Write OParl 1.1 objects in one list: the body, organisations, persons with memberships, meetings with participants."""
    base = "urn:maillage:"
    nodes = {node.id: node for node in source.nodes()}
    members: dict[str, list[Relationship]] = defaultdict(list)
    there: dict[str, list[str]] = defaultdict(list)
    sessions: dict[str, list[str]] = defaultdict(list)
    for link in source.relationships():
        if link.type in ("REPRESENTED", "MEMBER_OF") and link.start in nodes and link.end in nodes:
            members[link.start].append(link)
        elif link.type == "ATTENDED" and link.start in nodes and nodes[link.start].labels[-1] == "Person":
            there[link.end].append(link.start)
        elif link.type == "SESSION_OF" and link.end in nodes and nodes[link.end].labels[-1] == "Organisation":
            sessions[link.start].append(link.end)
    body = f"{base}body"
    schema = "https://schema.oparl.org/1.1/"
    objects: list[dict[str, Any]] = [{"id": body, "type": schema + "Body", "name": source.title}]
    counts = {"organizations": 0, "persons": 0, "meetings": 0}
    for node in nodes.values():
        label = node.labels[-1]
        if label == "Organisation":
            counts["organizations"] += 1
            objects.append(_without({"id": base + node.id, "type": schema + "Organization", "body": body, "name": node.name,
                                     "shortName": node.properties.get("acronym"),
                                     "classification": node.properties.get("kind")}))  # fmt: skip
        elif label == "Person":
            counts["persons"] += 1
            memberships = [
                _without({"id": base + link.fact, "type": schema + "Membership", "person": base + node.id,
                          "organization": base + link.end, "role": link.properties.get("role"),
                          "startDate": _iso(link.properties.get("first")), "endDate": _iso(link.properties.get("last"))})
                for link in members[node.id] if nodes[link.end].labels[-1] == "Organisation"
            ]  # fmt: skip
            objects.append(_without({"id": base + node.id, "type": schema + "Person", "body": body, "name": node.name,
                                     "givenName": node.properties.get("given"), "familyName": node.properties.get("family"),
                                     "membership": memberships}))  # fmt: skip
        elif label == "Event":
            counts["meetings"] += 1
            objects.append(
                _without({"id": base + node.id, "type": schema + "Meeting", "name": node.name, "start": _start(node),
                          "cancelled": node.properties.get("status") == "cancelled", "meetingState": node.properties.get("status"),
                          "location": _location(base, node), "organization": [base + one for one in sessions[node.id]],
                          "participant": [base + one for one in there[node.id]]})
            )  # fmt: skip
    _write(path, {"not_included": list(LOSS["oparl"]), "data": objects})
    return counts


def _membership(link: Relationship, start: Node) -> dict[str, Any]:
    who = "person_id" if start.labels[-1] == "Person" else "member_id"
    return _without({"id": link.fact, who: link.start, "organization_id": link.end, "role": link.properties.get("role"),
                     "start_date": _iso(link.properties.get("first")), "end_date": _iso(link.properties.get("last")),
                     "sources": [{"note": str(link.properties["quote"])}] if link.properties.get("quote") else None})  # fmt: skip


def _others(node: Node) -> list[dict[str, str]]:
    names = node.properties.get("names")
    return [{"name": str(name)} for name in names if name != node.name] if isinstance(names, list) else []


def _identifiers(node: Node) -> list[dict[str, str]]:
    found = node.properties.get("identifiers")
    return (
        [dict(zip(("scheme", "identifier"), str(one).split(":", 1), strict=False)) for one in found]
        if isinstance(found, list)
        else []
    )


def _popolo_date(node: Node) -> str | None:
    """Popolo takes year, year-month or day."""
    text = str(node.properties.get("date") or "")
    plain = text.split("/")[0].split("-X")[0]
    return plain if plain and "X" not in plain else _iso(node.properties.get("earliest"))


def _start(node: Node) -> str | None:
    day = _iso(node.properties.get("earliest"))
    clock = str(node.properties.get("time") or "00:00")
    return f"{day}T{clock}:00+00:00" if day else None


def _location(base: str, node: Node) -> dict[str, Any] | None:
    place = node.properties.get("place")
    schema = "https://schema.oparl.org/1.1/Location"
    return {"id": f"{base}{node.id}:place", "type": schema, "description": str(place)} if place else None


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _without(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def _write(path: Path, data: dict[str, Any]) -> None:
    with finished(path) as opened:
        json.dump(data, cast(IO[str], opened), ensure_ascii=False, indent=1, default=str)
