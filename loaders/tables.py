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

Each event gives one record, whose text holds the rows it was made from.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..graph.dates import is_edtf
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

Row = Mapping[str, str]
RULE = "table"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Column(_Part):
    """Where a value comes from: `column`, through `values` when given (others give `default`, or are refused without one);
    or `value` for all rows."""

    column: str | None = None
    value: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    default: str | None = None


class Identifier(_Part):
    column: str
    scheme: str = Field(pattern=r"^[\w.-]+$")


FieldSource = str | Column | None


class RowsPart(_Part):
    delimiter: str | None = None
    sheet: str | None = None


class EventsPart(_Part):
    key: str
    file: str | None = None


class EventPart(_Part):
    identifier: Identifier | None = None
    title: FieldSource = None
    kind: FieldSource = None
    date: FieldSource = None
    time: FieldSource = None
    place: FieldSource = None
    status: FieldSource = None


class CommitteePart(_Part):
    identifier: Identifier | None = None
    name: str | Column


class TerritoryPart(_Part):
    name: str | Column
    kind: str | Column = Column(value="bassin")
    code: FieldSource = None


class PersonPart(_Part):
    identifier: Identifier | None = None
    name: FieldSource = None
    given: FieldSource = None
    family: FieldSource = None
    role: FieldSource = None


class OrganisationPart(_Part):
    identifier: Identifier | None = None
    name: str | Column


class AttendancePart(_Part):
    presence: str | Column
    prefer: tuple[Presence, ...] = ("present", "excused", "absent", "unknown")


class TableMapping(_Part):
    """A mapping file. At least a person or an organisation, the attendance and the key of the events."""

    rows: RowsPart = RowsPart()
    events: EventsPart
    event: EventPart
    attendance: AttendancePart
    committee: CommitteePart | None = None
    territory: TerritoryPart | None = None
    person: PersonPart | None = None
    organisation: OrganisationPart | None = None


def read_mapping(path: Path) -> TableMapping:
    """The mapping of the TOML file at `path`. Raises SourceError naming the first thing wrong."""
    try:
        return TableMapping.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    raise SourceError(
        str(path),
        f"cannot be used as a mapping ({reason}). See docs/tables.md for what it may say.",
        f"ne peut pas servir de correspondance ({reason}). Voir docs/tables.md pour ce qu'il peut contenir.",
    )


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
        events_path = path.parent / mapping.events.file if mapping.events.file else None
        key = project.source_key(path)
        digest = _digest([mapping_path, path, *([events_path] if events_path else [])])
        if known.get(key) == digest:
            unchanged.append(key)
            continue
        yield Reading(key, digest, tuple(records(path, mapping, key, digest, events_path, progress)))


def records(
    path: Path, mapping: TableMapping, key: str, digest: str, events_path: Path | None = None, progress: Progress | None = None
) -> Iterator[Record]:
    """The records of the table at `path`, in the order in which their events first stand in it."""
    rows = _Table(path, mapping.rows)
    events = _Table(events_path, RowsPart()) if events_path else None
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


class _Table:
    """Rows of a CSV or workbook as mappings from column name to text, read again at each iteration."""

    def __init__(self, path: Path, part: RowsPart) -> None:
        self.path = path
        self._rows = iter(_raw_rows(path, part))
        self.columns = [name.strip() for name in next(self._rows, [])]
        if not any(self.columns):
            raise SourceError(str(path), "holds no header line. Name its columns in the first line.",
                              "ne contient pas de ligne d'en-tête. Nommez ses colonnes sur la première ligne.")  # fmt: skip

    def __iter__(self) -> Iterator[Row]:
        width = len(self.columns)
        for values in self._rows:
            if any(values):
                yield dict(zip(self.columns, [value.strip() for value in values] + [""] * (width - len(values)), strict=False))

    def require(self, column: str) -> str:
        """`column`, or SourceError when the table has none of this name."""
        if column not in self.columns:
            found = ", ".join(self.columns[:12])
            raise SourceError(
                str(self.path),
                f"has no column {column!r}, which the mapping names. Its columns: {found}.",
                f"n'a pas de colonne {column!r}, que la correspondance nomme. Ses colonnes : {found}.",
            )
        return column


