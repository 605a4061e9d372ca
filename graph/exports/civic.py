"""Popolo and OParl 1.1: meetings, organisations and memberships for parliamentary and civic tools. Each says what it leaves out."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import IO, Any, cast
from zoneinfo import ZoneInfo

from ..model import Node, Relationship
from .networks import text
from .source import Source, finished

LOSS = {
    "popolo": (
        ("territories", "territoires"),
        ("programmes, partnerships and actions", "programmes, partenariats et actions"),
        ("invitations, excuses and absences", "invitations, excuses et absences"),
        ("stand-ins, sessions of a day", "remplaçants, sessions d'une journée"),
        ("statements (the best sentence is kept as a source note)", "énoncés (la meilleure phrase est gardée en note de source)"),
    ),
    "oparl": (
        ("territories", "territoires"),
        ("programmes, partnerships and actions", "programmes, partenariats et actions"),
        ("invitations, excuses and absences", "invitations, excuses et absences"),
        ("bodies that attended without a named person", "structures présentes sans personne nommée"),
        (
            "a date known to the month or the year (its first day stands for it), a missing hour (midnight stands for it)",
            "une date connue au mois ou à l'année (son premier jour la remplace), une heure inconnue (minuit la remplace)",
        ),
        ("statements", "énoncés"),
        (
            "when an object was made or changed (the moment of the export stands for it)",
            "le moment où un objet a été créé ou modifié (celui de l'export le remplace)",
        ),
    ),
}
"""What each form has no place for, in English and French; written into the file and printed by the command."""

PARIS = ZoneInfo("Europe/Paris")
_BASE = "urn:maillage:"
_SCHEMA = "https://schema.oparl.org/1.1/"
_BODY_LISTS = (
    "organization", "person", "meeting", "paper", "agendaItem", "consultation", "file", "locationList", "legislativeTermList",
    "membership",
)  # fmt: skip
"""The lists that OParl 1.1 asks of a body; all objects stand in this file, so that their addresses lead nowhere."""
_MEETING_STATE = {"held": "durchgeführt", "planned": "terminiert", "proposed": "terminiert"}


def write_popolo(source: Source, path: Path) -> dict[str, int]:
    """Write Popolo JSON: persons, organizations, memberships, events (with attendees). Give the counts."""
    names: dict[str, tuple[str, str]] = {}
    attendees: dict[str, list[str]] = defaultdict(list)
    committee: dict[str, str] = {}
    with _objects(path, LOSS["popolo"]) as lists:
        with lists("persons") as add:
            for node in source.nodes():
                if node.labels[-1] in ("Person", "Organisation", "Event"):
                    names[node.id] = (node.labels[-1], node.name)
                if node.labels[-1] == "Person":
                    add({"id": node.id, "name": node.name, "given_name": node.properties.get("given"),
                         "family_name": node.properties.get("family"), "other_names": _others(node),
                         "identifiers": _identifiers(node)})  # fmt: skip
        with lists("organizations") as add:
            for node in source.nodes():
                if node.labels[-1] == "Organisation":
                    add({"id": node.id, "name": node.name, "classification": node.properties.get("kind"),
                         "other_names": _others(node), "identifiers": _identifiers(node)})  # fmt: skip
        with lists("memberships") as add:
            for link in source.relationships():
                if link.start not in names or link.end not in names:
                    continue
                if link.type in ("REPRESENTED", "MEMBER_OF"):
                    add(_membership(link, names[link.start][0]))
                elif link.type == "ATTENDED":
                    attendees[link.end].append(link.start)
                elif link.type == "SESSION_OF" and names[link.end][0] == "Organisation":
                    committee.setdefault(link.start, link.end)
        with lists("events") as add:
            for node in source.nodes():
                if node.labels[-1] == "Event":
                    there = [{"id": one, "name": names[one][1]} for one in attendees.pop(node.id, ())]
                    add({"id": node.id, "name": node.name, "start_date": _popolo_date(node), "end_date": _last_day(node),
                         "location": node.properties.get("place"), "status": node.properties.get("status"),
                         "classification": node.properties.get("kind"), "organization_id": committee.get(node.id),
                         "identifiers": _identifiers(node), "attendees": there})  # fmt: skip
    return lists.counts


def write_oparl(source: Source, path: Path) -> dict[str, int]:
    """Write OParl 1.1 objects in one list: the body, organisations, persons with memberships, meetings with participants."""
    kinds: dict[str, str] = {}
    for node in source.nodes():
        if node.labels[-1] in ("Person", "Organisation", "Event"):
            kinds[node.id] = node.labels[-1]
    members: dict[str, list[Relationship]] = defaultdict(list)
    there: dict[str, list[str]] = defaultdict(list)
    sessions: dict[str, list[str]] = defaultdict(list)
    wholes: dict[str, str] = {}
    for link in source.relationships():
        start, end = kinds.get(link.start), kinds.get(link.end)
        if link.type in ("REPRESENTED", "MEMBER_OF") and start == "Person" and end == "Organisation":
            members[link.start].append(link)
        elif link.type == "ATTENDED" and start == "Person" and end == "Event":
            there[link.end].append(link.start)
        elif link.type == "SESSION_OF" and start == "Event" and end == "Organisation":
            sessions[link.start].append(link.end)
        elif link.type == "PART_OF" and start == end == "Organisation":
            wholes.setdefault(link.start, link.end)
    body, moment = f"{_BASE}body", _moment()
    told = {"created": moment, "modified": moment}
    counts: Counter[str] = Counter(organizations=0, persons=0, meetings=0)
    with _objects(path, LOSS["oparl"]) as lists, lists("data") as add:
        add({"id": body, "type": f"{_SCHEMA}Body", "name": source.title, "legislativeTerm": [],
             **{name: f"{body}:{name}" for name in _BODY_LISTS}, **told}, keep=True)  # fmt: skip
        for node in source.nodes():
            label = node.labels[-1]
            if label == "Organisation":
                counts["organizations"] += 1
                whole = wholes.get(node.id)
                add({"id": _BASE + node.id, "type": f"{_SCHEMA}Organization", "body": body, "name": node.name,
                     "shortName": node.properties.get("acronym"), "classification": node.properties.get("kind"),
                     "subOrganizationOf": whole and _BASE + whole, **told})  # fmt: skip
            elif label == "Person":
                counts["persons"] += 1
                add({"id": _BASE + node.id, "type": f"{_SCHEMA}Person", "body": body, "name": node.name,
                     "givenName": node.properties.get("given"), "familyName": node.properties.get("family"),
                     "membership": [_oparl_membership(link, told) for link in members.pop(node.id, ())], **told})  # fmt: skip
            elif label == "Event":
                counts["meetings"] += 1
                status = str(node.properties.get("status"))
                add({"id": _BASE + node.id, "type": f"{_SCHEMA}Meeting", "name": node.name, "start": _start(node), "end": _end(node),
                     "cancelled": True if status == "cancelled" else None, "meetingState": _MEETING_STATE.get(status),
                     "location": _location(node, told), "organization": [_BASE + one for one in sessions.pop(node.id, ())],
                     "participant": [_BASE + one for one in there.pop(node.id, ())], **told})  # fmt: skip
    return dict(counts)


def _membership(link: Relationship, label: str) -> dict[str, Any]:
    who = "person_id" if label == "Person" else "member_id"
    quote = link.properties.get("quote")
    return {"id": link.fact, who: link.start, "organization_id": link.end, "role": link.properties.get("role"),
            "start_date": _iso(link.properties.get("first")), "end_date": _iso(link.properties.get("last")),
            "sources": [{"note": str(quote)}] if quote else None}  # fmt: skip


def _oparl_membership(link: Relationship, told: Mapping[str, str]) -> dict[str, Any]:
    first, last = link.properties.get("first"), link.properties.get("last")
    return _without({"id": _BASE + link.fact, "type": f"{_SCHEMA}Membership", "organization": _BASE + link.end,
                     "role": link.properties.get("role"), "startDate": _iso(first), "endDate": _iso(last), **told})  # fmt: skip


def _others(node: Node) -> list[dict[str, str]]:
    names = node.properties.get("names")
    return [{"name": str(name)} for name in names if name != node.name] if isinstance(names, list) else []


def _identifiers(node: Node) -> list[dict[str, str]]:
    found = node.properties.get("identifiers")
    pairs = (str(one).partition(":") for one in found) if isinstance(found, list) else ()
    return [{"scheme": scheme, "identifier": value} for scheme, _, value in pairs]


def _popolo_date(node: Node) -> str | None:
    """Popolo takes year, year-month or day."""
    words = str(node.properties.get("date") or "").split("/")[0]
    parts = [part for part in words.split("-") if part.isdigit()]
    certain = "-".join(parts[:3])
    return certain if len(words) in (4, 7, 10) and certain == words else _iso(node.properties.get("earliest"))


def _last_day(node: Node) -> str | None:
    """The last day of an event of several days; of others there is none to say."""
    return _iso(node.properties.get("latest")) if "/" in str(node.properties.get("date") or "") else None


def _at(day: date, clock: str = "") -> str:
    """A day, at an hour where one is known, as the date and time of France with its distance from UTC."""
    try:
        hour = time.fromisoformat(clock) if clock else time()
    except ValueError:
        hour = time()
    return datetime.combine(day, hour, PARIS).isoformat()


def _moment() -> str:
    """The moment of the export, or the one that SOURCE_DATE_EPOCH sets (reproducible-builds.org) for files that can be compared."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(given), UTC) if given.isdecimal() else datetime.now(UTC)
    return moment.isoformat(timespec="seconds")


