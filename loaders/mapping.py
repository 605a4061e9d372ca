"""What a mapping file may say, and the cells of a table read through it: a column is what."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..graph.dates import is_edtf
from ..graph.errors import SourceError
from ..graph.names import fold
from ..graph.record import Presence

Row = Mapping[str, str]
MAX_TABLE_BYTES = 1_000_000_000  # a table read through a mapping, once expanded


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Column(_Part):
    """Where a value comes from: `column`, through `values` when given (others give `default`, or are refused without one);
    or `value` for all rows."""

    column: str | None = None
    value: str | None = None
    values: dict[str, str] = Field(default_factory=dict)
    default: str | None = None


class Identifier(_Part):
    column: str
    scheme: str = Field(pattern=r"^[\w.-]+$")


FieldSource = str | Column | None


class RowsPart(_Part):
    delimiter: str | None = None
    sheet: str | None = None
    header: int = Field(default=1, ge=1, le=50)


class EventsPart(_Part):
    key: str
    file: str | None = None


class EventPart(_Part):
    identifier: Identifier | None = None
    title: FieldSource = None
    kind: FieldSource = None
    date: FieldSource = None
    time: FieldSource = None
    place: FieldSource = None
    status: FieldSource = None


class CommitteePart(_Part):
    identifier: Identifier | None = None
    name: str | Column


class TerritoryPart(_Part):
    name: str | Column
    kind: str | Column = Column(value="bassin")
    code: FieldSource = None


class PersonPart(_Part):
    identifier: Identifier | None = None
    name: FieldSource = None
    given: FieldSource = None
    family: FieldSource = None
    role: FieldSource = None
    since: FieldSource = None
    until: FieldSource = None


class OrganisationPart(_Part):
    identifier: Identifier | None = None
    name: str | Column
    long: FieldSource = None
    acronym: FieldSource = None
    kind: FieldSource = None
    network: FieldSource = None
    part_of: FieldSource = None


class AttendancePart(_Part):
    presence: str | Column
    prefer: tuple[Presence, ...] = ("present", "excused", "absent", "unknown")


class TableMapping(_Part):
    """A mapping file. At least a person or an organisation, the attendance and the key of the events."""

    rows: RowsPart = RowsPart()
    events: EventsPart
    event: EventPart
    attendance: AttendancePart
    committee: CommitteePart | None = None
    territory: TerritoryPart | None = None
    person: PersonPart | None = None
    organisation: OrganisationPart | None = None


class DirectoryPart(_Part):
    """What marks the mapping of a directory: one row a person or a body, no meetings."""


class GroupPart(_Part):
    """A committee or a network that the person, or else the body, of a row is a member of."""

    name: str | Column


class DirectoryMapping(_Part):
    """The mapping of a directory. At least a person or an organisation; `territory` is where the body, or else the person, acts."""

    directory: DirectoryPart
    rows: RowsPart = RowsPart()
    person: PersonPart | None = None
    organisation: OrganisationPart | None = None
    territory: TerritoryPart | None = None
    member_of: GroupPart | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> DirectoryMapping:
        if self.person is None and self.organisation is None:
            raise ValueError("neither [person] nor [organisation]")
        return self


def read_mapping(path: Path) -> TableMapping | DirectoryMapping:
    """The mapping of the TOML file at `path`. Raises SourceError naming the first thing wrong."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
        return DirectoryMapping.model_validate(data) if "directory" in data else TableMapping.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = f"{place}: {first['msg']}"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    raise SourceError(
        str(path),
        f"cannot be used as a mapping ({reason}). See docs/tables.md for what it may say.",
        f"ne peut pas servir de correspondance ({reason}). Voir docs/tables.md pour ce qu'il peut contenir.",
    )


class Table:
    """Rows of a CSV or workbook as mappings from column name to text, read again at each iteration."""

    def __init__(self, path: Path, part: RowsPart) -> None:
        self.path = path
        self._rows = islice(raw_rows(path, part), part.header - 1, None)
        self.columns = [name.strip() for name in next(self._rows, [])]
        if not any(self.columns):
            raise SourceError(str(path), "holds no header line. Name its columns in the first line.",
                              "ne contient pas de ligne d'en-tête. Nommez ses colonnes sur la première ligne.")  # fmt: skip

    def __iter__(self) -> Iterator[Row]:
        width = len(self.columns)
        for values in self._rows:
            if any(values):
                yield dict(zip(self.columns, [value.strip() for value in values] + [""] * (width - len(values)), strict=False))

    def require(self, column: str) -> str:
        """`column`, or SourceError when the table has none of this name."""
        if column not in self.columns:
            found = ", ".join(self.columns[:12])
            raise SourceError(
                str(self.path),
                f"has no column {column!r}, which the mapping names. Its columns: {found}.",
                f"n'a pas de colonne {column!r}, que la correspondance nomme. Ses colonnes : {found}.",
            )
        return column


