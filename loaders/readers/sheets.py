"""Tables: .csv and .tsv, .xlsx and .xls. One row a line, empty rows included; each sheet that is not empty is a document."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from ..document import Document
from .layout import CellText, Layout
from .package import Package, workbook
from .parts import Part
from .plain import decode
from .refusals import MAX_CELLS, MAX_MERGED, MAX_ROWS, Refused

_DELIMITERS = (";", "\t", ",", "|")
MAX_GAP = 500  # empty rows that are kept between two others: a stray cell may lie a million rows below
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"


def read_csv(data: bytes) -> Document:
    """The rows of a delimited file, its delimiter and its encoding found from the content."""
    text = decode(data)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        text, delimiter = rest, first.strip()[4]
    else:
        delimiter = find_delimiter(text)
    layout = Layout()
    layout.open_table()
    csv.field_size_limit(1_000_000)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            _check_rows(number)
            layout.row([CellText(value, column) for column, value in enumerate(row)])
    except csv.Error as error:
        raise Refused("broken", str(error)) from error
    return layout.document("text/csv" if delimiter != "\t" else "text/tab-separated-values")


def find_delimiter(text: str) -> str:
    """The delimiter that cuts the most rows into one same number of fields; "," for a single column."""
    sample = "\n".join(text.split("\n")[:200])
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row)
        except csv.Error:
            continue
        width, rows = max(widths.items(), key=lambda item: (item[0] > 1) * item[1], default=(1, 0))
        score = rows / max(1, sum(widths.values())) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _check_rows(number: int) -> None:
    if number >= MAX_ROWS:
        raise Refused("too-large", f"{MAX_ROWS} rows", f"{MAX_ROWS} lignes")


def read_xlsx(data: bytes) -> Iterator[Part]:
    """The sheets that hold text, hidden ones left out. Dates are ISO; a merged cell stands once."""
    _refuse_wide_merges(Package(data))
    found = False
    for sheet in workbook(data).worksheets:
        if sheet.sheet_state != "visible":
            continue
        merged = {
            (area.min_row - 1, area.min_col - 1): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
            for area in sheet.merged_cells.ranges
        }
        _check_rows(sheet.max_row - 1)
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            raise Refused("too-large", f"{MAX_CELLS} cells", f"{MAX_CELLS} cellules")
        rows = ([shown(value) for value in row] for row in sheet.iter_rows(values_only=True))
        document = sheet_document(rows, merged, XLSX)
        if document is not None:
            found = True
            yield Part(sheet.title, document=document)
    if not found:
        raise Refused("no-text")


_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")


def _refuse_wide_merges(package: Package) -> None:
    """Raises `Refused` when merged cells cover more places than a sheet may have; openpyxl makes an object of each of them."""
    covered = 0
    for name in package.names():
        if name.startswith("xl/worksheets/"):
            for left, top, right, bottom in _MERGE.findall(package.bytes(name) or b""):
                covered += (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
    if covered > MAX_MERGED:
        raise Refused("too-large", f"{MAX_MERGED} merged cells", f"{MAX_MERGED} cellules fusionnées")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def read_xls(data: bytes) -> Iterator[Part]:
    """As `read_xlsx`, for workbooks of Excel 97 to 2003."""
    import olefile
    import xlrd

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:  # sees circles among the sectors, in which xlrd goes on for ever
            content = ole.openstream("Workbook" if ole.exists("Workbook") else "Book").read()
        workbook = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.biffh.XLRDError as error:
        raise Refused("password" if "encrypted" in str(error).lower() else "broken", "workbook", "classeur") from error
    except Exception as error:  # xlrd trips over damaged files in many ways
        raise Refused("broken", "workbook", "classeur") from error
    found = False
    for sheet in workbook.sheets():
        if sheet.visibility:
            continue
        merged = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
        rows = ([_xls_value(cell, workbook.datemode) for cell in sheet.row(number)] for number in range(sheet.nrows))
        document = sheet_document(rows, merged, XLS)
        if document is not None:
            found = True
            yield Part(sheet.name, document=document)
    if not found:
        raise Refused("no-text")


def _xls_value(cell: object, datemode: int) -> str:
    import xlrd

    kind, value = cell.ctype, cell.value  # type: ignore[attr-defined]
    if kind == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(value, 1 if datemode else 0)) if value >= 1 else shown(timedelta(days=value))
        except (ValueError, OverflowError):
            return shown(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value))
    return "" if kind in (xlrd.XL_CELL_ERROR, xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) else shown(value)


def sheet_document(rows: Iterable[list[str]], merged: dict[tuple[int, int], tuple[int, int]], media_type: str) -> Document | None:
    """The document of one sheet, None when it is empty. Empty rows at the end and empty cells at the end of rows are dropped."""
    covered = {
        (top + down, left + right)
        for (top, left), (height, width) in merged.items()
        if height * width < 10_000
        for down in range(height)
        for right in range(width)
        if down or right
    }
    layout = Layout()
    layout.open_table()
    waiting = 0
    for number, row in enumerate(rows):
        _check_rows(number)
        cells = [
            CellText(text, column, *merged.get((number, column), (1, 1)))
            for column, text in enumerate(row)
            if (number, column) not in covered
        ]
        while cells and not cells[-1].text.strip():
            cells.pop()
        if not cells:
            waiting += 1
            continue
        for _ in range(min(waiting, MAX_GAP) if layout.size else 0):
            layout.row([])
        waiting = 0
        layout.row(cells)
    try:
        return layout.document(media_type)
    except Refused:
        return None


def shown(value: object) -> str:
    """A value of a cell as text: dates in ISO, whole numbers without decimals, true and false as French Excel shows them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime):
        clock = value.time()
        return value.date().isoformat() if clock == time() else f"{value.date().isoformat()} {shown(clock)}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
