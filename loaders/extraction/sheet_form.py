"""Attendance sheets made by `maillage sheet`, filled and read back: every cell has one meaning, nothing is guessed.

A cell that cannot be understood refuses the sheet with a sentence that names it; an empty cell of presence says nothing of that person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...graph import sheet
from ...graph.dates import is_day, is_edtf
from ...graph.errors import SourceError
from ...graph.names import fold, name_key
from ...graph.record import Record, Source, record_id
from ..document import Block, Document

READER = "maillage.sheet/1"
RULE = "sheet"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)(?::\d{2})?\s*\Z")


def read_form(document: Document, *, path: str, sha256: str = "") -> Record | None:
    """The record of a sheet that bears our mark; None for any other document. Raises SourceError naming the cell that is wrong."""
    first = next((block for block in document.blocks if block.span.start < block.span.end), None)
    if first is None:
        return None
    mark = sheet.MARK.match(_cells(document, first)[0] if _cells(document, first) else "")
    if mark is None:
        return None
    if mark[1] != sheet.VERSION:
        raise SourceError(path, f"is an attendance sheet of version {mark[1]}, which this program does not know. Update maillage.",
                          f"est une feuille de présence de version {mark[1]}, inconnue de ce programme. Mettez maillage à jour.")  # fmt: skip
    return _Form(document, path).record(sha256)


def _cells(document: Document, block: Block) -> list[str]:
    """The texts of a row by column."""
    if not block.cells:
        return [document.text[block.span.start : block.span.end].strip()]
    found = [""] * (max(cell.column for cell in block.cells) + 1)
    for cell in block.cells:
        found[cell.column] = document.text[cell.span.start : cell.span.end].strip()
    return found


class _Form:
    def __init__(self, document: Document, path: str) -> None:
        self.document, self.path = document, path
        self.links: list[dict[str, Any]] = []
        self.people: dict[str, dict[str, Any]] = {}
        self.bodies: dict[tuple[str, str], dict[str, Any]] = {}
        self.territories: dict[sheet.Perimeter, dict[str, Any]] = {}
        self.rows: list[dict[str, Any]] = []
        self.partnerships: list[dict[str, Any]] = []
        self.committees: list[dict[str, Any]] = []

    def record(self, sha256: str) -> Record:
        fields: dict[sheet.Field, tuple[str, Block]] = {}
        columns: dict[sheet.Column, int] = {}
        for block in self.document.blocks[1:]:
            cells = _cells(self.document, block)
            if not any(cells):
                continue
            if columns:
                self._row(cells, columns, block)
                continue
            columns = self._columns(cells)
            name = sheet.field_of(cells[0]) if not columns else None
            value = next((cell for cell in cells[1:] if cell), "")
            if name is not None and value:
                fields[name] = (value, block)
        if not columns:
            raise self._error(
                "has lost its heading « Nom, Structure, Présence »", "a perdu son en-tête « Nom, Structure, Présence »"
            )
        return self._made(fields, sha256)

    def _columns(self, cells: Sequence[str]) -> dict[sheet.Column, int]:
        found = {name: column for column, cell in enumerate(cells) for name in [sheet.column_of(cell)] if name}
        return found if {"name", "body", "presence"} <= set(found) else {}

    # --- the head -----------------------------------------------------------------------------------------------------------

    def _made(self, fields: dict[sheet.Field, tuple[str, Block]], sha256: str) -> Record:
        for needed in ("meeting", "date", "scope"):
            if needed not in fields:
                label = sheet.LABELS[needed]["fr"]
                raise self._error(f"has no « {label} » in its head", f"n'a pas de « {label} » en tête")
        title = fields["meeting"][0]
        day, clock = self._day(fields["date"][0])
        if "time" in fields:
            clock = self._clock(fields["time"][0])
        kind = "meeting"
        if "kind" in fields:
            kind = sheet.kind_of(fields["kind"][0]) or ""
            if not kind:
                offered = ", ".join(words["fr"] for words in sheet.KINDS.values())
                raise self._error(f"« Nature » : {fields['kind'][0]!r} is none of {offered}",
                                  f"« Nature » : « {fields['kind'][0]} » ne fait pas partie de : {offered}")  # fmt: skip
        filled = any(row["presence"] != "unknown" for row in self.rows)
        event = {
            "id": "event", "title": title, "kind": kind, "date": day, "time": clock, "main": True,
            "place": fields["place"][0] if "place" in fields else None, "status": "held" if filled else "planned",
            "listed": "complete" if filled else "none", "evidence": self._evidence(fields["meeting"][1]),
        }  # fmt: skip
        self._perimeters(fields)
        text = self.document.text
        return Record.model_validate(
            {
                "format": "record/1", "id": record_id(text), "kind": "attendance_sheet", "title": title, "text": text, "reader": READER,
                "source": Source(path=self.path, part=self.document.part, media_type=self.document.media_type, sha256=sha256).model_dump(),
                "events": [event], "organisations": [*self.committees, *self.bodies.values()], "people": list(self.people.values()),
                "territories": list(self.territories.values()), "partnerships": self.partnerships,
                "attendance": [row for row in self.rows if row["presence"] != "unknown"], "links": self.links,
            }
        )  # fmt: skip

    def _perimeters(self, fields: dict[sheet.Field, tuple[str, Block]]) -> None:
        text, block = fields["scope"]
        scope, evidence = self._perimeter(text, "Périmètre"), self._evidence(block)
        concerned = [scope] if sheet.territory_kind(scope.kind) else []
        if "territories" in fields:
            concerned += [self._perimeter(one, "Territoires") for one in fields["territories"][0].split(";") if one.strip()]
        refs = list(dict.fromkeys(self._territory(one, evidence) for one in concerned))
        self.links += [{"type": "concerns", "start": "event", "end": ref, "evidence": evidence} for ref in refs]
        if scope.kind == "committee":
            self.committees.append({"id": "committee", "name": scope.name, "kind": "instance", "evidence": evidence})
            self.links.append({"type": "session_of", "start": "event", "end": "committee", "evidence": evidence})
        elif scope.kind == "partnership":
            group = {"id": "group", "basis": scope.name, "members": [], "evidence": evidence}
            if len(refs) == 1:
                group["territory"] = refs[0]
            self.partnerships.append(group)
            self.links.append({"type": "session_of", "start": "event", "end": "group", "evidence": evidence})

    def _perimeter(self, text: str, label: str) -> sheet.Perimeter:
        found = sheet.perimeter(text)
        if found is None:
            raise self._error(
                f"« {label} » : {text[:60]!r} does not say what it is. Write for example « Blois (bassin) »",
                f"« {label} » : « {text[:60]} » ne dit pas ce que c'est. Écrivez par exemple « Blois (bassin) »",
            )
        return found

    def _territory(self, place: sheet.Perimeter, evidence: dict[str, Any]) -> str:
        if sheet.territory_kind(place.kind) is None:
            raise self._error(f"{place.name!r} is no territory", f"« {place.name} » n'est pas un territoire")
        item = self.territories.setdefault(
            place,
            {
                "id": f"t{len(self.territories) + 1}",
                "name": place.name,
                "kind": place.kind,
                "code": place.code,
                "evidence": evidence,
            },
        )
        return str(item["id"])

    def _day(self, text: str) -> tuple[str, str | None]:
        """EDTF day and time of day of the cell « Date »."""
        words, _, clock = text.partition(" ")
        match = _DAY.match(words)
        day = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}" if match else words
        if not is_edtf(day) or not is_day(day):
            raise self._error(f"« Date » : {text[:40]!r} is no day. Write 2016-06-23 or 23/06/2016",
                              f"« Date » : « {text[:40]} » n'est pas un jour. Écrivez 2016-06-23 ou 23/06/2016")  # fmt: skip
        return day, self._clock(clock) if clock.strip() else None

    def _clock(self, text: str) -> str:
        match = _CLOCK.match(text.strip())
        if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
            raise self._error(f"« Heure » : {text[:40]!r} is no time. Write 9:00 or 9h",
                              f"« Heure » : « {text[:40]} » n'est pas une heure. Écrivez 9:00 ou 9h")  # fmt: skip
        return f"{int(match[1]):02d}:{match[2] or '00'}"

    # --- the rows -----------------------------------------------------------------------------------------------------------

    def _row(self, cells: Sequence[str], columns: dict[sheet.Column, int], block: Block) -> None:
        def cell(name: sheet.Column) -> str:
            column = columns.get(name)
            return cells[column].strip() if column is not None and column < len(cells) else ""

        evidence = self._evidence(block)
        number = (block.cells[0].row if block.cells else 0) + 1
        name, said = cell("name"), cell("presence")
        if not name and not cell("body"):
            if said:
                raise self._error(
                    f"row {number}: somebody is there and nobody is named", f"ligne {number} : une présence sans nom ni structure"
                )
            return
        presence = sheet.state(said) if said else "unknown"
        if presence is None:
            offered = ", ".join(words["fr"] for words in sheet.STATES.values())
            raise self._error(
                f"row {number}, « Présence » : {said[:40]!r} is none of {offered}",
                f"ligne {number}, « Présence » : « {said[:40]} » ne fait pas partie de : {offered}",
            )
        bodies = [self._body(one.strip(), cell("home"), evidence) for one in cell("body").split(";") if one.strip()]
        person = self._person(name, evidence) if name else None
        if person:
            self.links += [{"type": "represented", "start": person, "end": body, "evidence": evidence} for body in bodies]
        row: dict[str, Any] = {
            "event": "event", "presence": "present" if presence == "remote" else presence,
            "mode": "remote" if presence == "remote" else None, "role": cell("role") or None, "evidence": evidence,
        }  # fmt: skip
        replaced = cell("instead_of")
        if person and replaced and presence in ("present", "remote"):
            row["stands_in_for"] = [{"who": self._person(replaced, evidence), "kind": "substitute"}]
        if person:
            self.rows.append({**row, "who": person, "on_behalf_of": bodies})
        else:
            self.rows += [{**row, "who": body} for body in bodies]

    def _person(self, name: str, evidence: dict[str, Any]) -> str:
        words = " ".join(name.split())
        item = self.people.setdefault(
            fold(words), {"id": f"p{len(self.people) + 1}", "name": words, "incomplete": " " not in words, "evidence": evidence}
        )
        return str(item["id"])

    def _body(self, name: str, home: str, evidence: dict[str, Any]) -> str:
        key = (name_key(name), home)
        if key not in self.bodies:
            item: dict[str, Any] = {"id": f"o{len(self.bodies) + 1}", "name": name, "evidence": evidence}
            if home:
                item["scope"] = self._territory(self._perimeter(home, "Territoire de la structure"), evidence)
            self.bodies[key] = item
        return str(self.bodies[key]["id"])

    def _evidence(self, block: Block) -> dict[str, Any]:
        quote = " ; ".join(cell for cell in _cells(self.document, block) if cell)
        return {"spans": [[block.span.start, block.span.end]], "quote": quote, "rule": RULE}

    def _error(self, en: str, fr: str) -> SourceError:
        return SourceError(self.path, f"{en}.", f"{fr}.")
