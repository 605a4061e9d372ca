"""Exports read again by the libraries of those who use them: what each finds, to be compared with the graph that was written."""

from __future__ import annotations

import csv
import gzip
import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maillage.graph.exports.source import Source
from maillage.graph.exports.tables import plain
from maillage.graph.model import Graph

ALL = ("csv", "graphml", "gexf", "json-graph", "kumu", "neo4j", "turtle", "json-ld", "nquads")
"""Forms that hold every node and relationship."""
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Found:
    """How many nodes and links a form holds, and the names in it, each as often as it comes (clean: printable characters alone)."""

    nodes: int
    links: int
    names: Counter[str]


def clean(text: object) -> str:
    """What is left of a name in every form: printable characters, blanks folded."""
    return " ".join("".join(c for c in str(text) if c.isprintable() or c.isspace()).split())


def names(found: Any) -> Counter[str]:
    return Counter(clean(name) for name in found)


def expected(graph: Graph, form: str) -> Found:
    """What `form` should hold of `graph`."""
    by_label = Counter(node.labels[-1] for node in graph.nodes.values())
    types = Counter(link.type for link in graph.relationships.values())
    if form in ALL:
        return Found(len(graph.nodes), len(graph.relationships), names(node.name for node in graph.nodes.values()))
    kept = {
        "xlsx": ("Organisation", "Person", "Event", "Record"), "docx": ("Organisation",), "popolo": ("Organisation", "Person", "Event"),
        "oparl": ("Organisation", "Person", "Event"), "ics": ("Event",),
        "ftm": ("Organisation", "Person", "Event", "Record", "Partnership"),
    }[form]  # fmt: skip
    chosen = [node for node in graph.nodes.values() if node.labels[-1] in kept]
    if form == "ics":
        chosen = [n for n in chosen if n.properties.get("earliest") and (
            n.properties["earliest"] == n.properties.get("latest") or "/" in str(n.properties["date"]))]  # fmt: skip
        return Found(len(chosen), 0, names(node.name for node in chosen))
    people = {node.id for node in graph.nodes.values() if node.labels[-1] == "Person"}
    links = {
        "xlsx": sum(types[one] for one in ("ATTENDED", "EXCUSED_FROM", "ABSENT_FROM", "INVITED_TO", "CONTRIBUTED_TO")),
        "docx": 0, "popolo": types["ATTENDED"], "ftm": types["ATTENDED"],
        "oparl": sum(x.type == "ATTENDED" and x.start in people for x in graph.relationships.values()),
    }[form]  # fmt: skip
    return Found(sum(by_label[one] for one in kept), links, names(node.name for node in chosen))


def collected(source: Source) -> Graph:
    """The whole of a source in memory."""
    return Graph({node.id: node for node in source.nodes()}, {link.fact: link for link in source.relationships()})


def _networkx(read: str) -> Callable[[Path], Found]:
    def reader(path: Path) -> Found:
        import networkx

        graph = getattr(networkx, read)(path)
        called = (data.get("name") or data.get("label") for _, data in graph.nodes(data=True))
        return Found(graph.number_of_nodes(), graph.number_of_edges(), names(called))

    return reader


