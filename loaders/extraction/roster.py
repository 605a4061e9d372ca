"""Attendance rows into the draft: people, the bodies they sit for, their presence at the right event."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...graph import reference
from ...graph.model import Span
from ...graph.names import fold
from ...graph.record import Attendance, StandsInFor, Unread
from .attendance import AttendanceReading, BodyMention, Row
from .bodies import identify
from .draft import Draft
from .perimeter import Perimeter, find_perimeters
from .titles import municipality

_MAYOR_OF = re.compile(r"Mairie (?:de |d['’])\s?(?P<place>(?:[A-ZÀ-Ý]|L['’])[\wÀ-ÿ' ’-]+)")
EventOf = Callable[[Row], list[str]]


def add_actors(draft: Draft, reading: AttendanceReading) -> dict[int, str]:
    """People and bodies of the list, with what they represent and act for. Gives the local id of each row's actor."""
    actors: dict[int, str] = {}
    for number, row in enumerate(reading.rows):
        territory = group_territory(draft, row)
        if row.kind == "body":
            if not plausible(row.name):
                draft.unread.append(Unread(span=(row.span.start, row.span.end), reason="not-a-name"))
                continue
            actor = draft.organisation(identify(row.name), row.span, row.rule, row.confidence, listed=True, scope=territory)
        else:
            actor = draft.person(
                row.given,
                row.family,
                row.span,
                row.rule,
                row.confidence,
                name=row.name,
                incomplete=row.incomplete,
                alone=bool(row.bodies and ((row.given and not row.family) or _namesake(row, reading))),
            )
        if actor:
            actors[number] = actor
    for number, row in enumerate(reading.rows):
        territory = group_territory(draft, row)
        if row.kind != "person" or number not in actors:
            continue
        for body in bodies_of(draft, row):
            identity = _body(draft, body, row, territory)
            draft.link("represented", actors[number], identity, row.span, row.rule, row.confidence, role=row.role)
        if territory and _delegates(row):
            draft.link("acts_for", actors[number], territory, row.group_span or row.span, row.rule, row.confidence)
    return actors


def _namesake(row: Row, reading: AttendanceReading) -> bool:
    """Does the same list hold another person of this surname, for other bodies (« Mathilde X, Département », « Mme X, Secours Y »)?"""
    if not row.family or row.given or not row.bodies:
        return False
    mine = {fold(body.name) for body in row.bodies}
    return any(
        other is not row
        and other.kind == "person"
        and other.given
        and other.bodies
        and other.block == row.block
        and fold(other.family or "") == fold(row.family)
        and not mine & {fold(body.name) for body in other.bodies}
        for other in reading.rows
    )


def add_rows(draft: Draft, reading: AttendanceReading, actors: dict[int, str], event_of: EventOf) -> None:
    """One attendance row for each actor and event."""
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(reading.rows):
        actor = actors.get(number)
        if actor is None:
            continue
        territory = group_territory(draft, row)
        bodies = tuple(dict.fromkeys(filter(None, (_body(draft, body, row, territory) for body in bodies_of(draft, row)))))
        for event in event_of(row):
            stands = tuple(filter(None, (_stands(draft, actors, other, kind) for other, kind in row.stands_in_for)))
            made = Attendance(
                who=actor,
                event=event,
                presence=row.presence,
                invited=row.invited,
                on_behalf_of=bodies,
                stands_in_for=tuple(s for s in stands if s.who != actor),
                sessions=row.sessions,
                mode=row.mode,
                timing=row.timing,
                role=row.role,
                people=row.people,
                evidence=draft.evidence([row.span, *([row.heading] if row.heading else [])], row.rule, row.confidence),
            )
            old = seen.get((actor, event))
            if old is None:
                seen[(actor, event)] = len(draft.attendance)
                draft.attendance.append(made)
            else:
                draft.attendance[old] = _joined(draft.attendance[old], made)
    draft.unread.extend(Unread(span=(span.start, span.end), reason=reason) for span, reason in reading.unread)


