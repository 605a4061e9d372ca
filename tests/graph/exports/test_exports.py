"""Every export is read back by the library its users use, with equal counts and names, hostile ones included."""

import csv
import gzip
import json
from datetime import date

import networkx
import pytest
from records import meeting

from maillage.graph import audience
from maillage.graph.errors import MaillageError
from maillage.graph.exports import write
from maillage.graph.exports.rdf import read_rdf
from maillage.graph.exports.source import Source, finished, of_graph
from maillage.graph.exports.tables import neutral, plain
from maillage.graph.exports.vocabulary import shapes, vocabulary
from maillage.graph.facts import build, digest
from maillage.graph.model import Graph as Model
from maillage.graph.model import Node
from maillage.graph.resolution import resolve

HOSTILE = [
    "O'Connor",
    "d'Hondt",
    "L'Étape 62",
    "张伟",
    "=1+1",
    "<b>&\"'",
    "A\x00\x1bB",
    "a|b;c,d",
    "\u202egnp",
    "'; DROP",
    "-2",
    "@x",
]


@pytest.fixture(scope="module")
def graph():
    records = [
        meeting(
            "2024-03-05", [f"{name} Nom{n} (Structure {name})" for n, name in enumerate(HOSTILE)], bassin="Blois", time="09:30"
        ),
        meeting("2024-05-07", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois", title="Comité =2+2"),
        meeting("2024-06", ["Aline Morel (Cap emploi)"], bassin="Blois", title="Journée"),
    ]
    return build(records, resolve(records))


def clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c in "\u202e")


def names(graph) -> set[str]:
    return {clean(node.name) for node in graph.nodes.values()}


def test_graphml_and_gexf_are_read_by_networkx(graph, tmp_path):
    for form, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        path = tmp_path / f"out.{form}"
        write(form, of_graph(graph), path)
        found = read(path)
        assert found.number_of_nodes() == len(graph.nodes)
        assert found.number_of_edges() == len({(x.start, x.end, x.fact) for x in graph.relationships.values()})
        assert {clean(data.get("name") or data.get("label")) for _, data in found.nodes(data=True)} == names(graph)


def test_json_graph(graph, tmp_path):
    write("json-graph", of_graph(graph), tmp_path / "out.json")
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))["graph"]
    assert len(found["nodes"]) == len(graph.nodes)
    assert len(found["edges"]) == len(graph.relationships)
    assert {node["label"] for node in found["nodes"].values()} == {node.name for node in graph.nodes.values()}


