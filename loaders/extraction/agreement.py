"""Parties of a convention: the bodies introduced between « entre » and the preamble, and who represents each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...graph.model import Span
from .mentions import Mention, Mentions

_BEGINS = re.compile(
    r"^\s*(?:et\s+)?entre\b|\b(?:conclue?|passée?|établie?|signée?|intervenue?|souscrite?)\s+entre(?: (?:les|d['’]une) (?:soussignée?s|parties|part|partenaires)[^\n:]{0,60})?\s*:?",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS = re.compile(
    r"^\W*(?:préambule|il (?:a été|est) (?:préalablement |d['’]abord |ensuite )?(?:convenu|arrêté|exposé|rappelé|décidé)|article (?:1|premier)|art\. ?1|considérant|vu (?:la|le|les|l['’])|"
    r"ci-après (?:désignée?s|dénommée?s|nommée?s|appelée?s)? ?(?:ensemble|« ?les (?:parties|partenaires|signataires)|les (?:parties|partenaires|signataires))|désignée?s ensemble|(?:dénommée?s|désignée?s) « les|"
    r"(?:les parties|les partenaires|les signataires) (?:conviennent|ont convenu|s['’]accordent|décident)|contexte\b|objet\b|titre (?:1|I|premier))",
    re.IGNORECASE | re.MULTILINE,
)
_BREAK = re.compile(
    r"\n\s*\n|;\s*\n|,\s*\n\s*(?=[A-ZÀ-Ý])|\n\s*(?=(?:\d\s?°|[-–•]|et\b))|,?\s*d['’](?:une|autre) part|\bET\s+(?=[A-ZÀ-Ý])",
    re.IGNORECASE,
)


def find_parties(mentions: Mentions) -> Iterator[tuple[Mention, tuple[Mention, ...], Span]]:
    """(body, people who represent it, place) for each party of the agreement, in its order."""
    text = mentions.text
    begins = _BEGINS.search(text)
    if begins is None:
        return
    ends = _ENDS.search(text, begins.end())
    stop = ends.start() if ends else min(len(text), begins.end() + 3000)
    at = begins.end()
    breaks = [match.span() for match in _BREAK.finditer(text, at, stop)]
    for start, end in [*breaks, (stop, stop)]:
        inside = mentions.inside(Span(at, start))
        at = end
        body = next((m for m in inside if m.kind == "body"), None)
        if body:
            people = tuple(m for m in inside if m.kind == "person" and m.span.start > body.span.start)
            yield body, people, Span(body.span.start, people[-1].span.end if people else body.span.end)


_MADE = re.compile(r"^\s*(?:fait|signé|établi)e?\s+(?:en [\w ]+ )?(?:à|aux|au|en)\s", re.IGNORECASE | re.MULTILINE)
_SIGNS_FOR = re.compile(r"^\W*pour (?:la |le |les |l['’])?", re.IGNORECASE)


def find_signers(mentions: Mentions) -> Iterator[tuple[Mention | None, Mention]]:
    """(body, person) of the lines « Pour X, … Name » under « Fait à »; the body is None when its words are not known."""
    made = _MADE.search(mentions.text)
    if made is None:
        return
    lines = mentions.reading.lines
    for number, line in enumerate(lines):
        if line.span.start < made.end() or not _SIGNS_FOR.match(line.text):
            continue
        columns = _columns(line.span.start, line.text)
        if len(columns) > 1 and all(_SIGNS_FOR.match(mentions.text[c.start : c.end]) for c in columns):
            within = [[m for m in mentions.inside(column) if m.kind == "person"][-1:] for column in columns]
            if all(within):
                for column, persons in zip(columns, within, strict=True):
                    yield next((m for m in mentions.inside(column) if m.kind == "body"), None), persons[0]
                continue
            yield from _side_by_side(mentions, number, columns)
            continue
        inside = mentions.inside(line.span)
        body = next((m for m in inside if m.kind == "body" and m.span.start - line.span.start < 14), None)
        for person in [m for m in inside if m.kind == "person"][-1:]:
            yield body, person


def _side_by_side(mentions: Mentions, number: int, columns: list[Span]) -> Iterator[tuple[Mention | None, Mention]]:
    """« Pour A <tab> Pour B » and the names under it, by column."""
    lines = mentions.reading.lines
    bodies = [next((m for m in mentions.inside(column) if m.kind == "body"), None) for column in columns]
    for under in lines[number + 1 : number + 4]:
        if _SIGNS_FOR.match(under.text):
            return
        cells = _columns(under.span.start, under.text)
        people = [[m for m in mentions.inside(cell) if m.kind == "person"][-1:] for cell in cells]
        if not any(people) or len(cells) > len(columns):
            continue
        for body, persons in zip(bodies, people, strict=False):
            for person in persons:
                yield body, person
        return


def _columns(start: int, text: str) -> list[Span]:
    """The parts of a line between tabs or wide gaps, empty ones at its end apart."""
    spans = []
    at = 0
    for gap in (*re.finditer(r"\t| {4,}", text.rstrip()), None):
        end = gap.start() if gap else len(text.rstrip())
        if text[at:end].strip():
            spans.append(Span(start + at, start + end))
        at = gap.end() if gap else end
    return spans
