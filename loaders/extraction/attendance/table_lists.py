"""Tables among the lines of a document: sheets, columns that are lists, cells that go by pairs, rows that are lines."""

from __future__ import annotations

from ....graph.model import Span
from . import tables
from .columns import legend
from .entries import apply_mark, body_mention
from .labelled import Labelled
from .lines import (
    ListLine,
    bodies_in,
    heading_state,
    label_state,
    names_in,
    read_items,
    section,
)
from .marked_cells import find_marked_cells, rows_end_in_marks
from .phrases import Mark, State
from .state_columns import StateColumns, cell_lines, find_state_columns


class TableLists(Labelled):
    """The lists of a document, with those that stand in tables."""

    def _table(self, index: int) -> int:
        number = self.lines[index].table
        end = index
        while end < len(self.lines) and self.lines[end].table == number:
            end += 1
        rows = self.lines[index:end]
        if (lists := find_state_columns(rows, self.text)) is not None:
            self._state_columns(rows, lists)
            return end
        if pairs := find_marked_cells(rows, self.text, legend(self.lines[index : end + 4])):
            self._marked_cells(pairs)
            return end
        if len(rows) == 1 and (first := self._states_of(rows[0])):
            (line, now), (_, later) = first
            self._open_with(line, now)
            self.context.later = later
            return end
        letters = legend(self.lines[max(0, index - 6) : index] + self.lines[end : end + 4])
        state = self.context.state if self.active else None
        found = tables.read_table(rows, self.text, self.context if self.active else self._context(), letters, self.scope, state)
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
        if rows_end_in_marks(rows, self.text):
            self.open(rows[0].span.start)
            self.context.state = self.context.state or State("present")
            for row in rows:
                line = ListLine(self.text[row.span.start : row.span.end], row.span, "cell")
                self._assemble(line, read_items(line, self.text))
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

    def _marked_cells(self, pairs: list[tuple[Mark, Span]]) -> None:
        """Cells that each hold one row of a list, the mark in the cell before."""
        self.open(pairs[0][1].start)
        self.context.state = self.context.state or State("present")
        for mark, span in pairs:
            before = len(self.entries)
            line = ListLine(self.text[span.start : span.end], span, "cell")
            self._assemble(line, read_items(line, self.text))
            for entry in self.entries[before:]:
                if not entry.own_presence:
                    apply_mark(entry, mark)
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
