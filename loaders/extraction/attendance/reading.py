"""`read_attendance`: the lists of a document, line by line, into rows."""

from __future__ import annotations

import re
from dataclasses import replace

from ....graph.model import Span
from ....graph.names import fold
from ...document import Document
from .assembler import Line
from .columns import legend
from .entries import Entry, apply_mark, body_mention, clean_group, is_group, restore_state
from .items import Item
from .lines import (
    ListLine,
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
from .phrases import Mark, State, plain, read_mark
from .remarks import is_remark, read_remarks
from .sight import ENDING, LETTERED, SIGNATURE
from .table_lists import TableLists
from .unread import find_unread

_BY = re.compile(r"\(((?:M\.|MM\.|Mme|Mlle|Dr) [^()]{2,40}?) par ((?:M\.|Mme|Mlle|Dr) [^(),;]{2,40})")
_TOTAL = re.compile(
    r"^(?:soit|total)\b[^\d]{0,40}?(\d{1,3})\b(?=.*\b(?:presents?|participants?|personnes?)\b).{0,60}$|^total (?:des )?presents?\s*:\s*(\d{1,3})$"
)
_LEGEND_STAR = re.compile(r"^\s*\(?\s*\*+\s*[=:]")


class _Reader(TableLists):
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
        read = [block.span for block in self.blocks]
        if self.entries:
            self.entries += read_remarks(self.lines, self.text, self.entries, read, self.remarks, self.context)
        unread = [*self.unread, *find_unread(self.lines, self.text, read)]
        return outcome(self.entries, self.blocks, unread, self.text)

    def _line(self, index: int) -> int:
        line = self.lines[index]
        self.since += 1
        if line.blank:
            return index + 1
        line, after = self._logical(index)
        if legend([line]) or _LEGEND_STAR.match(line.text):
            self._legend(line)
            return after
        if self.letters and (begun := LETTERED.match(line.text)) and fold(begun[1]) in self.letters:
            self._lettered(line, line.text[begun.end() :], begun.end(), self.letters[fold(begun[1])])
            return after
        if self.letters and (ending := ENDING.search(line.text)) and fold(ending[1]) in self.letters:
            said = read_mark(ending[2]) if ending[2] else None
            mark = self.letters[fold(ending[1])]
            self._lettered(line, line.text[: ending.start()], 0, replace(mark, mode=said.mode or mark.mode) if said else mark)
            return after
        if (
            (state := heading_state(line)) is not None
            and not self._named(line)
            and self._content_follows(after)
            and not (state.official and not self._near())
        ):
            self._open_with(line, state)
            return after
        if self.active and (count := _TOTAL.match(plain(line.text))) is not None:
            self.size = self.size or int(count[1] or count[2])
            return after
        items = read_items(line, self.text)
        if self.active and is_remark(line, self.text, items, self.entries):
            self.remarks.append(line)
            return after
        label = label_state(line) if not SIGNATURE.match(plain(line.text)) else None
        if label is not None and self._opens(line, label, after):
            self._read_line(line, items, label)
            if label[1] > 20 and line.text[label[2] :].strip() and not line.text[: label[1]].rstrip().endswith(":"):
                self.close()
            return after
        if (found := sentence_state(line)) is not None and self._names_after(line, found[1]):
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
            if SIGNATURE.match(plain(line.text)):
                signed = line.text.partition(":")[2].strip(" _.…-")
                apply_mark(person, read_mark(signed) or Mark("present" if signed else "absent"))
            else:
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

    def _body_line(self, line: ListLine, items: list[Item], after: int) -> None:
        content = [x for x in items if x.kind not in (".", ",", "-", "bullet", ";", "•")]
        if not content:
            return
        words = line.text.strip(" \t-•*:;,.")
        colon = line.text.rstrip().endswith(":")
        if not names_in(items) and (colon or len(words.split()) <= 12):
            if not any(x.kind == "mark" for x in content) and is_group(content, words) and ":" not in line.text.rstrip(" :"):
                restore_state(self.context)
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

    def _lettered(self, line: ListLine, words: str, at: int, mark: Mark) -> None:
        """A line with a letter of the legend beside its `words`, which begin `at` characters into it."""
        self.open(line.span.start)
        self.context.state = self.context.state or State("present")
        before = len(self.entries)
        start = line.span.start + at
        rest = ListLine(words, Span(start, start + len(words)), line.kind)
        self._assemble(rest, read_items(rest, self.text))
        for entry in self.entries[before:]:
            if not entry.own_presence:
                apply_mark(entry, mark)


def _untitled(name: str) -> str:
    return re.sub(r"^(?:M\.|MM\.|Mme|Mlle|Dr)\s+", "", name)


def read_attendance(document: Document) -> AttendanceReading:
    """The attendance lists of `document`: rows in text order, their blocks, and what could not be read.

    Never raises; a document without a list gives an empty reading.
    """
    return _Reader(document).read()
