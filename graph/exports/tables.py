"""For spreadsheets: CSV that Excel opens safely, Kumu's two sheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast

from ..model import Node, Relationship, Value
from ..ontology import EVIDENCE_PROPERTIES, NODE_PROPERTIES, ontology
from .networks import text
from .source import Source, finished

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
    folder.mkdir(parents=True, exist_ok=True)
    node_names = ["id", "label", *_names(NODE_PROPERTIES, *(kind.properties for kind in ontology().nodes.values()))]
    link_names = ["fact", "type", "start", "end"]
    link_names += _names(EVIDENCE_PROPERTIES, *(kind.properties for kind in ontology().relationships.values()))
    nodes = _write_rows(folder / "nodes.csv", node_names, (_node_row(node) for node in source.nodes()))
    links = _write_rows(folder / "relationships.csv", link_names, (_link_row(link) for link in source.relationships()))
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


def write_kumu(source: Source, path: Path) -> tuple[int, int]:
    """Write Kumu's workbook: sheets Elements (Label, Type, Description, ID …) and Connections (From, To, Type, Direction …).

    Kumu tells elements apart by label, so two nodes of one name get their id behind it.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    elements, connections = book.create_sheet("Elements"), book.create_sheet("Connections")
    elements.append(["Label", "Type", "Description", "Tags", "ID", "Image"])
    labels: dict[str, str] = {}
    used: set[str] = set()
    for node in source.nodes():
        label = text(node.name)
        label = f"{label} ({node.id})" if label.casefold() in used else label
        used.add(label.casefold())
        labels[node.id] = label
        kind = ontology().nodes[node.labels[-1]]
        tags = "|".join(filter(None, [str(node.properties.get("kind", "")), str(node.properties.get("network", ""))]))
        elements.append(_cells(elements, [label, kind.title["en"], str(node.properties.get("long", "")), tags, node.id, ""]))
    connections.append(["From", "To", "Direction", "Type", "Label", "Description", "ID", "Strength"])
    links = 0
    for link in source.relationships():
        if link.start in labels and link.end in labels:
            title = ontology().relationships[link.type].title["en"]
            cells = [labels[link.start], labels[link.end], "directed", link.type, title, text(link.properties.get("quote", "")), link.fact,
                     text(link.properties.get("sources", ""))]  # fmt: skip
            connections.append(_cells(connections, cells))
            links += 1
    buffer = io.BytesIO()
    book.save(buffer)
    with finished(path, binary=True) as opened:
        cast(IO[bytes], opened).write(buffer.getvalue())
    return len(labels), links


def _cells(sheet: Any, values: Sequence[str]) -> list[Any]:
    """Cells that hold text as text: one that begins with « = » is no formula."""
    from openpyxl.cell import WriteOnlyCell

    found = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=text(value)[:32_000])
        cell.data_type = "s"
        found.append(cell)
    return found
