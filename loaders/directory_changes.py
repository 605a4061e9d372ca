"""The directory workbook coming back: what people changed in it becomes corrections of records and rows of partenaires.xlsx.

A row is known by its ID, an edited one by its digest; what its cells say is compared with the graph of today, so that loading a file
twice changes nothing more. What cannot be taken over is named with its sheet and cell; the rest is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..graph import ingest
from ..graph import roster as rosters
from ..graph.claims import Claim, changed, claims
from ..graph.corrections import Correction, append, correction_of
from ..graph.errors import CorrectionError, SourceError
from ..graph.exports.directory_sheets import (
    FORMAT,
    MARK,
    MARK_SHEET,
    MEETINGS,
    MEMBERS,
    PEOPLE,
    POSITIONS,
    PRESENCES,
    STRUCTURES,
    Sheet,
    mark,
    plain,
    value_of,
)
from ..graph.exports.source import of_graph
from ..graph.exports.workbook import current_rows
from ..graph.index import read_index
from ..graph.language import Language
from ..graph.masking import MASK
from ..graph.model import Graph
from ..graph.names import fold
from ..graph.project import Project
from ..graph.record import Record
from ..graph.resolution import Mention, Resolution
from .imports import sheet_names
from .imports.building import edtf
from .roster_rows import COLUMNS, Member, Rename, roster_cells, rows_of, write_rows

_KINDS = {
    STRUCTURES.key: "organisation",
    PEOPLE.key: "person",
    POSITIONS.key: "represented",
    MEETINGS.key: "event",
    PRESENCES.key: "attendance",
}
"""Sheet → kind of the claims behind its rows."""
_FIELDS = {
    POSITIONS.key: {"role": "role", "since": "date", "until": "last"}, PRESENCES.key: {"state": "status"},
    MEETINGS.key: {"date": "date", "time": "time", "name": "name", "status": "status", "place": "place"},
    STRUCTURES.key: {"name": "name"}, PEOPLE.key: {"name": "name"},
}  # fmt: skip
"""Sheet → column → field of the claim."""
_DAYS = frozenset(("since", "until", "date"))
_STATES = frozenset(("present", "excused", "absent"))


@dataclass(slots=True)
class Changes:
    """What a workbook asks for. `problems` are (sheet and cell, sentence in English, in French); they are left out of the rest."""

    corrections: list[Correction] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    renames: list[Rename] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)

    def problem(self, place: str, en: str, fr: str) -> None:
        self.problems.append((place, en, fr))


@dataclass(frozen=True, slots=True)
class _Edit:
    """An edited row: the cells that say something else than the graph does."""

    sheet: Sheet
    row: int
    id: str
    before: Mapping[str, str]
    cells: Mapping[str, str]
    place: str


def is_directory(path: Path) -> bool:
    """Whether `path` is a workbook that `export xlsx` wrote."""
    return path.suffix.lower() == ".xlsx" and path.is_file() and MARK_SHEET.casefold() in sheet_names(path)


def take_over(project: Project, path: Path, *, dry_run: bool = False) -> Changes:
    """Keep what people changed in the workbook at `path`: corrections in the project, rows of partenaires.xlsx; say what was taken.

    Raises SourceError for a workbook that cannot be read, ProjectError when another process writes.
    """
    if dry_run:
        return read_changes(project, path)
    with project.lock():
        found = read_changes(project, path)
        if found.corrections:
            found.corrections = append(project, found.corrections, path.name)
        if found.members or found.renames:
            write_rows(project, found.members, found.renames)
    return found


def read_changes(project: Project, path: Path) -> Changes:
    """What people changed in the workbook at `path`; nothing is kept. Raises SourceError."""
    book, language = _open(path)
    records, resolution, graph = ingest.as_it_stands(project, read_index(project))
    now = current_rows(of_graph(graph), language)
    found = Changes()
    behind = _Behind(project, records, resolution, graph)
    for sheet in (STRUCTURES, PEOPLE, POSITIONS, MEETINGS, PRESENCES):
        for edit in _edits(book, sheet, now[sheet.key], language, found):
            _correct(edit, behind, found)
    for edit in _edits(book, MEMBERS, now[MEMBERS.key], language, found):
        _member(edit, behind, found)
    return found


def _open(path: Path) -> tuple[dict[str, list[tuple[Any, ...]]], Language]:
    from .readers.package import workbook

    try:
        book = workbook(path.read_bytes(), read_only=True)
        marked = [row[:2] for row in book[MARK_SHEET].iter_rows(values_only=True)]
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets if sheet.title != MARK_SHEET}
        book.close()
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise SourceError(
            str(path), f"is no workbook that can be read ({type(error).__name__}). Save it again as .xlsx.",
            f"est illisible comme classeur ({type(error).__name__}). Enregistrez-le de nouveau en .xlsx.",
        ) from error  # fmt: skip
    if not marked or marked[0][0] != FORMAT:
        raise SourceError(
            str(path), "was written by another version of Maillage. Export it again and copy your changes.",
            "a été écrit par une autre version de Maillage. Exportez-le de nouveau et recopiez vos modifications.",
        )  # fmt: skip
    return sheets, "fr" if marked[0][1] == "fr" else "en"


def _edits(
    book: Mapping[str, Sequence[tuple[Any, ...]]],
    sheet: Sheet,
    now: Mapping[str, Mapping[str, str]],
    language: Language,
    found: Changes,
) -> Iterator[_Edit]:
    rows = book.get(sheet.title(language), ())
    header = [plain(cell) for cell in rows[0]] if rows else []
    places = {column.key: header.index(column.title(language)) for column in sheet.columns if column.title(language) in header}
    for number, cells in enumerate(rows[1:], 2):
        said = {key: plain(cells[at]) if at < len(cells) else "" for key, at in places.items()}
        place = f"{sheet.title(language)}!{number}"
        edited = {column.key: said[column.key] for column in sheet.edited if column.key in said}
        if not any(edited.values()) or (said.get("id") and said.get(MARK) == mark(edited.values())):
            continue
        if not said.get("id"):
            if sheet is MEMBERS:
                yield _Edit(sheet, number, "", {}, edited, place)
            else:
                found.problem(place, "a new row has no place here. Add what is missing with: maillage correct RECORD.",
                              "pas de nouvelle ligne ici. Ajoutez ce qui manque avec : maillage corriger DOCUMENT.")  # fmt: skip
            continue
        before = now.get(said["id"])
        if before is None and value_of(edited.get("decision", "")) == "refuse":
            continue  # refused by a former load
        if before is None:
            found.problems.append((place, "this ID is not in the graph any more. Export the directory again.",
                                   "cet ID n'est plus dans le graphe. Exportez de nouveau le répertoire."))  # fmt: skip
            continue
        changes = {
            key: value for key, value in edited.items() if _meant(key, value) != _meant(key, before[key]) and MASK not in value
        }
        if changes:
            yield _Edit(sheet, number, said["id"], before, changes, place)


def _meant(key: str, text: str) -> str:
    """What a cell means, however it is written: a day, a word of a list, or its text."""
    if key in _DAYS:
        return edtf(text) or text
    return value_of(text) if key in ("state", "status", "decision") else text


class _Behind:
    """The claims of records behind the nodes and relationships of the graph."""

    def __init__(self, project: Project, records: Sequence[Record], resolution: Resolution, graph: Graph) -> None:
        self.resolution, self.roster, self.cells = resolution, rosters.read(project), roster_cells(project)
        self.graph, self.by_node = graph, defaultdict[tuple[str, str, str], list[tuple[Record, Claim]]](list)
        for record in records:
            for claim in claims(record):
                item = getattr(record, claim.group)[claim.index]
                if claim.optional:
                    continue
                if claim.group == "links":
                    ends = (item.start, item.end)
                elif claim.group == "attendance":
                    ends = (item.who, item.event)
                else:
                    ends = (item.id, "")
                nodes = [resolution.node_of.get(Mention(record.id, ref), "") if ref else "" for ref in ends]
                self.by_node[claim.kind, nodes[0], nodes[1]].append((record, claim))

    def of(self, edit: _Edit) -> list[tuple[Record, Claim]]:
        kind = _KINDS[edit.sheet.key]
        link = self.graph.relationships.get(edit.id)
        return self.by_node.get((kind, link.start, link.end) if link else (kind, edit.id, ""), [])

    def rows(self, edit: _Edit, column: str) -> frozenset[int]:
        """The rows of partenaires.xlsx behind a row: of an actor, or of what joins it to a scope."""
        link = self.graph.relationships.get(edit.id)
        actor, scope = (link.start, link.end) if link else (edit.id, None)
        found = rows_of(self.roster, self.resolution, actor, scope)
        return frozenset(number for number, name in found if fold(self.cells.get((number, column), "")) == fold(name))


def _correct(edit: _Edit, behind: _Behind, found: Changes) -> None:
    where = behind.of(edit)
    renamed = edit.sheet.key in (STRUCTURES.key, PEOPLE.key)
    if not where and not renamed:
        found.problems.append((edit.place, "this row follows from others (a body is there through its people). Change theirs.",
                               "cette ligne découle d'autres (une structure est là par ses membres). Modifiez les leurs."))  # fmt: skip
        return
    if value_of(edit.cells.get("decision", "")) == "refuse":
        found.corrections += [correction_of(record, claim, "refuse") for record, claim in where]
        return
    values = _values(edit, found)
    if not values:
        return
    made: list[Correction] = []
    for record, claim in where:
        try:
            changed(record, claim, values)
        except CorrectionError as error:
            found.problems.append((edit.place, error.en, error.fr))
            return
        made.append(correction_of(record, claim, "change", values))
    found.corrections += made
    if renamed:
        column = "body" if edit.sheet is STRUCTURES else "person"
        rows = behind.rows(edit, column)
        if rows:
            found.renames.append(Rename(column, rows, values["name"]))
        elif not where:
            found.problem(edit.place, "no record and no row of partenaires.xlsx says this name.",
                          "aucun document ni ligne de partenaires.xlsx ne donne ce nom.")  # fmt: skip


def _values(edit: _Edit, found: Changes) -> dict[str, str]:
    """The values of the claim that the cells ask for; none, and a problem, when one cannot be understood."""
    values: dict[str, str] = {}
    for key, text in edit.cells.items():
        name = _FIELDS[edit.sheet.key].get(key)
        if name is None:
            continue
        value = value_of(text) if key in ("state", "status") else text
        if key in _DAYS and text:
            value = edtf(text) or ""
        wrong = (
            (key in _DAYS and text and not value) or (key == "state" and value not in _STATES) or (key == "name" and not value)
        )
        if wrong:
            found.problem(edit.place, f"“{text}” is not understood under {key}. Write a value as in the other rows.",
                          f"« {text} » ne se comprend pas ici ({key}). Écrivez une valeur comme dans les autres lignes.")  # fmt: skip
            return {}
        values[name] = value
    return values


def _member(edit: _Edit, behind: _Behind, found: Changes) -> None:
    cells = {**edit.before, **edit.cells}
    if not cells.get("scope") or not (cells.get("body") or cells.get("person")):
        found.problems.append((edit.place, "a member needs a scope, and a structure or a person.",
                               "un membre demande un périmètre, et une structure ou une personne."))  # fmt: skip
        return
    for key in ("since", "until"):
        if cells.get(key) and not edtf(cells[key]):
            found.problems.append((edit.place, f"“{cells[key]}” is no date. Write 05/03/2024, 2024-03 or 2024.",
                                   f"« {cells[key]} » n'est pas une date. Écrivez 05/03/2024, 2024-03 ou 2024."))  # fmt: skip
            return
    rows = behind.rows(edit, "person" if edit.before.get("person") else "body") if edit.id else frozenset[int]()
    values = edit.cells if rows else {name: cells[name] for name in COLUMNS if cells.get(name)}
    found.members.append(Member(values, rows))
