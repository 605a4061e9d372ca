"""The directory as a workbook and as a document, FollowTheMoney, and what RDF says in the vocabularies of others."""

import json
from datetime import date

import openpyxl
import pytest
from docx import Document
from records import meeting

from maillage.graph import audience
from maillage.graph.errors import MaillageError
from maillage.graph.exports import booklet, write
from maillage.graph.exports.directory_sheets import FORMAT, MARK_SHEET, SHEETS, mark
from maillage.graph.exports.source import Met, Source, of_graph, watched
from maillage.graph.facts import build
from maillage.graph.model import Graph, Node, Relationship
from maillage.graph.resolution import resolve

HOSTILE = ["O'Connor", "张伟", "=1+1", "<b>&\"'", "A\x00\x1bB", "a|b;c,d", "'; DROP", "-2", "@x", "ligne\nsuivante"]


@pytest.fixture(scope="module")
def graph():
    records = [
        meeting("2024-03-05", [f"{name} Nom{n} (Structure {name})" for n, name in enumerate(HOSTILE)], bassin="Blois", time="09:30"),
        meeting("2024-05-07", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois", title="Comité =2+2",
                excused=["Luc Roy (CIO)"]),
    ]  # fmt: skip
    return build(records, resolve(records))


def of(graph, label):
    return [node for node in graph.nodes.values() if node.labels[-1] == label]


def clean(text):
    return "".join(c for c in str(text) if c.isprintable())


