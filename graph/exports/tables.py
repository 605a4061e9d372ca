"""For spreadsheets and bulk import: CSV that Excel opens safely, Kumu's two sheets, the files of `neo4j-admin database import`."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
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


def write_neo4j(source: Source, folder: Path) -> tuple[int, int]:
    """Write the files and the command of an offline import into an empty Neo4j: one gzipped CSV a label and a relationship type,
    `import.args` for `neo4j-admin database import full`, `after.cypher` with the constraints to create afterwards."""
    from ..ontology import constraints

    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, tuple[IO[str], Any, list[str]]] = {}
    arguments: list[str] = []
    nodes = links = 0

    def writer(name: str, header: Sequence[str], names: list[str]) -> tuple[IO[str], Any, list[str]]:
        if name not in files:
            (folder / f"{name}-header.csv").write_text(",".join(header) + "\n", "utf-8")
            file = cast(IO[str], gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline=""))  # noqa: SIM115 - closed below
            files[name] = (file, csv.writer(file, lineterminator="\n"), names)
            option = "nodes" if name[0] == "n" else "relationships"
            arguments.append(f"--{option}={name}-header.csv,{name}.csv.gz")
        return files[name]

    try:
        for node in source.nodes():
            kind = ontology().nodes[node.labels[-1]]
            names = _names(NODE_PROPERTIES, kind.properties)
            types = {**NODE_PROPERTIES, **kind.properties}
            header = ["id:ID", ":LABEL", "rev:string", *(f"{name}:{_ADMIN[types[name]]}" for name in names)]
            _, rows, order = writer(f"nodes-{kind.label}", header, names)
            rows.writerow(
                [node.id, ";".join(node.labels), _node_rev(node), *(_admin(node.properties.get(name)) for name in order)]
            )
            nodes += 1
        for link in source.relationships():
            relation = ontology().relationships[link.type]
            types = {**(EVIDENCE_PROPERTIES if relation.evidence else {}), **relation.properties}
            names = list(types)
            header = [
                ":START_ID",
                ":END_ID",
                ":TYPE",
                "fact:string",
                "rev:string",
                *(f"{name}:{_ADMIN[types[name]]}" for name in names),
            ]
            _, rows, order = writer(f"relationships-{link.type}", header, names)
            rows.writerow(
                [
                    link.start,
                    link.end,
                    link.type,
                    link.fact,
                    _link_rev(link),
                    *(_admin(link.properties.get(name)) for name in order),
                ]
            )
            links += 1
    finally:
        for file, _, _ in files.values():
            file.close()
    # One option a line, as `neo4j-admin database import full @import.args` reads them.
    options = ["full", "neo4j", "--array-delimiter=|", "--multiline-fields=true", "--overwrite-destination=true", *arguments]
    (folder / "import.args").write_text("\n".join(options) + "\n", "utf-8")
    (folder / "after.cypher").write_text(";\n".join(constraints()) + ";\n", "utf-8")
    return nodes, links


_ADMIN = {"string": "string", "strings": "string[]", "integer": "long", "float": "double", "boolean": "boolean", "date": "date"}


def _admin(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(str(item).replace("|", "/") for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _node_rev(node: Node) -> str:
    from ..writer import node_rev

    return node_rev(node)


def _link_rev(link: Relationship) -> str:
    from ..writer import link_rev

    return link_rev(link)