def raw_rows(path: Path, part: RowsPart) -> Iterator[list[str]]:
    try:
        if not path.is_file():  # opening a pipe waits for somebody to write
            raise OSError("no file")
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
                data = stream.read(MAX_TABLE_BYTES + 1)
        if len(data) > MAX_TABLE_BYTES:
            raise OSError("too large")
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(str(path), f"cannot be opened ({error}). Check the file.",
                          f"ouverture impossible ({error}). Vérifiez le fichier.") from error  # fmt: skip
    if data[:4] == b"PK\x03\x04":
        yield from _workbook_rows(path, data, part)
        return
    text = _decode(data)
    if "\n" in text:
        text = re.sub(r"\r(?!\n)", " ", text)  # a stray carriage return inside a field is no line end
    delimiter = part.delimiter or max(",;\t|", key=text.split("\n", 1)[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except (csv.Error, TypeError) as error:  # a field without end; a delimiter of several characters
        raise SourceError(str(path), f"cannot be cut into columns ({error}). Check its delimiter and its quotes.",
                          f"impossible à découper en colonnes ({error}). Vérifiez le séparateur et les guillemets.") from error  # fmt: skip


def _workbook_rows(path: Path, data: bytes, part: RowsPart) -> Iterator[list[str]]:
    from .readers.package import workbook

    try:
        book = workbook(data, read_only=True)
        sheet = book[part.sheet] if part.sheet else book.worksheets[0]
        for values in sheet.iter_rows(values_only=True):
            yield ["" if value is None else value.isoformat() if isinstance(value, date) else str(value) for value in values]
    except Exception as error:  # the sheet is read as its rows are asked for
        raise SourceError(
            str(path),
            f"is no readable workbook, or has no such sheet ({type(error).__name__}). Save it again as .xlsx, or name the sheet.",
            f"n'est pas un classeur lisible, ou n'a pas cette feuille ({type(error).__name__}). Enregistrez-le de nouveau, "
            "ou nommez la feuille.",
        ) from error


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def identifiers_of(table: Table, part: Identifier | None, row: Row) -> dict[str, str]:
    value = row.get(table.require(part.column), "") if part else ""
    return {part.scheme: value} if part and value else {}


def value_of(table: Table, part: FieldSource, row: Row) -> str:
    if part is None:
        return ""
    if isinstance(part, str):
        return row.get(table.require(part), "")
    if part.column is None:
        return part.value or ""
    said = row.get(table.require(part.column), "")
    if not part.values:
        return said or part.default or ""
    value = {fold(key): value for key, value in part.values.items()}.get(fold(said), part.default)
    if value is None:
        raise SourceError(
            str(table.path),
            f"the column {part.column!r} holds {said[:60]!r}, which the mapping does not translate. Add it to `values`.",
            f"la colonne {part.column!r} contient {said[:60]!r}, que la correspondance ne traduit pas. Ajoutez-le à `values`.",
        )
    return value


def choice_of(table: Table, part: FieldSource, row: Row, allowed: tuple[str, ...], default: str | None) -> Any:
    value = value_of(table, part, row) or default
    if value not in allowed:
        choices = ", ".join(allowed)
        raise SourceError(
            str(table.path),
            f"{str(value)[:60]!r} is none of: {choices}. Translate it in the mapping with `values`.",
            f"{str(value)[:60]!r} ne fait pas partie de : {choices}. Traduisez-le dans la correspondance avec `values`.",
        )
    return value


_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:\D+(\d{1,2})\D(\d{2}))?")


def moment_of(text: str, path: Path) -> tuple[str | None, str | None]:
    """EDTF day and time of day. Raises SourceError for a text that is no date."""
    if not text:
        return None, None
    if match := _FRENCH_DAY.match(text):
        day, month, year, hour, minute = match.groups()
        edtf = f"{year}-{int(month):02d}-{int(day):02d}"
        if is_edtf(edtf):
            return edtf, f"{int(hour):02d}:{minute}" if hour else None
    if is_edtf(text):
        return text, None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SourceError(str(path), f"{text[:40]!r} is no date. Write 2016-06-23 or 23/06/2016.",
                          f"{text[:40]!r} n'est pas une date. Écrivez 2016-06-23 ou 23/06/2016.") from None  # fmt: skip
    return moment.date().isoformat(), moment.strftime("%H:%M") if (moment.hour or moment.minute) else None