def _raw_rows(path: Path, part: RowsPart) -> Iterator[list[str]]:
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise SourceError(str(path), f"cannot be opened ({error}). Check the file.",
                          f"ouverture impossible ({error}). Vérifiez le fichier.") from error  # fmt: skip
    if data[:4] == b"PK\x03\x04":
        yield from _workbook_rows(path, data, part)
        return
    text = _decode(data)
    if "\n" in text:
        text = re.sub(r"\r(?!\n)", " ", text)  # a stray carriage return inside a field is no line end
    delimiter = part.delimiter or max(",;\t|", key=text.split("\n", 1)[0].count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _workbook_rows(path: Path, data: bytes, part: RowsPart) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book[part.sheet] if part.sheet else book.worksheets[0]
    except Exception as error:
        raise SourceError(str(path), f"is no readable workbook, or has no such sheet ({error}).",
                          f"n'est pas un classeur lisible, ou n'a pas cette feuille ({error}).") from error  # fmt: skip
    for values in sheet.iter_rows(values_only=True):
        yield ["" if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values]


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


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

    def __init__(self, mapping: TableMapping, rows: _Table, events: _Table, source: str, digest: str) -> None:
        self.mapping, self.rows, self.events, self.source, self.digest = mapping, rows, events, source, digest
        self.lines: list[str] = []
        self.length = 0
        self.bodies: dict[str, Organisation] = {}
        self.links: dict[tuple[str, str], Link] = {}

    def build(self, group: str, event: Row, rows: Sequence[Row]) -> Record:
        part = self.mapping.event
        day, clock = _moment(self._value(self.events, part.date, event), self.events.path)
        committee = self._committee(event)
        organ = committee.name if committee else None
        place = self._value(self.events, part.place, event) or None
        title = self._value(self.events, part.title, event) or " ".join(filter(None, [organ, day])) or group
        evidence = self._line(" — ".join(filter(None, [title, day, clock, organ, place])))
        people, attendance = self._attendance(rows)
        status = self._choice(self.events, part.status, event, get_args(EventStatus), "held")
        meeting = Event(
            id="event",
            title=title[:300],
            kind=self._choice(self.events, part.kind, event, get_args(EventKind), "meeting"),
            date=day,
            time=self._value(self.events, part.time, event) or clock,
            place=place,
            status=status,
            main=True,
            listed="complete" if rows and status == "held" else "none",
            identifiers=self._identifier(self.events, part.identifier, event),
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
            presence = self._choice(self.rows, self.mapping.attendance.presence, row, get_args(Presence), None)
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
                    role=self._value(self.rows, self.mapping.person.role, row) or None if self.mapping.person else None,
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
        given, family = self._value(self.rows, part.given, row), self._value(self.rows, part.family, row)
        name = self._value(self.rows, part.name, row) or f"{given} {family}".strip()
        identifiers = self._identifier(self.rows, part.identifier, row)
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
        name = self._value(self.rows, part.name, row) if part else ""
        if part is None or not name:
            return None
        key = fold(name)
        if key not in self.bodies:
            identifiers = self._identifier(self.rows, part.identifier, row)
            self.bodies[key] = Organisation(id=f"o{len(self.bodies) + 1}", name=name, identifiers=identifiers)
        return self.bodies[key]

    def _committee(self, event: Row) -> Organisation | None:
        part = self.mapping.committee
        if part is None:
            return None
        identifiers = self._identifier(self.events, part.identifier, event)
        name = self._value(self.events, part.name, event) or next(iter(identifiers.values()), "")
        return Organisation(id="committee", name=name, kind="instance", identifiers=identifiers) if name else None

    def _territory(self, event: Row) -> Territory | None:
        part = self.mapping.territory
        name = self._value(self.events, part.name, event) if part else ""
        if part is None or not name:
            return None
        kind = self._choice(self.events, part.kind, event, get_args(TerritoryKind), "bassin")
        return Territory(id="territory", name=name, kind=kind, code=self._value(self.events, part.code, event) or None)

    def _line(self, line: str) -> Evidence:
        line = " ".join(line.split())
        start = self.length
        self.lines.append(line)
        self.length += len(line) + 1
        return Evidence(spans=((start, start + len(line)),), quote=line, rule=RULE)

    @staticmethod
    def _identifier(table: _Table, part: Identifier | None, row: Row) -> dict[str, str]:
        value = row.get(table.require(part.column), "") if part else ""
        return {part.scheme: value} if part and value else {}

    @staticmethod
    def _value(table: _Table, part: FieldSource, row: Row) -> str:
        if part is None:
            return ""
        if isinstance(part, str):
            return row.get(table.require(part), "")
        if part.column is None:
            return part.value or ""
        said = row.get(table.require(part.column), "")
        if not part.values:
            return said or part.default or ""
        value = {fold(key): value for key, value in part.values.items()}.get(fold(said), part.default)
        if value is None:
            raise SourceError(
                str(table.path),
                f"the column {part.column!r} holds {said[:60]!r}, which the mapping does not translate. Add it to `values`.",
                f"la colonne {part.column!r} contient {said[:60]!r}, que la correspondance ne traduit pas. Ajoutez-le à `values`.",
            )
        return value

    def _choice(self, table: _Table, part: FieldSource, row: Row, allowed: tuple[str, ...], default: str | None) -> Any:
        value = self._value(table, part, row) or default
        if value not in allowed:
            choices = ", ".join(allowed)
            raise SourceError(
                str(table.path),
                f"{str(value)[:60]!r} is none of: {choices}. Translate it in the mapping with `values`.",
                f"{str(value)[:60]!r} ne fait pas partie de : {choices}. Traduisez-le dans la correspondance avec `values`.",
            )
        return value


def _rank(prefer: Sequence[str], presence: str) -> int:
    return prefer.index(presence) if presence in prefer else len(prefer)


_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\D+(\d{1,2})\D(\d{2}))?")


def _moment(text: str, path: Path) -> tuple[str | None, str | None]:
    """EDTF day and time of day. Raises SourceError for a text that is no date."""
    if not text:
        return None, None
    if match := _FRENCH_DAY.match(text):
        day, month, year, hour, minute = match.groups()
        edtf = f"{year}-{int(month):02d}-{int(day):02d}"
        if is_edtf(edtf):
            return edtf, f"{int(hour):02d}:{minute}" if hour else None
    if is_edtf(text):
        return text, None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SourceError(str(path), f"{text[:40]!r} is no date. Write 2016-06-23 or 23/06/2016.",
                          f"{text[:40]!r} n'est pas une date. Écrivez 2016-06-23 ou 23/06/2016.") from None  # fmt: skip
    return moment.date().isoformat(), moment.strftime("%H:%M") if (moment.hour or moment.minute) else None
