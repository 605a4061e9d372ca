"""An answer as an Excel workbook: the table on one sheet, what it rests on on another."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from ..graph.language import Language
from .terminal import plain

ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Control characters that XML 1.0, and so a workbook, cannot hold."""


class Tabular(Protocol):
    """What a workbook needs of an answer."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def rows(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def sentence(self) -> Mapping[str, str]: ...
    @property
    def notes(self) -> Sequence[Mapping[str, str]]: ...


def to_xlsx(answer: Tabular, language: Language) -> bytes:
    """The bytes of a workbook with the rows of `answer` (header frozen, filter on) and its sentence and notes.

    Text is written as text: a cell that begins with « = » is no formula.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Réponse" if language == "fr" else "Answer"
    sheet.append(list(answer.columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    widths = [len(column) for column in answer.columns]
    for number, row in enumerate(answer.rows, 2):
        for column, name in enumerate(answer.columns, 1):
            value = row.get(name)
            cell = sheet.cell(number, column)
            if isinstance(value, (int, float, date)) and not isinstance(value, bool):
                cell.value = value
            else:
                cell.value = plain(value).translate(ILLEGAL)[:32_000]
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            widths[column - 1] = max(widths[column - 1], min(60, len(plain(value))))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    notes = book.create_sheet("Notes")
    for text in (answer.sentence, *answer.notes):
        notes.append([plain(text[language])])
    notes.column_dimensions["A"].width = 110
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
