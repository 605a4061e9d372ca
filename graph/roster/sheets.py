"""The cells of the two workbooks: columns known by their headings in French or English, values checked one by one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..dates import bounds
from ..errors import ProjectError
from ..names import fold
from .model import Problem

MOST_ROWS = 20_000
MOST_BYTES = 200_000_000
"""What a workbook may grow to when it is unpacked."""
HEADING_ROWS = 10
"""Rows among which the headings are looked for."""

Columns = Mapping[str, tuple[str, str]]
"""Column → its heading in French and in English."""

MEMBERS: Columns = {
    "scope": ("Périmètre", "Scope"), "kind": ("Nature", "Kind"), "within": ("Dans", "Within"), "body": ("Structure", "Body"),
    "network": ("Réseau", "Network"), "person": ("Personne", "Person"), "role": ("Fonction", "Role"), "since": ("Depuis", "Since"),
    "until": ("Jusqu'au", "Until"), "identifier": ("Identifiant", "Identifier"), "note": ("Remarque", "Note"),
}  # fmt: skip
TERRITORIES: Columns = {
    "name": ("Nom", "Name"), "kind": ("Nature", "Kind"), "code": ("Code", "Code"), "within": ("Dans", "Within"),
    "communes": ("Communes", "Municipalities"), "note": ("Remarque", "Note"),
}  # fmt: skip
MEMBERS_SHEET = ("Partenaires", "Partners")
TERRITORIES_SHEET = ("Territoires", "Territories")
SCOPE_KINDS: Mapping[str, tuple[str, str]] = {
    "bassin": ("bassin", "bassin"), "commune": ("commune", "municipality"), "epci": ("intercommunalité", "intermunicipal body"),
    "zone_emploi": ("zone d'emploi", "employment zone"), "departement": ("département", "département"), "region": ("région", "region"),
    "committee": ("instance", "committee"), "partnership": ("partenariat", "partnership"),
}  # fmt: skip
"""Kinds of scope as people write them, French and English."""


@dataclass(slots=True)
class Row:
    """A row that holds something: its cells by column, and where each stands."""

    file: str
    sheet: str
    number: int
    cells: dict[str, Any]
    places: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The text of a cell, blanks folded; empty when there is none."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return " ".join(str(value).split()) if value is not None else ""

    def refuse(self, column: str, en: str, fr: str) -> None:
        """Note that the cell of `column` cannot be understood."""
        self.problems.append(Problem(self.file, self.sheet, f"{self.places.get(column, 'A')}{self.number}", en, fr))

    def day(self, column: str, *, last: bool = False) -> date | None:
        """The day of a cell (a date, 2024, 2024-03, 2024-03-05 or 05/03/2024); of a month or year its first, or `last`, day."""
        value = self.cells.get(column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = self.text(column)
        if not text:
            return None
        parts = re.split(r"[/.]", text)
        edtf = "-".join(part.zfill(2) for part in reversed(parts)) if len(parts) > 1 and len(parts[-1]) == 4 else text
        try:
            found = bounds(edtf)[1 if last else 0]
        except ValueError:
            found = None
        if found is None:
            self.refuse(column, f"“{text}” is no date. Write 05/03/2024, 2024-03-05, 2024-03 or 2024.",
                        f"« {text} » n'est pas une date. Écrivez 05/03/2024, 2024-03-05, 2024-03 ou 2024.")  # fmt: skip
        return found

    def kind(self, allowed: Sequence[str]) -> str | None:
        """The kind that the cell names, None for an empty one; noted as a problem when it names none of `allowed`."""
        text = self.text("kind")
        for kind in allowed:
            if fold(text) in {fold(name) for name in (*SCOPE_KINDS[kind], kind)}:
                return kind
        if text:
            en, fr = (", ".join(SCOPE_KINDS[kind][number] for kind in allowed) for number in (1, 0))
            self.refuse("kind", f"“{text}” is no kind. Write one of: {en}.", f"« {text} » n'est pas une nature. Écrivez : {fr}.")
        return None

    @property
    def quote(self) -> str:
        """What the row says, in one line."""
        return " · ".join(text for column in self.places if column != "note" and (text := self.text(column)))


def rows(path: Path, sheet_names: Sequence[str], columns: Columns, needed: Sequence[str]) -> Iterator[Row]:
    """The rows of a workbook that hold something, without headings. Raises ProjectError for a workbook that cannot be read, or whose
    columns `needed` are not there."""
    book = _open(path)
    if not book.worksheets:
        raise _unreadable(path, ValueError("no sheet"))
    sheet = sheet_of(book, sheet_names)
    try:
        first, places = headings(sheet, columns, needed)
    except Exception as error:  # as in _cells
        raise _unreadable(path, error) from error
    if not places:
        en, fr = (", ".join(columns[column][language] for column in needed) for language in (1, 0))
        raise ProjectError(
            f"{path.name}, sheet “{sheet.title}”: no row of headings with {en} among the first {HEADING_ROWS}. Put them back, or move "
            "this file away and run: maillage roster new.",
            f"{path.name}, feuille « {sheet.title} » : pas de ligne de titres avec {fr} parmi les {HEADING_ROWS} premières. "
            "Remettez-les, ou écartez ce fichier et lancez : maillage répertoire nouveau.",
        )
    letters = {column: _letter(at) for column, at in sorted(places.items(), key=lambda item: item[1])}
    for number, cells in enumerate(_cells(path, sheet, first + 1), first + 1):
        values = {column: cells[at] for column, at in places.items() if at < len(cells) and cells[at] not in (None, "")}
        if set(values) - {"note", "kind"}:
            yield Row(path.name, sheet.title, number, values, letters)


def sheet_of(book: Any, sheet_names: Sequence[str]) -> Any:
    """The sheet of a workbook that has one of these names, else its first."""
    wanted = {fold(name) for name in sheet_names}
    return next((one for one in book.worksheets if fold(one.title) in wanted), book.worksheets[0])


def headings(sheet: Any, columns: Columns, needed: Sequence[str]) -> tuple[int, dict[str, int]]:
    """The number of the row of headings, and column → its place, from 0; nothing in the second when there is no such row."""
    lines = sheet.iter_rows(max_row=HEADING_ROWS, max_col=60, values_only=True)
    for number, cells in enumerate(lines, 1):
        found = _headings(cells, columns)
        if all(column in found for column in needed):
            return number, found
    return 0, {}


def _cells(path: Path, sheet: Any, first: int) -> Iterator[Sequence[Any]]:
    """The rows of a sheet from the row `first` on, which is read as they are asked for."""
    try:
        yield from sheet.iter_rows(min_row=first, max_row=MOST_ROWS, max_col=60, values_only=True)
    except Exception as error:  # openpyxl raises whatever a broken sheet makes it stumble over
        raise _unreadable(path, error) from error


def _headings(cells: Sequence[Any], columns: Columns) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        text = fold(str(cell)) if cell is not None else ""
        for column, names in columns.items():
            if text and text in {fold(name) for name in names}:
                found.setdefault(column, at)
    return found


def _letter(at: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(at + 1))


def _open(path: Path) -> Any:
    from openpyxl import load_workbook

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ProjectError(
            f"{path}: cannot be opened ({error.strerror}). Close it in Excel and check your rights on it.",
            f"{path} : ouverture impossible ({error.strerror}). Fermez-le dans Excel et vérifiez vos droits.",
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MOST_BYTES:
                raise ValueError("too large")
            for entry in package.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    content = package.read(entry).replace(b"\0", b"")  # UTF-16 too
                    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                        raise ValueError("document type")
        return load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ProjectError:
    return ProjectError(
        f"{path}: is no workbook that can be read ({type(error).__name__}). Save it again as .xlsx in Excel or LibreOffice.",
        f"{path} : ce classeur est illisible ({type(error).__name__}). Enregistrez-le de nouveau en .xlsx dans Excel ou LibreOffice.",
    )
