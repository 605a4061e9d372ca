"""Large or foreign tables as sources, read through a mapping: which column is what.

    # mapping.toml — one row an attendance; a second file may hold one row an event
    [rows]
    delimiter = ","                         # left out: found from the header line
    sheet = "Feuil1"                        # workbooks: left out, the first sheet
    [events]
    file = "meetings.csv.gz"                # beside the rows file; left out: the rows hold the events too
    key = "meeting_id"                      # the column, in both files, that tells one event from another

    [event]
    identifier = { column = "meeting_id", scheme = "an-reunion" }
    title = "subject"                       # a column …
    kind = { value = "committee" }          # … or a constant for all
    date = "start"                          # ISO date or date and time, or 23/06/2016
    place = "place"
    status = { column = "state", values = { "Annulé" = "cancelled" }, default = "held" }
    [committee]                             # what the event is a session of
    identifier = { column = "organ_id", scheme = "an-organe" }
    name = "organ"
    [territory]                             # what the event concerns
    name = "bassin"
    kind = { value = "bassin" }
    [person]
    identifier = { column = "person_id", scheme = "an-acteur" }
    given = "given_name"
    family = "family_name"                  # or name = "NOM Prénom"
    role = "fonction"
    [organisation]
    name = "structure"
    [attendance]
    presence = { column = "status", values = { "présent" = "present" } }
    prefer = ["present", "excused", "absent"]    # two rows for the same person: the first of these wins

Each event gives one record, whose text holds the rows it was made from. A mapping with a part [directory] is one of a directory (see
`directories`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from ..graph.errors import SourceError
from ..graph.ingest import Progress, Reading
from ..graph.names import fold
from ..graph.project import Project
from ..graph.record import (
    Attendance,
    Event,
    EventKind,
    EventStatus,
    Evidence,
    Link,
    Organisation,
    Person,
    Presence,
    Record,
    Source,
    Territory,
    TerritoryKind,
    record_id,
)
from .directories import record_of_directory
from .mapping import (
    DirectoryMapping,
    Row,
    RowsPart,
    Table,
    TableMapping,
    choice_of,
    identifiers_of,
    moment_of,
    read_mapping,
    value_of,
)

RULE = "table"


def read_tables(
    project: Project,
    paths: Sequence[Path],
    mapping_path: Path,
    known: Mapping[str, str],
    unchanged: list[str],
    progress: Progress | None = None,
) -> Iterator[Reading]:
    """The readings of the tables `paths`, one record an event. A table known with the same content (and mapping, and events file)
    goes into `unchanged` instead. Raises SourceError for a broken mapping, a missing column or file, an unknown value."""
    mapping = read_mapping(mapping_path)
    for path in paths:
        events_path = (
            path.parent / mapping.events.file if not isinstance(mapping, DirectoryMapping) and mapping.events.file else None
        )
        key = project.source_key(path)
        digest = _digest([mapping_path, path, *([events_path] if events_path else [])])
        if known.get(key) == digest:
            unchanged.append(key)
            continue
        if isinstance(mapping, DirectoryMapping):
            yield Reading(key, digest, (record_of_directory(path, mapping, key, digest),))
            continue
        yield Reading(key, digest, tuple(records(path, mapping, key, digest, events_path, progress)))


def records(
    path: Path, mapping: TableMapping, key: str, digest: str, events_path: Path | None = None, progress: Progress | None = None
) -> Iterator[Record]:
    """The records of the table at `path`, in the order in which their events first stand in it."""
    rows = Table(path, mapping.rows)
    events = Table(events_path, RowsPart()) if events_path else None
    column = mapping.events.key
    grouped: dict[str, list[Row]] = {}
    head: dict[str, Row] = {}
    for row in events or ():
        head.setdefault(row[events.require(column)] if events else "", row)
    for row in rows:
        group = row[rows.require(column)]
        grouped.setdefault(group, []).append(row)
        if events is None:
            head.setdefault(group, row)
    total = len(head)
    for done, (group, event) in enumerate(head.items(), 1):
        if progress and (done % 200 == 0 or done == total):
            progress("read", done, total)
        yield _Builder(mapping, rows, events or rows, key, digest).build(group, event, grouped.get(group, []))


def _digest(paths: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise SourceError(str(path), f"cannot be opened ({error.strerror}). Check the name.",
                              f"ouverture impossible ({error.strerror}). Vérifiez le nom.") from error  # fmt: skip
    return whole.hexdigest()


class _Builder:
    """One record from the rows of one event. The text is built line by line, so that each fact has its span."""

    def __init__(self, mapping: TableMapping, rows: Table, events: Table, source: str, digest: str) -> None:
        self.mapping, self.rows, self.events, self.source, self.digest = mapping, rows, events, source, digest
        self.lines: list[str] = []
        self.length = 0
        self.bodies: dict[str, Organisation] = {}
        self.links: dict[tuple[str, str], Link] = {}

    def build(self, group: str, event: Row, rows: Sequence[Row]) -> Record:
        part = self.mapping.event
        day, clock = moment_of(value_of(self.events, part.date, event), self.events.path)
        committee = self._committee(event)
        organ = committee.name if committee else None
        place = value_of(self.events, part.place, event) or None
        title = value_of(self.events, part.title, event) or " ".join(filter(None, [organ, day])) or group
        evidence = self._line(" — ".join(filter(None, [title, day, clock, organ, place])))
        people, attendance = self._attendance(rows)
        status = choice_of(self.events, part.status, event, get_args(EventStatus), "held")
        meeting = Event(
            id="event",
            title=title[:300],
            kind=choice_of(self.events, part.kind, event, get_args(EventKind), "meeting"),
            date=day,
            time=value_of(self.events, part.time, event) or clock,
            place=place,
            status=status,
            main=True,
            listed="complete" if rows and status == "held" else "none",
            identifiers=identifiers_of(self.events, part.identifier, event),
            evidence=evidence,
        )
        territory = self._territory(event)
        links = list(self.links.values())
        if committee:
            links.append(Link(type="session_of", start="event", end=committee.id, evidence=evidence))
        if territory:
            links.append(Link(type="concerns", start="event", end=territory.id, evidence=evidence))
        text = "\n".join(self.lines)
        return Record(
            id=record_id(f"{group}\n{text}"),
            source=Source(path=self.source, part=group, media_type="text/csv", sha256=self.digest),
            kind="table",
            title=meeting.title,
            text=text,
            events=(meeting,),
            organisations=(*([committee] if committee else []), *self.bodies.values()),
            people=people,
            territories=(territory,) if territory else (),
            attendance=attendance,
            links=tuple(links),
            reader=RULE,
        )

    def _attendance(self, rows: Sequence[Row]) -> tuple[tuple[Person, ...], tuple[Attendance, ...]]:
        people: dict[str, Person] = {}
        best: dict[str, Attendance] = {}
        prefer = self.mapping.attendance.prefer
        for row in rows:
            person = self._person(row, people)
            body = self._body(row)
            who = person.id if person else body.id if body else None
            if who is None:
                continue
            presence = choice_of(self.rows, self.mapping.attendance.presence, row, get_args(Presence), None)
            name = person.name if person else body.name if body else ""
            said = [name, body.name if person and body else "", self._said(row)]
            evidence = self._line(" ; ".join(filter(None, said)))
            if person and body:
                key = (person.id, body.id)
                self.links.setdefault(key, Link(type="represented", start=key[0], end=key[1], evidence=evidence))
            former = best.get(who)
            if former is None or _rank(prefer, presence) < _rank(prefer, former.presence):
                best[who] = Attendance(
                    who=who,
                    event="event",
                    presence=presence,
                    on_behalf_of=(body.id,) if person and body else (),
                    role=value_of(self.rows, self.mapping.person.role, row) or None if self.mapping.person else None,
                    evidence=evidence,
                )
        return tuple(people.values()), tuple(best.values())

    def _said(self, row: Row) -> str:
        presence = self.mapping.attendance.presence
        column = presence if isinstance(presence, str) else presence.column
        return row.get(column, "") if column else ""

    def _person(self, row: Row, people: dict[str, Person]) -> Person | None:
        part = self.mapping.person
        if part is None:
            return None
        given, family = value_of(self.rows, part.given, row), value_of(self.rows, part.family, row)
        name = value_of(self.rows, part.name, row) or f"{given} {family}".strip()
        identifiers = identifiers_of(self.rows, part.identifier, row)
        if not name:
            return None
        key = next(iter(identifiers.values()), None) or fold(name)
        if key not in people:
            people[key] = Person(
                id=f"p{len(people) + 1}", name=name, given=given or None, family=family or None, identifiers=identifiers
            )
        return people[key]

    def _body(self, row: Row) -> Organisation | None:
        part = self.mapping.organisation
        name = value_of(self.rows, part.name, row) if part else ""
        if part is None or not name:
            return None
        key = fold(name)
        if key not in self.bodies:
            identifiers = identifiers_of(self.rows, part.identifier, row)
            self.bodies[key] = Organisation(id=f"o{len(self.bodies) + 1}", name=name, identifiers=identifiers)
        return self.bodies[key]

    def _committee(self, event: Row) -> Organisation | None:
        part = self.mapping.committee
        if part is None:
            return None
        identifiers = identifiers_of(self.events, part.identifier, event)
        name = value_of(self.events, part.name, event) or next(iter(identifiers.values()), "")
        return Organisation(id="committee", name=name, kind="instance", identifiers=identifiers) if name else None

    def _territory(self, event: Row) -> Territory | None:
        part = self.mapping.territory
        name = value_of(self.events, part.name, event) if part else ""
        if part is None or not name:
            return None
        kind = choice_of(self.events, part.kind, event, get_args(TerritoryKind), "bassin")
        return Territory(id="territory", name=name, kind=kind, code=value_of(self.events, part.code, event) or None)

    def _line(self, line: str) -> Evidence:
        line = " ".join(line.split())
        start = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return Evidence(spans=((start, start + len(line)),), quote=line, rule=RULE)


def _rank(prefer: Sequence[str], presence: str) -> int:
    return prefer.index(presence) if presence in prefer else len(prefer)
