"""The files of an offline import into an empty Neo4j (`neo4j-admin database import full`), for a first load of any size.

After the import the database says, like one that was published to, which set of records it shows: the next publication writes the
difference alone.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from ..model import Value
from ..ontology import EVIDENCE_PROPERTIES, NODE_PROPERTIES, PUBLICATION, constraints, ontology
from ..writer import Publication, link_rev, node_rev
from .source import Source, finished, finished_folder

SEPARATOR = "\x1f"
"""Between the members of a list, and the labels of a node: the sign made for it, which no text holds (`U+001F` for the import)."""
_TYPES = {"string": "string", "strings": "string[]", "integer": "long", "float": "double", "boolean": "boolean", "date": "date"}


def write_bulk(source: Source, folder: Path, publication: Publication | None = None) -> tuple[int, int]:
    """Write into `folder` one gzipped CSV a label and a relationship type, `import.args` (the words of the import command, one a
    line) and `after.cypher` (constraints to create once). Gives how many nodes and relationships.

    `publication` is what the database shall say of itself. Raises MaillageError when a file cannot be written.
    """
    nodes = links = 0
    with finished_folder(folder) as part, ExitStack() as stack:
        files = _Files(part, stack)
        for node in source.nodes():
            kind = ontology().nodes[node.labels[-1]]
            types = {**NODE_PROPERTIES, **kind.properties}
            rows = files.rows("nodes", kind.label, ("id:ID", ":LABEL", "rev:string"), types)
            rows.writerow(
                [node.id, SEPARATOR.join(node.labels), node_rev(node), *(_cell(node.properties.get(key)) for key in types)]
            )
            nodes += 1
        for link in source.relationships():
            relation = ontology().relationships[link.type]
            types = {**(EVIDENCE_PROPERTIES if relation.evidence else {}), **relation.properties}
            rows = files.rows("relationships", link.type, (":START_ID", ":END_ID", ":TYPE", "fact:string", "rev:string"), types)
            values = (_cell(link.properties.get(key)) for key in types)
            rows.writerow([link.start, link.end, link.type, link.fact, link_rev(link), *values])
            links += 1
        if publication is not None:
            header = ("id:ID", ":LABEL", "generation:long", "schema:long", "digest:string")
            files.rows("nodes", PUBLICATION, header, {}).writerow(
                ["maillage", PUBLICATION, publication.generation, publication.schema, publication.digest]
            )
        stack.close()
        options = [
            "full",
            "neo4j",
            "--array-delimiter=U+001F",
            "--delimiter=,",
            "--multiline-fields=true",
            "--overwrite-destination=true",
        ]
        _write(part / "import.args", "\n".join([*options, *files.options]) + "\n")
        _write(part / "after.cypher", ";\n".join(constraints()) + ";\n")
    return nodes, links


class _Files:
    """The CSV files, opened when their first row comes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.options: list[str] = []
        self.writers: dict[str, Any] = {}

    def rows(self, what: str, name: str, header: Sequence[str], types: dict[str, str]) -> Any:
        file = f"{what}-{name}"
        if file not in self.writers:
            _write(
                self.folder / f"{file}-header.csv", ",".join([*header, *(f"{k}:{_TYPES[t]}" for k, t in types.items())]) + "\n"
            )
            packed = self.stack.enter_context(finished(self.folder / f"{file}.csv.gz", binary=True))
            opened = gzip.open(cast(IO[bytes], packed), "wt", encoding="utf-8", newline="", compresslevel=3)  # noqa: SIM115 - on the stack
            self.writers[file] = csv.writer(self.stack.enter_context(opened), lineterminator="\n")
            self.options.append(f"--{what}={file}-header.csv,{file}.csv.gz")
        return self.writers[file]


def _write(path: Path, text: str) -> None:
    with finished(path) as file:
        cast(IO[str], file).write(text)


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
