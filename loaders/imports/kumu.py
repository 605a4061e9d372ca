"""Kumu's workbook: sheets Elements (Label, Type, …) and Connections (From, To, Type, …)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from ...graph.errors import SourceError
from ...graph.names import fold
from ...graph.record import Record
from .graphs import Connection, Element, record_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = {
    "label": "label", "nom": "label", "name": "label", "type": "type", "from": "from", "de": "from", "to": "to", "vers": "to", "a": "to",
    "direction": "direction", "role": "role", "date": "date", "start date": "first", "end date": "last", "first": "first", "last": "last",
    "status": "status", "place": "place", "lieu": "place", "id": "id",
}  # fmt: skip


def read(path: Path, key: str, sha256: str) -> Record:
    """The record of the workbook at `path`. Raises SourceError when it is none of Kumu's."""
    from ..readers.package import workbook

    try:
        book = workbook(path.read_bytes(), read_only=True)
        sheets = {fold(name): book[name] for name in book.sheetnames}
        elements, connections = list(_rows(sheets["elements"])), list(_rows(sheets["connections"]))
    except Exception as error:  # openpyxl raises whatever a broken file makes it stumble over
        raise SourceError(
            key,
            f"is no workbook of Kumu that can be read ({type(error).__name__}). Export it again from Kumu.",
            f"n'est pas un classeur Kumu lisible ({type(error).__name__}). Exportez-le de nouveau depuis Kumu.",
        ) from error
    named = {row.get("label", ""): row for row in elements if row.get("label")}
    for row in connections:  # Kumu makes an element of every end that a connection names
        for end in (row.get("from"), row.get("to")):
            if end:
                named.setdefault(end, {"label": end})
    return record_of(
        (Element(label, _name(label, row), row.get("type", ""), row) for label, row in named.items()),
        (Connection(row.get("from", ""), row.get("to", ""), _kind(row), _dated(row), _directed(row)) for row in connections),
        rule="kumu", key=key, sha256=sha256, media_type=MEDIA_TYPE, title=PurePosixPath(key).stem,
    )  # fmt: skip


def _name(label: str, row: dict[str, str]) -> str:
    """The label without the id that an export of Maillage puts behind the second of two equal names."""
    identity = row.get("id")
    return label.removesuffix(f" ({identity})") if identity else label


def _kind(row: dict[str, str]) -> str:
    return row.get("type") or row.get("description", "")


def _dated(row: dict[str, str]) -> dict[str, str]:
    return {**row, "first": row.get("first") or row.get("date", "")}


def _directed(row: dict[str, str]) -> bool:
    return fold(row.get("direction", "directed")) not in ("undirected", "mutual")


def _rows(sheet: Any) -> Iterator[dict[str, str]]:
    header: list[str] = []
    for cells in sheet.iter_rows(values_only=True):
        values = ["" if cell is None else str(cell).strip() for cell in cells]
        if not header:
            header = [_COLUMNS.get(fold(name), fold(name)) for name in values]
        elif any(values):
            yield {name: value for name, value in zip(header, values, strict=False) if name and value}
