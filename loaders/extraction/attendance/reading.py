"""`read_attendance`: the lists of a document, line by line, into rows."""

from __future__ import annotations

import re

from ....graph.model import Span
from ...document import Document
from . import tables
from .assembler import Line
from .blocks import GAP, Blocks
from .columns import legend
from .entries import Context, Entry, body_mention, clean_group, is_group, set_state
from .items import Item
from .lines import (
    ListLine,
    bodies_in,
    coverage,
    heading_state,
    label_state,
    names_in,
    read_items,
    section,
    sentence_state,
    sentences,
)
from .model import AttendanceReading
from .names import person_name, same_person
from .outcome import outcome
from .phrases import State, plain
from .state_columns import StateColumns, cell_lines, find_state_columns

_BY = re.compile(r"\(((?:M\.|MM\.|Mme|Mlle|Dr) [^()]{2,40}?) par ((?:M\.|Mme|Mlle|Dr) [^(),;]{2,40})")
_LEGEND_STAR = re.compile(r"^\s*\(?\s*\*+\s*[=:]")


class _Reader(Blocks):
    """The walk over the lines of a document."""

    def read(self) -> AttendanceReading:
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.table is not None:
                index = self._table(index)
                continue
            index = self._line(index)
        self.close()
        return outcome(self.entries, self.blocks, self.unread, self.text)

    def _line(self, index: int) -> int:
        line = self.lines[index]
        self.since += 1
        if line.blank:
            return index + 1
        line, after = self._logical(index)
        if legend([line]) or _LEGEND_STAR.match(line.text):
            self._legend(line)
            return after
        if (
            (state := heading_state(line)) is not None
            and not self._named(line)
            and self._content_follows(after)
            and not (state.official and not self._near())
        ):
            self._open_with(line, state)
            return after
        items = read_items(line, self.text)
        label = label_state(line)
        if label is not None and self._opens(line, label, after):
            self._read_line(line, items, label)
            if label[1] > 20 and line.text[label[2] :].strip() and not line.text[: label[1]].rstrip().endswith(":"):
                self.close()
            return after
        if (found := sentence_state(line)) is not None and names_in(items) + bodies_in(items) >= 1:
            self.open(line.span.start)
            self._read_sentence(line, *found)
            return after
        if not self.active:
            if len(line.text) > 120 and label is None and self._sentences(line):
                return after
            if self._bare_list(index):
                self.open(line.span.start)
                self.context.state = State("present")
            else:
                return after
        if section(line, items) or self._title_of_prose(line, items, after):
            if not self._sentences(line):
                self.close()
            return after
        if self._stacked_here(index) and (person := self._above(index)) is not None and not names_in(items):
            Line(self.context, items, self.text, line.span, self.scope).go_on(person)
            person.line = Span(person.start, line.span.end)
            self.end = max(self.end, line.span.end)
            return after
        self._body_line(line, items, after)
        return after

    def _legend(self, line: ListLine) -> None:
        """A legend may name substitutes (« R : représenté (Mme X par M. Y) ») and go on with « Animation : … »."""
        for match in _BY.finditer(line.text):
            span = Span(line.span.start + match.start(2), line.span.start + match.end(2))
            other = next((x for x in read_items(ListLine(match[2], span, "sentence"), self.text) if x.kind == "person"), None)
            absent = [
                e
                for e in self.scope
                if e.kind == "person" and e.presence != "present" and same_person(e.name, _untitled(match[1]))
            ]
            if other is None or not absent:
                continue
            subject = absent[-1]
            name, given, family = person_name(other.words)
            entry = Entry(
                "person", name, other.start, other.end, given=given, family=family, bodies=list(subject.bodies), rule="substitute"
            )
            entry.sessions, entry.block, entry.line, entry.title = list(subject.sessions), subject.block, line.span, True
            entry.stands_in_for = [(subject, "substitute")]
            subject.presence = "excused"
            self.entries.append(entry)
            self.scope.append(entry)
        for part in list(sentences(line))[1:]:
            label = label_state(part)
            if label is not None and label[0].official and self._near():
                self._read_line(part, read_items(part, self.text), label)
                self.close()

    def _opens(self, line: ListLine, label: tuple[State, int, int], after: int) -> bool:
        state, start, end = label
        if state.official and not self._near():
            return False
        if state.proxy and not self._near():
            return False
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
                if (opened := sentence_state(part)) is not None:
                    self._read_sentence(part, *opened)
                    continue
                self._assemble(part, found)
            return
        self._assemble(rest, inner)

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

    def _body_line(self, line: ListLine, items: list[Item], after: int) -> None:
        content = [x for x in items if x.kind not in (".", ",", "-", "bullet", ";", "•")]
        if not content:
            return
        words = line.text.strip(" \t-•*:;,.")
        colon = line.text.rstrip().endswith(":")
        if not names_in(items) and (colon or len(words.split()) <= 12):
            if not any(x.kind == "mark" for x in content) and is_group(content, words) and ":" not in line.text.rstrip(" :"):
                self.context.group = clean_group(words)
                self.context.group_span = Span(line.span.start, line.span.end)
                self.context.bodies, self.context.listed = [], False
                self.end = line.span.end
                return
            outer = [x for x in content if x.depth == 0 and x.kind != ":"]
            bodies = [x for x in outer if x.kind in ("body", "unknown")]
            lone = (
                len(bodies) == 1
                and all(x.kind in ("body", "unknown", "comment") for x in outer)
                and ":" not in line.text.rstrip(" :")
            )
            if lone and (colon or self._heads(line, after)):
                mention = body_mention(bodies[0].words)
                self.context.bodies = [mention]
                self.context.group = self.context.group_span = None
                self.context.last_bodies = [mention]
                self.end = line.span.end
                return
            if colon and not bodies:
                return
        if self.context.state is None:
            self.context.state = State("present")
        self._assemble(line, items)

    def _table(self, index: int) -> int:
        number = self.lines[index].table
        end = index
        while end < len(self.lines) and self.lines[end].table == number:
            end += 1
        rows = self.lines[index:end]
        if (lists := find_state_columns(rows, self.text)) is not None:
            self._state_columns(rows, lists)
            return end
        if len(rows) == 1 and (first := self._states_of(rows[0])):
            (line, now), (_, later) = first
            self._open_with(line, now)
            self.context.later = later
            return end
        letters = legend(self.lines[max(0, index - 6) : index] + self.lines[end : end + 4])
        state = self.context.state if self.active else None
        found = tables.read_table(
            rows, self.text, self.context if self.active else Context(block=len(self.blocks)), letters, self.scope, state
        )
        if found:
            if self.active:
                self._forget_title_words()
            self.open(rows[0].span.start)
            for entry in found:
                entry.block = self.context.block
                self.entries.append(entry)
                if entry not in self.scope:
                    self.scope.append(entry)
            self.end = rows[-1].span.end
            self.close()
            return end
        for row in rows:
            self._row_as_line(row)
        return end

    def _state_columns(self, rows: list[ListLine], lists: StateColumns) -> None:
        """Columns that are lists, one after the other; with a column of bodies, row after row."""
        below = rows[lists.header + 1 :]
        groups = [below] if lists.body is None else [[row] for row in below]
        for group in groups:
            for column, (span, state) in lists.states.items():
                self._open_with(ListLine(self.text[span.start : span.end], span, "cell"), state)
                for row in group:
                    if lists.body is not None:
                        self.context.bodies = [
                            body_mention([t for item in read_items(line, self.text) for t in item.words])
                            for line in list(cell_lines(row, lists.body, self.text))[:1]
                        ]
                    for line in cell_lines(row, column, self.text):
                        self._assemble(line, read_items(line, self.text))
        self.end = max(self.end, rows[-1].span.end)
        self.close()

    def _states_of(self, row: ListLine) -> list[tuple[ListLine, State]]:
        """The two states of a row that is nothing but them: the heading of two lists whose columns the format lost."""
        found = []
        for cell in row.cells:
            line = ListLine(self.text[cell.start : cell.end], cell, "cell")
            state = heading_state(line)
            if state is not None:
                found.append((line, state))
            elif line.text.strip():
                return []
        return found if len(found) == 2 and found[0][1].presence == "present" != found[1][1].presence else []

    def _row_as_line(self, row: ListLine) -> None:
        """A row of a table that is no sheet: « Participants | A (Org), B (Org) » or plain lines of a list."""
        cells = [c for c in row.cells if self.text[c.start : c.end].strip()]
        if not cells:
            return
        first = ListLine(self.text[cells[0].start : cells[0].end], cells[0], "cell")
        state = heading_state(first)
        if state is not None and (len(cells) > 1 or self.active) and not (state.official and not self._near()):
            self._open_with(first, state)
            for cell in cells[1:]:
                line = ListLine(self.text[cell.start : cell.end], cell, "cell")
                self._assemble(line, read_items(line, self.text))
            return
        if self.active and len(cells) > 1 and (whole := self._one_line(row, cells)) is not None:
            self._assemble(whole, read_items(whole, self.text))
            return
        for cell in cells:
            line = ListLine(self.text[cell.start : cell.end], cell, "cell")
            items = read_items(line, self.text)
            label = label_state(line)
            if label is not None and self._opens(line, label, len(self.lines)):
                self._read_line(line, items, label)
            elif self.active and not section(line, items) and (names_in(items) or bodies_in(items)):
                if self.context.state is None:
                    self.context.state = State("present")
                self._assemble(line, items)
            elif self.active and section(line, items):
                self.close()

    def _one_line(self, row: ListLine, cells: list[Span]) -> ListLine | None:
        """The row as one line where its cells are the parts of it: « Mme X | directrice de la Mission Locale »."""
        words = self.text[row.span.start : row.span.end]
        if "\n" in words.strip() or any(label_state(ListLine(self.text[c.start : c.end], c, "cell")) for c in cells):
            return None
        line = ListLine(words, row.span, "cell")
        items = read_items(line, self.text)
        persons = [x for x in items if x.kind == "person"]
        named = [c for c in cells if any(c.start <= x.start < c.end for x in persons)]
        return line if len(named) == 1 and not section(line, items) else None


def _untitled(name: str) -> str:
    return re.sub(r"^(?:M\.|MM\.|Mme|Mlle|Dr)\s+", "", name)


def read_attendance(document: Document) -> AttendanceReading:
    """The attendance lists of `document`: rows in text order, their blocks, and what could not be read.

    Never raises; a document without a list gives an empty reading.
    """
    return _Reader(document).read()