def _csv(path: Path) -> Found:
    with (path / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with (path / "relationships.csv").open(encoding="utf-8-sig", newline="") as file:
        links = sum(1 for _ in csv.DictReader(file, delimiter=";"))
    return Found(len(rows), links, names(plain(row["name"]) for row in rows))


def _json_graph(path: Path) -> Found:
    graph = json.loads(path.read_text("utf-8"))["graph"]
    return Found(len(graph["nodes"]), len(graph["edges"]), names(node["label"] for node in graph["nodes"].values()))


def _neo4j(path: Path) -> Found:
    called: list[str] = []
    counts = Counter[str]()
    for file in path.glob("*.csv.gz"):
        header = (path / f"{file.name[:-7]}-header.csv").read_text("utf-8").strip().split(",")
        with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
            for row in csv.reader(opened):
                counts[file.name.partition("-")[0]] += 1
                if file.name.startswith("nodes"):
                    called.append(row[header.index("name:string")])
    return Found(counts["nodes"], counts["relationships"], names(called))


def _book(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets}


def _kumu(path: Path) -> Found:
    sheets = _book(path)
    called = (str(row[0]).removesuffix(f" ({row[4]})") for row in sheets["Elements"])
    return Found(len(sheets["Elements"]), len(sheets["Connections"]), names(called))


def _xlsx(path: Path) -> Found:
    sheets = _book(path)
    called = [
        row[at] for sheet, at in (("Structures", 1), ("People", 1), ("Meetings", 3), ("Sources", 1)) for row in sheets[sheet]
    ]
    return Found(len(called), len(sheets["Attendance"]), names(called))


def _docx(path: Path) -> Found:
    from docx import Document

    called = {p.text for p in Document(str(path)).paragraphs if p.style is not None and p.style.name == "Heading 2"}
    return Found(len(called), 0, names(called))


def _rdf(syntax: str) -> Callable[[Path], Found]:
    def reader(path: Path) -> Found:
        from maillage.graph.exports.rdf import read_rdf

        graph = read_rdf(path, syntax)  # type: ignore[arg-type]
        return Found(len(graph.nodes), len(graph.relationships), names(node.name for node in graph.nodes.values()))

    return reader


def _ics(path: Path) -> Found:
    import icalendar

    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return Found(len(events), 0, names(event["summary"] for event in events))


def _popolo(path: Path) -> Found:
    data = json.loads(path.read_text("utf-8"))
    items = [*data["persons"], *data["organizations"], *data["events"]]
    return Found(len(items), sum(len(one.get("attendees", ())) for one in data["events"]), names(one["name"] for one in items))


def _oparl(path: Path) -> Found:
    items = [one for one in json.loads(path.read_text("utf-8"))["data"] if not one["type"].endswith("/Body")]
    return Found(len(items), sum(len(one.get("participant", ())) for one in items), names(one["name"] for one in items))


def _ftm(path: Path) -> Found:
    """By its own library where it is installed, which refuses what its schemas do not allow."""
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    try:
        from followthemoney import model
    except ImportError:
        pass
    else:
        for one in entities:
            proxy = model.get_proxy(one, cleaned=False)
            proxy.schema.validate(one)
    called = [one for one in entities if one["schema"] in ("Person", "Organization", "Event", "Document", "Project")]
    involved = sum(len(one["properties"].get("involved", ())) for one in entities)
    return Found(
        len(called), involved, names((one["properties"].get("name") or one["properties"].get("title"))[0] for one in called)
    )


READERS: dict[str, Callable[[Path], Found]] = {
    "csv": _csv, "graphml": _networkx("read_graphml"), "gexf": _networkx("read_gexf"), "json-graph": _json_graph, "kumu": _kumu,
    "neo4j": _neo4j, "turtle": _rdf("turtle"), "json-ld": _rdf("json-ld"), "nquads": _rdf("nquads"), "xlsx": _xlsx, "docx": _docx,
    "popolo": _popolo, "oparl": _oparl, "ftm": _ftm, "ics": _ics,
}  # fmt: skip


def conforms(path: Path) -> bool:
    """Whether a Turtle file passes the shapes made from the ontology (pyshacl)."""
    import pyshacl
    import rdflib

    from maillage.graph.exports.vocabulary import shapes, vocabulary

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        data = rdflib.Graph().parse(path, format="turtle")
        return bool(pyshacl.validate(data, shacl_graph=shapes(), ont_graph=vocabulary(), inference="none")[0])


def differences(form: str, wanted: Found, found: Found) -> list[str]:
    """What differs, in words without names."""
    said = []
    if wanted.nodes != found.nodes and form != "docx":  # headings: two bodies of one name are one there
        said.append(f"nodes {found.nodes} instead of {wanted.nodes}")
    if wanted.links != found.links:
        said.append(f"links {found.links} instead of {wanted.links}")
    missing = set(wanted.names) - set(found.names) if form == "docx" else wanted.names - found.names
    if missing or set(found.names) - set(wanted.names):
        said.append(f"{len(missing)} names missing, {len(set(found.names) - set(wanted.names))} not known")
    return said
