"""record/1: what one source says, item by item, each with the sentence it was read from.

This is the border format: a reader makes it, a person corrects it, another program may hand it in. `ref`s are local to a record.
Spans count Unicode code points of `Record.text`, from 0, end excluded. Dates are EDTF (see `dates`).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from .dates import is_edtf
from .errors import RecordError

FORMAT = "record/1"

Presence = Literal["present", "excused", "absent", "unknown"]
EventStatus = Literal["held", "planned", "proposed", "cancelled", "postponed"]
RecordKind = Literal[
    "minutes", "decisions", "article", "press_release", "newsletter", "invitation", "mail", "transcript", "activity_report",
    "agreement", "attendance_sheet", "programme", "table", "other",
]  # fmt: skip
EventKind = Literal[
    "meeting", "committee", "assembly", "working_group", "workshop", "training", "day", "forum", "visit", "presentation",
    "ceremony", "signature", "vote", "publication", "deadline", "other",
]  # fmt: skip
OCCASIONS: frozenset[str] = frozenset({
    "meeting", "committee", "assembly", "working_group", "workshop", "training", "day", "forum", "visit", "presentation", "ceremony",
})  # fmt: skip
"""Kinds of event at which people meet. Not: a signature in passing or by circulation, a vote by mail, a publication, a due date."""

TerritoryKind = Literal["bassin", "commune", "departement", "region", "zone_emploi", "epci"]
ProgrammeKind = Literal["programme", "dispositif", "outil", "convention", "experimentation", "initiative", "theme"]
LinkType = Literal[
    "represented",  # person -> organisation (role, first, last)
    "acts_for",  # person -> territory
    "contributed",  # organisation or person -> event (role: organiser, host, speaker, signatory, exhibitor, funder, invited)
    "held_in",  # event -> territory
    "concerns",  # event -> territory
    "session_of",  # event -> organisation (committee) or partnership
    "about",  # event -> programme
    "next",  # event -> event announced by it
    "moved_to",  # postponed event -> event that replaces it
    "member_of",  # person or organisation -> organisation (role, first, last)
    "partner_in",  # person or organisation -> partnership of which it is a member (role, first, last)
    "part_of",  # organisation -> organisation
    "succeeded_by",  # organisation -> organisation
]


def _edtf(text: str) -> str:
    if not is_edtf(text):
        raise ValueError(f"not an EDTF date: {text!r}")
    return text


Edtf = Annotated[str, AfterValidator(_edtf)]
Ref = Annotated[str, Field(min_length=1, max_length=80)]
Name = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(_Model):
    """Where an item was read: `spans` into the record's text (may be empty for a fact a person added), the words themselves,
    the rule or reader that read it, and how often such a reading is right (0 to 1)."""

    spans: tuple[tuple[int, int], ...] = ()
    quote: str = ""
    rule: str = "manual"
    confidence: float = Field(default=1.0, ge=0, le=1)


class Source(_Model):
    """Where the text came from. `path` is relative to the project folder, with "/"; `part` the member of an archive, the
    attachment of a mail, the sheet of a workbook or the key of a table's row group; `sha256` of the file's bytes."""

    path: str
    part: str | None = None
    media_type: str = "text/plain"
    sha256: str = ""


class _Item(_Model):
    id: Ref
    evidence: Evidence = Evidence()
    optional: bool = False  # kept apart from accepted facts: a reading that waits for a person, never projected to the graph


class Event(_Item):
    """`main` marks the meeting(s) the record is about. `listed`: does the record name all who came, some, or nobody?
    `size` is a stated headcount. `inferred` names the parts of the date the text leaves out ("year")."""

    title: Name
    kind: EventKind = "meeting"
    date: Edtf | None = None
    inferred: tuple[Literal["year", "month", "day"], ...] = ()
    time: str | None = None
    place: str | None = None
    status: EventStatus = "held"
    main: bool = False
    listed: Literal["complete", "partial", "none"] = "none"
    size: int | None = Field(default=None, ge=0)
    size_approximate: bool = False
    identifiers: dict[str, str] = Field(default_factory=dict)


class Organisation(_Item):
    """`network` names the network a unit belongs to (« Mission Locale »), `scope` the territory it serves (a local id).
    `identifiers`: scheme -> id given by the source (a directory's code), the surest key across records."""

    name: Name
    long: str | None = None
    acronym: str | None = None
    kind: str | None = None
    level: Literal["unit", "body", "network", "collective"] = "body"
    network: str | None = None
    scope: Ref | None = None
    surfaces: tuple[str, ...] = ()
    name_inferred: bool = False
    identifiers: dict[str, str] = Field(default_factory=dict)


class Person(_Item):
    """`incomplete`: a first name or a surname alone; such a person is never joined to one of another record by rule."""

    name: Name
    given: str | None = None
    family: str | None = None
    incomplete: bool = False
    surfaces: tuple[str, ...] = ()
    identifiers: dict[str, str] = Field(default_factory=dict)


class Territory(_Item):
    name: Name
    kind: TerritoryKind
    code: str | None = None
    surfaces: tuple[str, ...] = ()


class Programme(_Item):
    name: Name
    long: str | None = None
    kind: ProgrammeKind = "programme"
    surfaces: tuple[str, ...] = ()


class Partnership(_Item):
    """A convention, a commission, a local SPRO: one group, its members a roster. `members` are organisations or people."""

    members: tuple[Ref, ...]
    basis: str = ""
    programme: Ref | None = None
    territory: Ref | None = None
    status: Literal["actual", "past", "planned", "wished"] = "actual"
    date: Edtf | None = None


class Action(_Item):
    who: tuple[Ref, ...] = ()
    who_text: str | None = None
    what: Name
    due: Edtf | None = None
    status: Literal["decided", "proposed", "wished", "ongoing", "done"] = "decided"
    event: Ref | None = None


class StandsInFor(_Model):
    """A substitute is in the room for somebody; a proxy (pouvoir) puts nobody more in the room."""

    who: Ref
    kind: Literal["substitute", "proxy"]


class Attendance(_Model):
    """What the record says of one person, or of one body without a name, at one event.

    `invited` is None when nothing is said. `people` counts unnamed people of a body (« deux techniciens du Département »: 2).
    `sessions` are the columns of a sheet (matin, après-midi); `mode` only where the record tells remote people apart.
    """

    who: Ref
    event: Ref
    presence: Presence
    invited: bool | None = None
    on_behalf_of: tuple[Ref, ...] = ()
    stands_in_for: tuple[StandsInFor, ...] = ()
    sessions: tuple[str, ...] = ()
    mode: Literal["room", "remote"] | None = None
    timing: Literal["late", "left_early"] | None = None
    role: str | None = None
    people: int | None = Field(default=None, ge=0)
    evidence: Evidence = Evidence()
    optional: bool = False


class Link(_Model):
    type: LinkType
    start: Ref
    end: Ref
    role: str | None = None
    first: Edtf | None = None
    last: Edtf | None = None
    evidence: Evidence = Evidence()
    optional: bool = False


class Unread(_Model):
    """A block that looked like a list or a table of people and could not be read; said in the report of a load."""

    span: tuple[int, int]
    reason: str


class Record(_Model):
    """One record. `id` is made by `record_id` from the text; `pages` are the offsets at which pages 2, 3, … begin."""

    format: Literal["record/1"] = "record/1"
    id: Ref
    source: Source
    kind: RecordKind = "other"
    title: str | None = None
    published: Edtf | None = None
    authors: tuple[Ref, ...] = ()
    publisher: Ref | None = None
    text: str
    pages: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    territories: tuple[Territory, ...] = ()
    programmes: tuple[Programme, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    actions: tuple[Action, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    links: tuple[Link, ...] = ()
    unread: tuple[Unread, ...] = ()
    reader: str = ""

    @model_validator(mode="after")
    def _references_hold(self) -> Record:
        kinds: dict[str, str] = {}
        for group in GROUPS:
            for item in getattr(self, group):
                if item.id in kinds:
                    raise ValueError(f"two items have the id {item.id!r}")
                kinds[item.id] = group
        for place, ref, allowed in _references(self):
            if kinds.get(ref) not in allowed:
                raise ValueError(f"{place} refers to {ref!r}, which is no {' or '.join(allowed)} of this record")
        for evidence in _evidence(self):
            for start, end in evidence.spans:
                if not 0 <= start <= end <= len(self.text):
                    raise ValueError(f"span {start}-{end} lies outside the text ({len(self.text)} characters)")
        return self

    def page_at(self, offset: int) -> int | None:
        """Page (from 1) on which the code point at `offset` stands; None when the source has no pages."""
        if not self.pages:
            return None
        return 1 + sum(start <= offset for start in self.pages)


GROUPS = ("events", "organisations", "people", "territories", "programmes", "partnerships", "actions")
_ACTORS = ("organisations", "people")
LINK_ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "represented": (("people",), ("organisations",)),
    "acts_for": (("people",), ("territories",)),
    "contributed": (_ACTORS, ("events",)),
    "held_in": (("events",), ("territories",)),
    "concerns": (("events",), ("territories",)),
    "session_of": (("events",), ("organisations", "partnerships")),
    "about": (("events",), ("programmes",)),
    "next": (("events",), ("events",)),
    "moved_to": (("events",), ("events",)),
    "member_of": (_ACTORS, ("organisations",)),
    "partner_in": (_ACTORS, ("partnerships",)),
    "part_of": (("organisations",), ("organisations",)),
    "succeeded_by": (("organisations",), ("organisations",)),
}


def _references(record: Record) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for author in record.authors:
        yield "authors", author, _ACTORS
    if record.publisher:
        yield "publisher", record.publisher, ("organisations",)
    for body in record.organisations:
        if body.scope:
            yield f"scope of {body.id}", body.scope, ("territories",)
    for group in record.partnerships:
        for member in group.members:
            yield f"member of {group.id}", member, _ACTORS
        if group.programme:
            yield f"programme of {group.id}", group.programme, ("programmes",)
        if group.territory:
            yield f"territory of {group.id}", group.territory, ("territories",)
    for action in record.actions:
        for who in action.who:
            yield f"who of {action.id}", who, _ACTORS
        if action.event:
            yield f"event of {action.id}", action.event, ("events",)
    for row in record.attendance:
        yield "attendance", row.who, _ACTORS
        yield "attendance", row.event, ("events",)
        for body_ref in row.on_behalf_of:
            yield "on_behalf_of", body_ref, ("organisations",)
        for other in row.stands_in_for:
            yield "stands_in_for", other.who, _ACTORS
    for link in record.links:
        starts, ends = LINK_ENDS[link.type]
        yield f"start of {link.type}", link.start, starts
        yield f"end of {link.type}", link.end, ends


def _evidence(record: Record) -> Iterator[Evidence]:
    for group in (*GROUPS, "attendance", "links"):
        for item in getattr(record, group):
            yield item.evidence


def record_id(text: str) -> str:
    """Identity of a record: 16 hex digits of the SHA-256 of its text, NFC, runs of white space folded to one space."""
    normal = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(normal.encode()).hexdigest()[:16]


def dumps(record: Record) -> str:
    """The record as JSON text: UTF-8 readable, defaults left out, one trailing line end."""
    data = {"format": FORMAT, **record.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def loads(text: str | bytes, name: str = "record") -> Record:
    """The record in JSON `text`. Raises RecordError, naming `name` and the first thing wrong."""
    try:
        return Record.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "record"
        message = f"{name}: {place}: {first['msg']}"
        raise RecordError(f"{message}. Read the source again or mend this file.",
                          f"{message}. Relisez la source ou corrigez ce fichier.") from error  # fmt: skip


def read(path: Path) -> Record:
    """The record stored at `path`. Raises RecordError for a broken one, OSError when it cannot be opened."""
    return loads(path.read_bytes(), path.name)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of record/1; stored in `graph/record.schema.json`, checked by a test."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Record.model_json_schema()}
