"""Lines and rows into a `Document`: the one place where text is joined and offsets are counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...graph.model import Span
from ..document import Block, BlockKind, Cell, Document
from .refusals import MAX_CHARACTERS, MAX_COLUMNS, Refused

# Control characters, zero-width marks and soft hyphens: what an editor does not show. Tab and line break are kept.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffc\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BULLET = re.compile(r"\s*[-–—•‣▪●○◦■□▶➢➔→✓·*o]\s+\S")


def visible(text: str) -> str:
    """`text` as it is shown: line breaks as "\\n", no control characters, soft hyphens or zero-width marks."""
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))


def looks_like_item(line: str) -> bool:
    """Whether the line starts with a bullet and a space."""
    return _BULLET.match(line) is not None


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell before it has a place in the text. `column` counts from 0; `rows` and `columns` are what it spans."""

    text: str
    column: int
    rows: int = 1
    columns: int = 1


def in_cell(text: str) -> str:
    """`text` on one line without tabs: a tab becomes a space, a line break two (so that lines of a cell stay apart)."""
    lines = (" ".join(line.replace("\t", " ").split(" ")).strip() for line in visible(text).split("\n"))
    return "  ".join(line for line in lines if line)


class Layout:
    """Collects the lines of one document in reading order; `document()` gives the result.

    Outside tables, a line that holds inner tabs becomes a row too: that is how lists are typed with the tab key.
    """

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._tables = 0
        self._table: int | None = None  # the open table
        self._row = 0
        self._typed: tuple[int, int] | None = None  # table and next row of a run of lines with tabs

    @property
    def size(self) -> int:
        """Characters so far."""
        return self._length

    def so_far(self) -> str:
        """The text so far."""
        return "\n".join(self._lines)

    def _add(
        self,
        line: str,
        kind: BlockKind,
        page: int | None = None,
        level: int = 0,
        table: int | None = None,
        cells: tuple[Cell, ...] = (),
    ) -> None:
        start = self._length
        self._lines.append(line)
        self._blocks.append(Block(kind, Span(start, start + len(line)), page, level, table, cells))
        self._length += len(line) + 1
        if self._length > MAX_CHARACTERS:
            raise Refused(
                "too-large",
                f"{MAX_CHARACTERS // 1_000_000} million characters",
                f"{MAX_CHARACTERS // 1_000_000} millions de caractères",
            )

    def line(self, text: str, kind: BlockKind = "paragraph", *, page: int | None = None, level: int = 0) -> None:
        """Add one paragraph; each manual line break in it starts a new block of the same kind."""
        for number, line in enumerate(visible(text).split("\n")):
            line = line.strip()
            if not line:
                self.blank(page=page)
            elif kind in ("paragraph", "item") and "\t" in line:
                self._tabbed(line, page)
            else:
                self._typed = None
                kind_here = "paragraph" if kind == "item" and number else kind
                self._add(line, kind_here, page, level if kind_here == kind else 0)

    def exact(self, line: str, kind: BlockKind, *, level: int = 0) -> None:
        """Add one line of a plain text as it is. A line with inner tabs becomes a row."""
        if not line.strip():
            self._typed = None
            self._add(line, "blank")
        elif "\t" in line.strip():
            self._tabbed(line, None)
        else:
            self._add(line, kind, level=level)
            self._skip_title()

    def exact_cells(self, line: str, spans: list[tuple[int, int]]) -> None:
        """Add one line of a plain text as a table row whose cells stand at `spans` of it (empty ones in a rule between rows)."""
        if self._typed is None:
            self._typed = (self._tables, 0)
            self._tables += 1
        table, row = self._typed
        self._typed, self._titled = (table, row + 1), False
        begin = self._length
        cells = [Cell(Span(begin + start, begin + end), row, column) for column, (start, end) in enumerate(spans)]
        self._add(line, "row", table=table, cells=tuple(cells))

    def _skip_title(self) -> None:
        """One line without tabs between two rows (a title over the columns) does not end their table; two do."""
        if self._typed is not None:
            table, row = self._typed
            self._typed = (table, row + 1) if row >= 0 and not self._titled else None
            self._titled = True

    _titled = False

    def _tabbed(self, line: str, page: int | None) -> None:
        if self._typed is None:
            self._typed = (self._tables, 0)
            self._tables += 1
        self._titled = False
        table, row = self._typed
        self._typed = (table, row + 1)
        cells, start = [], self._length
        for column, part in enumerate(line.split("\t")):
            lead = len(part) - len(part.lstrip())
            text = part.strip()
            cells.append(Cell(Span(start + lead, start + lead + len(text)) if text else Span(start, start), row, column))
            start += len(part) + 1
        self._add(line, "row", page, table=table, cells=tuple(cells))

    def blank(self, *, page: int | None = None) -> None:
        """Add an empty line."""
        self._typed = None
        self._add("", "blank", page)

    def open_table(self) -> None:
        """Start a table; `row` adds its rows."""
        self._typed = None
        self._table, self._row = self._tables, 0
        self._tables += 1

    def close_table(self) -> None:
        """End the open table."""
        self._table = None

    def row(self, cells: Sequence[CellText], *, page: int | None = None) -> None:
        """Add one row of the open table. Columns covered by a merged cell keep their tab, so that columns stay aligned.

        A row without any text is a blank line, and still counts as a row.
        """
        if self._table is None:
            raise ValueError("row outside a table")
        if len(cells) > MAX_COLUMNS or any(cell.column >= MAX_COLUMNS for cell in cells):
            raise Refused("too-large", f"{MAX_COLUMNS} columns", f"{MAX_COLUMNS} colonnes")
        row, self._row = self._row, self._row + 1
        texts = [(cell, in_cell(cell.text)) for cell in cells]
        if not any(text for _, text in texts):
            self._add("", "blank", page, table=self._table)
            return
        line, column, placed = "", 0, []
        for cell, text in texts:
            line += "\t" * max(0, cell.column - column)
            column = max(column, cell.column)
            start = self._length + len(line)
            placed.append(Cell(Span(start, start + len(text)), row, cell.column, cell.rows, cell.columns))
            line += text
        self._add(line, "row", page, table=self._table, cells=tuple(placed))

    def extend(self, other: Layout) -> None:
        """Add all that `other` holds."""
        shift, tables = self._length, self._tables
        for line, block in zip(other._lines, other._blocks, strict=True):
            cells = tuple(
                Cell(Span(cell.span.start + shift, cell.span.end + shift), cell.row, cell.column, cell.rows, cell.columns)
                for cell in block.cells
            )
            self._add(line, block.kind, block.page, block.level, None if block.table is None else block.table + tables, cells)
        self._tables += other._tables

    def document(
        self,
        media_type: str,
        *,
        title: str | None = None,
        author: str | None = None,
        published: str | None = None,
        warnings: Iterable[str] = (),
    ) -> Document:
        """The document, its `source` still empty. Raises `Refused` when it holds no text."""
        if not any(block.kind != "blank" for block in self._blocks):
            raise Refused("no-text")
        return Document(
            "",
            media_type,
            "\n".join(self._lines),
            tuple(self._blocks),
            title=(title or "").strip() or None,
            author=(author or "").strip() or None,
            published=published,
            warnings=tuple(warnings),
        )
