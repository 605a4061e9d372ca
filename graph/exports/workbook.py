"""The directory as a workbook: structures, people, roles, meetings, attendance, who is expected, who met whom, sources.

Rows are written as they come, so that a million of them need no more memory than the directory itself. Text is text: a cell that
begins with « = » is no formula. What people change in the columns set in blue comes back through `load`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..language import Language
from ..model import Relationship, Value
from ..roster.sheets import SCOPE_KINDS
from .directory import Actor, Directory, Meeting, collect, joined, positions_of
from .directory_sheets import (
    FORMAT,
    MARK,
    MARK_SHEET,
    MEETINGS,
    MEMBERS,
    MET_PEOPLE,
    MET_STRUCTURES,
    PEOPLE,
    POSITIONS,
    PRESENCES,
    SHEETS,
    SOURCES,
    STRUCTURES,
    Sheet,
    mark,
    plain,
    word,
)
from .networks import text
from .source import Source, finished
from .tables import ROWS

Row = Mapping[str, Value | None]
_SCOPES = {
    "Bassin": "bassin", "Commune": "commune", "Departement": "departement", "Region": "region", "ZoneEmploi": "zone_emploi", "Epci": "epci",
    "Organisation": "committee", "Partnership": "partnership",
}  # fmt: skip
"""Label of a scope → its kind in partenaires.xlsx."""
_STATES = {
    "ATTENDED": "present",
    "EXCUSED_FROM": "excused",
    "ABSENT_FROM": "absent",
    "INVITED_TO": "invited",
    "CONTRIBUTED_TO": "announced",
}
_HELP = {
    "en": (
        "One row a structure, person, role, meeting, attendance. The ID of a row must stay as it is.",
        "The cells under a blue heading can be changed: a name, a role and its dates, a meeting's date, time, title, state or place, "
        "a presence (present, excused, absent). « refuse » in the column Decision says that a row is wrong.",
        "In the sheet Expected new rows can be added below: scope, its kind, structure, perhaps person, role, since, until. To end a "
        "membership write a date under Until.",
        "Then: maillage load THIS_FILE.xlsx. What was changed becomes corrections and rows of partenaires.xlsx; the records stay as "
        "they are. A deleted row changes nothing.",
    ),
    "fr": (
        "Une ligne par structure, personne, fonction, réunion, présence. L'ID d'une ligne doit rester tel quel.",
        "Les cellules sous un titre bleu peuvent être modifiées : un nom, une fonction et ses dates, la date, l'heure, l'intitulé, "
        "l'état ou le lieu d'une réunion, une présence (présent, excusé, absent). « refuser » dans la colonne Décision dit qu'une "
        "ligne est fausse.",
        "Dans la feuille Attendus, des lignes peuvent être ajoutées à la fin : périmètre, sa nature, structure, peut-être personne, "
        "fonction, depuis, jusqu'au. Pour terminer une adhésion, écrivez une date sous « Jusqu'au ».",
        "Ensuite : maillage charger CE_FICHIER.xlsx. Ce qui a été modifié devient des corrections et des lignes de partenaires.xlsx ; "
        "les documents ne changent pas. Une ligne supprimée ne change rien.",
    ),
}
_TRUNCATED = {
    "en": "Sheet « {sheet} »: the first {rows} rows; a sheet of Excel holds no more. Narrow the export with --scope, --since, --until.",
    "fr": "Feuille « {sheet} » : les {rows} premières lignes ; une feuille Excel n'en contient pas plus. Réduisez avec --perimetre, "
    "--depuis, --jusque.",
}


def write_xlsx(source: Source, path: Path, language: Language = "en") -> dict[str, int]:
    """Write the workbook; give how many rows each sheet has."""
    from openpyxl import Workbook

    found = collect(source)
    book = Workbook(write_only=True)
    counts: dict[str, int] = {}
    explain = book.create_sheet("Lisez-moi" if language == "fr" else "Read me")
    explain.column_dimensions["A"].width = 120
    sheets = _Sheets(book, language, counts)
    by_person, _ = positions_of(found)
    sheets.write(STRUCTURES, (_structure(actor, language) for actor in found.by_name(found.structures)))
    sheets.write(PEOPLE, (_person(actor, found, by_person, language) for actor in found.by_name(found.people)))
    sheets.write(POSITIONS, _positions(found))
    sheets.write(MEETINGS, (_meeting(meeting, language) for meeting in found.by_date()))
    sheets.write(PRESENCES, _presences(source, found, language))
    sheets.write(MEMBERS, _members(source, found, language))
    sheets.write(MET_STRUCTURES, _met(source, found, False))
    sheets.write(MET_PEOPLE, _met(source, found, True) if found.people else iter(()))
    sheets.write(SOURCES, ({"id": node.id, "name": node.name, **node.properties} for node in found.records.values()))
    for line in (source.title, *_HELP[language], *sheets.notes):
        explain.append([_text_cell(explain, line)])
    hidden = book.create_sheet(MARK_SHEET)
    hidden.sheet_state = "hidden"
    hidden.append([FORMAT, language])
    with finished(path, binary=True) as opened:
        book.save(cast(IO[bytes], opened))
    return counts


def current_rows(source: Source, language: Language) -> dict[str, dict[str, dict[str, str]]]:
    """What the edited cells of each row would say now: key of the sheet → id of the row → key of the column → text."""
    found = collect(source)
    rows: dict[Sheet, Iterator[Row]] = {
        STRUCTURES: (_structure(actor, language) for actor in found.structures.values()),
        PEOPLE: (_person(actor, found, {}, language) for actor in found.people.values()),
        POSITIONS: _positions(found),
        MEETINGS: (_meeting(meeting, language) for meeting in found.meetings.values()),
        PRESENCES: _presences(source, found, language),
        MEMBERS: _members(source, found, language),
    }
    return {
        sheet.key: {str(row["id"]): {column.key: plain(_shown(row.get(column.key))) for column in sheet.edited} for row in values}
        for sheet, values in rows.items()
    }


class _Sheets:
    def __init__(self, book: Any, language: Language, counts: dict[str, int]) -> None:
        self.book, self.language, self.counts = book, language, counts
        self.notes: list[str] = []

    def write(self, sheet: Sheet, rows: Iterator[Row]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation

        made = self.book.create_sheet(sheet.title(self.language))
        made.freeze_panes = "C2"
        for number, column in enumerate(sheet.columns, 1):
            letter = get_column_letter(number)
            made.column_dimensions[letter].width = column.width
            made.column_dimensions[letter].hidden = column.key == MARK
            choices = _choices(sheet, column.key)
            if choices:
                words = ",".join(word(choice, self.language) for choice in choices)
                rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
                rule.add(f"{letter}2:{letter}{ROWS + 1}")
                made.data_validations.append(rule)
        header = []
        for column in sheet.columns:
            cell = WriteOnlyCell(made, column.title(self.language))
            cell.font = Font(bold=True, color="0072B2" if column.edited else "000000")
            header.append(cell)
        made.append(header)
        count = 0
        for row in rows:
            if count == ROWS:
                self.notes.append(_TRUNCATED[self.language].format(sheet=sheet.title(self.language), rows=ROWS))
                break
            cells = {column.key: _shown(row.get(column.key)) for column in sheet.columns}
            if sheet.edited:
                cells[MARK] = mark(cells[column.key] for column in sheet.edited)
            made.append([_cell(made, value) for value in cells.values()])
            count += 1
        made.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count + 1}"
        self.counts[sheet.key] = count


def _choices(sheet: Sheet, key: str) -> tuple[str, ...]:
    if key == "decision":
        return ("refuse",)
    if sheet is PRESENCES and key == "state":
        return ("present", "excused", "absent")
    if sheet is MEETINGS and key == "status":
        return ("held", "planned", "proposed", "cancelled", "postponed")
    return ()


def _shown(value: Value | None) -> int | date | str | None:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, (int, date)) and not isinstance(value, bool):
        return value
    return text(value)[:32_000]


def _cell(sheet: Any, value: int | date | str | None) -> Any:
    return _text_cell(sheet, value) if isinstance(value, str) else value


def _text_cell(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text(value))
    cell.data_type = "s"
    return cell


def _structure(actor: Actor, language: Language) -> Row:
    given, names = actor.node.properties, actor.node.properties.get("names")
    others = [str(name) for name in names if name != actor.node.name] if isinstance(names, list) else []
    return {
        "id": actor.node.id, "name": actor.node.name, "acronym": given.get("acronym"), "long": given.get("long"),
        "kind": word(str(given.get("kind") or ""), language), "level": word(str(given.get("level") or ""), language),
        "network": given.get("network"), "territories": joined(actor.territories), "groups": joined(actor.groups),
        "names": joined(others), "meetings": actor.meetings, "last": actor.last,
    }  # fmt: skip


def _person(actor: Actor, found: Directory, by_person: Mapping[str, Sequence[Any]], language: Language) -> Row:
    said = [", ".join(filter(None, [found.names[one.body], one.role])) for one in by_person.get(actor.node.id, ())]
    return {
        "id": actor.node.id, "name": actor.node.name, "positions": " ; ".join(dict.fromkeys(said)),
        "territories": joined(actor.territories), "groups": joined(actor.groups), "meetings": actor.meetings, "last": actor.last,
    }  # fmt: skip


def _positions(found: Directory) -> Iterator[Row]:
    for one in found.positions:
        yield {
            "id": one.fact, "person": found.names[one.person], "structure": found.names[one.body], "role": one.role, "since": one.first,
            "until": one.last, "sentence": one.quote, "record": one.record,
        }  # fmt: skip


def _meeting(meeting: Meeting, language: Language) -> Row:
    given = meeting.node.properties
    return {
        "id": meeting.node.id, "name": meeting.node.name, **{key: given.get(key) for key in ("date", "time", "place")},
        "kind": word(str(given.get("kind") or ""), language), "status": word(str(given.get("status") or ""), language),
        "territories": joined(meeting.territories), "committees": joined(meeting.committees), "people": meeting.people,
        "bodies": meeting.bodies, "listed": word(str(given.get("listed") or ""), language),
    }  # fmt: skip


def _presences(source: Source, found: Directory, language: Language) -> Iterator[Row]:
    for link in source.relationships():
        meeting, actor = found.meetings.get(link.end), found.actor(link.start)
        if link.type in _STATES and meeting is not None and actor is not None:
            given = link.properties
            behalf = given.get("on_behalf_of")
            yield {
                "id": link.fact, "date": meeting.node.properties.get("date"), "meeting": meeting.node.name, "actor": actor.node.name,
                "state": word(_STATES[link.type], language),
                "for": joined({found.names[str(one)] for one in behalf if one in found.names}) if isinstance(behalf, list) else None,
                "role": given.get("role"), "sentence": given.get("quote"), "record": given.get("record"),
            }  # fmt: skip


def _members(source: Source, found: Directory, language: Language) -> Iterator[Row]:
    for link in source.relationships():
        if link.type in ("ACTIVE_IN", "PARTNER_IN", "MEMBER_OF") and link.start in found.names and link.end in found.names:
            yield _member(link, found, language)


def _member(link: Relationship, found: Directory, language: Language) -> Row:
    given, person = link.properties, link.start in found.people
    basis = {"PARTNER_IN": "partnership", "MEMBER_OF": "member"}.get(link.type, str(given.get("basis") or ""))
    kind = SCOPE_KINDS[_SCOPES[found.labels[link.end]]][language == "en"]
    return {
        "id": link.fact, "scope": found.names[link.end], "kind": kind, "body": None if person else found.names[link.start],
        "person": found.names[link.start] if person else None, "role": given.get("role"), "since": given.get("first"),
        "until": given.get("last"), "basis": word(basis, language),
    }  # fmt: skip


def _met(source: Source, found: Directory, people: bool) -> Iterator[Row]:
    for pair in source.met(people) if source.met is not None else ():
        if pair.a in found.names and pair.b in found.names:
            yield {
                "a_id": pair.a, "a": found.names[pair.a], "b_id": pair.b, "b": found.names[pair.b], "meetings": pair.meetings,
                "first": pair.first, "last": pair.last,
            }  # fmt: skip


__all__ = ["SHEETS", "write_xlsx"]
