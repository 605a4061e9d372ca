"""Word documents of 1997 to 2003 (.doc): tables as rows, deletions out, footnotes, text boxes, headers and footers.

Written here because no library keeps what attendance needs: kreuzberg 4.10 and legacy-doc 0.2 run all rows of a table into one
line (who is excused?) and show deleted text again, and the first leaves out headers and footers. `benchmarks/doc_readers.py` prints
the three side by side.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ..document import BlockKind, Document
from .layout import CellText, Layout
from .refusals import Refused
from .word97 import Paragraph, RowShape, Word97, joined

MEDIA_TYPE = "application/msword"
_SPECIAL = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0"}
_NEAR = 40  # twips: edges this close are one column


def read_doc(data: bytes) -> Document:
    """The document in a .doc. Raises `Refused` when it is locked, older than Word 97, damaged or empty."""
    try:
        word = Word97(data)
        layout = Layout()
        _write(layout, word)
    except Refused:
        raise
    except (struct.error, IndexError, OSError, ValueError, KeyError) as error:
        raise Refused("broken", "Word structure", "structure Word") from error
    return layout.document(MEDIA_TYPE, title=word.title, author=word.author)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph as shown: its text, how it ended, its properties, the notes it refers to."""

    text: str
    end: str
    properties: Paragraph
    notes: tuple[int, ...] = ()


def _paragraphs(word: Word97, first: int, end: int) -> Iterator[_Piece]:
    """The paragraphs of a range, without deleted and hidden text and without the instructions of fields."""
    shown: dict[int, str] = {}
    for start, stop, symbol in word.hidden(first, end):
        for place in range(start, stop):
            if symbol is None or word.text[place] == "(" or ord(word.text[place]) >= 0xF000:
                shown[place] = symbol or ""
    notes = {place: order for order, place in enumerate(word.references())}
    text: list[str] = []
    own: list[int] = []
    fields: list[bool] = []  # open fields: still in the instruction?
    for place in range(first, min(end, len(word.text))):
        sign = word.text[place]
        if place in shown and sign != "\x07":
            if not any(fields):
                text.append(shown[place])
            continue
        if sign == "\x13":
            fields.append(True)
        elif sign == "\x14":
            if fields:
                fields[-1] = False
        elif sign == "\x15":
            if fields:
                fields.pop()
        elif sign in "\r\x07\x0c":
            yield _Piece(joined("".join(text)), sign, word.paragraph(place), tuple(own))
            text, own = [], []
        elif any(fields):
            continue
        elif sign == "\x02":
            if place in notes:
                own.append(notes[place])
        elif sign == "\t" or sign >= " ":
            text.append(sign)
        else:
            text.append(_SPECIAL.get(sign, ""))
    if "".join(text).strip():
        yield _Piece(joined("".join(text)), "\r", Paragraph(), tuple(own))


def _write(layout: Layout, word: Word97) -> None:
    headers, footers = _margins(word)
    for line in headers:
        layout.line(line, "header")
    _Body(layout, word).range(0, word.lengths["text"])
    start = word.start("boxes")
    for first, end in word.ranges(56)[:-1] or ([(0, word.lengths["boxes"])] if word.lengths["boxes"] else []):
        _Body(layout, word).range(start + first, min(start + end, start + word.lengths["boxes"]))
    for line in footers:
        layout.line(line, "footer")


def _margins(word: Word97) -> tuple[list[str], list[str]]:
    """Lines of headers and of footers, each once. Six stories a section; the first six of all part footnotes."""
    start = word.start("headers")
    found: tuple[list[str], list[str]] = ([], [])
    stories = word.ranges(11)[6:]
    for order in (4, 1, 0, 5, 3, 2):  # first page, then the others
        for place in range(order, len(stories), 6):
            first, end = stories[place]
            if end <= first or end > word.lengths["headers"]:
                continue
            for piece in _paragraphs(word, start + first, start + end):
                target = found[0] if order in (0, 1, 4) else found[1]
                line = piece.text.strip()
                if line and line not in target and not line.isdigit():
                    target.append(line)
    return found


