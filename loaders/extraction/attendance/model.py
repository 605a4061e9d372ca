"""What reading an attendance list gives. Every span counts code points of `Document.text`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ....graph.model import Span

Presence = Literal["present", "excused", "absent", "unknown"]
Completeness = Literal["complete", "partial"]
StandInKind = Literal["substitute", "proxy"]
Mode = Literal["room", "remote"]
Timing = Literal["late", "left_early"]


@dataclass(frozen=True, slots=True)
class BodyMention:
    """An organisation as the list names it: `name` without its article, `span` the words it was read from."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One person, or one body without a named person, as an attendance list gives it.

    `name` is clean (no title, capitals normalised, given name first when it is known). `bodies` are those the list pairs with
    the person. `invited` is None where the list says nothing about it. `stands_in_for` holds the index of another row or a
    body. `sessions` are the columns (« matin », « 12/05 ») the row holds for, empty = the whole meeting. `people` counts the
    unnamed persons of a body (« trois agents »). `heading` is the words that set the presence, `group` a heading above the
    name that is no organisation (« Collège employeurs », « SPRO Vierzon »). `text` is verbatim; « [...] » joins pieces.
    """

    kind: Literal["person", "body"]
    name: str
    span: Span
    given: str | None = None
    family: str | None = None
    incomplete: bool = False
    role: str | None = None
    bodies: tuple[BodyMention, ...] = ()
    presence: Presence = "present"
    invited: bool | None = None
    stands_in_for: tuple[tuple[int | BodyMention, StandInKind], ...] = ()
    sessions: tuple[str, ...] = ()
    mode: Mode | None = None
    timing: Timing | None = None
    people: int | None = None
    heading: Span | None = None
    group: str | None = None
    group_span: Span | None = None
    block: int = 0
    rule: str = ""
    confidence: float = 0.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """One attendance list. `complete`: does it seem to name all who came; `stated_size`: a head count stated with it."""

    span: Span
    complete: Completeness
    stated_size: int | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class AttendanceReading:
    """Rows in the order of the text, the lists they stand in (`Row.block` is an index), and lines that look like attendance
    but could not be read, each with a reason (an English key)."""

    rows: tuple[Row, ...]
    blocks: tuple[ListBlock, ...]
    unread: tuple[tuple[Span, str], ...] = ()