def plausible(name: str) -> bool:
    """Can these words be the name of a body? Not a sentence, nor words without a capital that no table
    knows."""
    words = name.split()
    if re.match(r"(?:(?:excus|absent|present|invit|particip)[a-z]{0,6}|from|to|cc)$", fold(name)):
        return False
    sentence = re.search(r"\b(?:est|sont|a|ont|sera|seront|était|étaient|le \d)\b", name)
    named = any(c.isupper() for c in name) or reference.find_network(name) is not None  # « chambre de métiers » is one
    return named and len(words) <= 12 and not (sentence and len(words) > 4)


def group_territory(draft: Draft, row: Row) -> str | None:
    """The territory that the heading above a row names (« SPRO Dreux », « SPRO Départemental 18 »), else None."""
    found = group_perimeter(row)
    if found is None:
        return None
    span = row.group_span or row.span
    return draft.territory(found.name, found.kind, found.code, span, "perimeter.group", 0.9)


def group_perimeter(row: Row) -> Perimeter | None:
    for words in (*(body.name for body in row.bodies if is_scope(body.name)), row.group or ""):
        found = find_perimeters(words)
        if found:
            return found[0]
    return None


def is_scope(name: str) -> bool:
    """« SPRO Montargis »: a programme with a place names where somebody acts, not a body."""
    first, _, rest = name.partition(" ")
    return bool(rest) and reference.find_programme(first) is not None and bool(find_perimeters(name))


def bodies_of(draft: Draft, row: Row) -> list[BodyMention]:
    """The bodies of a row; where a scope stands in the place of the body, what follows the person on the line."""
    kept = [body for body in row.bodies if not is_scope(body.name) and plausible(body.name)]
    if kept or not row.bodies:
        return kept
    line = draft.reading.line_at(row.span.start)
    if line.cells or "\t" in line.text:
        return []  # the other cells of a sheet are no body
    rest = draft.reading.text[row.span.end : line.span.end]
    name = rest.strip(" \t–—-:/,()")
    if not name or len(name) > 60:
        return []
    start = row.span.end + rest.index(name)
    return [BodyMention(name, Span(start, start + len(name)))]


def _delegates(row: Row) -> bool:
    """Headings « SPRO X » name delegates of the place; « Collège X » or a name of the list's own bassin do not."""
    return bool(row.group) and not fold(row.group or "").startswith(("college", "equipe", "membres", "groupe"))


def _body(draft: Draft, body: BodyMention, row: Row, territory: str | None) -> str | None:
    office = _MAYOR_OF.fullmatch(body.name) if row.rule in ("office", "office first") else None
    if office:  # « M. X, maire de Foix » sits for the commune
        return draft.organisation(
            municipality(office["place"]), body.span, row.rule, row.confidence, listed=True, scope=territory
        )
    return draft.organisation(identify(body.name), body.span, row.rule, row.confidence, listed=True, scope=territory)


def _stands(draft: Draft, actors: dict[int, str], other: int | BodyMention, kind: str) -> StandsInFor | None:
    if isinstance(other, int):
        who = actors.get(other)
    else:
        who = draft.organisation(identify(other.name), other.span, "attendance.stands", 0.8, listed=True)
    return StandsInFor(who=who, kind=kind) if who else None  # type: ignore[arg-type]


def _joined(old: Attendance, new: Attendance) -> Attendance:
    """Two rows of one actor at one event: present wins over away (a list and its « Animation » line), the rest is added."""
    order = {"present": 0, "excused": 1, "absent": 2, "unknown": 3}
    first, second = (old, new) if order[old.presence] <= order[new.presence] else (new, old)
    return first.model_copy(
        update={
            "on_behalf_of": tuple(dict.fromkeys((*first.on_behalf_of, *second.on_behalf_of))),
            "stands_in_for": tuple(dict.fromkeys((*first.stands_in_for, *second.stands_in_for))),
            "sessions": tuple(dict.fromkeys((*first.sessions, *second.sessions))),
            "invited": first.invited if first.invited is not None else second.invited,
            "mode": first.mode or second.mode,
            "role": first.role or second.role,
            "timing": first.timing or second.timing,
        }
    )


def spans_of(reading: AttendanceReading) -> list[Span]:
    """The spans of the lists."""
    return [block.span for block in reading.blocks]