def test_csv_is_safe_for_excel_and_complete(graph, tmp_path):
    write("csv", of_graph(graph), tmp_path)
    rows = list(csv.DictReader((tmp_path / "nodes.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {clean(plain(row["name"])) for row in rows} == names(graph)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert len((tmp_path / "relationships.csv").read_text("utf-8-sig").splitlines()) == len(graph.relationships) + 1


def test_kumu_workbook(graph, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write("kumu", of_graph(graph), tmp_path / "kumu.xlsx")
    book = openpyxl.load_workbook(tmp_path / "kumu.xlsx")
    elements = list(book["Elements"].iter_rows(values_only=True))
    assert elements[0][:3] == ("Label", "Type", "Description")
    labels = [row[0] for row in elements[1:]]
    assert len(labels) == len(set(labels)) == len(graph.nodes)
    connections = list(book["Connections"].iter_rows(values_only=True))[1:]
    assert len(connections) == len(graph.relationships)
    assert {row[0] for row in connections} <= set(labels)
    assert all(cell.data_type != "f" for row in book["Elements"].iter_rows() for cell in row)


def test_calendar(graph, tmp_path):
    icalendar = pytest.importorskip("icalendar")
    write("ics", of_graph(graph, "Bassin d'Évreux"), tmp_path / "out.ics")
    events = icalendar.Calendar.from_ical((tmp_path / "out.ics").read_bytes()).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {"Réunion", "Comité =2+2"}, "the day of « 2024-06 » is not known"
    timed = next(event for event in events if event["summary"] == "Réunion")
    assert timed.decoded("dtstart").isoformat() == "2024-03-05T09:30:00"
    assert next(event for event in events if event["summary"] != "Réunion").decoded("dtstart") == date(2024, 5, 7)


@pytest.mark.parametrize("form", ["turtle", "json-ld", "nquads"])
def test_rdf_comes_back_as_the_same_graph(graph, tmp_path, form):
    write(form, of_graph(graph), tmp_path / "out")
    back = read_rdf(tmp_path / "out", form)
    assert set(back.nodes) == set(graph.nodes)
    assert set(back.relationships) == set(graph.relationships)
    assert _plain(back) == _plain(graph)


def _plain(graph):
    """Content with NUL left out, which RDF cannot hold."""
    text = digest(
        Model(
            {k: Node(n.id, n.labels, {p: _no_nul(v) for p, v in n.properties.items()}) for k, n in graph.nodes.items()},
            {k: type(x)(x.fact, x.type, x.start, x.end, {p: _no_nul(v) for p, v in x.properties.items()})
             for k, x in graph.relationships.items()},
        )
    )  # fmt: skip
    return text


def _no_nul(value):
    if isinstance(value, list):
        return sorted(item.replace("\x00", "") for item in value)
    return value.replace("\x00", "") if isinstance(value, str) else value


def test_the_export_passes_the_shapes_and_a_wrong_graph_does_not(graph, tmp_path):
    pyshacl = pytest.importorskip("pyshacl")
    rdflib = pytest.importorskip("rdflib")
    write("turtle", of_graph(graph), tmp_path / "out.ttl")
    data = rdflib.Graph().parse(tmp_path / "out.ttl")
    conforms, _, said = pyshacl.validate(data, shacl_graph=shapes(), ont_graph=vocabulary(), inference="none")
    assert conforms, said
    subject = next(data.subjects(rdflib.RDF.type, rdflib.URIRef("urn:maillage:term:Event")))
    data.add((subject, rdflib.URIRef("urn:maillage:term:size"), rdflib.Literal("many")))
    assert not pyshacl.validate(data, shacl_graph=shapes(), inference="none")[0]


def test_popolo_and_oparl_hold_people_bodies_and_meetings(graph, tmp_path):
    counts = {label: sum(n.labels[-1] == label for n in graph.nodes.values()) for label in ("Person", "Organisation", "Event")}
    write("popolo", of_graph(graph), tmp_path / "p.json")
    popolo = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert (len(popolo["persons"]), len(popolo["organizations"]), len(popolo["events"])) == tuple(counts.values())
    assert sum(len(event["attendees"]) for event in popolo["events"]) == sum(
        x.type == "ATTENDED" for x in graph.relationships.values()
    )
    said = write("oparl", of_graph(graph), tmp_path / "o.json")
    oparl = json.loads((tmp_path / "o.json").read_text("utf-8"))
    kinds = [item["type"].rsplit("/", 1)[1] for item in oparl["data"]]
    assert (kinds.count("Person"), kinds.count("Organization"), kinds.count("Meeting")) == tuple(counts.values())
    assert "programmes" in said.en
    assert oparl["not_included"]


def test_bulk_files_of_neo4j(graph, tmp_path):
    write("neo4j", of_graph(graph), tmp_path)
    rows = []
    for path in tmp_path.glob("nodes-*.csv.gz"):
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            rows += list(csv.reader(file))
    assert len(rows) == len(graph.nodes)
    options = (tmp_path / "import.args").read_text("utf-8").splitlines()
    assert options[0] == "full"
    for option in options:
        if option.startswith(("--nodes", "--relationships")):
            assert all((tmp_path / name).exists() for name in option.split("=", 1)[1].split(","))


def test_an_interrupted_export_leaves_no_half_file(graph, tmp_path):
    def broken():
        yield next(iter(graph.nodes.values()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write("graphml", Source("x", broken, lambda: iter(())), tmp_path / "out.graphml")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(MaillageError, match="cannot be written"), finished(tmp_path / "file" / "out.csv"):
        pass


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "'x", "''=1", "plain"])
def test_neutralised_cells_come_back(text):
    assert plain(neutral(text)) == text


def test_audiences(graph):
    everything = list(graph.nodes.values())
    without = list(audience.nodes(everything, "organisations"))
    assert not [node for node in without if node.labels[-1] in ("Person", "Statement", "Action")]
    assert all("quote" not in node.properties for node in without)
    by_role = list(audience.nodes(everything, "roles", {}))
    people = [node for node in by_role if node.labels[-1] == "Person"]
    assert people
    assert all(node.name == "personne" for node in people)


@pytest.mark.parametrize("text", ["aline.morel@cap-emploi.fr", "06 12 34 56 78", "+33 6 12 34 56 78", "02.54.00.11.22"])
def test_addresses_and_numbers_are_masked(text):
    assert text not in audience.mask(f"Contact : {text}, merci")
