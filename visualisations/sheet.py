"""The attendance sheet as a workbook to print, to fill and to load back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Protocol

from ..graph import sheet
from ..graph.language import Language
from .workbook import ILLEGAL

NEWCOMERS = 12
"""Empty rows for people nobody expected."""


class Row(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def home(self) -> str: ...
    @property
    def role(self) -> str: ...


class Sheet(Protocol):
    """What the workbook is made from."""

    @property
    def meeting(self) -> str: ...
    @property
    def date(self) -> date | None: ...
    @property
    def time(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def scope(self) -> str: ...
    @property
    def territories(self) -> str: ...
    @property
    def rows(self) -> Sequence[Row]: ...


def to_xlsx(made: Sheet, language: Language) -> bytes:
    """The bytes of the workbook: the head, a row for each expected person or body, empty rows, a list to choose presence from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    page = book.active
    assert page is not None
    page.title = {"fr": "Présence", "en": "Attendance"}[language]

    def put(row: int, column: int, text: str, **style: object) -> None:
        cell = page.cell(row, column)
        cell.value = text.translate(ILLEGAL)
        cell.data_type = "s"  # a name that begins with « = » is no formula
        for name, value in style.items():
            setattr(cell, name, value)

    side = Side(style="thin", color="999999")
    bold, line = Font(bold=True), Border(left=side, right=side, top=side, bottom=side)
    put(1, 1, sheet.TITLE[language], font=Font(bold=True, size=14))
    values = {name: getattr(made, name) for name in sheet.LABELS}
    for number, (name, titles) in enumerate(sheet.LABELS.items(), 2):
        put(number, 1, titles[language], font=bold)
        value = values[name]
        if isinstance(value, date):
            page.cell(number, 2, value).number_format = "DD/MM/YYYY"
            page.cell(number, 2).alignment = Alignment(horizontal="left")
        else:
            put(number, 2, value or "")
    top = len(sheet.LABELS) + 3
    signature = {"fr": "Signature", "en": "Signature"}[language]
    for column, title in enumerate([*(titles[language] for titles in sheet.COLUMNS.values()), signature], 1):
        put(top, column, title, font=bold, fill=PatternFill("solid", fgColor="E3EEF7"), border=line)
    rows = list(made.rows)
    for number in range(len(rows) + NEWCOMERS):
        texts = [rows[number].name, rows[number].body, rows[number].home, rows[number].role] if number < len(rows) else []
        for column in range(1, len(sheet.COLUMNS) + 2):
            text = texts[column - 1] if column <= len(texts) else ""
            put(top + 1 + number, column, text, border=line, alignment=Alignment(wrap_text=True, vertical="center"))
        page.row_dimensions[top + 1 + number].height = 24
    offered = DataValidation(
        type="list", formula1='"' + ",".join(words[language] for words in sheet.STATES.values()) + '"', allow_blank=True
    )
    letter = chr(ord("A") + list(sheet.COLUMNS).index("presence"))
    offered.add(f"{letter}{top + 1}:{letter}{top + len(rows) + NEWCOMERS}")
    page.add_data_validation(offered)
    for at, width in zip("ABCDEFG", (28, 34, 22, 20, 13, 22, 22), strict=True):
        page.column_dimensions[at].width = width
    page.freeze_panes = f"A{top + 1}"
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", page.PAPERSIZE_A4, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
