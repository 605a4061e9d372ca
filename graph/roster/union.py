"""The rosters of two projects made one: rows that only the other has are added, empty cells filled, and where both say something else ours
is kept and the cell is told."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import ProjectError
from ..names import fold
from ..project import ROSTER, TERRITORIES, Project, write_bytes
from . import sheets
from .model import Problem
from .sheets import Row


@dataclass(frozen=True, slots=True)
class United:
    """How many rows came over, how many empty cells were filled, and the cells in which the two say something else."""

    rows: int = 0
    cells: int = 0
    different: tuple[Problem, ...] = ()


BOOKS = (
    (TERRITORIES, sheets.TERRITORIES_SHEET, sheets.TERRITORIES, ("name",), ("name", "kind")),
    (ROSTER, sheets.MEMBERS_SHEET, sheets.MEMBERS, ("scope", "body"), ("scope", "kind", "body", "person")),
)
"""File, names of its sheet, columns, those it must have, those by which two rows are one."""


def take_over(project: Project, other: Project) -> United:
    """Add to the rosters of `project` what those of `other` say and they do not. Raises ProjectError for a workbook that cannot be read
    or written."""
    rows, cells, different = 0, 0, list[Problem]()
    for name, names, columns, needed, key in BOOKS:
        mine, theirs = project.root / name, other.root / name
        if not theirs.is_file():
            continue
        said = list(sheets.rows(theirs, names, columns, needed))
        if mine.is_file():
            held = list(sheets.rows(mine, names, columns, needed))
            added, filled = _compared(held, said, key, different)
            if added or filled:
                _write(mine, _changed(mine, names, columns, needed, added, filled))
            rows, cells = rows + len(added), cells + len(filled)
        else:
            _write(mine, theirs.read_bytes())
            rows += len(said)
    return United(rows, cells, tuple(different))


Filled = tuple[int, str, Any]
"""Row number, column, value."""


def _compared(
    mine: Sequence[Row], theirs: Sequence[Row], key: Sequence[str], different: list[Problem]
) -> tuple[list[Row], list[Filled]]:
    held: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in mine:
        held[_key(row, key)].append(row)
    added: list[Row] = []
    filled: list[Filled] = []
    for row in theirs:
        twins = held.get(_key(row, key), [])
        if not twins:
            added.append(row)
            held[_key(row, key)].append(row)
        elif not any(row is twin for twin in twins):
            # Of several seats of one person the one of the same time; a seat of another time is not known to be another seat.
            twin = min(twins, key=lambda one: sum(_differ(one, row, column) for column in row.cells))
            for column, value in row.cells.items():
                if not twin.text(column):
                    twin.cells[column] = value
                    if twin in mine:
                        filled.append((twin.number, column, value))
                elif column != "note" and _differ(twin, row, column):
                    different.append(_problem(twin, row, column))
    return added, filled


def _key(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(fold(row.text(column)) for column in columns)


def _differ(one: Row, two: Row, column: str) -> bool:
    return bool(one.text(column) and two.text(column)) and fold(_shown(one, column)) != fold(_shown(two, column))


def _shown(row: Row, column: str) -> str:
    value = row.cells.get(column)
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else row.text(column)


def _problem(mine: Row, theirs: Row, column: str) -> Problem:
    ours, other = _shown(mine, column), _shown(theirs, column)
    return Problem(mine.file, mine.sheet, f"{mine.places[column]}{mine.number}",
                   f"“{ours}” here, “{other}” in the other project; kept as it is. Change it, or add a row.",
                   f"« {ours} » ici, « {other} » dans l'autre projet ; laissé tel quel. Changez-le, ou ajoutez une ligne.")  # fmt: skip


def _changed(
    path: Path,
    names: Sequence[str],
    columns: sheets.Columns,
    needed: Sequence[str],
    added: Sequence[Row],
    filled: Sequence[Filled],
) -> bytes:
    """The workbook with more rows, below all others, and more cells; everything else in it stays."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    sheet = sheets.sheet_of(book, names)
    last, places = sheets.headings(sheet, columns, needed)
    for cells in sheet.iter_rows(min_row=last + 1, max_row=sheets.MOST_ROWS):
        if any(cell.value not in (None, "") for cell in cells):
            last = cells[0].row
    changes = [*filled, *((last + n, column, value) for n, row in enumerate(added, 1) for column, value in row.cells.items())]
    for row, column, value in changes:
        if column in places:
            _put(sheet, row, places[column], value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _put(sheet: Any, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column + 1)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with « = » is a name
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _write(path: Path, data: bytes) -> None:
    try:
        write_bytes(path, data)
    except OSError as error:
        raise ProjectError(
            f"{path}: cannot be written ({error.strerror}). Close it in Excel and check your rights on the folder.",
            f"{path} : écriture impossible ({error.strerror}). Fermez-le dans Excel et vérifiez vos droits sur le dossier.",
        ) from error
