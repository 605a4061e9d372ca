"""PDF with a text layer: columns in reading order, wrapped lines joined, ruled tables as rows, pages kept."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ..document import BlockKind, Document
from .layout import CellText, Layout, looks_like_item
from .page_layout import Joiner, Line, Word, column_lines, reading_order, segments, wraps
from .refusals import MAX_PAGES, Refused

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table

MEDIA_TYPE = "application/pdf"
_CID = re.compile(r"\(cid:\d+\)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}\s*(?:[/|-]|sur|of)?\s*\d{0,4}\W*", re.IGNORECASE)
_BULLETS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "-", "\uf0e0": "→", "\uf0a8": "☐", "\uf0fe": "☒"}
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A ruled table: its rows of cells, where it starts."""

    rows: list[list[CellText]]
    page: int
    top: float


def read_pdf(data: bytes) -> Document:
    """The document in a PDF. Raises `Refused` when it is locked, damaged, too long, or holds pictures of pages only."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
        if _more_pages(pdf, MAX_PAGES):  # closing it would make an object of each page
            raise Refused("too-large", f"{MAX_PAGES} pages")
        with pdf:
            contents: list[list[Line] | _Grid] = []
            for number, page in enumerate(pdf.pages, 1):
                contents += _page(page, number)
                page.close()
            metadata = {key: value for key, value in (pdf.metadata or {}).items() if isinstance(value, str)}
            pages = len(pdf.pages)
    except Refused:
        raise
    except Exception as error:  # pdfminer has no common base, and pdfplumber wraps part of them
        causes = (error, error.__cause__, *error.args)
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes) or "PDFPasswordIncorrect" in repr(error):
            raise Refused("password") from error
        raise Refused("broken", "PDF structure", "structure PDF") from error
    text = "".join(line.text for row in contents if not isinstance(row, _Grid) for line in row)
    grids = sum(isinstance(row, _Grid) for row in contents)
    if pages and not grids and (len(text.strip()) < 3 or text.count("•") > len(text) / 3):
        raise Refused("no-text-layer" if pages else "no-text")
    layout = Layout()
    _write(layout, contents, pages)
    title = metadata.get("Title")
    return layout.document(
        MEDIA_TYPE, title=title if title and title != "untitled" else None, author=_author(metadata.get("Author"))
    )


def _more_pages(pdf: PDF, limit: int) -> bool:
    """Whether it has more pages than `limit`, without reading further than that."""
    from pdfminer.pdfpage import PDFPage

    return sum(1 for _ in itertools.islice(PDFPage.create_pages(pdf.doc), limit + 1)) > limit


def _readable(text: str) -> str:
    """A word without glyphs that have no character; alone, such a glyph is a bullet."""
    return "•" if _CID.fullmatch(text) else _PRIVATE.sub("•", _CID.sub("", text).translate(_BULLETS)) or "•"


def _author(value: str | None) -> str | None:
    return None if value in (None, "anonymous", "(anonymous)", "unspecified") else value


def _page(page: Page, number: int) -> list[list[Line] | _Grid]:
    """The lines (segments side by side in one list) and tables of a page, in reading order."""
    words = [
        Word(_readable(str(word["text"])), word["x0"], word["x1"], word["top"], word["bottom"])
        for word in page.dedupe_chars().extract_words(x_tolerance_ratio=0.15, y_tolerance=2, keep_blank_chars=False)
    ]
    grids: list[_Grid] = []
    for table in page.find_tables():
        grid, inside = _grid(table, words, number)
        if grid is not None:
            grids.append(grid)
            words = [word for word in words if word not in inside]
    found: list[list[Line] | _Grid] = []
    start = float("-inf")
    for grid in [*sorted(grids, key=lambda grid: grid.top), None]:
        end = grid.top if grid else float("inf")
        band = [word for word in words if start <= word.top < end]
        found += column_lines(reading_order(segments(band, number)))
        if grid:
            found.append(grid)
        start = end
    return found


def _grid(table: Table, words: Sequence[Word], page: int) -> tuple[_Grid | None, set[Word]]:
    """The cells of a ruled table with their words; None for a frame around text."""
    boxes = sorted(set(table.cells), key=lambda box: (round(box[1]), box[0]))
    lefts, tops = _edges(box[0] for box in boxes), _edges(box[1] for box in boxes)
    if len(lefts) < 2 or (len(tops) < 2 and len(boxes) < 2):
        return None, set()
    rights, bottoms = [*lefts[1:], max(box[2] for box in boxes)], [*tops[1:], max(box[3] for box in boxes)]
    inside: set[Word] = set()
    rows: list[list[CellText]] = [[] for _ in tops]
    for left, top, right, bottom in boxes:
        own = [
            w
            for w in words
            if left - 1 <= (w.x0 + w.x1) / 2 <= right + 1 and top - 1 <= (w.top + w.bottom) / 2 <= bottom + 1 and w not in inside
        ]
        inside.update(own)
        column, row = _nearest(lefts, left), _nearest(tops, top)
        spans = _nearest(bottoms, bottom) - row + 1, _nearest(rights, right) - column + 1
        rows[row].append(CellText(_cell(own, page, right), column, max(1, spans[0]), max(1, spans[1])))
    for cells in rows:
        cells.sort(key=lambda cell: cell.column)
    return (_Grid(rows, page, min(box[1] for box in boxes)), inside) if inside else (None, inside)


def _edges(values: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 4:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _cell(words: Sequence[Word], page: int, right: float) -> str:
    """The lines of a cell: broken by its width, joined; broken by its writer, kept apart."""
    lines = column_lines([segments(words, page)]) if words else []
    joiner = Joiner(())
    text, previous = "", None
    for row in lines:
        line = Line(tuple(word for part in row for word in part.words), page, right - 2)
        if previous is None:
            text = line.text
        elif wraps(previous, line, leading=line.size * 2):
            text = joiner.join(text, line.text)
        else:
            text += "\n" + line.text
        previous = line
    return text


def _write(layout: Layout, contents: Sequence[list[Line] | _Grid], pages: int) -> None:
    rows = [row for row in contents if not isinstance(row, _Grid)]
    singles = [row[0] for row in rows if len(row) == 1]
    body = median(line.size for row in rows for line in row) if rows else 10.0
    steps = [b.top - a.top for a, b in itertools.pairwise(singles) if a.page == b.page and 0 < b.top - a.top < 3 * body]
    leading = median(steps) if steps else 1.2 * body
    margins = _margins(rows, pages)
    joiner = Joiner(line.text for row in rows for line in row)
    printed: set[str] = set()
    text, level, page = "", 0, 1
    kind: BlockKind = "paragraph"
    last: Line | None = None
    open_run = False  # of rows without rules, their cells told apart by wide gaps
    edges: list[float] = []

    def flush() -> None:
        nonlocal text
        if text:
            layout.line(text, kind, page=page, level=level)
        text = ""

    for index, content in enumerate(contents):
        if isinstance(content, _Grid):
            flush()
            open_run = False
            layout.open_table()
            for cells in content.rows:
                layout.row(cells, page=content.page)
            layout.close_table()
            last = None
            continue
        whole = " ".join(line.text for line in content)
        margin = margins.get(_masked(whole)) if _at_edge(content, rows) else None
        if margin or (_NUMBER.fullmatch(whole) and _at_edge(content, rows)):
            if margin and whole not in printed and _masked(whole) not in printed and not _NUMBER.fullmatch(whole):
                printed.add(_masked(whole))
                flush()
                layout.line(whole, margin, page=content[0].page)
                last = None
            continue
        line = content[0]
        if len(content) > 1:
            flush()
            if not open_run:
                _gap(layout, last, line, leading)
                edges = _edges(part.x0 for row in _run(contents, index) for part in row)
                layout.open_table()
                open_run = True
            layout.row([CellText(part.text, _nearest(edges, part.x0)) for part in content], page=line.page)
            last = content[-1]
            continue
        if open_run:
            layout.close_table()
            open_run = False
        if text and last is not None and wraps(last, line, leading):
            text = joiner.join(text, line.text)
        else:
            flush()
            _gap(layout, last, line, leading)
            large = line.size > 1.15 * body and len(line.text) < 200
            kind = "heading" if large else "item" if looks_like_item(line.text) else "paragraph"
            level = (1 if line.size > 1.4 * body else 2) if large else 0
            text, page = line.text, line.page
        last = line
    flush()


def _run(contents: Sequence[list[Line] | _Grid], start: int) -> list[list[Line]]:
    """The rows of cells that follow one another from `start` on."""
    run = []
    for content in contents[start:]:
        if isinstance(content, _Grid) or len(content) < 2:
            break
        run.append(content)
    return run


def _gap(layout: Layout, last: Line | None, line: Line, leading: float) -> None:
    """A blank line where the page leaves one."""
    if last is not None and last.page == line.page and last.column == line.column and line.top - last.top > 1.55 * leading:
        layout.blank(page=line.page)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _at_edge(row: Sequence[Line], rows: Sequence[Sequence[Line]]) -> bool:
    """Whether a row is among the two first or two last of its page."""
    tops = sorted({round(other[0].top) for other in rows if other[0].page == row[0].page})
    return round(row[0].top) in (*tops[:2], *tops[-2:])


def _margins(rows: Sequence[Sequence[Line]], pages: int) -> dict[str, BlockKind]:
    """Lines that come back at the top or the bottom of most pages, numbers apart."""
    if pages < 2:
        return {}
    places: dict[str, list[float]] = {}
    counts: Counter[str] = Counter()
    by_page: dict[int, list[Sequence[Line]]] = {}
    for row in rows:
        by_page.setdefault(row[0].page, []).append(row)
    for own in by_page.values():
        own = sorted(own, key=lambda row: row[0].top)
        height = own[-1][0].bottom
        seen: set[str] = set()
        for row in [*own[:2], *own[-2:]]:
            key = _masked(" ".join(line.text for line in row))
            if key not in seen:
                seen.add(key)
                counts[key] += 1
                places.setdefault(key, []).append(row[0].top / max(height, 1.0))
    return {
        key: "header" if median(places[key]) < 0.5 else "footer"
        for key, count in counts.items()
        if count >= max(2, (pages + 1) // 2)
    }
