"""A list of people or bodies that somebody pastes or gives: a workbook, a CSV, a text, a mail, standard input."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..graph.errors import SourceError
from ..graph.names import fold
from .document import Document

_GIVEN = frozenset({"prenom", "prenoms", "given name", "first name"})
_NAME = frozenset({
    "nom", "noms", "name", "nom prenom", "nom et prenom", "prenom nom", "prenom et nom", "participant", "participants", "invite", "invites",
    "personne", "personnes", "contact", "contacts", "guest", "person", "nom de famille", "family name", "last name",
})  # fmt: skip
_BODY = frozenset({
    "structure", "structures", "organisme", "organismes", "organisation", "organisations", "partenaire", "partenaires", "etablissement",
    "entreprise", "body", "organization", "service", "employeur", "representant", "institution",
})  # fmt: skip
_MAIL = re.compile(r"<?\b[\w.+-]+@[\w-]+\.[\w.-]+\b>?")
_PHONE = re.compile(r"(?:\+33|\b0)\s?[1-9](?:[\s.-]?\d{2}){4}\b")
_CUT = re.compile(r"\s*(?:[;\t|()]|,|\s[–—-]\s|\s:\s)\s*")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. `pieces` are its parts in reading order; `person` and `body` are told where the list has such columns."""

    number: int
    text: str
    person: str | None = None
    body: str | None = None
    pieces: tuple[str, ...] = ()


def read_guests(path: Path) -> list[Line]:
    """The lines of the file at `path`, any format that `load` reads. Raises SourceError when it cannot be read or is empty."""
    from .readers import read

    found: list[Line] = []
    for document in read(path, name=path.name):
        if isinstance(document, SourceError):
            raise document
        found += list(_lines(document, len(found)))
    if not found:
        raise SourceError(
            str(path),
            "names nobody. Put one person or body a line.",
            "ne nomme personne. Mettez une personne ou une structure par ligne.",
        )
    return found


def read_text(text: str, name: str = "-") -> list[Line]:
    """The lines of a pasted text, tabs or « ; » between columns. Raises SourceError when it is empty."""
    with tempfile.TemporaryDirectory(prefix="maillage-") as folder:
        path = Path(folder) / ("liste.csv" if _tabular(text) else "liste.txt")
        path.write_text(text, "utf-8")
        try:
            return read_guests(path)
        except SourceError:
            raise SourceError(
                name,
                "names nobody. Paste one person or body a line.",
                "ne nomme personne. Collez une personne ou une structure par ligne.",
            ) from None


def _tabular(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(all(sign in line for line in lines) for sign in (";", "\t"))


def _lines(document: Document, already: int) -> Iterator[Line]:
    rows = [
        [document.text[cell.span.start : cell.span.end].strip() for cell in block.cells]
        if block.cells
        else [document.text[block.span.start : block.span.end].strip()]
        for block in document.blocks
        if block.kind not in ("blank", "header", "footer")
    ]
    numbered = [(number, row) for number, row in enumerate(rows, already + 1) if any(row)]
    columns: dict[str, int] = {}
    for number, row in numbered:
        head = _columns(row)
        if head:
            columns = head
        elif columns:
            line = _told(number, row, columns)
            if line is not None:
                yield line
        else:
            yield from _free(number, row)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which column is what, when `row` is a heading."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        said = fold(cell)
        for name, known in (("given", _GIVEN), ("name", _NAME), ("body", _BODY)):
            if said in known:
                found.setdefault(name, column)
    return found if "name" in found or "body" in found else {}


def _told(number: int, row: Sequence[str], columns: dict[str, int]) -> Line | None:
    def cell(name: str) -> str:
        column = columns.get(name)
        return _clean(row[column]) if column is not None and column < len(row) else ""

    person, body = " ".join(filter(None, (cell("given"), cell("name")))), cell("body")
    if not person and not body:
        return None
    return Line(
        number, ", ".join(filter(None, (person, body))), person or None, body or None, tuple(filter(None, (person, body)))
    )


def _free(number: int, row: Sequence[str]) -> Iterator[Line]:
    """A row without known columns: its cells, cut where people cut (« Nom – Structure », « Nom (Structure) »)."""
    text = _BULLET.sub("", " ; ".join(_clean(cell) for cell in row if cell)).strip(" ;,")
    if not text:
        return
    pieces = tuple(piece for piece in (part.strip(" .<>") for part in _CUT.split(text)) if re.search(r"[^\W\d]{2}", piece))
    if pieces:
        yield Line(number, text, pieces=pieces)


def _clean(text: str) -> str:
    return " ".join(_PHONE.sub(" ", _MAIL.sub(" ", text)).split()).strip(" ;,<>")
