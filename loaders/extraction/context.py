"""Which event a place of the text speaks of: the dated one of its row or paragraph, else the main one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...graph.model import Span
from ...graph.record import RecordKind
from .reading import Reading

_BULLET = re.compile(r"\s*[-–—•·●▪*]\s")
LOGS: frozenset[RecordKind] = frozenset(["newsletter", "activity_report"])
"""Kinds of record that report several meetings, each in its own paragraph or row."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with the place its date stands at. `held`: people were or will be there (no signature, not cancelled)."""

    event: str
    span: Span
    main: bool
    counts: bool
    held: bool = True


class Context:
    """Events by place. In a log a paragraph without an event of its own belongs to the last one of the paragraphs above it, up to a
    heading; elsewhere to the main event."""

    def __init__(self, reading: Reading, placed: Sequence[Placed], mains: Sequence[str], log: bool) -> None:
        self.reading = reading
        self.placed = sorted(placed, key=lambda item: item.span.start)
        self.mains = list(mains)
        self.log = log

    def at(self, span: Span) -> list[str]:
        """Ids of the events that people named at `span` took part in; none when the place tells of a signature or of nothing held."""
        line = self.reading.line_at(span.start)
        inside = [item for item in self.placed if line.span.start <= item.span.start < max(line.span.end, line.span.start + 1)]
        if any(item.main for item in inside) and not self.log:
            sentence = self.reading.sentence_at(span.start)
            own = [item for item in inside if sentence.start <= item.span.start < sentence.end and not item.main]
            if not own or any(item.main and sentence.start <= item.span.start < sentence.end for item in inside):
                return self.mains
            inside = own
        if inside and not any(item.held or item.span.start <= span.start for item in inside):
            inside = []  # « Prochaine journée : … » at the end of a paragraph on another meeting
        if inside:
            before = [item for item in inside if item.span.start <= span.start]
            chosen = before[-1] if before else inside[0]
            far = len(line.text) > 400 and not self.log and not self._same_sentence(chosen.span, span)
            if not far:
                return [chosen.event] if chosen.counts else []
            return self.mains
        if self.log:
            return self._above(span)
        return self.mains

    def opened(self, block: Span) -> str | None:
        """The secondary event that one of the two lines above a later list names (« Annexe : groupe X, 4 février »)."""
        number = self.reading.line_number(block.start)
        for back in [n for n in range(number, -1, -1) if self.reading.lines[n].text.strip()][:3]:
            line = self.reading.lines[back]
            if len(line.text) > 160 and back != number:
                return None
            for item in self.placed:
                if line.span.start <= item.span.start < line.span.end and not item.main and item.counts:
                    return item.event
        return None

    def _same_sentence(self, one: Span, other: Span) -> bool:
        sentence = self.reading.sentence_at(other.start)
        return sentence.start <= one.start < sentence.end

    def _above(self, span: Span) -> list[str]:
        number = self.reading.line_number(span.start)
        for back in range(number, -1, -1):
            line = self.reading.lines[back]
            inside = [item for item in self.placed if line.span.start <= item.span.start < line.span.end]
            if inside and back != number:
                if _BULLET.match(line.text) and _BULLET.match(self.reading.lines[number].text):
                    return []  # the item of a list beside another one
                return [inside[-1].event] if inside[-1].counts else []
            if line.heading:
                return []
        return []
