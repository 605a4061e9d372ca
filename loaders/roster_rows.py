"""Rows written into partenaires.xlsx: members added, changed or renamed, everything else in the workbook as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..graph import roster as rosters
from ..graph.errors import ProjectError
from ..graph.language import system_language
from ..graph.names import fold
from ..graph.project import ROSTER, Project, write_bytes
from ..graph.record import GROUPS
from ..graph.resolution import Mention, Resolution
from ..graph.roster import sheets

_LINE = re.compile(rf"^{re.escape(ROSTER)}, (\d+) : ", re.MULTILINE)
COLUMNS = ("scope", "kind", "body", "person", "role", "since", "until")


class Rename(NamedTuple):
    """A body or a person (`column`) that these `rows` write otherwise from now on."""

    column: str
    rows: frozenset[int]
    after: str


@dataclass(frozen=True, slots=True)
class Member:
    """What is written into a row of the roster, as text. `rows` are those it stands in already; none: it is added."""

    values: Mapping[str, str]
    rows: frozenset[int] = frozenset()


def rows_of(roster: rosters.Roster, resolution: Resolution, actor: str, scope: str | None = None) -> Iterator[tuple[int, str]]:
    """The rows of partenaires.xlsx that speak of the node `actor` (in the scope of the node `scope`), and the name they give it."""
    for record in roster.records:
        nodes = {
            item.id: resolution.node_of.get(Mention(record.id, item.id)) for group in GROUPS for item in getattr(record, group)
        }
        if record.source.path != ROSTER or (scope is not None and scope not in nodes.values()):
            continue
        named = [(body.id, body.name) for body in record.organisations] + [(person.id, person.name) for person in record.people]
        for name in (name for ref, name in named if nodes[ref] == actor):
            for found in _LINE.finditer(record.text):
                yield int(found[1]), name


def roster_cells(project: Project) -> dict[tuple[int, str], str]:
    """What partenaires.xlsx says: row and column → text; nothing when there is none. Raises ProjectError when it cannot be read."""
    path = project.root / ROSTER
    if not path.is_file():
        return {}
    rows = sheets.rows(path, sheets.MEMBERS_SHEET, sheets.MEMBERS, ("scope", "body"))
    return {(row.number, column): row.text(column) for row in rows for column in row.cells}


def write_rows(project: Project, members: Sequence[Member], renames: Sequence[Rename] = ()) -> int:
    """Write `members` and `renames` into partenaires.xlsx (made when it is not there) and give how many cells changed.

    Raises ProjectError when the workbook cannot be read or written, or when a row would not be understood: it is then as before.
    """
    from openpyxl import load_workbook

    path = project.root / ROSTER
    if not path.is_file():
        if not members:
            return 0
        rosters.write(project, [], [], system_language())
    before = path.read_bytes()
    rows = list(sheets.rows(path, sheets.MEMBERS_SHEET, sheets.MEMBERS, ("scope", "body")))
    book = load_workbook(io.BytesIO(before))
    titles = {fold(title) for title in sheets.MEMBERS_SHEET}
    sheet: Any = next((book[name] for name in book.sheetnames if fold(name) in titles), book.worksheets[0])
    places = _places(sheet)
    written = 0
    by_number = {row.number: row for row in rows}
    for rename in renames:
        for number in rename.rows & by_number.keys():
            written += _set(sheet, number, places, {rename.column: rename.after})
    end = max(by_number, default=_heading(sheet))
    for member in members:
        known = member.rows & by_number.keys()
        if not known:
            end += 1
        for number in known or {end}:
            written += _set(sheet, number, places, member.values)
    if not written:
        return 0
    buffer = io.BytesIO()
    book.save(buffer)
    try:
        write_bytes(path, buffer.getvalue())
    except OSError as error:
        raise ProjectError(
            f"{path}: cannot be written ({error.strerror}). Close it in Excel.",
            f"{path} : écriture impossible ({error.strerror}). Fermez-le dans Excel.",
        ) from error
    wrong = rosters.problems(project)
    if wrong:
        write_bytes(path, before)
        raise ProjectError(wrong[0].sentence("en"), wrong[0].sentence("fr"))
    return written


def _heading(sheet: Any) -> int:
    for number, cells in enumerate(sheet.iter_rows(max_row=sheets.HEADING_ROWS, values_only=True), 1):
        if {"scope", "body"} <= _columns(cells).keys():
            return number
    return 1


def _places(sheet: Any) -> dict[str, int]:
    return _columns(next(sheet.iter_rows(min_row=_heading(sheet), max_row=_heading(sheet), values_only=True)))


def _columns(cells: Sequence[Any]) -> dict[str, int]:
    known = {fold(title): column for column, titles in sheets.MEMBERS.items() for title in titles}
    return {known[fold(str(cell))]: at for at, cell in enumerate(cells, 1) if cell is not None and fold(str(cell)) in known}


def _set(sheet: Any, row: int, places: Mapping[str, int], values: Mapping[str, str]) -> int:
    changed = 0
    for name, value in values.items():
        if name in places and (value or sheet.cell(row, places[name]).value):
            cell = sheet.cell(row, places[name])
            cell.value = value or None
            if value:
                cell.data_type = "s"
            changed += 1
    return changed
