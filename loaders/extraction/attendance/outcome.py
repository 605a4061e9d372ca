"""From rows in the making to the reading of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.model import Span
from ....graph.names import name_key
from .confidence import confidence
from .entries import Entry
from .lines import sentence_like
from .model import AttendanceReading, BodyMention, ListBlock, Row
from .phrases import read_mark, read_timing

_STAR = re.compile(r"\(?\*\s*[=:]?\s*([^)\n*]{3,60})\)?")


def outcome(
    entries: Sequence[Entry], blocks: Sequence[ListBlock], unread: Sequence[tuple[Span, str]], text: str
) -> AttendanceReading:
    """The reading that the entries make. `text` is the document's."""
    entries = [e for e in entries if e.name and not (e.kind == "body" and sentence_like(e.name))]
    entries = _without_recipients(entries, text)
    _stars(entries, text)
    _modes(entries)
    _share(entries)
    entries = _drop_implied(entries)
    place = {id(e): n for n, e in enumerate(entries)}
    agreement = _agreement(entries)
    rows = []
    for entry in entries:
        stand_ins = tuple(
            (target if isinstance(target, BodyMention) else place[id(target)], kind)
            for target, kind in entry.stands_in_for
            if isinstance(target, BodyMention) or id(target) in place
        )
        rows.append(
            Row(
                kind="person" if entry.kind == "person" else "body",
                name=entry.name,
                span=Span(entry.start, entry.end),
                given=entry.given,
                family=entry.family,
                incomplete=entry.kind == "person" and entry.family is None,
                role=", ".join(dict.fromkeys(r for r in entry.role if r)) or None,
                bodies=tuple(entry.bodies),
                presence=entry.presence,
                invited=entry.invited,
                stands_in_for=stand_ins,
                sessions=tuple(entry.sessions),
                mode=entry.mode if entry.presence == "present" else None,
                timing=read_timing(entry.timing) if entry.timing else None,
                people=entry.people,
                heading=entry.heading,
                group=entry.group,
                group_span=entry.group_span,
                block=min(entry.block, max(0, len(blocks) - 1)),
                rule=entry.rule,
                confidence=confidence(entry, agreement.get(entry.block, 0.0)),
                text=_quote(entry, text),
            )
        )
    return AttendanceReading(tuple(rows), tuple(blocks), tuple(unread))


def _quote(entry: Entry, text: str) -> str:
    line = entry.line or Span(entry.start, entry.end)
    piece = " ".join(text[line.start : line.end].split())
    if len(piece) > 160:
        ends = [b.span.end for b in entry.bodies if line.start <= b.span.start and b.span.end <= line.end]
        starts = [b.span.start for b in entry.bodies if line.start <= b.span.start and b.span.end <= line.end]
        piece = " ".join(text[min([entry.start, *starts]) : max([entry.end, *ends])].split())
    heading = text[entry.heading.start : entry.heading.end].strip() if entry.heading else ""
    if heading and heading not in piece:
        return f"{heading} [...] {piece}"
    return piece


def _stars(entries: list[Entry], text: str) -> None:
    starred = [e for e in entries if "*" in e.sessions]
    if not starred:
        return
    match = _STAR.search(text)
    mark = read_mark(match[1].strip()) if match else None
    for entry in starred:
        entry.sessions = [s for s in entry.sessions if s != "*"]
        if mark is not None and mark.mode:
            entry.mode = mark.mode


def _modes(entries: list[Entry]) -> None:
    """Where a list tells remote people apart, the others were in the room."""
    for block in {e.block for e in entries}:
        mine = [e for e in entries if e.block == block]
        if any(e.mode == "remote" for e in mine) and any(e.mode is None and e.presence == "present" for e in mine):
            for entry in mine:
                if entry.mode is None and entry.presence == "present":
                    entry.mode = "room"


_RECIPIENTS = re.compile(r"\W*(?:destinataires?|diffusion|copies?|ampliation)\b", re.IGNORECASE)


def _without_recipients(entries: list[Entry], text: str) -> list[Entry]:
    """In a record that tells who was there, those it is sent to are not said to have been invited."""

    def sent(entry: Entry) -> bool:
        return entry.heading is not None and bool(_RECIPIENTS.match(text[entry.heading.start : entry.heading.end]))

    there = any(e.presence == "present" and not sent(e) for e in entries)
    return [e for e in entries if not (there and e.presence == "unknown" and sent(e))]


def _share(entries: list[Entry]) -> None:
    """Who came instead of somebody sat for the same body."""
    for entry in entries:
        for other, kind in entry.stands_in_for:
            if kind == "substitute" and isinstance(other, Entry) and other.kind == "person" and entry.bodies and not other.bodies:
                other.bodies = list(entry.bodies)


def _drop_implied(entries: list[Entry]) -> list[Entry]:
    """A body without a name beside persons of the same body in the same block and state says nothing new."""
    out = []
    for entry in entries:
        if entry.kind == "body" and not entry.title:
            key = name_key(entry.name)
            if any(
                e.kind == "person"
                and e.block == entry.block
                and e.presence == entry.presence
                and any(name_key(b.name) == key for b in e.bodies)
                for e in entries
            ):
                continue
        out.append(entry)
    return out


def _agreement(entries: list[Entry]) -> dict[int, float]:
    """For each block, the share of its most frequent way of pairing."""
    out: dict[int, float] = {}
    for block in {e.block for e in entries}:
        rules = [e.rule for e in entries if e.block == block and e.kind == "person"]
        if rules:
            out[block] = max(rules.count(r) for r in set(rules)) / len(rules)
    return out
