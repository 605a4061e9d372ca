"""The lines of a document and the rows of its tables, those made of tabs or upright strokes included."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....graph.model import Span
from ...document import Document
from .lines import ListLine


def lines_of(document: Document) -> list[ListLine]:
    """Lines in the order of the text; rows of a table (or of text with tabs inside) with their cells."""
    text = document.text
    out: list[ListLine] = []
    for block in document.blocks:
        if block.kind == "footer":
            continue
        piece = text[block.span.start : block.span.end]
        if block.cells:
            cells = list(block.cells)
            out.append(
                ListLine(piece, block.span, "row", tuple(c.span for c in cells), tuple(c.column for c in cells), block.table)
            )
            continue
        start = block.span.start
        for part in piece.split("\n"):
            span = Span(start, start + len(part))
            start += len(part) + 1
            width = part.rstrip("\r").count("\t")
            same_width = out and out[-1].kind == "row" and out[-1].table is None and len(out[-1].columns) == width + 1
            if width and ("\t" in part.strip("\t \r") or (same_width and part.strip())):
                cells_, columns = _cut(part, span.start, "\t")
                out.append(ListLine(part, span, "row", cells_, columns))
                continue
            out.append(ListLine(part, span, block.kind))
    _strokes(out)
    _lettered(out)
    _number_tables(out)
    _mend_tables(out)
    return out


def _cut(part: str, start: int, sign: str) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    spans, columns, at = [], [], start
    for column, cell in enumerate(part.split(sign)):
        spans.append(Span(at, at + len(cell)))
        columns.append(column)
        at += len(cell) + 1
    return tuple(spans), tuple(columns)


def _lettered(lines: list[ListLine]) -> None:
    """Mark « A. Bilan », « B. Projets » as headings: letters in order at the start of lines, with other lines between them."""
    found = [(k, m[1]) for k, line in enumerate(lines) if (m := re.match(r"\s*([A-H])[.)] ?[A-ZÉÈÀ]", line.text))]
    run = [found[0]] if found and found[0][1] == "A" else []
    for k, letter in found[1:] if run else []:
        if ord(letter) == ord(run[-1][1]) + 1 and any(not x.blank for x in lines[run[-1][0] + 1 : k]):
            run.append((k, letter))
    if len(run) >= 3:
        for k, _ in run:
            lines[k].heading = True


def _strokes(lines: list[ListLine]) -> None:
    """Make rows of three lines or more in a run with as many upright strokes each."""
    begin = 0
    while begin < len(lines):
        count = lines[begin].text.count("|")
        end = begin
        while end < len(lines) and count and lines[end].text.count("|") == count and not lines[end].cells:
            end += 1
        if end - begin >= 3:
            for line in lines[begin:end]:
                line.cells, line.columns = _cut(line.text, line.span.start, "|")
                line.kind = "row"
        begin = max(end, begin + 1)


def _number_tables(lines: list[ListLine]) -> None:
    """Give rows made of tabs a table number of their own (negative), one for each run of rows. A line of one cell between two
    rows belongs to the table (a heading inside it)."""
    number = -1
    last: int | None = None
    for index, line in enumerate(lines):
        if line.kind == "row" and line.table is None:
            if last is None or any(
                lines[k].blank or (lines[k].kind != "row" and k - last > 1 and not _between(lines, k))
                for k in range(last + 1, index)
            ):
                number -= 1
            line.table = number
            for k in range((last or index) + 1, index):
                if lines[k].table is None and not lines[k].blank and last is not None and lines[last].table == number:
                    lines[k].table = number
                    lines[k].cells, lines[k].columns = (lines[k].span,), (0,)
            last = index
        elif line.blank or (last is not None and index - last > 2):
            last = None


def _mend_tables(lines: list[ListLine]) -> None:
    """Lines of one cell between rows of as many columns (« Collège 2 », « ajouté au stylo : », a row with its last cells empty) belong
    to the table: readers of plain text end it there."""
    last: int | None = None
    for index, line in enumerate(lines):
        if (
            last is not None
            and last == index - 1
            and not line.cells
            and line.text.strip()
            and line.text.count("\t") == len(lines[last].columns) - 1 > 0
        ):
            line.cells, line.columns = _cut(line.text, line.span.start, "\t")
            line.kind, line.table = "row", lines[last].table
        if line.table is None or not line.row:
            continue
        if last is not None and 1 < index - last <= 3:
            between = lines[last + 1 : index]
            if (
                all(not x.blank and len(x.text.split()) <= 9 and not x.row for x in between)
                and abs(max(line.columns) - max(lines[last].columns)) <= 1
            ):
                old, new = line.table, lines[last].table
                for one in between:
                    one.table, one.cells, one.columns = new, (one.span,), (0,)
                for one in lines[index:]:
                    if one.table == old and old != new:
                        one.table = new
        last = index


def _between(lines: Sequence[ListLine], k: int) -> bool:
    return len(lines[k].text.split()) <= 8