class _Body:
    def __init__(self, layout: Layout, word: Word97) -> None:
        self._layout = layout
        self._word = word
        self._cells: list[str] = []  # finished cells of the open row
        self._cell: list[str] = []  # lines of the open cell
        self._rows: list[tuple[list[str], RowShape]] = []
        self._notes: list[int] = []

    def range(self, first: int, end: int) -> None:
        """Add what stands between two characters."""
        for piece in _paragraphs(self._word, first, end):
            if piece.properties.depth > 0 or (piece.end == "\x07" and self._cell):
                self._notes += piece.notes
                self._in_table(piece)
            else:
                self._close()
                self._paragraph(piece)
                self._notes += piece.notes
                self._add_notes()
        self._close()

    def _paragraph(self, piece: _Piece) -> None:
        text, kind, level = self._marked(piece)
        self._layout.line(text.replace("\t", " ") if kind == "heading" else text, kind, level=level)

    def _marked(self, piece: _Piece) -> tuple[str, BlockKind, int]:
        properties, text = piece.properties, piece.text
        mark = self._word.mark(properties) if text.strip() else None
        text = f"{mark} {text.lstrip()}" if mark else text
        heading = properties.style if 1 <= properties.style <= 9 else properties.outline + 1 if properties.outline < 9 else 0
        if heading:
            return text, "heading", heading
        return (text, "item", properties.level) if mark is not None else (text, "paragraph", 0)

    def _in_table(self, piece: _Piece) -> None:
        properties = piece.properties
        if properties.row_end and properties.depth <= 1:
            self._rows.append((self._cells, properties.shape))
            self._cells = []
            return
        if properties.inner_row:
            return
        text, _, _ = self._marked(piece)
        if text.strip():
            self._cell.append(text)
        if piece.end == "\x07" and properties.depth <= 1:
            self._cells.append("\n".join(self._cell))
            self._cell = []

    def _close(self) -> None:
        """Add the table that has just ended."""
        if self._cell:
            self._cells.append("\n".join(self._cell))
        if self._cells:
            self._rows.append((self._cells, RowShape()))
        rows, self._rows, self._cells, self._cell = self._rows, [], [], []
        if not rows:
            return
        if len(rows) == 1 and len(rows[0][0]) == 1:  # a frame around text
            self._layout.line(rows[0][0][0])
        else:
            self._layout.open_table()
            for row in _placed(rows):
                self._layout.row(row)
            self._layout.close_table()
        self._add_notes()

    def _add_notes(self) -> None:
        notes, self._notes = self._notes, []
        start, ranges = self._word.start("notes"), self._word.ranges(3)
        for note in notes:
            if note < len(ranges):
                for piece in _paragraphs(self._word, start + ranges[note][0], start + ranges[note][1]):
                    if piece.text.strip():
                        self._layout.line(piece.text.strip())


def _placed(rows: list[tuple[list[str], RowShape]]) -> Iterator[list[CellText]]:
    """The cells of each row on the grid of the table: columns from the edges of all rows, merged cells once."""
    grid: list[int] = []
    for edge in sorted({edge for _, shape in rows for edge in shape.edges}):
        if not grid or edge - grid[-1] > _NEAR:
            grid.append(edge)
    places: list[list[tuple[CellText, bool]]] = []  # with: is it covered from above?
    for texts, shape in rows:
        row: list[tuple[CellText, bool]] = []
        for order, text in enumerate(texts):
            if order + 1 < len(shape.edges):
                column, end = (_column(grid, edge) for edge in shape.edges[order : order + 2])
            else:
                column, end = order, order + 1
            flags = shape.flags[order] if order < len(shape.flags) else 0
            if flags & 2 and not flags & 1 and row and not text.strip():
                last, covered = row[-1]
                row[-1] = CellText(last.text, last.column, last.rows, max(1, end - last.column)), covered
            else:
                row.append((CellText(text, column, 1, max(1, end - column)), bool(flags & 0x20 and not flags & 0x40)))
        places.append(row)
    for index, row in enumerate(places):
        cells = []
        for cell, covered in row:
            if covered and index and not cell.text.strip():
                continue
            below = 1
            while index + below < len(places) and any(
                under and other.column == cell.column and not other.text.strip() for other, under in places[index + below]
            ):
                below += 1
            cells.append(CellText(cell.text, cell.column, below, cell.columns))
        yield cells


def _column(grid: list[int], edge: int) -> int:
    return min(range(len(grid)), key=lambda place: abs(grid[place] - edge))
