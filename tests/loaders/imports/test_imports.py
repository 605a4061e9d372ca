"""What other programs know becomes records: our own exports come back, and files as the other programs write them are understood."""

import json

import openpyxl
import pytest
from records import meeting

from maillage.graph.exports import write
from maillage.graph.exports.source import of_graph
from maillage.graph.facts import build
from maillage.graph.record import dumps
from maillage.graph.resolution import resolve
from maillage.loaders.load import file_sha256, read_file

NAMES = ["Aline O'Connor", "张伟 Nom", "=1+1 Formule", "<b>&\"' Balise", "Éloïse d'Hérouël"]


@pytest.fixture(scope="module")
def graph():
    records = [
        meeting("2024-03-05", [f"{name} (Structure {n})" for n, name in enumerate(NAMES)], bassin="Blois", excused=["Marc Absent (CIO)"]),
        meeting("2024-05-07", ["Aline O'Connor (Structure 0)", "Bruno Petit (CIO)"], bassin="Blois", title="Comité"),
    ]  # fmt: skip
    return build(records, resolve(records))


def read(path):
    reading = read_file(str(path), path.name, file_sha256(path))
    assert not reading.refused, reading.refused
    (record,) = reading.records
    return record


def refusal(path):
    reading = read_file(str(path), path.name, file_sha256(path))
    (refused,) = reading.refused
    assert reading.records == ()
    return refused


def named(graph, label):
    return {node.name for node in graph.nodes.values() if node.labels[-1] == label}


def linked(graph, kind):
    return {(graph.nodes[x.start].name, graph.nodes[x.end].name) for x in graph.relationships.values() if x.type == kind}


@pytest.mark.parametrize(("form", "file"), [("kumu", "a.xlsx"), ("gexf", "a.gexf"), ("oparl", "a.json"), ("ftm", "a.ftm.json")])
def test_what_was_exported_comes_back_as_a_record(graph, tmp_path, form, file):
    write(form, of_graph(graph), tmp_path / file)
    record = read(tmp_path / file)
    back = build([record], resolve([record]))
    for label in ("Person", "Organisation", "Event"):
        assert named(back, label) == named(graph, label)
    people = named(graph, "Person")
    attended = {pair for pair in linked(graph, "ATTENDED") if form != "oparl" or pair[0] in people}
    assert attended <= linked(back, "ATTENDED")
    assert {event.properties.get("date") for event in back.nodes.values() if event.labels[-1] == "Event"} == {
        "2024-03-05",
        "2024-05-07",
    }
    membership = "MEMBER_OF" if form == "oparl" else "REPRESENTED"
    assert linked(back, membership) == linked(graph, "REPRESENTED")
    if form in ("kumu", "gexf"):
        assert linked(back, "EXCUSED_FROM") >= linked(graph, "EXCUSED_FROM")
        assert linked(back, "CONCERNS") == linked(graph, "CONCERNS")


def test_every_fact_quotes_its_line(graph, tmp_path):
    write("kumu", of_graph(graph), tmp_path / "a.xlsx")
    record = read(tmp_path / "a.xlsx")
    for row in (*record.attendance, *record.links, *record.people):
        ((start, end),) = row.evidence.spans
        assert record.text[start:end] == row.evidence.quote != ""
    assert record.source.path == "a.xlsx"
    assert record.reader == "kumu"


def kumu(path, elements, connections):
    book = openpyxl.Workbook()
    book.active.title = "Elements"
    for row in elements:
        book["Elements"].append(row)
    sheet = book.create_sheet("Connections")
    for row in connections:
        sheet.append(row)
    book.save(path)


def test_a_map_drawn_in_kumu(tmp_path):
    kumu(
        tmp_path / "carte.xlsx",
        [["Label", "Type"], ["Aline Morel", "Person"], ["CIO de Vendôme", "Organization"], ["Ville de Vendôme", "Organization"],
         ["Chose", "Idea"]],
        [["From", "To", "Direction", "Type"], ["Aline Morel", "CIO de Vendôme", "directed", "works for"],
         ["CIO de Vendôme", "Ville de Vendôme", "mutual", "Partenariat"], ["Chose", "CIO de Vendôme", "directed", "inspires"],
         ["Aline Morel", "Ville de Vendôme", "directed", "critique"]],
    )  # fmt: skip
    record = read(tmp_path / "carte.xlsx")
    assert [(link.type, link.start, link.end) for link in record.links] == [("represented", "n0", "n1")]
    assert [(set(group.members), group.basis) for group in record.partnerships] == [({"n1", "n2"}, "Partenariat")]
    assert [record.text[slice(*one.span)] for one in record.unread] == [
        "Chose · Idea", "Chose · inspires · CIO de Vendôme", "Aline Morel · critique · Ville de Vendôme",
    ], "what is not understood is said, and is no fact"  # fmt: skip


def test_a_graph_without_kinds_is_refused_with_what_to_do(tmp_path):
    kumu(tmp_path / "a.xlsx", [["Label"], ["Aline Morel"]], [["From", "To"], ["Aline Morel", "X"]])
    assert "column Type" in refusal(tmp_path / "a.xlsx").en


