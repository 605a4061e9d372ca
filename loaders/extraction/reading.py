"""A document as the rules see it: its text, its lines, the sentences of each line, the heading above a place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...graph.model import Span
from ..document import Block, Document

_ABBREVIATIONS = frozenset(
    [
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "dr",
        "pr",
        "me",
        "st",
        "ste",
        "art",
        "p",
        "cf",
        "ex",
        "env",
        "av",
        "bd",
        "tel",
        "tél",
        "n",
        "no",
        "nb",
        "min",
        "max",
        "janv",
        "fév",
        "févr",
        "avr",
        "juil",
        "sept",
        "oct",
        "nov",
        "déc",
        "etc",
        "vs",
        "resp",
        "init",
        "asso",
        "réf",
        "obs",
        "h",
        "cie",
        "sr",
        "pdt",
    ]
)
_END = re.compile(r"(?:[.!?…]+[»”\"’)\]]*|\s•|;(?=\s*$))(?=\s|$)")
_NUMBERED = re.compile(r"\s*(?:\d+(?:\.\d+)*|[IVX]+|[A-Za-z])\s?[.)/°\-–]\s?\S|\s*\d+(?:er|ère|ème|e) \S")
_BULLET = re.compile(r"^\s*(?:[-–—•·●▪*✚>◦+.]|\d+(?:\.\d+)*\s?[.)/]|[a-z]\))+\s*")
_MAIL_QUOTE = re.compile(r"^\s*>")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text. `heading` says that it stands as a title above what follows."""

    span: Span
    text: str
    heading: bool
    cells: tuple[Span, ...] = ()
    table: int | None = None


class Reading:
    """Views of a document that every rule shares; nothing here decides what a sentence means."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.lines = tuple(_lines(document))
        self._starts = [line.span.start for line in self.lines]

    def line_number(self, offset: int) -> int:
        """Number, from 0, of the line on which the code point at `offset` stands."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def line_at(self, offset: int) -> Line:
        return self.lines[self.line_number(offset)]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in reading order; a sentence never crosses a line. Table rows are one sentence each."""
        return tuple(span for line in self.lines for span in _sentences(self.text, line))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds `offset`; the line when no sentence does."""
        number = bisect_right(self._sentence_starts, offset) - 1
        if number >= 0 and self.sentences[number].end >= offset:
            return self.sentences[number]
        return self.line_at(offset).span

    def quote(self, span: Span) -> str:
        """The sentence around `span`, verbatim, without the white space and bullet at its edges."""
        sentence = self.sentence_at(span.start)
        end = max(sentence.end, span.end)
        return self.text[sentence.start : end].strip()

    def heading_above(self, offset: int) -> Line | None:
        """The nearest heading at or above `offset`."""
        for number in range(self.line_number(offset), -1, -1):
            if self.lines[number].heading:
                return self.lines[number]
        return None

    @cached_property
    def top(self) -> tuple[Line, ...]:
        """The first lines that say something: title, date, place. At most twelve, and not below a list of people."""
        return tuple(line for line in self.lines if line.text.strip())[:12]


def _lines(document: Document) -> Iterator[Line]:
    blocks = [block for block in document.blocks if block.kind not in ("header", "footer")] or list(document.blocks)
    if not blocks:
        start = 0
        for text in document.text.split("\n"):
            yield Line(Span(start, start + len(text)), text, is_heading(text))
            start += len(text) + 1
        return
    for number, block in enumerate(blocks):
        text = document.text[block.span.start : block.span.end]
        before = _text_of(document, blocks, number - 1)
        cells = tuple(cell.span for cell in block.cells)
        heading = block.kind == "heading" or (block.kind != "row" and is_heading(text, alone=not before.strip()))
        yield Line(block.span, text, heading, cells, block.table)


def _text_of(document: Document, blocks: list[Block], number: int) -> str:
    if number < 0:
        return ""
    span = blocks[number].span
    return document.text[span.start : span.end]


def is_heading(text: str, alone: bool = True) -> bool:
    """True when a line reads as a title: short, no full stop, and numbered, in capitals, or ending with a colon or alone."""
    bare = text.strip()
    if not 2 < len(bare) <= 120 or bare.endswith((".", ",", ";", "»,")) or "\t" in bare or _MAIL_QUOTE.match(bare):
        return False
    if bare.endswith(":"):
        return len(bare) <= 70
    if re.fullmatch(r"(?:={2,}|~+|\*{2,}|#{1,6}|-{3,}|>{2,})\s*\S.*?(?:={2,}|~+|\*{2,}|-{3,}|<{2,})?", bare) and len(bare) < 110:
        return True
    numbered = bool(_NUMBERED.match(bare)) and len(bare) <= 80
    letters = [c for c in bare if c.isalpha()]
    capitals = bool(letters) and sum(c.isupper() for c in letters) / len(letters) > 0.7
    bulleted = bool(re.match(r"\s*[-–•·●▪*>]", bare))
    if capitals:
        return True
    if bulleted:
        return False
    return numbered or (alone and len(bare) <= 60 and bare[:1].isupper() and not re.search(r"[.!?;:]\s", bare))


def _sentences(text: str, line: Line) -> Iterator[Span]:
    start, end = line.span
    if line.cells:
        yield line.span
        return
    at = start
    for match in _END.finditer(text, start, end):
        if match[0].startswith(".") and not _closes(text, start, match.start(), match.end(), end):
            continue
        if text[at : match.end()].strip():
            yield Span(at, match.end())
        at = match.end()
    if text[at:end].strip():
        yield Span(at, end)


def _closes(text: str, start: int, dot: int, after: int, end: int) -> bool:
    """Does the full stop at `dot` end a sentence? Not after an abbreviation, an initial, a numbering."""
    word = re.search(r"([\w’'-]+)$", text[max(start, dot - 20) : dot])
    following = text[after:end].lstrip()
    if word:
        bare = word[1]
        if (
            bare.lower() in _ABBREVIATIONS
            and following[:1] not in ("", "\n")
            and not (bare.islower() and following[:1].isupper() and len(bare) > 2)
        ):
            return False
        if len(bare) == 1 and bare.isupper() and following[:1].isupper():
            return False
        if bare.isdigit() and not text[max(start, dot - 20) : dot - len(bare)].strip() and len(bare) < 4:
            return False
    return not following or not following[:1].islower()


def strip_bullet(text: str) -> str:
    """`text` without the bullet or number at its start."""
    return _BULLET.sub("", text, count=1)
