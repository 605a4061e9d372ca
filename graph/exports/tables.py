"""For spreadsheets: CSV that Excel opens safely, Kumu's two sheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from ..errors import MaillageError
from ..model import Node, Relationship, Value
from ..ontology import EVIDENCE_PROPERTIES, NODE_PROPERTIES, ontology
from .networks import text
from .source import Source, finished, finished_folder

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection)."""


def neutral(value: str) -> str:
    """`value` with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def plain(value: str) -> str:
    """The inverse of `neutral`, for a file that comes back."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value


def write_csv(source: Source, folder: Path) -> tuple[int, int]:
    """Write `nodes.csv` and `relationships.csv` into `folder`: « ; » between cells, UTF-8 with a mark, no formulas."""
    node_names = ["id", "label", *_names(NODE_PROPERTIES, *(kind.properties for kind in ontology().nodes.values()))]
    link_names = ["fact", "type", "start", "end"]
    link_names += _names(EVIDENCE_PROPERTIES, *(kind.properties for kind in ontology().relationships.values()))
    with finished_folder(folder) as part:
        nodes = _write_rows(part / "nodes.csv", node_names, (_node_row(node) for node in source.nodes()))
        links = _write_rows(part / "relationships.csv", link_names, (_link_row(link) for link in source.relationships()))
    return nodes, links


def _names(*parts: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part))


def _node_row(node: Node) -> dict[str, Value]:
    return {"id": node.id, "label": node.labels[-1], **node.properties}


def _link_row(link: Relationship) -> dict[str, Value]:
    return {"fact": link.fact, "type": link.type, "start": link.start, "end": link.end, **link.properties}


def _write_rows(path: Path, names: Sequence[str], found: Iterable[Mapping[str, Value]]) -> int:
    count = 0
    with finished(path) as opened:
        file = cast(IO[str], opened)
        file.write("\ufeff")
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(names)
        for row in found:
            writer.writerow([neutral(text(row[name])) if name in row else "" for name in names])
            count += 1
    return count


ROWS = 1_048_575
"""Rows of data that a sheet of Excel holds below its header."""

ELEMENTS = ("Label", "Type", "Description", "Tags", "ID", "Image", "Date", "Status", "Place")
CONNECTIONS = ("From", "To", "Direction", "Type", "Label", "Description", "ID", "Strength", "Role", "Date", "End date")


def write_kumu(source: Source, path: Path) -> tuple[int, int]:
    """Write Kumu's workbook: sheets Elements (Label, Type, Description, ID …) and Connections (From, To, Type, Direction …).

    Kumu tells elements apart by label, so two nodes of one name get their id behind it. Raises MaillageError when there are more
    links than a sheet has rows.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    elements, connections = book.create_sheet("Elements"), book.create_sheet("Connections")
    elements.append(ELEMENTS)
    labels: dict[str, str] = {}
    used: set[str] = set()
    for node in source.nodes():
        label = text(node.name)
        label = f"{label} ({node.id})" if label.casefold() in used else label
        used.add(label.casefold())
        labels[node.id] = label
        kind = ontology().nodes[node.labels[-1]]
        given = node.properties
        tags = "|".join(filter(None, [str(given.get("kind", "")), str(given.get("network", ""))]))
        values = [label, kind.title["en"], str(given.get("long", "")), tags, node.id, ""]
        values += [text(given.get(key, "")) for key in ("date", "status", "place")]
        elements.append(_cells(elements, values))
        _room(len(labels), path)
    connections.append(CONNECTIONS)
    links = 0
    for link in source.relationships():
        if link.start in labels and link.end in labels:
            title = ontology().relationships[link.type].title["en"]
            given = link.properties
            cells = [labels[link.start], labels[link.end], "directed", link.type, title, text(given.get("quote", "")), link.fact]
            cells += [text(given.get(key, "")) for key in ("sources", "role", "first", "last")]
            connections.append(_cells(connections, cells))
            links += 1
            _room(links, path)
    with finished(path, binary=True) as opened:
        book.save(cast(IO[bytes], opened))
    return len(labels), links


def _room(rows: int, path: Path) -> None:
    if rows > ROWS:
        raise MaillageError(
            f"{path}: more than {ROWS} rows, which no sheet of Excel holds. Narrow it with --scope, --since, --until, or export csv.",
            f"{path} : plus de {ROWS} lignes, ce qu'aucune feuille Excel ne contient. Réduisez avec --perimetre, --depuis, --jusque, "
            "ou exportez en csv.",
        )


def _cells(sheet: Any, values: Sequence[str]) -> list[Any]:
    """Cells that hold text as text: one that begins with « = » is no formula."""
    from openpyxl.cell import WriteOnlyCell

    found = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=text(value)[:32_000])
        cell.data_type = "s"
        found.append(cell)
    return found