def rows(book, title):
    header, *found = book[title].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_workbook_holds_everything_with_a_steady_id(graph, tmp_path, language):
    source = of_graph(graph, "Bassin d'Évreux")
    write("xlsx", source, tmp_path / "a.xlsx", language)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book[MARK_SHEET]["A1"].value == FORMAT
    assert book[MARK_SHEET].sheet_state == "hidden"
    titles = {sheet.key: sheet.title(language) for sheet in SHEETS}
    assert set(titles.values()) < set(book.sheetnames)
    for label, sheet in (("Organisation", "structures"), ("Person", "people"), ("Event", "meetings"), ("Record", "sources")):
        found = rows(book, titles[sheet])
        assert {row["ID"] for row in found} == {node.id for node in of(graph, label)}
    name = "Nom" if language == "fr" else "Name"
    assert {clean(row[name]) for row in rows(book, titles["people"])} == {clean(node.name) for node in of(graph, "Person")}
    states = ("ATTENDED", "EXCUSED_FROM", "ABSENT_FROM", "INVITED_TO", "CONTRIBUTED_TO")
    facts = {link.fact for link in graph.relationships.values() if link.type in states}
    assert {row["ID"] for row in rows(book, titles["presences"])} == facts
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_figures_of_the_workbook(graph, tmp_path):
    aline, bruno = (next(node.id for node in of(graph, "Person") if node.name == name) for name in ("Aline Morel", "Bruno Petit"))
    pair = Met(min(aline, bruno), max(aline, bruno), 1, date(2024, 5, 7), date(2024, 5, 7))
    source = Source("x", of_graph(graph).nodes, of_graph(graph).relationships, lambda people: iter([pair] if people else []))
    write("xlsx", source, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    (met,) = rows(book, "People who met")
    assert (met["Meetings together"], met["Last"].date()) == (1, date(2024, 5, 7))
    assert {met["People who met"], met["With"]} == {"Aline Morel", "Bruno Petit"}
    assert rows(book, "Structures who met") == []
    (row,) = [row for row in rows(book, "People") if row["Name"] == "Aline Morel"]
    assert (row["Structures and roles"], row["Meetings"], row["Last meeting"].date()) == ("Cap emploi", 1, date(2024, 5, 7))
    (excused,) = [row for row in rows(book, "Attendance") if row["Who"] == "Luc Roy" and row["Presence"] == "excused"]
    assert excused["For"] == "CIO"


def test_a_row_is_marked_by_what_its_edited_cells_say(graph, tmp_path):
    write("xlsx", of_graph(graph), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in SHEETS:
        for row in rows(book, sheet.en) if sheet.edited else ():
            assert row["_"] == mark(row[column.en] for column in sheet.edited)


def test_the_document_is_readable_and_follows_the_audience(graph, tmp_path):
    write("docx", of_graph(graph, "Bassin d'Évreux"), tmp_path / "a.docx", "fr")
    document = Document(tmp_path / "a.docx")
    headings = {paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"}
    assert {clean(text) for text in headings} == {clean(node.name) for node in of(graph, "Organisation")}
    bullets = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "List Bullet"]
    assert "Aline Morel" in bullets
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == ["2024-05-07", "Comité =2+2", "Bassin de Blois", "2"]
    shown = Source("x", lambda: audience.nodes(graph.nodes.values(), "organisations"), lambda: iter(graph.relationships.values()))
    write("docx", shown, tmp_path / "b.docx", "fr")
    said = "\n".join(paragraph.text for paragraph in Document(tmp_path / "b.docx").paragraphs)
    assert "Cap emploi" in said
    assert "Aline" not in said


def test_too_many_for_a_document_is_one_sentence(monkeypatch, graph, tmp_path):
    monkeypatch.setattr(booklet, "MOST", 3)
    with pytest.raises(MaillageError, match="export xlsx"):
        write("docx", of_graph(graph), tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_followthemoney_entities(graph, tmp_path):
    said = write("ftm", of_graph(graph), tmp_path / "a.json")
    found = [json.loads(line) for line in (tmp_path / "a.json").read_text("utf-8").splitlines()]
    for label, schema in (("Person", "Person"), ("Organisation", "Organization"), ("Event", "Event"), ("Record", "Document")):
        assert {one["id"] for one in found if one["schema"] == schema} == {node.id for node in of(graph, label)}
    involved = sum(len(one["properties"].get("involved", ())) for one in found)
    assert involved == sum(link.type == "ATTENDED" for link in graph.relationships.values())
    assert "programmes and actions" in said.en
    assert "programmes et actions" in said.fr


def test_followthemoney_entities_are_valid_for_its_library(graph, tmp_path):
    pytest.importorskip("followthemoney", reason="followthemoney is not installed (300 MB, compiled against ICU)")
    from followthemoney import model

    write("ftm", of_graph(graph), tmp_path / "a.json")
    for line in (tmp_path / "a.json").read_text("utf-8").splitlines():
        data = json.loads(line)
        proxy = model.get_proxy(data, cleaned=False)
        proxy.schema.validate(data)
        given = {(name, value) for name, values in data["properties"].items() for value in values}
        assert {name for name, _ in given} == set(proxy.properties), "no value is thrown away"


ORG = "http://www.w3.org/ns/org#"


def small(*links):
    nodes = [
        Node("p", ("Actor", "Person"), {"name": "Léa Brun", "given": "Léa", "family": "Brun"}),
        Node("o", ("Actor", "Organisation"), {"name": "CIO", "names": ["CIO", "Centre d'information"], "identifiers": ["siret:1"]}),
        Node("n", ("Actor", "Organisation"), {"name": "Espace info"}),
        Node("d", ("Territory", "Departement"), {"name": "Loir-et-Cher", "code": "41"}),
        Node("z", ("Territory", "ZoneEmploi"), {"name": "Blois", "code": "2404"}),
        Node("e", ("Event",), {"name": "Forum\nd'hiver", "earliest": date(2024, 3, 5), "latest": date(2024, 3, 5), "time": "09:30",
                               "status": "cancelled", "place": 'Salle "A" \\ B'}),
        Node("r", ("Record",), {"name": "CR", "source": "cr.docx", "published": "2024-03"}),
        Node("s", ("Statement",), {"name": "s", "fact": "f1", "quote": "Léa Brun", "rule": "list"}),
    ]  # fmt: skip
    return Graph({node.id: node for node in nodes}, {link.fact: link for link in links})


LINKS = (
    Relationship("f1", "REPRESENTED", "p", "o", {"role": "Directrice", "first": date(2020, 1, 1)}),
    Relationship("f2", "SUCCEEDED_BY", "o", "n", {"date": "2023-01"}),
    Relationship("f3", "STATED_IN", "s", "r", {}),
    Relationship("f4", "CONTRIBUTED_TO", "o", "e", {"roles": ["organiser"]}),
)


@pytest.mark.parametrize("form", ["turtle", "json-ld", "nquads"])
def test_rdf_speaks_the_vocabularies_of_others(tmp_path, form):
    import warnings

    from rdflib import Dataset
    from rdflib import Graph as Triples

    write(form, of_graph(small(*LINKS)), tmp_path / "a")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of its own parsers
        found = (Dataset(default_union=True) if form == "nquads" else Triples()).parse(tmp_path / "a", format=form)
        ask = """
            PREFIX org: <http://www.w3.org/ns/org#> PREFIX i: <urn:maillage:> PREFIX s: <https://schema.org/>
            PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX prov: <http://www.w3.org/ns/prov#>
            PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX igeo: <http://rdf.insee.fr/def/geo#>
            PREFIX time: <http://www.w3.org/2006/time#> PREFIX dcterms: <http://purl.org/dc/terms/>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            ASK { %s }"""
        for said in (
            "i:f1 a org:Membership ; org:member i:p ; org:organization i:o ; org:role [ skos:prefLabel 'Directrice' ]",
            "i:f1 org:memberDuring/time:hasBeginning/time:inXSDDate '2020-01-01'^^xsd:date",
            "i:p org:holds [ a org:Post ; org:postIn i:o ]",
            "i:p a foaf:Person, vcard:Individual ; foaf:familyName 'Brun' ; vcard:fn 'Léa Brun'",
            "i:f2 a org:ChangeEvent ; org:originalOrganization i:o ; org:resultingOrganization i:n",
            'i:o skos:altLabel "Centre d\'information" ; org:identifier "siret:1"',
            "i:e a s:Event ; s:startDate '2024-03-05T09:30:00'^^xsd:dateTime ; s:eventStatus s:EventCancelled ; s:organizer i:o",
            'i:e s:location "Salle \\"A\\" \\\\ B" ; s:name "Forum\\nd\'hiver"',
            "i:d owl:sameAs <http://id.insee.fr/geo/departement/41> ; igeo:codeINSEE '41'",
            "i:z igeo:codeINSEE '2404'",
            "i:f1 prov:wasDerivedFrom i:s",
            "i:s prov:wasDerivedFrom i:r ; prov:value 'Léa Brun' ; prov:wasAttributedTo [ a prov:SoftwareAgent ]",
            "i:r dcterms:source 'cr.docx' ; dcterms:issued '2024-03'^^<http://id.loc.gov/datatypes/edtf/EDTF>",
        ):
            assert found.query(ask % said).askAnswer, said
        assert not found.query(ask % "i:z owl:sameAs ?x").askAnswer, "no address is made up for a zone d'emploi"
        if form == "nquads":
            assert found.query(ask % "GRAPH i:r { i:s prov:value 'Léa Brun' }").askAnswer, (
                "a record's statements lie in its own graph"
            )


def test_the_days_of_an_event_are_those_of_its_links_in_gexf(graph, tmp_path):
    import networkx

    write("gexf", of_graph(graph), tmp_path / "a.gexf", positions=dict.fromkeys(graph.nodes, (1.0, 2.0)))
    found = networkx.read_gexf(tmp_path / "a.gexf")
    spells = [data["spells"] for _, _, data in found.edges(data=True) if data.get("label") == "ATTENDED"]
    assert spells
    assert all(start == end and start in ("2024-03-05", "2024-05-07") for ((start, end),) in spells)
    looks = [data["viz"] for _, data in found.nodes(data=True)]
    assert all(look["position"] == {"x": 1.0, "y": 2.0, "z": 0.0} and "color" in look for look in looks)


def test_two_links_of_a_type_between_two_nodes_have_kinds_of_their_own_in_gexf(tmp_path):
    twice = [Relationship(f"f{n}", "REPRESENTED", "p", "o", {"role": role}) for n, role in enumerate(("élue", "salariée"))]
    write("gexf", of_graph(small(*twice)), tmp_path / "a.gexf")
    text = (tmp_path / "a.gexf").read_text("utf-8")
    assert 'kind="REPRESENTED" ' in text, "Gephi keeps one edge of a kind between two nodes"
    assert 'kind="REPRESENTED 2" ' in text
    assert 'title="label"' not in text, "Gephi takes an attribute called label for the name"


def test_progress_is_told(graph, tmp_path):
    told = []
    write("csv", watched(of_graph(graph), lambda *said: told.append(said)), tmp_path / "csv")
    nodes, links = len(graph.nodes), len(graph.relationships)
    assert told[-1] == ("links", links, links)
    assert ("nodes", nodes, nodes) in told


@pytest.mark.parametrize("form", ["csv", "neo4j"])
def test_an_interrupted_folder_stays_as_it_was(graph, tmp_path, form):
    def broken():
        yield next(iter(graph.relationships.values()))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(form, Source("x", of_graph(graph).nodes, broken), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


OPARL = {
    "Body": {"name": str, "organization": str, "person": str, "meeting": str, "paper": str, "legislativeTerm": list,
             "agendaItem": str, "consultation": str, "file": str, "locationList": str, "legislativeTermList": str, "membership": str},
    "Organization": {"body": str, "name": str, "shortName": str, "classification": str, "subOrganizationOf": str},
    "Person": {"body": str, "name": str, "givenName": str, "familyName": str, "membership": list},
    "Membership": {"organization": str, "role": str, "startDate": "date", "endDate": "date"},
    "Meeting": {"name": str, "meetingState": str, "cancelled": bool, "start": "date-time", "end": "date-time", "location": dict,
                "organization": list, "participant": list},
    "Location": {"description": str},
}  # fmt: skip
"""What the specification of OParl 1.1 says of the properties that are written: their JSON types, date-times with their zone.
`benchmarks/oparl.py` lets a reader of OParl say the same."""


def test_oparl_follows_its_schema(graph, tmp_path):
    import jsonschema

    types: dict[object, dict[str, str]] = {
        str: {"type": "string"},
        list: {"type": "array"},
        bool: {"type": "boolean"},
        dict: {"type": "object"},
    }
    zoned = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
    types |= {"date-time": zoned, "date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}}
    write("oparl", of_graph(graph), tmp_path / "a.json")

    def check(one):
        kind = one["type"].removeprefix("https://schema.oparl.org/1.1/")
        properties = {key: types[value] for key, value in OPARL[kind].items()}
        known = {"created": zoned, "modified": zoned, "id": {"type": "string", "pattern": "^urn:"}, "type": {"type": "string"}}
        required = ["id", "type", "created", "modified", *(OPARL["Body"] if kind == "Body" else ())]
        jsonschema.validate(one, {"properties": {**properties, **known}, "required": required, "additionalProperties": False})
        for inner in (*(one.get("membership", ()) if kind == "Person" else ()), *filter(None, [one.get("location")])):
            check(inner)

    found = json.loads((tmp_path / "a.json").read_text("utf-8"))["data"]
    for one in found:
        check(one)
    known = {one["id"] for one in found}
    for one in found:
        assert {*one.get("participant", ()), *(one.get("organization", ()) if one["type"].endswith("Meeting") else ())} <= known
    timed = next(one for one in found if one.get("start", "").startswith("2024-03-05"))
    assert timed["start"] == "2024-03-05T09:30:00+01:00", "an hour of France, with its distance from UTC"