GEPHI = """<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="undirected" mode="static">
<attributes class="node" mode="static"><attribute id="0" title="Catégorie" type="string"/></attributes>
<nodes><node id="1.0" label="Élodie Roux"><attvalues><attvalue for="0" value="personne"/></attvalues></node>
<node id="2" label="Mission Locale"><attvalues><attvalue for="0" value="Structure"/></attvalues></node>
<node id="3" label="Forum"><attvalues><attvalue for="0" value="réunion"/></attvalues></node></nodes>
<edges><edge id="0" source="2" target="1.0" label="travaille pour"/><edge id="1" source="3" target="1.0" label="participe à"/>
<edge id="2" source="1.0" target="2"/></edges></graph></gexf>"""


def test_a_graph_saved_by_gephi(tmp_path):
    (tmp_path / "g.gexf").write_text(GEPHI, "utf-8")
    record = read(tmp_path / "g.gexf")
    assert [person.name for person in record.people] == ["Élodie Roux"]
    assert [(link.type, link.start, link.end) for link in record.links] == [("represented", "n0", "n1")], (
        "turned the way it makes sense"
    )
    assert [(row.who, row.event, row.presence) for row in record.attendance] == [("n0", "n2", "present")]
    assert len(record.unread) == 1


@pytest.mark.parametrize("text", ["<gexf><graph>", "<!DOCTYPE gexf [<!ENTITY a 'x'>]><gexf>&a;</gexf>"])
def test_a_broken_or_hostile_gexf_is_refused(tmp_path, text):
    (tmp_path / "g.gexf").write_text(text, "utf-8")
    assert refusal(tmp_path / "g.gexf").en.startswith("g.gexf: ")


def test_oparl_of_a_council(tmp_path):
    base = "https://oparl.example.org/"
    data = {"data": [
        {"id": base + "o/1", "type": "https://schema.oparl.org/1.1/Organization", "name": "Commission emploi",
         "classification": "Commission"},
        {"id": base + "p/1", "type": "https://schema.oparl.org/1.1/Person", "name": "Léa Brun", "familyName": "Brun",
         "membership": [{"id": base + "m/1", "type": "https://schema.oparl.org/1.1/Membership", "organization": base + "o/1",
                         "role": "présidente", "startDate": "2020-07-04T00:00:00+02:00"}]},
        {"id": base + "s/1", "type": "https://schema.oparl.org/1.1/Meeting", "name": "Séance", "start": "2024-03-05T18:30:00+01:00",
         "organization": [base + "o/1"], "participant": [base + "p/1"]},
        {"id": base + "s/2", "type": "https://schema.oparl.org/1.1/Meeting", "name": "Séance annulée", "cancelled": True},
    ]}  # fmt: skip
    (tmp_path / "o.json").write_text(json.dumps(data), "utf-8")
    record = read(tmp_path / "o.json")
    assert [(link.type, link.role, link.first) for link in record.links] == [
        ("member_of", "présidente", "2020-07-04"), ("session_of", None, None),
    ]  # fmt: skip
    held, cancelled = record.events
    assert (held.date, held.time, held.status, held.listed) == ("2024-03-05", "18:30", "held", "complete")
    assert cancelled.status == "cancelled"
    assert record.organisations[0].kind == "instance"
    assert record.people[0].identifiers == {"oparl": base + "p/1"}


def test_followthemoney_of_another_source(tmp_path):
    entities = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Léa Brun"], "firstName": ["Léa"]}},
        {"id": "b", "schema": "Company", "properties": {"name": ["Ateliers du Loir"]}},
        {"id": "c", "schema": "Directorship", "properties": {"director": ["a"], "organization": ["b"], "role": ["gérante"]}},
        {"id": "d", "schema": "Vessel", "properties": {"name": ["Bateau"]}},
    ]
    (tmp_path / "e.json").write_text("\n".join(map(json.dumps, entities)), "utf-8")
    record = read(tmp_path / "e.json")
    assert [(link.type, link.role) for link in record.links] == [("represented", "gérante")]
    assert [one.reason for one in record.unread] == ["no place for Vessel"]


def test_a_record_that_another_program_hands_in(tmp_path):
    given = meeting("2024-03-05", ["Aline Morel (Cap emploi)"])
    (tmp_path / "r.json").write_text(dumps(given), "utf-8")
    record = read(tmp_path / "r.json")
    assert record.id == given.id
    assert record.source.path == "r.json"


@pytest.mark.parametrize("data", [b'{"a": 1}', b"[1, 2]", b"{broken", b'{"a": "\xff"}', b"[" * 100_000])
def test_other_json_is_refused_in_one_sentence(tmp_path, data):
    (tmp_path / "x.json").write_bytes(data)
    said = refusal(tmp_path / "x.json")
    assert said.en.startswith("x.json: is ")
    assert "Maillage failed" not in said.en
