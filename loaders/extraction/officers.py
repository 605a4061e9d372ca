"""Officers of the body whose council or assembly a record is of: « le président Luc Roy », « Ana Gil, trésorière » sit for it."""

from __future__ import annotations

import re

from ...graph.model import Span
from .draft import Draft
from .mentions import Mentions

_ROLE = (
    r"(?:(?:vice|co)[- ]?)?(?:présidente?s?|trésori(?:er|ère)s?(?: adjointe?)?|secrétaire(?: générale?| adjointe?)?|direct(?:eur|rice)s?(?: adjointe?| générale?)?|administrat(?:eur|rice)s?|"
    r"salariée?s?|coordinat(?:eur|rice)s?|animat(?:eur|rice)s?)"
)
_BEFORE = re.compile(rf"\b(?P<role>{_ROLE})(?:,)?\s+(?:M\.\s|Mme\s|Monsieur\s|Madame\s)?\Z", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s*(?:,|\()\s*(?:l[ae]\s|l['’])?(?P<role>{_ROLE})(?!\s(?:de|du|des|d['’]|à|au|chez|en)\b)(?=[\s,;:.)]|\Z)", re.IGNORECASE
)
_PAST = re.compile(r"\b(?:ancien(?:ne)?|ex|feu|futur)[- ]\Z", re.IGNORECASE)


def add_officers_told(draft: Draft, mentions: Mentions, own: str) -> None:
    """`represented` links to `own` for the people of sentences whose office is said without any other body near."""
    placed = {link.start for link in draft.links.values() if link.type == "represented"}
    text = mentions.text
    for mention in mentions.all:
        if mention.kind != "person" or mention.id in placed:
            continue
        line = mentions.reading.line_at(mention.span.start).span
        before = text[max(line.start, mention.span.start - 40) : mention.span.start]
        after = text[mention.span.end : min(line.end, mention.span.end + 60)]
        led, followed = _BEFORE.search(before), _AFTER.match(after)
        found = followed or (led if led and not _PAST.search(before[: led.start()]) else None)
        near = mentions.inside(Span(max(line.start, mention.span.start - 45), min(line.end, mention.span.end + 60)))
        if found and not any(m.kind == "body" and m.id != own for m in near):
            placed.add(mention.id)
            draft.link("represented", mention.id, own, mention.span, "represented.officer", 0.76, role=found["role"])
