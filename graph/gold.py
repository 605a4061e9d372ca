"""Projection of record/1 to gold/1, the exchange format of annotated corpora and of their scorer.

Kept apart: optional items, partnerships of people, times of arrival, spans. `participated` and `took_part` are derived: a person took
part when present (or announced at an event not yet held), a body when one of its people did, when it was present itself, or when it
contributed (organiser, speaker, signatory, …).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .record import Attendance, Link, Record

_RECORD_KINDS = {"article": "article", "press_release": "article", "newsletter": "article"}
_EVENT_KINDS = {
    "meeting": "reunion",
    "committee": "comite",
    "assembly": "assemblee_generale",
    "working_group": "groupe_travail",
    "workshop": "atelier",
    "training": "formation",
    "day": "journee",
    "forum": "forum",
    "visit": "visite",
    "presentation": "presentation",
    "ceremony": "ceremonie",
    "signature": "signature",
    "vote": "autre",
    "publication": "autre",
    "deadline": "autre",
    "other": "autre",
}
_ORGANISATION_KINDS = {
    "public_employment": "service_public_emploi",
    "mission_locale": "mission_locale",
    "disability_employment": "operateur_handicap",
    "guidance": "orientation",
    "carif_oref": "carif_oref",
    "funder": "financeur_formation",
    "region": "collectivite_region",
    "departement": "collectivite_departement",
    "municipality": "collectivite_commune",
    "intermunicipal": "intercommunalite",
    "prefecture": "prefecture",
    "state": "service_etat",
    "chamber": "consulaire",
    "training_body": "organisme_formation",
    "employers": "organisation_patronale",
    "union": "organisation_syndicale",
    "association": "association",
    "inclusion": "insertion",
    "company": "entreprise",
    "school": "etablissement_scolaire",
    "health": "etablissement_sante",
    "instance": "instance",
    "working_group": "groupe_travail",
    "network": "reseau_national",
    "media": "media",
    "public_service": "service_public",
}
_ROLES = {
    "organiser": "organisateur",
    "host": "hote",
    "speaker": "intervenant",
    "signatory": "signataire",
    "exhibitor": "exposant",
    "funder": "financeur",
    "invited": "invite",
    "leader": "animateur",
    "participant": "participant",
}
_PARTNER_STATUS = {"actual": "reel", "past": "passe", "planned": "prevu", "wished": "souhaite"}
_ACTION_STATUS = {"decided": "decide", "proposed": "propose", "wished": "souhaite", "ongoing": "en_cours", "done": "en_cours"}
_LEVELS = {"unit": "unit", "body": "unit", "network": "network", "collective": "collective"}


def to_gold(record: Record) -> dict[str, Any]:
    """The record in the shape of gold/1, ready for JSON. Optional items, and all that refers to them, are left out."""
    kept = _Kept(record)
    links = [link for link in record.links if not link.optional and link.start in kept and link.end in kept]
    rows = [row for row in record.attendance if not row.optional and row.who in kept and row.event in kept]
    edges: dict[str, list[dict[str, Any]]] = {
        "participated": _unique(
            {"from": row.who, "to": row.event} for row in rows if row.who in kept.people and took_part(row, kept)
        ),
        "represented": [],
        "took_part": _unique(_bodies_there(rows, links, kept)),
    }
    for name in ("represented", "held_in", "concerns", "about", "acts_for"):
        edges[name] = _unique({"from": link.start, "to": link.end} for link in links if link.type == name)
    return {
        "format": "gold/1",
        "record": _record(record, kept),
        "events": [_event(event) for event in record.events if event.id in kept],
        "organisations": [_organisation(body) for body in record.organisations if body.id in kept],
        "people": [_person(record, person, rows, links, kept) for person in record.people if person.id in kept],
        "territories": [
            {"id": t.id, "name": t.name, "kind": t.kind, "surface": list(t.surfaces)} for t in record.territories if t.id in kept
        ],
        "programmes": [_programme(p) for p in record.programmes if p.id in kept],
        "edges": edges,
        "next_event": _unique({"from": link.start, "to": link.end} for link in links if link.type == "next"),
        "actions": [_action(action, kept) for action in record.actions if not action.optional],
        "partners": [p for p in (_partners(group, kept) for group in record.partnerships if not group.optional) if p],
        "attendance": [_row(row, kept) for row in rows],
        "mentions": [],
    }


class _Kept:
    """Ids of the items that are not optional."""

    def __init__(self, record: Record) -> None:
        groups = (record.events, record.organisations, record.people, record.territories, record.programmes)
        self.ids = {item.id for group in groups for item in group if not item.optional}
        self.people = {person.id for person in record.people}
        self.bodies = {body.id for body in record.organisations}
        self.held = {event.id for event in record.events if event.status == "held"}

    def __contains__(self, identity: str) -> bool:
        return identity in self.ids


def took_part(row: Attendance, kept: Any) -> bool:
    """Present; or, where the event is not held, announced."""
    return row.presence == "present" or (row.presence == "unknown" and row.event not in kept.held)


def _bodies_there(rows: list[Attendance], links: list[Link], kept: _Kept) -> Iterator[dict[str, Any]]:
    for link in links:
        if link.type == "contributed" and link.start in kept.bodies:
            yield {"from": link.start, "to": link.end, "role": _ROLES.get(link.role or "", "participant")}
    for row in rows:
        if not took_part(row, kept):
            continue
        if row.who in kept.bodies:
            yield {"from": row.who, "to": row.event, "role": "participant"}
        for body in row.on_behalf_of:
            if body in kept:
                yield {"from": body, "to": row.event, "role": "participant"}


def _unique(edges: Any) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for edge in edges:
        found.setdefault((edge["from"], edge["to"]), edge)
    return list(found.values())


def _record(record: Record, kept: _Kept) -> dict[str, Any]:
    return {
        "file": record.source.path.rsplit("/", 1)[-1],
        "kind": _RECORD_KINDS.get(record.kind, "compte_rendu"),
        "published": record.published,
        "authors": [author for author in record.authors if author in kept],
        "publisher": record.publisher if record.publisher and record.publisher in kept else None,
        "summary": record.title or "",
        "sha256": record.source.sha256,
        "chars": len(record.text),
    }


def _event(event: Any) -> dict[str, Any]:
    made = {
        "id": event.id,
        "title": event.title,
        "title_text": event.evidence.quote[:200],
        "kind": _EVENT_KINDS.get(event.kind, "autre"),
        "date": event.date.split("/")[0] if event.date else None,  # gold/1 knows no intervals
        "date_inferred": list(event.inferred),
        "time": event.time,
        "place": event.place,
        "status": event.status,
        "main": event.main,
        "list": event.listed,
    }
    if event.size is not None:
        made |= {"stated_size": event.size, "stated_size_approx": event.size_approximate}
    return made


def _organisation(body: Any) -> dict[str, Any]:
    made = {
        "id": body.id,
        "name": body.name,
        "kind": _ORGANISATION_KINDS.get(body.kind or "", body.kind),
        "level": _LEVELS[body.level],
        "surface": list(body.surfaces),
    }
    for key in ("long", "network", "scope"):
        if getattr(body, key):
            made[key] = getattr(body, key)
    if body.name_inferred:
        made["name_inferred"] = True
    return made


def _person(record: Record, person: Any, rows: list[Attendance], links: list[Link], kept: _Kept) -> dict[str, Any]:
    represented = next((link for link in links if link.type == "represented" and link.start == person.id), None)
    there = any(row.who == person.id and row.presence == "present" for row in rows)
    presence = "present" if there else "author" if person.id in record.authors else "mentioned"
    made = {
        "id": person.id,
        "name": person.name,
        "organisation": represented.end if represented else None,
        "role": represented.role if represented else None,
        "territory": next((link.end for link in links if link.type == "acts_for" and link.start == person.id), None),
        "presence": presence,
        "surface": list(person.surfaces),
    }
    if person.incomplete:
        made["incomplete"] = True
    return made


def _programme(programme: Any) -> dict[str, Any]:
    made = {"id": programme.id, "name": programme.name, "kind": programme.kind, "surface": list(programme.surfaces)}
    return made | ({"long": programme.long} if programme.long else {})


def _action(action: Any, kept: _Kept) -> dict[str, Any]:
    return {
        "who": [who for who in action.who if who in kept],
        "who_text": action.who_text,
        "what": action.what,
        "due": action.due,
        "status": _ACTION_STATUS[action.status],
        "evidence": action.evidence.quote,
    }


def _partners(group: Any, kept: _Kept) -> dict[str, Any] | None:
    members = [member for member in group.members if member in kept and member in kept.bodies]
    if len(members) < 2:
        return None
    return {
        "members": members,
        "basis": group.basis,
        "programme": group.programme if group.programme in kept else None,
        "territory": group.territory if group.territory in kept else None,
        "status": _PARTNER_STATUS[group.status],
        "evidence": group.evidence.quote,
    }


def _row(row: Attendance, kept: _Kept) -> dict[str, Any]:
    stands = next((other for other in row.stands_in_for if other.who in kept), None)
    return {
        "who": row.who,
        "event": row.event,
        "presence": row.presence,
        "invited": row.invited,
        "on_behalf_of": [body for body in row.on_behalf_of if body in kept],
        "stands_in_for": {"who": stands.who, "kind": stands.kind} if stands else None,
        "sessions": list(row.sessions),
        "mode": row.mode,
        "text": row.evidence.quote,
    }
