"""Attendance sheets: a header row, one row a person, columns of presence, signatures or sessions.

Columns by header words; values by the legend, then by the usual letters (P E A R V X oui non); a cross under « Excusé »; initials
or a signature = present."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ....graph.model import Span
from .cells import VACANT
from .columns import find_header, legend
from .entries import Context, Entry, body_mention, clean_group, is_group, set_state
from .lines import ListLine, heading_state, read_items, section
from .model import BodyMention
from .names import normal_case
from .phrases import Mark, State, plain, read_state
from .ticks import Ticks

_ADDED = re.compile(r"rajout|ajout|a la main|manuscrit")


_TITLE = re.compile(r"M\.?|MM\.?|Mr|Mmes?|Mlles?|Madame|Monsieur|Dr|Pr", re.IGNORECASE)


def read_table(
    rows: Sequence[ListLine], text: str, context: Context, letters: Mapping[str, Mark], known: list[Entry], state: State | None
) -> list[Entry]:
    """Rows of an attendance sheet, [] when the table is none. `state`: what the heading above the table says."""
    header = find_header(rows, text, state)
    if header is None:
        return []
    index, columns = header
    for row in rows[:index]:
        letters = {**letters, **legend([row])}
    sheet = _Sheet(rows[index + 1 :], text, context, columns, letters, known, state)
    return sheet.read()


class _Sheet(Ticks):
    """The rows of a sheet."""

    def read(self) -> list[Entry]:
        misses = 0
        for row in self.rows:
            filled = [(s, c) for s, c in zip(row.cells, row.columns, strict=True) if self.text[s.start : s.end].strip()]
            if not filled:
                continue
            if len(filled) == 1 and (filled[0][1] == 0 or len(row.cells) == 1):
                if self._single(row, filled[0][0]):
                    break
                continue
            if self._row(row):
                misses = 0
            else:
                misses += 1
                if misses >= 2 and self.out:
                    break
        for entry, span, proxy in self.notes:
            self._note(entry, span, proxy)
        return self.out

    def _single(self, row: ListLine, span: Span) -> bool:
        """A row of one cell: a heading inside the table. True when the sheet ends here."""
        words = self.text[span.start : span.end].strip()
        line = ListLine(words, span, "cell")
        if _ADDED.search(plain(words)):
            return False
        kind = next((c.kind for i, c in self.columns.items() if i == row.columns[row.cells.index(span)]), "")
        state = heading_state(line) or read_state(words) if len(words.split()) <= 8 else None
        if state is not None and (state.presence != "present" or not self.shows):
            set_state(self.context, state, span)
            self.invited = state.invited
            if not self.shows:
                self.state = state
            self.context.group, self.context.group_span = clean_group(words), span
            return False
        items = read_items(ListLine(words, Span(span.start, span.end), "cell"), self.text)
        if is_group(items, words):
            self.context.group, self.context.group_span = clean_group(words), span
            self.invited = True if plain(words).startswith("invite") else None
            self.context.bodies = []
            return False
        if kind in ("name", "family", "given") and items and items[0].kind == "person":
            self._row(row)
            return False
        if kind == "body" and len(items) == 1 and items[0].kind in ("body", "unknown") and not self.shows:
            self._row(row)
            return False
        if section(line, items) or len(words.split()) > 12:
            return True
        if len(items) == 1 and items[0].kind == "body" and kind == "name":
            self.context.bodies = [body_mention(items[0].words)]
        return plain(words) in ("decisions", "decision", "ordre du jour")

    def _no_name(self, row: ListLine, mentions: list[BodyMention]) -> bool:
        """A row whose name is left open: a row for its body where the row says something of it."""
        entries = [Entry("body", m.name, m.span.start, m.span.end) for m in mentions] if self._values(row) else []
        for entry in entries:
            entry.rule, entry.line, entry.heading = "table", row.span, self.context.heading
        self._presence(row, entries)
        return bool(entries)

    def _row(self, row: ListLine) -> bool:
        families, givens = self._cell(row, "family"), self._cell(row, "given")
        names, bodies = self._cell(row, "name"), self._cell(row, "body")
        entries: list[Entry] = []
        mentions = self._bodies(bodies, row)
        if families or givens:
            words = [t for s, _ in (*givens, *families) for i in self._items(s) for t in i.words if i.kind not in ("(", ")")]
            family = self._text(families).split(",")[0]
            given = self._text(givens)
            if not words or VACANT.match(plain(f"{given} {family}").strip(" ()")):
                return self._no_name(row, mentions)
            titled_given = bool(_TITLE.fullmatch(given.strip()))
            given, family = "" if titled_given else _case(given), _case(family)
            first = (families or givens)[0][0]
            name = " ".join(filter(None, (given, family)))
            start, end = min(s.start for s, _ in (*givens, *families)), max(s.end for s, _ in (*givens, *families))
            entry = Entry("person", name, first.start if not families else start, end, given=given or None, family=family or None)
            entry.title = titled_given
            entries.append(entry)
        for span, _ in names:
            entries.extend(self._named(span))
        titled = bool(self._cell(row, "title"))
        persons = [e for e in entries if e.kind == "person"]
        if persons:
            for entry in persons:
                entry.title = entry.title or titled
                entry.bodies = (
                    [*mentions, *[b for b in entry.bodies if all(b.name != m.name for m in mentions)]]
                    if not (entry.bodies and not mentions)
                    else entry.bodies
                )
                if not entry.bodies and self.context.bodies:
                    entry.bodies = list(self.context.bodies)
                if mentions and entry.rule == "office":
                    entry.bodies = list(mentions)
        elif entries:
            for entry in entries:
                if mentions and not entry.title:
                    entry.name, (entry.start, entry.end) = mentions[0].name, mentions[0].span
                elif mentions and entry.title:
                    entry.name = mentions[0].name
        elif mentions and (self.shows or self.state is not None or not names):
            vacant = bool(names and VACANT.match(plain(self._text(names))))
            if not (vacant and not self._values(row)):
                entries = [Entry("body", m.name, m.span.start, m.span.end) for m in mentions]
        if not entries:
            return False
        roles = [self._text([cell]) for cell in self._cell(row, "role")]
        for entry in entries:
            entry.rule = "table"
            entry.line = row.span
            entry.role.extend(r for r in roles if r)
            entry.group, entry.group_span, entry.invited = self.context.group, self.context.group_span, self.invited
            entry.heading = self.context.heading
            if self.context.group and plain(self.context.group).startswith("invite"):
                entry.heading = self.context.group_span
        self._presence(row, entries)
        if self.deputies:
            self._deputy(row, entries, mentions)
        return True


def _case(words: str) -> str:
    return " ".join(normal_case(w) for w in words.split())
