"""Parties of a convention: the bodies introduced between « entre » and the preamble, and who represents each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...graph.model import Span
from .mentions import Mention, Mentions

_BEGINS = re.compile(r"^\s*(?:et\s+)?entre\b", re.IGNORECASE | re.MULTILINE)
_ENDS = re.compile(
    r"^\s*(?:préambule|il (?:a été|est) (?:convenu|arrêté)|article (?:1|premier)|art\. ?1|considérant|ci-après (?:désignés|dénommés) ensemble|désignés ensemble)",
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
    for line in mentions.reading.lines:
        if line.span.start < made.end() or not _SIGNS_FOR.match(line.text):
            continue
        inside = mentions.inside(line.span)
        body = next((m for m in inside if m.kind == "body" and m.span.start - line.span.start < 14), None)
        for person in [m for m in inside if m.kind == "person"][-1:]:
            yield body, person
