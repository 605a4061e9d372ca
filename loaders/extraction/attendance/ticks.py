"""The cells of a sheet that say who was there: letters, crosses, initials, dated columns, remarks."""

from __future__ import annotations

import re
from dataclasses import replace

from ....graph.model import Span
from ....graph.names import fold
from .assembler import Line
from .cells import Cells
from .columns import Column
from .entries import Context, Entry
from .items import Item
from .lines import ListLine
from .model import BodyMention
from .phrases import Link, Mark, State, plain, read_link, read_mark

_STAND_IN = re.compile(r"\b(?:suppléé|représenté|remplacé|pouvoir|procuration|mandat)\w*", re.IGNORECASE)


class Ticks(Cells):
    """A sheet whose rows get their presence."""

    def _values(self, row: ListLine) -> list[tuple[Span, Column]]:
        return self._cell(row, "presence", "present", "excused", "absent", "morning", "afternoon", "date", "remote")

    def _presence(self, row: ListLine, entries: list[Entry]) -> None:
        dated = [c for c in self.columns.values() if c.kind == "date"]
        halves = [c for c in self.columns.values() if c.kind in ("morning", "afternoon")]
        values = self._values(row)
        notes = self._cell(row, "note", "proxy")
        for entry in entries:
            if dated:
                self._sessions(row, entry)
                continue
            marks: list[Mark] = []
            for span, column in values:
                mark = self._value(span, column, entry)
                if mark is not None:
                    marks.append(mark)
                    if column.kind in ("morning", "afternoon") and mark.presence == "present":
                        entry.sessions.append("matin" if column.kind == "morning" else "après-midi")
            if not entry.own_presence:
                if not self.shows:
                    entry.presence = self.state.presence if self.state is not None else "unknown"
                elif any(m.presence == "present" for m in marks):
                    entry.presence = "present"
                elif marks:
                    entry.presence = next((m.presence for m in marks if m.presence), "absent")
                else:
                    entry.presence = (
                        "unknown" if not halves and not any(c.kind == "presence" for c in self.columns.values()) else "absent"
                    )
            entry.mode = next((m.mode for m in marks if m.mode), entry.mode)
            self.out.append(entry)
        if entries:
            for span, column in notes:
                self.notes.append((entries[0], span, column.kind == "proxy"))
            for span, _ in values:  # « E – suppléé par Mme X » in the column of presence
                said = _STAND_IN.search(self.text, span.start, span.end)
                if said and said.end() < span.end:
                    self.notes.append((entries[0], Span(said.start(), span.end), False))

    def _deputy(self, row: ListLine, titular: list[Entry], mentions: list[BodyMention]) -> None:
        """The deputies of a row: one who came stands in for a titular member who did not; one who had no need to come gives no row."""
        main, self.columns = self.columns, self.deputies
        try:
            deputies = [e for span, _ in self._cell(row, "deputy") for e in self._named(span) if e.kind == "person"]
            marks = {id(e): self._marks(row, e) for e in deputies}
        finally:
            self.columns = main
        called = any("suppl" in plain(self.text[span.start : span.end]) for span, _ in self._values(row))
        away = [e for e in titular if e.kind == "person" and e.presence != "present"]
        for entry in deputies:
            came = (
                (entry.own_presence and entry.presence == "present")
                or any(m.presence == "present" for m in marks[id(entry)])
                or (called and not marks[id(entry)])
            )
            if not came:
                continue
            entry.rule, entry.line, entry.presence = "table", row.span, "present"
            entry.bodies = entry.bodies or list(mentions)
            entry.group, entry.group_span, entry.heading = self.context.group, self.context.group_span, self.context.heading
            if len(away) == 1:
                away[0].presence = "excused"
                entry.stands_in_for = [(away[0], "substitute")]
            self.out.append(entry)

    def _marks(self, row: ListLine, entry: Entry) -> list[Mark]:
        found = (self._value(span, column, entry) for span, column in self._values(row))
        return [mark for mark in found if mark is not None]

    def _sessions(self, row: ListLine, entry: Entry) -> None:
        """One row for each dated column. A body followed by a date in brackets holds for that date only."""
        for span, column in self._cell(row, "date"):
            mark = self._value(span, column, entry)
            if mark is None or mark.presence is None:
                continue
            one = replace(
                entry,
                presence=mark.presence,
                mode=mark.mode or entry.mode,
                sessions=[column.label] if sum(c.kind == "date" for c in self.columns.values()) > 1 else [],
                role=list(entry.role),
            )
            one.bodies = self._bodies_on(entry, column.label)
            self.out.append(one)

    def _bodies_on(self, entry: Entry, label: str) -> list[BodyMention]:
        kept = []
        for mention in entry.bodies:
            tail = self.text[mention.span.end : mention.span.end + 14]
            match = re.match(r"\s*\(([^)]*\d[^)]*)\)", tail)
            if match is None or fold(match[1]) == fold(label):
                kept.append(mention)
        return kept or list(entry.bodies)

    def _value(self, span: Span, column: Column, entry: Entry) -> Mark | None:
        words = self.text[span.start : span.end].strip()
        flat = fold(words) or words
        if column.kind in ("present", "excused", "absent", "remote"):
            if flat in ("non", "n", "0") or (column.kind == "remote" and re.search(r"\d{2}\D?\d{2}|@", words)):
                return None  # a telephone number is no telephone meeting
            stated = self.letters.get(flat) or read_mark(words)
            if column.kind == "present" and stated is not None and stated.presence in ("excused", "absent"):
                return stated
            presence = {"present": "present", "excused": "excused", "absent": "absent", "remote": "present"}[column.kind]
            return Mark(presence, "remote" if column.kind == "remote" else None)  # type: ignore[arg-type]
        if flat in self.letters and not (
            column.kind in ("morning", "afternoon")
            and flat in ("a", "e", "d", "r", "n", "t", "v")
            and self._initials(entry) == flat
        ):
            return self.letters[flat]
        if words in self.letters:
            return self.letters[words]
        if (both := _letter_and_word(words)) is not None and fold(both[0]) in self.letters:
            letter, said = self.letters[fold(both[0])], read_mark(both[1])
            return letter if said is None else replace(letter, mode=said.mode or letter.mode, timing=said.timing)
        if self._signature(words, entry):
            return Mark("present")
        mark = read_mark(words)
        if mark is not None and mark.presence:
            return mark
        return None

    @staticmethod
    def _initials(entry: Entry) -> str:
        return "".join(w[0] for w in fold(entry.name).split())

    def _signature(self, words: str, entry: Entry) -> bool:
        """Initials, or the name itself, or a word that can be nothing else."""
        flat = fold(words).split()
        name = fold(entry.name).split()
        if not flat:
            return words.strip() not in ("", "/", ".")
        compact = "".join(flat)
        if compact == "signe" or compact == "signature":
            return True
        if all(any(n.startswith(w) for n in name) for w in flat):
            return True
        if any(w in name and len(w) > 3 for w in flat) and all(w in name or len(w) < 3 for w in flat):
            return True  # « L. Gaudry » beside « Mme GAUDRY »
        initials = "".join(n[0] for n in name)
        return (
            words.isupper()
            and len(compact) <= 4
            and (sorted(compact) == sorted(initials) or set(compact) <= set(initials) or len(compact) <= 3)
        )

    def _note(self, entry: Entry, span: Span, proxy: bool) -> None:
        words = self.text[span.start : span.end].strip()
        same = [e for e in self.out if e.line == entry.line]
        link = read_link(words)
        items = self._items(span)
        if link is None and proxy and items and (items[0].kind == "person" or items[0].title):
            self._link(entry, items, "Pouvoir à ")
            return
        if link is not None:
            self._link(entry, items, "")
            return
        if link is None and (other := _in_place_of(items)) is not None:
            self._link(entry, [Item("link", other.words[:1], 0, link=Link("substitute", "for", 0)), other], "")
            return
        mark = read_mark(words)
        if mark is None:
            return
        for one in same:
            if mark.presence in ("excused", "absent") and one.presence in ("absent", "unknown", "excused"):
                one.presence = "excused" if "excused" in (mark.presence, one.presence) else "absent"
            if mark.timing:
                one.timing = mark.timing
            if mark.session and mark.session not in one.sessions:
                one.sessions.append(mark.session)
            if mark.mode and one.presence == "present":
                one.mode = mark.mode

    def _link(self, entry: Entry, items: list[Item], prefix: str) -> None:
        pool = [*self.known, *[e for e in self.out if e not in self.known]]
        helper = Line(Context(state=State("present"), block=self.context.block), items, self.text, entry.line or Span(0, 0), pool)
        helper.entries = list(pool)
        helper.last = entry if entry.kind == "person" else None
        helper.last_body = entry if entry.kind == "body" else None
        if prefix:
            items = [Item("link", items[0].words[:1], 0, link=Link("proxy", "by", 0)), *items]
        k = 0
        while k < len(items):
            if items[k].kind == "link":
                helper._link(items, k)
                break
            k += 1
        for found in helper.entries:
            if found not in pool[: len(pool)] or (found not in self.out and found not in self.known):
                found.line, found.heading = entry.line, None
                self.out.append(found)


def _letter_and_word(words: str) -> tuple[str, str] | None:
    """« P (visio) », « E - malade » → the letter and what is said beside it."""
    match = re.fullmatch(r"([A-Za-zÉ]{1,3})\s*(?:\(([^)]*)\)|[-–:/,]\s*(.+))", words)
    return (match[1], (match[2] or match[3]).strip()) if match else None


def _in_place_of(items: list[Item]) -> Item | None:
    """The person of a remark « pour Mme X »."""
    if len(items) == 2 and items[0].kind == "pour" and items[1].kind == "person":
        return items[1]
    return None
