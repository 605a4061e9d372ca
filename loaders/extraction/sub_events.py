"""Parts of a day that a programme or an account names one by one: workshops, round tables, conferences, each with its people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...graph.model import Span
from ...graph.record import EventKind
from .french_dates import clock
from .happenings import event_kind
from .mentions import Mention, Mentions
from .reading import Line

_BULLET = r"\s*(?:[-–—•·●▪*✚>]\s*)?"
_HOUR = r"(?:(?:de |à )?\d{1,2}\s?[hH:]\s?(?:\d\d)?(?:\s?(?:[-–à/]|et)\s?\d{1,2}\s?[hH:]\s?(?:\d\d)?)?\s*)"
_NOUN = (
    r"(?P<noun>ateliers?|tables? rondes?|conférences?|démonstrations?|visites?|débat|ciné-débat|projection|spectacle|speed[- ]meeting|restitution|"
    r"remise (?:de |du |des )[\wÀ-ÿ’' ]{3,30}|plénière|mini-conférence|témoignages?|webinaire|forum)"
)
_PART = re.compile(rf"^{_BULLET}(?P<hour>{_HOUR})?[\s:–—|-]*{_NOUN}(?P<number> (?:n° ?)?(?:\d{{1,2}}|[A-Z])\b)?(?P<sign>\s*[:–—.«“\"\t]|\s*-\s|\s+(?:sur|de|du|des|d['’]|avec|animée?)\b|\s*$)", re.IGNORECASE)  # fmt: skip
_QUOTED = re.compile(rf"^{_BULLET}(?P<hour>{_HOUR})[\s:–—|-]*(?P<title>[«“\"][^»”\"\n]{{4,80}}[»”\"])\s*[:–—-]")
_LETTER = re.compile(r"^\s*(?P<letter>[A-Z]|\d{1,2})\s*\t(?P<title>[^\t\n]{5,110})\t")
_END = re.compile(
    r"(?:[.?!]\s+|\s*[,:]?\s*\(?)(?:animée?s? par|animation|avec|en présence|intervenants?|par (?:la |le |l['’])?(?=[A-ZÀ-Ý])|présentée?s? par|modération)|\t|\s\((?:salle|amphi|hall)",
    re.IGNORECASE,
)
_OFF = re.compile(r"\b(?:annulée?|supprimée?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the main event on its own line; `actors` are named there, `off` that it will not take place."""

    title: str
    kind: EventKind
    span: Span
    time: str | None
    actors: tuple[Mention, ...]
    off: bool


def find_parts_of_day(mentions: Mentions, start: int, day_spans: list[Span]) -> Iterator[Part]:
    """Parts named on the lines from `start` on. A line with a date of its own (`day_spans`) tells of another day; a part needs an actor."""
    for line in mentions.reading.lines:
        if line.span.start < start or len(line.text) > 600 or any(line.span.start <= s.start < line.span.end for s in day_spans):
            continue
        made = _part(mentions, line)
        if made:
            yield made


def _part(mentions: Mentions, line: Line) -> Part | None:
    text = line.text
    actors = tuple(mentions.inside(line.span))
    if not actors:
        return None
    first = actors[0].span.start - line.span.start
    match = _PART.match(text)
    quoted = _QUOTED.match(text)
    lettered = _LETTER.match(text)
    if match and (match["hour"] or match["number"] or re.match(r"\s*[:–—«“\"]", match["sign"] or "")):
        start = match.start("noun")
        title = _cut(text[start:], first - start)
        kind = event_kind(match["noun"])
        hour = match["hour"]
    elif quoted:
        title, kind, hour = quoted["title"], "presentation", quoted["hour"]
    elif lettered and _workshops_above(mentions, line):
        title, kind, hour = f"Atelier {lettered['letter']} – {lettered['title'].strip()}", "workshop", None
    else:
        return None
    if sum(c.isalpha() for c in title) < 7 and " " not in title.strip():
        return None
    return Part(title[:1].upper() + title[1:], kind, line.span, clock(hour) if hour else None, actors, bool(_OFF.search(text)))


def _cut(text: str, first: int) -> str:
    """The title that opens `text`: up to the words that name its people, or to the first of them (at `first`)."""
    end = _END.search(text)
    stop = min(end.start() if end else len(text), first if first > 0 else len(text))
    quote = re.search(r"[»”\"]", text)
    if quote and re.match(r"[^»”\"]{0,40}[«“\"]", text):
        stop = max(min(stop, len(text)), quote.end()) if stop < quote.end() else quote.end()
    return text[:stop].split("\t")[0].strip(" ,;:–—-.(\t")[:120]


def _workshops_above(mentions: Mentions, line: Line) -> bool:
    number = mentions.reading.line_number(line.span.start)
    for back in range(number - 1, max(-1, number - 8), -1):
        text = mentions.reading.lines[back].text
        if re.search(r"\bateliers?\b", text, re.IGNORECASE) and not _LETTER.match(text):
            return True
        if text.strip() and not _LETTER.match(text):
            return False
    return False
