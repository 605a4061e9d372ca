"""Lines whose label says who was there (« Étaient présents : … »), and sentences that do without a colon."""

from __future__ import annotations

import re

from ....graph.model import Span
from .blocks import GAP, Blocks
from .entries import set_state
from .items import Item
from .lines import (
    ListLine,
    bodies_in,
    coverage,
    label_state,
    names_in,
    read_items,
    section,
    sentence_state,
    sentences,
)
from .phrases import State, plain
from .remarks import is_remark


class Labelled(Blocks):
    """The lists of a document, with the lines that name their own state."""

    def _opens(self, line: ListLine, label: tuple[State, int, int], after: int) -> bool:
        state, start, end = label
        if state.official and not self._near() and not self._list_follows(after):
            return False
        if state.proxy and not self._near():
            return False
        if self.entries and plain(line.text[start:end]).startswith("destinataire"):
            return False  # who gets the minutes
        if re.search(r"(?:\bn'|\bne\b).*\b(?:pas|ni)\b", plain(line.text[start:end])) and bodies_in(
            read_items(
                ListLine(line.text[start:end], Span(line.span.start + start, line.span.start + end), "sentence"), self.text
            )
        ):
            return False  # « La MSA n'était pas représentée : … » speaks of one body
        rest = line.text[end:]
        stop = re.split(r"(?<=[^\W\d_]{3})\.\s", rest)[0]
        content = ListLine(stop, Span(line.span.start + end, line.span.start + end + len(stop)), "sentence")
        if not stop.strip() or re.fullmatch(r"\s*\d{1,4}\s*", stop):
            return self._content_follows(after)
        items = read_items(content, self.text)
        found = names_in(items) + bodies_in(items)
        unknown = sum(x.kind == "unknown" for x in items)
        if start > 60 and found + unknown < 2:
            return False
        if start == 0 and not state.official and items and items[0].kind == "person" and items[0].title:
            return True  # whatever is said of her (« Excusée : Mme X, substitut du procureur »)
        if state.presence in ("absent", "excused") and start == 0 and (found or unknown):
            return coverage(items) >= 0.4
        return bool(found or (unknown and start == 0)) and coverage(items) >= 0.45

    def _read_line(self, line: ListLine, items: list[Item], label: tuple[State, int, int]) -> None:
        state, start, end = label
        if state.presence == "present" and not state.official and not self.active and self.since > GAP:
            self.scope = []
        self.open(line.span.start)
        self._note_size(line.text[start:end].rstrip(": ") if not re.fullmatch(r"\s*\d{1,4}\s*", line.text[end:]) else line.text)
        if start and line.text[:start].rstrip().endswith(":") and len(line.text[:start].split()) <= 16:
            self._assemble(line, items)
            return
        if start and line.text[:start].strip(" -•*:") != "":
            prefix = ListLine(line.text[:start], Span(line.span.start, line.span.start + start), "sentence")
            before = read_items(prefix, self.text)
            if len(prefix.text.split()) <= 14 and self.context.state is not None and not section(prefix, before):
                self._assemble(prefix, before)
        set_state(
            self.context, self._settle(state), Span(line.span.start + start, line.span.start + end - 1), keep_bodies=start > 0
        )
        rest = ListLine(line.text[end:], Span(line.span.start + end, line.span.end), "sentence")
        if re.fullmatch(r"[\s\d]*", rest.text):
            self.end = line.span.end
            return
        inner = read_items(rest, self.text)
        self.context.inline = ":" not in rest.text and not state.official
        if state.official:
            self._assemble(rest, inner, role=plain(line.text[start : end - 1]).strip(" :"))
            return
        if len(rest.text) > 160 and label_state(rest) is None and re.search(r"(?<=[^\W\d_]{3}[.!?])\s+[A-ZÉ]", rest.text):
            for part in sentences(rest):
                found = read_items(part, self.text)
                if part.span.start > rest.span.start and (
                    section(part, found) or not (names_in(found) or bodies_in(found) or any(x.kind == "mark" for x in found))
                ):
                    self.close()
                    break
                if part.span.start > rest.span.start and is_remark(part, self.text, found, self.entries):
                    self.remarks.append(part)
                    continue
                if (opened := sentence_state(part)) is not None:
                    self._read_sentence(part, *opened)
                    continue
                self._assemble(part, found)
            return
        self._assemble(rest, inner)

    def _names_after(self, line: ListLine, size: int) -> bool:
        """Does the line name somebody after its first `size` characters?"""
        items = read_items(ListLine(line.text[size:], Span(line.span.start + size, line.span.end), "sentence"), self.text)
        return names_in(items) + bodies_in(items) >= 1

    def _read_sentence(self, line: ListLine, state: State, size: int) -> None:
        """Read a sentence whose first `size` characters set a state."""
        set_state(self.context, state, Span(line.span.start, line.span.start + size))
        rest = ListLine(line.text[size:], Span(line.span.start + size, line.span.end), "sentence")
        self._assemble(rest, read_items(rest, self.text))

    def _sentences(self, line: ListLine) -> bool:
        """Read the sentences of a paragraph that begin with a state and a colon; were there any?"""
        if label_state(line) is None:
            return False
        found = False
        for part in sentences(line):
            label = label_state(part)
            if label is not None and self._opens(part, label, len(self.lines)):
                state, _start, _end = label
                if not found and not self.active and state.presence == "present" and self.since > GAP:
                    self.scope = []
                self.open(part.span.start)
                self._read_line(part, read_items(part, self.text), label)
                found = True
            elif found and (":" in part.text or len(part.text.split()) < 8):
                items = read_items(part, self.text)
                if section(part, items) or not any(x.kind in ("mark", "person") for x in items):
                    break
                self._assemble(part, items)
            elif found:
                break
        if found:
            self.close()
        return found
