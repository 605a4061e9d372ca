"""What a reader of a list sees around a line: the line continued, what follows it, whether a list begins here."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.model import Span
from ....graph.names import fold, name_key
from ...document import Document
from .boxes import has_boxes
from .columns import legend
from .entries import is_group
from .items import Item
from .layout import lines_of
from .lines import ListLine, bodies_in, heading_state, label_state, list_like, names_in, read_items, section
from .parts import begins_part
from .phrases import Mark, plain

LETTERED = re.compile(r"\s*([A-ZÉ]{1,2})[ \t]+(?=(?:M|Mme|Mlle|Dr)\.?\s|[A-ZÉÈ][^\W\d_])(?![^(]{0,40}[=:])")
"""A line that begins with a letter of a legend, then a name."""

ENDING = re.compile(r"\s*[:–—-]\s*([A-ZÉ]{1,2})\s*(?:\(([^)]*)\))?\s*$")
"""A line that ends with a letter of a legend after a sign."""


SIGNATURE = re.compile(r"(?:signature|emargement|visa|presence)\s*:")
"""A line below a person that holds a signature or nothing."""


class Sight:
    """The lines of a document, and what stands around each."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.lines = lines_of(document)
        self.boxes = has_boxes(document.text)
        self.letters = self._lettered_marks()

    def _logical(self, index: int) -> tuple[ListLine, int]:
        """The line at `index` with its continuation lines (an open bracket, a dangling word, a lower-case start)."""
        line = self.lines[index]
        last = index
        while last + 1 < len(self.lines) and last - index < 6:
            following = self.lines[last + 1]
            text = self.text[line.span.start : self.lines[last].span.end]
            if following.blank or following.table is not None:
                break
            tail = plain(text).split()[-1:] if not re.search(r"(?:là|\b[A-Z])\s*$", text) else []
            open_bracket = text.count("(") > text.count(")") and following.text.count(")") > following.text.count("(")
            dangling = bool(tail) and tail[0] in (
                "et",
                "de",
                "du",
                "des",
                "la",
                "le",
                "l'",
                "d'",
                "a",
                "au",
                "aux",
                "pour",
                "par",
                "/",
                "-",
                "–",
            )
            start = following.text.lstrip()
            lower = len(self.lines[last].text) > 60 and start[:1].islower() and not start.startswith(("o ", "a)", "b)"))
            comma = (
                text.rstrip().endswith(",")
                and len(self.lines[last].text) > 60
                and start[:1] not in "-•*·–"
                and label_state(following) is None
            )
            if not (open_bracket or dangling or lower or comma) or heading_state(following) is not None:
                break
            last += 1
        if last == index:
            return line, index + 1
        span = Span(line.span.start, self.lines[last].span.end)
        return ListLine(self.text[span.start : span.end].replace("\n", " "), span, line.kind), last + 1

    def _content_follows(self, index: int) -> bool:
        """Do names, bodies or another heading follow within a few lines?"""
        seen = 0
        while index < len(self.lines) and seen < 4:
            line = self.lines[index]
            index += 1
            if line.blank:
                continue
            seen += 1
            if line.table is not None:
                return True
            items = read_items(line, self.text)
            if section(line, items):
                return False
            if names_in(items) or bodies_in(items) or any(x.kind == "unknown" for x in items):
                return True
        return False

    def _stacked(self, index: int, least: int) -> bool:
        """Do the lines from `index` on go by person and, below each, a line of role or body (« Mme X », « directrice, CCI »)?

        At least `least` such pairs where blank lines part them; three without blank lines.
        """
        pairs, kinds, parted = 0, "", False
        for line in self.lines[index : index + 24]:
            if line.blank:
                parted, kinds = True, kinds + " "
                continue
            items = read_items(line, self.text)
            if line.table is not None or heading_state(line) is not None or label_state(line) is not None or section(line, items):
                break
            if SIGNATURE.match(plain(line.text)):
                kinds += "S"
                continue
            outer = [x.kind for x in items if x.depth == 0 and x.kind not in (",", "-", ".", "et", "/")]
            if outer == ["person"] and line.text.lstrip()[:1] not in "-•*·–":
                kinds += "N"
            elif outer and set(outer) <= {"role", "body", "unknown", "comment", "mark"} and outer[0] != "mark":
                kinds += "O"
            else:
                break
        groups = kinds.split()
        if parted and groups:
            pairs = sum(re.fullmatch(r"NO{1,2}S?|NS", group) is not None for group in groups)
            return pairs >= least and all(re.fullmatch(r"NO{0,2}S?", group) for group in groups)
        return bool(re.match(r"(?:NOS?){3,}$", "".join(groups)))

    def _list_follows(self, index: int) -> bool:
        """Does a heading or a label of who was there follow within three lines (« Animation : Mme X » above « Présents : … »)?"""
        following = [line for line in self.lines[index : index + 4] if not line.blank][:2]
        states = [heading_state(line) or (label_state(line) or (None,))[0] for line in following if line.table is None]
        return any(state is not None and not state.official and not state.proxy for state in states)

    def _lettered_marks(self) -> dict[str, Mark]:
        """The letters of the document's legend when three lines at least begin with one (« P Mme X (CCI) »)
        or ends with one (« Mme X : P »), else none."""
        letters = {key: mark for line in self.lines for key, mark in legend([line]).items()}
        found = [m[1] for line in self.lines for m in (LETTERED.match(line.text), ENDING.search(line.text)) if m]
        begun = [letter for letter in found if fold(letter) in letters]
        return letters if len(begun) >= 3 else {}

    def _named(self, line: ListLine) -> bool:
        """Does the line hold a person, or a body beside a state of its own? Then it is no heading."""
        items = read_items(line, self.text)
        return any(x.kind == "person" and (x.sure or x.title) for x in items)

    def _title_of_prose(self, line: ListLine, items: list[Item], after: int) -> bool:
        """« Feuille de route », « Agenda »: words in small letters that no list knows, alone above a sentence."""
        words = line.text.strip().split()
        if (
            not words
            or any(x.kind != "unknown" for x in items)
            or line.kind == "item"
            or line.text.rstrip().endswith((":", ",", ";"))
        ):
            return False
        if not words[0][1:].islower() or not all(word.islower() for word in words[1:]):
            return False
        following = next((x for x in self.lines[after:] if not x.blank), None)
        return following is not None and following.table is None and section(following, read_items(following, self.text))

    def _bare_list(self, index: int) -> bool:
        """Do several lines that hold nothing but persons begin here, without a heading of presence?"""
        good = 0
        heading = self.lines[index]
        at = index
        items = read_items(heading, self.text)
        if is_group(items, heading.text) and not names_in(items):
            at += 1
        titled = False
        while at < len(self.lines) and at - index < 12:
            line = self.lines[at]
            if line.blank:
                at += 1
                continue
            if line.table is not None:
                break
            items = read_items(line, self.text)
            if is_group(items, line.text) and not names_in(items) and len(line.text.split()) < 8:
                at += 1
                continue
            by_body = labelled_line(items) and not re.search(r"\d\s?h\b", re.sub(r"\([^)]*\)", "", plain(line.text)))
            if not by_body and not list_like(line, items):
                break
            titled = (
                titled
                or by_body
                or bool(items[0].title)
                or any(x.kind == "mark" for x in items)
                or any(t.caps for t in items[0].words)
            )
            good += 1
            at += 1
        return good >= 3 and titled

    def _heads(self, line: ListLine, after: int) -> bool:
        """Is a body alone on its line the heading of what follows: persons without a body of their own, or parts of it?"""
        bullet = line.text.lstrip()[:1] in "-•*·–"
        name = name_key(line.text)
        for following in self.lines[after : after + 2]:
            if following.blank:
                continue
            if following.table is not None or heading_state(following) is not None:
                return False
            items = read_items(following, self.text)
            if not items or section(following, items):
                return False
            if following.text.lstrip()[:1] in "-•*·–" and bullet:
                return False
            first = items[0]
            if first.kind in ("person",) or (first.kind == "unnamed" and first.title):
                own = [x for x in items if x.kind == "body" and not x.extra.get("of_role")]
                return not own or any(name_key(" ".join(t.text for t in x.words)) == name or begins_part(x) for x in own)
            return bool(first.kind in ("body", "unknown") and begins_part(first) and any(x.kind == ":" for x in items))
        return False


def labelled_line(items: Sequence[Item]) -> bool:
    """« ORG : person » or « ORG : excusé »: a line of a list by bodies."""
    colon = next((k for k, x in enumerate(items) if x.kind == ":"), 0)
    if not colon or colon + 1 >= len(items):
        return False
    label = [x for x in items[:colon] if x.depth == 0 and x.kind not in ("(", ")")]
    first = items[colon + 1]
    return all(x.kind in ("body", "unknown", ",", "/", "et", "-", "group", "pour") for x in label) and (
        first.kind == "mark" or (first.kind == "person" and (first.sure or bool(first.title)))
    )