def _start(node: Node) -> str | None:
    day = node.properties.get("earliest")
    return _at(day, str(node.properties.get("time") or "")) if isinstance(day, date) else None


def _end(node: Node) -> str | None:
    day = node.properties.get("latest")
    return _at(day) if isinstance(day, date) and _last_day(node) else None


def _location(node: Node, told: Mapping[str, str]) -> dict[str, Any] | None:
    place = node.properties.get("place")
    return (
        {"id": f"{_BASE}{node.id}:place", "type": f"{_SCHEMA}Location", "description": text(str(place)), **told}
        if place
        else None
    )


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def _without(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _clean(value) for key, value in values.items() if value not in (None, [], "")}


def _clean(value: Any) -> Any:
    return text(value) if isinstance(value, str) else value


class _Lists:
    """Lists of objects written one object at a time; `counts` says how many each list has."""

    def __init__(self, file: IO[str]) -> None:
        self.file, self.counts = file, dict[str, int]()

    @contextmanager
    def __call__(self, name: str) -> Iterator[Any]:
        self.counts[name] = 0
        self.file.write(f",\n{json.dumps(name)}: [")

        def add(values: Mapping[str, Any], keep: bool = False) -> None:
            found = values if keep else _without(values)
            self.file.write((",\n" if self.counts[name] else "\n") + json.dumps(found, ensure_ascii=False))
            self.counts[name] += 1

        yield add
        self.file.write("\n]")


@contextmanager
def _objects(path: Path, loss: Sequence[tuple[str, str]]) -> Iterator[_Lists]:
    with finished(path) as opened:
        file = cast(IO[str], opened)
        file.write('{"not_included": ' + json.dumps([en for en, _ in loss]))
        yield _Lists(file)
        file.write("\n}\n")
